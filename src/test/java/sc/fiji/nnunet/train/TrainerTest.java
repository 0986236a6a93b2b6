/*-
 * #%L
 * nnU-Net for Fiji: self-configuring segmentation networks, trained and applied in ImageJ.
 * %%
 * Copyright (C) 2026 Fiji developers.
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package sc.fiji.nnunet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.FrozenNetwork;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.report.LogReader;
import sc.fiji.nnunet.report.LogRecord;

/** Trains a network of 4 features on patches of 16 voxels of a phantom of 5 cases, on one thread. */
class TrainerTest {

	@TempDir
	private static Path temp;

	private static Path data;
	private static Engine engine;
	private static ExecutorService executor;

	@BeforeAll
	static void prepare() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		engine = TensorFlowEngine.open(new Device(-1, 1));
		final Path raw = temp.resolve("raw").resolve("Task77_Small");
		new Preprocessor(executor).run(new Phantom(5, 0, 7).write(raw, Progress.none()), PreprocessOptions.builder()
			.dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16, 16)).batchSize(2).build(), Progress.none());
		data = temp.resolve("out").resolve("Task77_Small");
	}

	@AfterAll
	static void close() {
		engine.close();
		executor.shutdownNow();
	}

	private static TrainOptions.Builder options(final String dataCopy) throws IOException {
		return TrainOptions.builder().data(copyOf(dataCopy)).steps(8).stepsPerEpoch(3).features(4).amp("fp32")
			.finalValidation(false);
	}

	/** A folder that shares the preprocessed files but has results of its own. */
	private static Path copyOf(final String name) throws IOException {
		final Path copy = temp.resolve(name);
		if (Files.exists(copy)) return copy;
		Files.createDirectories(copy);
		Files.createSymbolicLink(copy.resolve("preprocessed_3d"), data.resolve("preprocessed_3d"));
		for (final String file : List.of("plan_3d.json", "splits.json", "fingerprint.json"))
			Files.copy(data.resolve(file), copy.resolve(file));
		return copy;
	}

	private static TrainResult train(final TrainOptions options, final Recorded progress) throws IOException {
		return new Trainer(options, engine, executor, progress).run();
	}

	private static Map<String, float[]> weights(final Path foldFolder, final String checkpoint) throws IOException {
		try (Network network = engine.network(PlanFile.read(foldFolder.resolve("plan.json")).network(), 0)) {
			network.restore(foldFolder.resolve(checkpoint), false);
			return network.weights();
		}
	}

	private static void assertSame(final Map<String, float[]> expected, final Map<String, float[]> actual) {
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "adam", "muon" })
	void aResumedTrainingEqualsAnUninterruptedOneBitForBit(final String rule) throws IOException {
		final TrainResult straight = train(options("straight_" + rule).optimizer(rule).build(), new Recorded());
		assertEquals(8, straight.steps());
		final TrainOptions options = options("stopped_" + rule).optimizer(rule).build();
		final TrainResult first = train(options, Recorded.until(2, "epoch"));
		final TrainResult second = train(options, Recorded.until(3, "epoch"));
		assertTrue(first.cancelled() && second.cancelled() && second.steps() > first.steps());
		final Recorded last = new Recorded();
		final TrainResult resumed = train(options, last);
		assertEquals(8, resumed.steps());
		assertTrue(last.lines.stream().anyMatch(line -> line.startsWith("Resuming from the checkpoint of step " + second
			.steps())), last.lines.toString());
		assertSame(weights(straight.folder(), "checkpoint_last"), weights(resumed.folder(), "checkpoint_last"));
		assertEquals(straight.bestDice(), resumed.bestDice());
		assertSame(weights(straight.folder(), "checkpoint_best"), weights(resumed.folder(), "checkpoint_best"));
		assertEquals(8, train(options, new Recorded()).steps(), "a finished training takes no further step");
	}

	/**
	 * A training that is cancelled when its validation is due keeps the steps of that epoch and resumes with the
	 * validation.
	 */
	@Test
	void aTrainingCancelledInAValidationKeepsTheEpoch() throws IOException {
		final TrainResult straight = train(options("uncut").build(), new Recorded());
		final TrainOptions options = options("cut").build();
		final TrainResult cut = train(options, Recorded.until(3, "epoch"));
		assertTrue(cut.cancelled());
		assertEquals(3, cut.steps(), "the epoch before the validation");
		final TrainResult second = train(options, Recorded.cancelledAtOnce());
		assertTrue(second.cancelled());
		assertEquals(3, second.steps(), "the validation comes before the next step");
		final TrainResult resumed = train(options, new Recorded());
		assertEquals(8, resumed.steps());
		assertSame(weights(straight.folder(), "checkpoint_last"), weights(resumed.folder(), "checkpoint_last"));
		assertSame(weights(straight.folder(), "checkpoint_best"), weights(resumed.folder(), "checkpoint_best"));
		assertEquals(straight.bestDice(), resumed.bestDice());
		final List<Double> expected = losses(straight);
		assertEquals(2, expected.size());
		assertEquals(expected, losses(resumed));
		final TrainResult last = train(options("uncut").finalValidation(true).build(), Recorded.cancelledAtOnce());
		assertTrue(last.cancelled() && last.steps() == 8, "the final validation can be cancelled too");
	}

	private static List<Double> losses(final TrainResult result) throws IOException {
		return LogReader.read(result.folder().resolve("log.jsonl")).stream().filter(record -> Double.isFinite(record.value(
			"epoch"))).map(record -> record.value("train_loss")).toList();
	}

	/** A batch of 300 and 64 features on an engine with 1 GiB. */
	@Test
	void aStepThatDoesNotFitIsRefusedBeforeAnyFileIsChanged() throws IOException {
		final TrainResult earlier = train(options("small").steps(1).build(), new Recorded());
		final Recorded progress = new Recorded();
		final TrainOptions options = options("small").steps(1).force(true).batchSize(300).features(64).build();
		final ProblemException failure = assertThrows(ProblemException.class, () -> new Trainer(options, new Limited(engine,
			1L << 30), executor, progress).run());
		assertTrue(failure.getMessage().matches(
			"memory: A training step with 300 samples of 16 × 16 × 16 and \\[64, .* needs" +
				" about \\d+\\.\\d GiB of memory, and 1\\.0 GiB are available\\. What fits: batchsize=\\d+, or" +
				" features=\\d+.*"), failure.getMessage());
		assertTrue(progress.lines.stream().anyMatch(line -> line.endsWith("; 1.0 GiB are available")), progress.lines
			.toString());
		assertTrue(Files.exists(earlier.folder().resolve("checkpoint_last")), "force has not removed anything yet");
		final String cure = failure.problems().get(0).cure();
		final int batch = Integer.parseInt(cure.replaceAll(".*batchsize=(\\d+).*", "$1"));
		assertTrue(batch > 1 && batch < 300, cure);
		final Recorded smaller = Recorded.cancelledAtOnce();
		assertTrue(new Trainer(options("small").steps(1).force(true).batchSize(batch).features(64).build(), new Limited(
			engine, 1L << 30), executor, smaller).run().cancelled(), "the proposed settings are accepted");
	}

	@Test
	void aTrainingThatIsRefusedLeavesThePlanOfTheEarlierOne() throws IOException {
		final Path earlier = train(options("kept").steps(1).build(), new Recorded()).folder();
		final String plan = Files.readString(earlier.resolve("plan.json"));
		final TrainOptions other = options("kept").steps(1).features(6).build();
		final ProblemException failure = assertThrows(ProblemException.class, () -> train(other, new Recorded()));
		assertTrue(failure.getMessage().contains("belongs to a training with other settings"), failure.getMessage());
		assertEquals(plan, Files.readString(earlier.resolve("plan.json")),
			"else its checkpoint could not be used any more");
	}

	/** An engine that fails in the first step: the message is the same, with settings that are smaller than those tried. */
	@Test
	void aStepThatRunsOutOfMemoryIsReportedTheSameWay() throws IOException {
		final Engine failing = new Limited(engine, 64L << 30) {

			@Override
			public Network network(final NetworkSpec spec, final TrainingSpec training, final List<Integer> patch,
				final int samples, final long seed)
			{
				final Network network = super.network(spec, training, patch, samples, seed);
				return (Network) Proxy.newProxyInstance(Network.class.getClassLoader(), new Class<?>[] { Network.class }, (
					proxy, method, arguments) -> {
					if (method.getName().equals("trial")) throw new MemoryEstimate(spec, training.precision(), patch, samples,
						true).refusal(1L << 40, new IllegalStateException("OOM when allocating"));
					return method.invoke(network, arguments);
				});
			}
		};
		final ProblemException failure = assertThrows(ProblemException.class, () -> new Trainer(options("failing").build(),
			failing, executor, new Recorded()).run());
		assertTrue(failure.getMessage().startsWith("memory: A training step with 2 samples of 16 × 16 × 16") && failure
			.getMessage().contains("OOM when allocating") && failure.getMessage().contains("batchsize=1, or features=3"),
			failure.getMessage());
	}

	/** Before the first step, the memory needed and available, the time of a step and the expected end are reported. */
	@Test
	void memoryAndTimeAreReportedBeforeTheFirstStep() throws IOException {
		final Recorded progress = new Recorded();
		train(options("told").steps(3).finalValidation(true).build(), progress);
		final int memory = first(progress.lines,
			"A training step with 2 samples of 16 × 16 × 16 and .* features needs about" +
				" 0\\.\\d GiB of memory; \\d+\\.\\d GiB are available");
		final int promise = first(progress.lines, "tried a step: about .* s; 3 steps take about .* s without validation," +
			" until about (\\d{4}-\\d\\d-\\d\\d 0.*|\\d\\d:\\d\\d; then \\d+ held-out .* tested, roughly .* s more)");
		assertTrue(memory >= 0 && memory < promise && promise < first(progress.lines, "epoch 1.*"), progress.lines
			.toString());
	}

	private static int first(final List<String> lines, final String pattern) {
		for (int i = 0; i < lines.size(); i++)
			if (lines.get(i).matches(pattern)) return i;
		return -1;
	}

	/** An engine with a given amount of memory. */
	private static class Limited implements Engine {

		private final Engine engine;
		private final long bytes;

		private Limited(final Engine engine, final long bytes) {
			this.engine = engine;
			this.bytes = bytes;
		}

		@Override
		public void writeSavedModel(final FrozenNetwork network, final Path folder) throws IOException {
			engine.writeSavedModel(network, folder);
		}

		@Override
		public Network savedModel(final Path folder, final NetworkSpec spec) throws IOException {
			return engine.savedModel(folder, spec);
		}

		@Override
		public Network network(final NetworkSpec spec, final long seed) {
			return engine.network(spec, seed);
		}

		@Override
		public Network network(final NetworkSpec spec, final TrainingSpec training, final long seed) {
			return engine.network(spec, training, seed);
		}

		@Override
		public OptionalLong availableMemory() {
			return OptionalLong.of(bytes);
		}

		@Override
		public Device device() {
			return engine.device();
		}

		@Override
		public String description() {
			return engine.description();
		}

		@Override
		public void close() {
			// the engine is shared by all tests
		}
	}

	/** The phantom's files give their orientation; if one case does not, there are mirror images. */
	@Test
	void presetCpuMirrorsIfACaseHasNoOrientation() throws IOException {
		final TrainOptions options = options("sides").preset("cpu").steps(1).build();
		assertTrue(plan(train(options, new Recorded())).oneSided());
		final Path arrays = options.data().resolve("preprocessed_3d");
		Files.delete(arrays);
		Files.createDirectory(arrays);
		try (Stream<Path> files = Files.list(data.resolve("preprocessed_3d"))) {
			for (final Path file : files.toList())
				Files.copy(file, arrays.resolve(file.getFileName()));
		}
		final Path one = arrays.resolve(Splits.read(data.resolve("splits.json")).fold(0).train().get(1) + ".json");
		final String record = Files.readString(one);
		Files.writeString(one, record.replaceAll("\"([qs]formCode)\": *\\d+", "\"$1\": 0"));
		assertFalse(Files.readString(one).equals(record), record);
		assertFalse(plan(train(options("sides").preset("cpu").steps(1).force(true).build(), new Recorded()))
			.oneSided());
	}

	private static Plan plan(final TrainResult result) throws IOException {
		return PlanFile.read(result.folder().resolve("plan.json"));
	}

	@Test
	void mirroringReachesTheSamples() throws IOException {
		final Path with = train(options("mirrored").steps(2).mirroring("true").build(), new Recorded())
			.folder();
		final Path without = train(options("unmirrored").steps(2).mirroring("false").build(), new Recorded())
			.folder();
		assertFalse(Arrays.equals(weights(with, "checkpoint_last").get("enc0/conv0/kernel"), weights(without,
			"checkpoint_last").get("enc0/conv0/kernel")));
	}

	/** Otherwise a training case would be taken for a held-out one. */
	@Test
	void aFoldOfOtherCasesIsNotResumed() throws IOException {
		final TrainOptions options = options("othercases").steps(3).build();
		train(options, Recorded.cancelledAtOnce());
		final Path splits = options.data().resolve("splits.json");
		final String before = Files.readString(splits);
		final Splits.Split first = Splits.read(splits).fold(0);
		final String held = first.val().get(0);
		final String learned = first.train().get(0);
		Files.writeString(splits, before.replace(held, "?").replace(learned, held).replace("?", learned));
		final ProblemException e = assertThrows(ProblemException.class, () -> train(options, Recorded
				.cancelledAtOnce()));
		assertTrue(e.getMessage().contains("held-out cases may have been learned from"), e.getMessage());
		Files.writeString(splits, before);
		train(options("othercases").steps(4).build(), Recorded.cancelledAtOnce());
	}

	@Test
	void otherSettingsAreNotResumed() throws IOException {
		train(options("other").steps(1).build(), new Recorded());
		final ProblemException failure = assertThrows(ProblemException.class, () -> train(options("other").features(8)
			.build(), new Recorded()));
		assertTrue(failure.getMessage().contains("settings: features [4, 8") && failure.getMessage().contains(
			"now [8, 16") && !failure.getMessage().contains("NetworkSpec") && failure.getMessage().contains("force=true"), failure.getMessage());
		assertThrows(ProblemException.class, () -> train(options("other").seed(99).build(), new Recorded()));
		final TrainResult fresh = train(options("other").features(8).force(true).steps(1).build(), new Recorded());
		assertEquals(1, fresh.steps());
	}

	@Test
	void trainingLearnsAndPredictsTheHeldOutCasesOnTheirOwnGrid() throws IOException {
		final TrainOptions options = options("learns").steps(60).stepsPerEpoch(30).preset("cpu").learningRate(5e-3)
			.features(8).finalValidation(true).build();
		final TrainResult result = train(options, new Recorded());
		final List<LogRecord> log = LogReader.read(result.folder().resolve("log.jsonl"));
		final List<Double> losses = log.stream().map(record -> record.value("train_loss")).filter(Double::isFinite)
			.toList();
		assertTrue(losses.get(1) < 0.9 * losses.get(0), losses.toString());
		assertTrue(log.stream().anyMatch(record -> record.value("dice_value") == result.bestDice()));
		assertTrue(log.stream().anyMatch(record -> record.step().equals("PARAMETER")));
		assertTrue(Files.size(result.folder().resolve("curves.png")) > 1000);
		try (Stream<Path> files = Files.list(result.folder())) {
			final Path events = files.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents"))
				.findFirst().orElseThrow();
			final String text = Files.readString(events, StandardCharsets.ISO_8859_1);
			assertTrue(text.contains("loss/train") && text.contains("dice/striped") && text.contains("learning_rate"));
		}
		final List<String> held = Splits.read(data.resolve("splits.json")).fold(0).val();
		for (final String name : held) {
			final Path image = temp.resolve("raw/Task77_Small/imagesTr").resolve(name + ".nii.gz");
			final Path mask = result.folder().resolve("validation").resolve(name + ".nii.gz");
			assertArrayEquals(ImageFile.geometry(image).affine(), ImageFile.geometry(mask).affine());
			assertTrue(Files.exists(result.folder().resolve("overlays").resolve(name + ".png")));
		}
		final String summary = Files.readString(result.folder().resolve("summary.json"));
		assertTrue(summary.contains("foreground_mean"));
		// NB: the training cases have no prediction, and none was requested
		assertTrue(!summary.contains("has no prediction"), summary);
		assertTrue(result.validationDice() > 0.05 && result.validationDice() < 1, "" + result.validationDice());
	}

	/** A validation takes longer than an epoch of one step, whose speed it must not count in. */
	@Test
	void theSpeedOfAnEpochLeavesItsValidationOut() throws IOException {
		final TrainResult result = train(options("speed").steps(2).stepsPerEpoch(1).build(), new Recorded());
		final List<LogRecord> epochs = LogReader.read(result.folder().resolve("log.jsonl")).stream().filter(
			record -> Double.isFinite(record.value("waiting_share"))).toList();
		assertEquals(2, epochs.size());
		for (final LogRecord epoch : epochs) {
			assertTrue(epoch.value("throughput_train") > 0, "samples/s " + epoch.value("throughput_train"));
			assertTrue(epoch.value("waiting_share") <= 1, "share of waiting " + epoch.value("waiting_share"));
		}
	}

	@Test
	void onlyTheRequestedCheckpointsAreWritten() throws IOException {
		final TrainResult last = train(options("last").steps(3).checkpoints("last_only").build(), new Recorded());
		assertTrue(Files.exists(last.folder().resolve("checkpoint_last")));
		assertFalse(Files.exists(last.folder().resolve("checkpoint_best")));
		final TrainResult none = train(options("none").steps(3).checkpoints("none").finalValidation(true).build(),
			new Recorded());
		assertFalse(Files.exists(none.folder().resolve("checkpoint_last")));
		assertFalse(Files.exists(none.folder().resolve("checkpoint_best")));
		assertTrue(Double.isFinite(none.validationDice()), "the final validation uses the weights in memory");
	}

	@Test
	void trainingRunsWithoutALog() throws IOException {
		final TrainResult result = train(options("silent").steps(4).logName("").build(), new Recorded());
		assertEquals(4, result.steps());
		assertTrue(Files.exists(result.folder().resolve("checkpoint_last")));
		try (Stream<Path> files = Files.list(result.folder())) {
			assertEquals(List.of(), files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jsonl") ||
				name.endsWith(".png")).toList());
		}
	}

	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void minutesEndTheTrainingAndMoveTheRate() throws IOException {
		final TrainResult result = train(options("minutes").steps(0).minutes(0.03).build(), new Recorded());
		assertTrue(result.steps() >= 1 && !result.cancelled());
		final List<LogRecord> log = LogReader.read(result.folder().resolve("log.jsonl"));
		final List<Double> rates = log.stream().map(record -> record.value("learning_rate")).filter(Double::isFinite)
			.toList();
		assertEquals(rates.size(), rates.stream().distinct().count(), "no two epochs end at the same time: " + rates);
	}

	/** Minutes that count as so many steps of whole patches on this processor. */
	private double minutes(final int steps) throws IOException {
		final TrainOptions minute = options("growing").preset("cpu").steps(0).minutes(1).build();
		return steps * PreparedPhantom.minutes(minute, PlanFile.read(data.resolve("plan_3d.json"))) / Pace.of(engine, minute
			.hardware().threads()).share();
	}

	/** The trial step and the model's windows are those of its last patches. */
	@Test
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void presetCpuBeginsMinutesWithSmallerPatchesAndGoesOnWithLargerOnes() throws IOException {
		final List<Integer> planned = PlanFile.read(data.resolve("plan_3d.json")).patch();
		final TrainOptions.Builder options = options("growing").preset("cpu").steps(0);
		final Recorded few = new Recorded();
		final TrainResult little = train(options.minutes(minutes(100)).build(), few);
		final List<Integer> small = PlanFile.read(little.folder().resolve("plan.json")).patch();
		assertTrue(small.get(0) < planned.get(0), small.toString());
		assertEquals(1, few.lines.stream().filter(line -> line.startsWith("patch " + small + " (smaller than planned")).count(),
			few.lines.toString());
		final Recorded recorded = new Recorded();
		final TrainResult result = train(options.minutes(minutes(700)).build(), recorded);
		assertTrue(recorded.lines.stream().anyMatch(line -> line.startsWith("Resuming from the checkpoint of step " + little
			.steps())), recorded.lines.toString());
		assertEquals(planned, PlanFile.read(result.folder().resolve("plan.json")).patch());
		final Recorded anew = new Recorded();
		train(options.force(true).build(), anew);
		final List<String> begins = anew.lines.stream().filter(line -> line.startsWith("patches of ")).toList();
		assertEquals(1, begins.size(), anew.lines.toString());
		assertTrue(begins.get(0).endsWith(" % of the time has passed"), begins.get(0));
		assertFalse(begins.get(0).contains(planned.toString()), begins.get(0));
	}

	@Test
	void aTrainingStartsFromAnothersWeightsExceptTheHeads() throws IOException {
		final TrainResult source = train(options("source").steps(3).build(), new Recorded());
		final Map<String, float[]> theirs = weights(source.folder(), "checkpoint_last");
		final Plan plan = PlanFile.read(source.folder().resolve("plan.json"));
		try (Network network = engine.network(plan.network(), 5)) {
			final Map<String, float[]> before = network.weights();
			final List<String> taken = Pretrained.into(network, source.folder(), plan.labels(), engine);
			final Map<String, float[]> after = network.weights();
			assertTrue(taken.contains("enc0/conv0/kernel"));
			assertArrayEquals(weights(source.folder(), Files.exists(source.folder().resolve("checkpoint_best"))
				? "checkpoint_best" : "checkpoint_last").get("enc0/conv0/kernel"), after.get("enc0/conv0/kernel"));
			final String head = theirs.keySet().stream().filter(name -> name.startsWith("head") && name.endsWith("kernel"))
				.findFirst().orElseThrow();
			assertArrayEquals(before.get(head), after.get(head));
		}
		final ProblemException nothing = assertThrows(ProblemException.class, () -> train(options("from").pretrained(temp)
			.build(), new Recorded()));
		assertTrue(nothing.getMessage().contains("plan.json"), nothing.getMessage());
	}

	@Test
	void aFolderIsTrainedByOneProcessAtATime() throws IOException {
		final TrainOptions options = options("locked").build();
		Files.createDirectories(options.foldFolder());
		try (FileChannel channel = FileChannel.open(options.foldFolder().resolve(".lock"), StandardOpenOption.CREATE,
			StandardOpenOption.WRITE); FileLock lock = channel.lock())
		{
			final ProblemException failure = assertThrows(ProblemException.class, () -> train(options, Recorded
				.cancelledAtOnce()));
			assertTrue(failure.getMessage().contains("another process") && lock.isValid(), failure.getMessage());
		}
	}

	@Test
	void allProblemsOfTheOptionsAreListedAtOnce() {
		final ProblemException failure = assertThrows(ProblemException.class, () -> train(TrainOptions.builder().data(temp
			.resolve("nowhere")).fold(7).epochs(3).steps(4).optimizer("adamw").device("tpu").overlap(2).build(),
			Recorded.cancelledAtOnce()));
		assertEquals(6, failure.problems().size(), failure.getMessage());
	}

	@Test
	void aSplitThatNamesUnknownCasesIsRefused() throws IOException {
		final Path copy = copyOf("split");
		Files.writeString(copy.resolve("splits.json"),
			"{\"format\": 1, \"folds\": [{\"train\": [\"phantom_a\"], \"val\": [\"phantom_b\"]}]}");
		final ProblemException failure = assertThrows(ProblemException.class, () -> train(options("split").build(),
			Recorded.cancelledAtOnce()));
		assertEquals(2, failure.problems().size());
		assertFalse(Files.exists(copy.resolve("results_3d/fold_0/checkpoint_last")));
	}
}
