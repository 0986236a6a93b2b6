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
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.cluster.FreePorts;
import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.crossval.CrossvalidationResult;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.report.LogReader;
import sc.fiji.nnunet.report.LogRecord;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;

/** Trains with several processes on this machine's processor, undisturbed and disturbed. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class TogetherTrainingIT {

	private static final int STEPS = 20;

	@TempDir
	private static Path temp;

	private static Path data;
	private static TrainResult one;

	@BeforeAll
	static void trainWithOneProcess() throws IOException {
		final Path raw = temp.resolve("raw").resolve("Task77_Small");
		try (NnUNet nnunet = new NnUNet()) {
			new Phantom(8, 0, 7).write(raw, Progress.none());
			nnunet.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve("out")).patch(List.of(16,
				16, 16)).batchSize(4).build(), Progress.none());
			data = temp.resolve("out").resolve("Task77_Small");
			one = nnunet.train(options("one").finalValidation(true).build(), Progress.none());
		}
	}

	static TrainOptions.Builder options(final String name) throws IOException {
		final Path copy = temp.resolve(name);
		if (!Files.exists(copy)) {
			Files.createDirectories(copy);
			Files.createSymbolicLink(copy.resolve("preprocessed_3d"), data.resolve("preprocessed_3d"));
			for (final String file : List.of("plan_3d.json", "splits.json", "fingerprint.json"))
				Files.copy(data.resolve(file), copy.resolve(file));
		}
		return TrainOptions.builder().data(copy).steps(STEPS).stepsPerEpoch(5).batchSize(4).features(4).amp("fp32").device(
			"cpu").threads(1).deepSupervision("true").finalValidation(false);
	}

	/** NB: a machine that runs tests may have a public address. */
	private static TeamOptions.Builder team(final int processes) {
		return TeamOptions.builder().gpus(processes).admits(null, true);
	}

	@Test
	void twoProcessesLearnWhatOneLearnsAndShareTheValidation() throws IOException {
		final Recorded progress = new Recorded();
		final TrainResult two;
		try (NnUNet nnunet = new NnUNet()) {
			two = nnunet.train(options("two").finalValidation(true).team(team(2).build()).build(), progress);
		}
		assertEquals(STEPS, two.steps());
		assertClose(one, two);
		final List<Double> expected = losses(one);
		assertEquals(STEPS / 5, expected.size());
		for (int epoch = 0; epoch < expected.size(); epoch++)
			assertEquals(expected.get(epoch), losses(two).get(epoch), 1e-6);
		assertEquals(one.bestDice(), two.bestDice(), 0.01);
		assertEquals(one.validationDice(), two.validationDice(), 0.01);
		assertEquals(files(one.folder()), files(two.folder()));
		// NB: only worker 0 reports; the other one has the second case
		assertEquals(Set.of("case 1 of 2"), cases(progress, "validating "));
		assertEquals(Set.of("case 1 of 2"), cases(progress, "predicting held-out "));
		assertFalse(Files.exists(two.folder().resolve(".workers")), "the secret is removed");
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains("without a password")), progress.lines
			.toString());
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains(
			"worker 0 of 2, gradients summed by ring")), progress.lines.toString());
	}

	private static Set<String> cases(final Recorded progress, final String what) {
		return progress.statuses.stream().filter(status -> status.startsWith(what)).map(status -> status.substring(what
			.length())).collect(Collectors.toSet());
	}

	private static List<Double> losses(final TrainResult result) throws IOException {
		return LogReader.read(result.folder().resolve("log.jsonl")).stream().filter(record -> Double.isFinite(record.value(
			"epoch"))).map(record -> record.value("train_loss")).toList();
	}

	/** The names of the files, without those of checkpoints and of events, which contain numbers of processes. */
	private static List<String> files(final Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.map(file -> folder.relativize(file).toString()).filter(name -> !name.contains("checkpoint_") && !name
				.contains("tfevents")).sorted().toList();
		}
	}

	private static void assertClose(final TrainResult expected, final TrainResult actual) throws IOException {
		final Map<String, float[]> other = weights(actual);
		weights(expected).forEach((name, values) -> assertArrayEquals(values, other.get(name), 1e-5f, name));
	}

	/** The weights and their averages. */
	private static Map<String, float[]> weights(final TrainResult result) throws IOException {
		final NetworkSpec trained = PlanFile.read(result.folder().resolve("plan.json")).network();
		final TrainingSpec spec = new TrainingSpec(LossSpec.nvidia(trained.deepSupervision()), OptimizerSpec.of(
			OptimizerSpec.Rule.ADAM, 0.9, false, 1e-4, 0, false), Precision.FP32, true);
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1)); Network network = engine.network(trained, spec, 0))
		{
			network.restore(result.folder().resolve("checkpoint_last"), true);
			final Map<String, float[]> all = new TreeMap<>(network.weights());
			network.exchange();
			network.weights().forEach((name, values) -> all.put("average of " + name, values));
			return all;
		}
	}

	@Test
	void anotherNumberOfWorkersResumesWithTheAveragedWeights() throws IOException {
		for (final int first : new int[] { 2, 1 }) {
			final TrainOptions.Builder options = options("resumed-" + first).finalValidation(false);
			try (NnUNet nnunet = new NnUNet()) {
				final TrainResult part = nnunet.train(options.team(team(first).build()).build(), new Recorded(one -> one.statuses
					.stream().anyMatch(status -> status.contains("step 7,"))));
				assertTrue(part.cancelled() && part.steps() >= 7 && part.steps() < STEPS, part.toString());
				final TrainResult whole = nnunet.train(options.team(team(3 - first).build()).build(), Progress.none());
				assertEquals(STEPS, whole.steps());
				assertClose(one, whole);
			}
		}
	}

	@Test
	void aMachineWithOtherDataIsRefusedBeforeAnyStep() throws Exception {
		final Path raw = temp.resolve("other").resolve("Task77_Small");
		final Path secret = Files.writeString(temp.resolve("secret"), "open sesame");
		try (NnUNet nnunet = new NnUNet(); FreePorts ports = new FreePorts(4)) {
			final int port = ports.first();
			// NB: cases of the same names and sizes
			new Phantom(8, 0, 8).write(raw, Progress.none());
			nnunet.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve("other-out")).patch(List.of(16, 16,
				16)).batchSize(4).build(), Progress.none());
			final List<Future<TrainResult>> machines = new ArrayList<>();
			final ExecutorService executor = Executors.newFixedThreadPool(2);
			for (int rank = 0; rank < 2; rank++) {
				final TrainOptions options = options("machine-" + rank).data(rank == 0 ? temp.resolve("machine-0") : temp.resolve(
					"other-out").resolve("Task77_Small")).team(TeamOptions.builder().workers("localhost:" + port + ",localhost:" + (port +
						2), rank).admits(secret, true).build()).build();
				machines.add(executor.submit(() -> nnunet.train(options, Progress.none())));
			}
			for (final Future<TrainResult> machine : machines) {
				final String message = assertThrows(ExecutionException.class, machine::get).getCause().getMessage();
				assertTrue(message.contains("worker 1: would train something else than worker 0: case ") && message.contains(
					"Start all workers with the same options on the same preprocessed data."), message);
			}
			executor.shutdown();
		}
		assertFalse(Files.exists(temp.resolve("machine-0/results_3d/fold_0/checkpoint_last")));
	}

	/** NB: its share is folds 0, 2 and 4 of five. */
	@Test
	void aTeamLeavesFoldsToTheProcessesThatTrainThemAndGoesOn() throws IOException {
		final Recorded progress = new Recorded();
		final TrainOptions training = options("crossed").steps(5).team(team(2).build()).build();
		final Path folds = training.data().resolve("results_3d");
		final List<Path> others = List.of(folds.resolve("fold_0"), folds.resolve("fold_4"));
		try (NnUNet nnunet = new NnUNet(); FolderLock first = FolderLock.take(others.get(0), "is another's.", "Wait.");
				FolderLock last = FolderLock.take(others.get(1), "is another's.", "Wait."))
		{
			assertEquals(CrossvalidationResult.LEFT, nnunet.crossValidate(CrossvalidateOptions.builder().data(training.data())
				.configurations(List.of("3d")).share("1/2").build(), training, progress));
		}
		for (final Path other : others) {
			assertEquals(1, progress.lines.stream().filter(line -> line.equals(other +
				": is being trained by another process. Wait for it, stop it, or train another fold.")).count(), progress.lines
					.toString());
			assertFalse(Files.exists(other.resolve("plan.json")));
		}
		assertTrue(progress.lines.stream().noneMatch(line -> line.contains("started again")), progress.lines.toString());
		assertTrue(Files.exists(folds.resolve("fold_2/summary.json")));
	}

	@Test
	void boundWorkersHaveCoresOfTheirOwn() throws Exception {
		final Map<Long, String> bound = new TreeMap<>();
		final Recorded progress = new Recorded() {

			@Override
			public void update(final double fraction, final String status) {
				if (bound.size() < 2) ProcessHandle.current().children().filter(ProcessHandle::isAlive).forEach(one -> bound.put(
					one.pid(), allowed(one.pid())));
			}
		};
		try (NnUNet nnunet = new NnUNet()) {
			nnunet.train(options("bound").steps(2).team(team(2).bind(true).build()).build(), progress);
		}
		final boolean possible = Runtime.getRuntime().availableProcessors() > 1 && Files.exists(Path.of("/usr/bin/taskset"));
		assertEquals(possible ? 2 : 1, Set.copyOf(bound.values()).size(), bound + " " + progress.lines);
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith(possible ? "Bound to processors: worker 0 to "
			: "The workers are not bound to cores: ")), progress.lines.toString());
	}

	private static String allowed(final long process) {
		try {
			return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream().filter(line -> line.startsWith(
				"Cpus_allowed_list")).findFirst().orElse("");
		}
		catch (final IOException e) {
			return "not told"; // NB: not Linux
		}
	}

	@Test
	void moreProcessesThanSamplesAreRefused() throws IOException {
		try (NnUNet nnunet = new NnUNet()) {
			final TrainOptions options = options("many").batchSize(1).team(team(2).build()).build();
			final ProblemException problem = assertThrows(ProblemException.class, () -> nnunet.train(options, Progress
				.none()));
			assertTrue(problem.getMessage().contains("workers: are 2, but a step has 1 to divide among them. Give batchsize=2"),
				problem.getMessage());
		}
	}

	@Test
	void workersThatAreKilledOrHangAreStartedAgainAndLearnTheSame() throws IOException {
		disturb("disturbed", 2, 1, 40);
	}

	@Test
	@Tag("slow")
	@Timeout(value = 30, unit = TimeUnit.MINUTES)
	void twentyKillsAndFiveStopsChangeNothing() throws IOException {
		disturb("slow", 20, 5, 300);
	}

	/**
	 * Trains with two processes, of which one is killed (or stopped, so that it hangs) now and then, and compares the
	 * weights with those of an undisturbed training, bit for bit.
	 */
	private static void disturb(final String name, final int kills, final int stops, final int steps)
		throws IOException
	{
		final Disturber disturber = new Disturber(kills, stops, steps);
		final TrainResult quiet;
		final TrainResult disturbed;
		try (NnUNet nnunet = new NnUNet()) {
			quiet = nnunet.train(options(name + "-quiet").steps(steps).team(team(2).build()).build(), Progress.none());
			disturbed = nnunet.train(options(name).steps(steps).team(team(2).restarts(kills + stops).seconds(120, 20).build())
				.build(), disturber);
		}
		System.out.println(String.join("\n", disturber.lines.stream().filter(line -> line.contains("started again"))
			.toList()));
		assertEquals(kills + stops, disturber.done, disturber.lines.toString());
		assertEquals(kills + stops, disturber.lines.stream().filter(line -> line.contains(
			" All workers of this machine are started again from the last checkpoint (")).count(), disturber.lines
				.toString());
		assertTrue(disturber.lines.stream().anyMatch(line -> line.matches(
			"Worker [01] of this machine \\(process \\d+\\) was killed by signal 9\\. .*")), disturber.lines
				.toString());
		assertEquals(steps, disturbed.steps());
		final Map<String, float[]> other = weights(disturbed);
		weights(quiet).forEach((key, values) -> assertArrayEquals(values, other.get(key), key));
		assertEquals(quiet.bestDice(), disturbed.bestDice());
		assertEquals(measured(quiet), measured(disturbed), "each epoch and each validation is in the log, and once");
		assertEquals(LongStream.rangeClosed(1, steps / 5).map(epoch -> 5 * epoch).boxed().toList(), steps(disturbed,
			"train_loss"));
	}

	/** What the log has of each step that does not depend on the time, in its order. */
	private static List<String> measured(final TrainResult result) throws IOException {
		return LogReader.steps(LogReader.read(result.folder().resolve("log.jsonl"))).stream().map(record -> record.number() +
			" " + record.value("epoch") + " " + record.value("train_loss") + " " + record.value("dice_value") + " " + record
				.value("dice_max") + " " + record.value("L1")).toList();
	}

	/** The steps at which the log has a measurement. */
	private static List<Long> steps(final TrainResult result, final String name) throws IOException {
		return LogReader.steps(LogReader.read(result.folder().resolve("log.jsonl"))).stream().filter(record -> Double
			.isFinite(record.value(name))).map(LogRecord::number).toList();
	}

	/** Kills or stops one of the workers after a random number of steps. */
	private static final class Disturber extends Recorded {

		private final Random random = new Random(3);
		private final Set<ProcessHandle> disturbed = new HashSet<>();
		private final int kills;
		private final int all;
		private final int pause;
		private int done;
		private int left;

		Disturber(final int kills, final int stops, final int steps) {
			this.kills = kills;
			all = kills + stops;
			pause = steps / all;
			left = 6 + random.nextInt(pause);
		}

		@Override
		public void update(final double fraction, final String status) {
			if (done == all || left-- > 0) return;
			// NB: this process has no other children, and Java does not know the whole of a long command line
			final List<ProcessHandle> workers = ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
			// NB: reports may still come from processes of which one is dead already
			if (workers.size() < 2 || workers.stream().anyMatch(disturbed::contains)) return;
			disturbed.addAll(workers);
			final ProcessHandle victim = workers.get(random.nextInt(workers.size()));
			try {
				new ProcessBuilder("kill", done < kills ? "-KILL" : "-STOP", Long.toString(victim.pid())).start().waitFor();
			}
			catch (final IOException | InterruptedException e) {
				throw new IllegalStateException(e);
			}
			done++;
			left = random.nextInt(pause);
		}
	}
}
