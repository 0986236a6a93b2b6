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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.StandInNetwork;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.KilledFileSystem;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Tests trainings that learn nothing, are killed, or lack files that they need at the end. */
class TrainingFailureTest {

	@TempDir
	private static Path temp;

	private static Path raw;
	private static Path data;
	private static Engine engine;
	private static ExecutorService executor;

	@BeforeAll
	static void prepare() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		engine = TensorFlowEngine.open(new Device(-1, 1));
		raw = temp.resolve("raw").resolve("Task77_Small");
		new Preprocessor(executor).run(new Phantom(5, 0, 7).write(raw, Progress.none()), PreprocessOptions.builder()
			.dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16, 16)).batchSize(2).build(), Progress.none());
		data = temp.resolve("out").resolve("Task77_Small");
	}

	@AfterAll
	static void close() {
		engine.close();
		executor.shutdownNow();
	}

	@Test
	void aTrainingOfSkippedStepsOnlyEndsWithACure() throws IOException {
		final TrainOptions options = options(copyOf("refused")).steps(200).stepsPerEpoch(100).build();
		final String message = assertThrows(ProblemException.class, () -> train(options, skipping(step -> true)))
			.getMessage();
		assertTrue(message.startsWith(options.foldFolder() +
			": the gradients of 50 steps in a row were not finite, so nothing was learned from them. Lower the learning rate"),
			message);
		assertFalse(CheckpointFolder.isIn(options.foldFolder().resolve("checkpoint_last")));
	}

	@Test
	void aShortTrainingThatLearnsNothingFails() throws IOException {
		final TrainOptions options = options(copyOf("short")).steps(4).stepsPerEpoch(2).build();
		for (int run = 0; run < 2; run++)
			assertTrue(assertThrows(ProblemException.class, () -> train(options, skipping(step -> true))).getMessage()
				.contains("the gradients of 4 steps in a row"));
		assertEquals(4, train(options, engine).steps());
	}

	/** A training of an earlier version, whose preset cpu had Adam; Muon has fewer variables. */
	@Test
	void aTrainingGoesOnWithTheOptimizerThatItBeganWith() throws IOException {
		final Path data = copyOf("rules");
		train(options(data).preset("cpu").steps(1).optimizer("adam").build(), engine);
		final Recorded progress = new Recorded();
		assertEquals(2, new Trainer(options(data).preset("cpu").steps(2).build(), engine, executor, progress).run().steps());
		assertTrue(progress.lines.contains("Goes on with optimizer adam, with which this training began."), progress.lines
			.toString());
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith("optimizer ADAM, rate 0.002")), progress.lines
			.toString());
		final TrainOptions other = options(data).preset("cpu").steps(3).optimizer("muon").build();
		final String message = assertThrows(ProblemException.class, () -> train(other, engine)).getMessage();
		assertTrue(message.contains("rule ADAM, now MUON"), message);
		final Recorded anew = new Recorded();
		new Trainer(options(data).preset("cpu").steps(1).force(true).build(), engine, executor, anew).run();
		assertTrue(anew.lines.stream().anyMatch(line -> line.startsWith("optimizer MUON, rate 0.002")), anew.lines.toString());
	}

	/** NB: the first batch of a short training takes longer than all of its steps. */
	@Test
	void theShareOfTimeThatStepsWaitForDataIsNeverMoreThanAll() throws IOException {
		final TrainOptions options = options(copyOf("waiting")).steps(3).stepsPerEpoch(1).build();
		train(options, skipping(step -> step > 1));
		int seen = 0;
		for (final String line : Files.readAllLines(options.foldFolder().resolve("log.jsonl"))) {
			final Matcher share = Pattern.compile("\"waiting_share\": ?([0-9.E-]+)").matcher(line);
			if (!share.find()) continue;
			seen++;
			assertTrue(Double.parseDouble(share.group(1)) <= 1, line);
		}
		assertEquals(3, seen);
	}

	@Test
	void skippedStepsAreNotCountedAndTheStateIsSavedAmongThem() throws IOException {
		final TrainOptions options = options(copyOf("some")).steps(6).stepsPerEpoch(6).build();
		assertTrue(new Trainer(options, skipping(step -> step % 2 == 1), executor, Recorded.until(3,
			"epoch")).run().cancelled());
		final TrainResult result = train(options, skipping(step -> step == 1));
		assertEquals(6, result.steps());
	}

	/** Epochs of a moment, as on a GPU, and checkpoints of half a second: a twentieth of the time is one in ten seconds. */
	@Test
	void epochsThatAreShorterThanACheckpointDoNotAllWriteOne() throws IOException {
		final TrainOptions options = options(copyOf("moments")).steps(20).stepsPerEpoch(1).skipEval(20).checkpoints("last_only")
			.build();
		final int[] saves = new int[1];
		final TrainResult result = train(options, wrap(Engine.class, engine, (name, made) -> name.equals("network") ? wrap(
			Network.class, (Network) made, (called, value) -> {
				if (!called.equals("save")) return value;
				saves[0]++;
				LockSupport.parkNanos(500_000_000);
				return value;
			}) : made));
		assertEquals(20, result.steps());
		assertTrue(saves[0] >= 2 && saves[0] <= 10, saves[0] + " checkpoints");
		assertEquals(20, train(options, engine).steps(), "the last one is that of the end");
	}

	@Test
	void aCheckpointCanBeWrittenAndReadForAnyLoss() throws IOException {
		final TrainOptions options = options(copyOf("loss")).build();
		final AtomicReference<Map<String, String>> notes = new AtomicReference<>();
		final Network network = new StandInNetwork(null) {

			@Override
			public void save(final Path folder, final Map<String, String> saved) {
				notes.set(saved);
			}
		};
		final Checkpoint checkpoint = new Checkpoint(1, 5, 2, Double.NaN, 0, Double.NaN, 3, -1, 7, List.of("a=b"), List.of(
			"c"));
		checkpoint.write(options.foldFolder(), network);
		assertEquals(checkpoint, JsonFile.parse(temp, notes.get().get("training.json"), Checkpoint.class, "a state", ""));
	}

	@Test
	void aFoldKilledDuringItsFirstCheckpointIsTrainedFromTheStart() throws IOException {
		final TrainResult straight = train(options(copyOf("straight")).build(), engine);
		final TrainOptions options = options(copyOf("killed")).finalValidation(true).build();
		for (final String name : List.of("checkpoint_last", "checkpoint_best"))
			Files.writeString(Files.createDirectories(options.foldFolder().resolve(name).resolve("1")).resolve(
				"weights.index"), "half");
		final TrainResult result = train(options, engine);
		assertSame(weights(straight.folder()), weights(result.folder()));
		assertTrue(Files.exists(result.folder().resolve("summary.json")));
		Files.delete(result.folder().resolve("checkpoint_best/checkpoint"));
		train(options(copyOf("other")).pretrained(result.folder()).build(), engine);
	}

	@Test
	void originalFilesNeededAtTheEndAreRequiredAtTheStart() throws IOException {
		final Path away = raw.resolveSibling("away");
		final Path copy = copyOf("moved");
		Files.move(raw, away);
		try {
			final TrainOptions.Builder options = options(copy);
			final String message = assertThrows(ProblemException.class, () -> train(options.finalValidation(true).build(),
				engine)).getMessage();
			assertTrue(message.contains("has no image: " + raw) && message.contains("has no label file: " + raw),
				message);
			assertTrue(message.contains("finalvalidation=false"), message);
			assertFalse(Files.exists(options.build().foldFolder().resolve("checkpoint_last")));
			assertEquals(4, train(options.finalValidation(false).build(), engine).steps());
		}
		finally {
			Files.move(away, raw);
		}
	}

	/** NB: the case of a large image takes minutes. */
	@Test
	void aFinalValidationThatIsCancelledDoesNotFinishItsCase() throws IOException {
		final TrainOptions options = options(copyOf("amid")).finalValidation(true).build();
		final TrainResult result = new Trainer(options, engine, executor, Recorded.until(1, "predicting held-out case"))
			.run();
		assertTrue(result.cancelled());
		assertEquals(0, result.folder().resolve("validation").toFile().list().length);
		assertEquals(4, train(options, engine).steps());
		assertTrue(Files.exists(result.folder().resolve("summary.json")), "the same command makes up for it");
	}

	@Test
	void aTrainingKilledNowAndThenEndsWithTheSameWeights() throws Exception {
		kill(20, 50);
	}

	@Test
	@Tag("slow")
	void aTrainingKilledAtAnyFileOperationUntilItsSecondCheckpointEndsWithTheSameWeights() throws Exception {
		System.out.println("train: killed at each of " + kill(1, 1) + " file events");
	}

	/** NB: TensorFlow's own writes are not events here, but happen between two of them. */
	private static int kill(final int first, final int stride) throws Exception {
		final Map<String, float[]> expected = weights(train(options(copyOf("undisturbed" + stride)).build(), engine)
			.folder());
		for (int event = first;; event += stride) {
			final Path copy = copyOf("killed" + stride + "at" + event);
			final KilledFileSystem system = new KilledFileSystem(event);
			try {
				train(options(system.see(copy)).build(), engine);
			}
			catch (final KilledFileSystem.Killed | IOException e) {
				if (!system.killed()) throw e;
			}
			system.bury(copy);
			final TrainResult result = train(options(copy).build(), engine);
			assertEquals(4, result.steps(), "killed at event " + event);
			assertSame(expected, weights(result.folder()));
			if (system.killed()) continue;
			assertTrue(event > first, "nothing was killed");
			return event;
		}
	}

	private static TrainOptions.Builder options(final Path data) {
		return TrainOptions.builder().data(data).steps(4).stepsPerEpoch(2).features(4).amp("fp32").finalValidation(false);
	}

	/** A dataset folder of its own. NB: one that exists is another test's, with its trainings, and fails. */
	private static Path copyOf(final String name) throws IOException {
		final Path copy = Files.createDirectory(temp.resolve(name));
		Files.createSymbolicLink(copy.resolve("preprocessed_3d"), data.resolve("preprocessed_3d"));
		for (final String file : List.of("plan_3d.json", "splits.json", "fingerprint.json"))
			Files.copy(data.resolve(file), copy.resolve(file));
		return copy;
	}

	private static TrainResult train(final TrainOptions options, final Engine with) throws IOException {
		return new Trainer(options, with, executor, Progress.none()).run();
	}

	private static Map<String, float[]> weights(final Path fold) throws IOException {
		try (Network network = engine.network(PlanFile.read(fold.resolve("plan.json")).network(), 0)) {
			network.restore(fold.resolve("checkpoint_last"), false);
			return network.weights();
		}
	}

	private static void assertSame(final Map<String, float[]> expected, final Map<String, float[]> actual) {
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
	}

	/** An engine whose networks skip steps, as they do if gradients are not finite. */
	private static Engine skipping(final IntPredicate skipped) {
		return wrap(Engine.class, engine, (name, result) -> name.equals("network") ? network((Network) result, skipped)
			: result);
	}

	private static Network network(final Network network, final IntPredicate skipped) {
		final int[] step = new int[1];
		return wrap(Network.class, network, (name, result) -> name.equals("step") && skipped.test(step[0]++)
			? new StepResult(Double.NaN, Double.POSITIVE_INFINITY, false, ((StepResult) result).truePositives(),
				((StepResult) result).predicted(), ((StepResult) result).labelled()) : result);
	}

	/** Changes the results of an object's methods. */
	private interface Change {

		Object of(String method, Object result);
	}

	private static <T> T wrap(final Class<T> type, final T object, final Change change) {
		return type.cast(Proxy.newProxyInstance(TrainingFailureTest.class.getClassLoader(), new Class<?>[] { type }, (proxy,
			method, arguments) -> {
			try {
				return change.of(method.getName(), method.invoke(object, arguments));
			}
			catch (final InvocationTargetException e) {
				throw e.getCause();
			}
		}));
	}
}
