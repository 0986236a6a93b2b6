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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.progress.Progress;

/** How workers, threads here, divide batches and cases. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TogetherTest {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		executor.shutdownNow();
	}

	/** One of several threads that wait for each other. */
	record Threaded(int rank, int count, String[] texts, CyclicBarrier barrier) implements Workers {

		@Override
		public List<String> addresses() {
			return List.of();
		}

		@Override
		public Exchange exchange() {
			return Exchange.DEFAULT;
		}

		@Override
		public double[] sum(final double... own) throws IOException {
			final double[] sums = new double[own.length];
			for (final String text : gather(Json.line(own))) {
				final double[] one = Json.parse(text, double[].class);
				for (int i = 0; i < sums.length; i++)
					sums[i] += one[i];
			}
			return sums;
		}

		@Override
		public List<String> gather(final String own) throws IOException {
			try {
				texts[rank] = own;
				barrier.await();
				final List<String> all = List.of(texts);
				barrier.await();
				return all;
			}
			catch (final InterruptedException | BrokenBarrierException e) {
				throw new IOException(e);
			}
		}
	}

	/**
	 * The first worker alone discards an earlier training and sees its files; one machine may be given an optimizer that
	 * others are not. NB: a worker that did not ask would take the next thing that is told for the answer.
	 */
	@ParameterizedTest
	@CsvSource({ "auto, auto, false, ADAM, ADAM", "auto, auto, true, null, null", "sgd, auto, false, SGD, null",
		"auto, sgd, false, ADAM, SGD" })
	void allWorkersGoOnWithTheOptimizerThatTheFirstOneFinds(final String first, final String second, final boolean force,
		final String firstRule, final String secondRule, @TempDir final Path folder) throws Exception
	{
		PlanFile.write(PlanFile.of(folder, "3d"), PlanFile.read(Path.of("src/test/resources/earlier/plan_nvidia_3d.json")));
		final Path fold = folder.resolve("results_3d/fold_0"), last = fold.resolve("checkpoint_last");
		final Path state = Files.createDirectories(last.resolve("3/notes")).resolve("training.json");
		Files.writeString(last.resolve("checkpoint"), "model_checkpoint_path: \"3/weights\"\n");
		Files.writeString(state, "{\"identity\": [\"optimizer " + OptimizerSpec.adam(1e-4) + "\"]}");
		final String[] texts = new String[2];
		final CyclicBarrier barrier = new CyclicBarrier(2);
		final List<Future<String>> rules = new ArrayList<>();
		for (int rank = 0; rank < 2; rank++) {
			final Together together = new Together(new Threaded(rank, 2, texts, barrier));
			final TrainOptions options = TrainOptions.builder().data(rank == 0 ? folder : folder.resolve("another machine"))
				.preset("cpu").optimizer(rank == 0 ? first : second).force(force && rank == 0).build();
			rules.add(executor.submit(() -> {
				final Object rule = together.asBegun(options, fold, Progress.none()).optimization().optimizer();
				return rule + ", then " + together.first("what the first one says");
			}));
		}
		assertEquals(firstRule + ", then what the first one says", rules.get(0).get(1, TimeUnit.MINUTES));
		assertEquals(secondRule + ", then what the first one says", rules.get(1).get(1, TimeUnit.MINUTES));
	}

	private interface Share {

		List<Integer> of(Together together, int length);
	}

	/** Lets workers do their shares of some cases; returns how often each worker did each case. */
	private int[][] count(final int count, final int length, final Share share) throws Exception {
		final String[] texts = new String[count];
		final CyclicBarrier barrier = new CyclicBarrier(count);
		final int[][] done = new int[count][length];
		final List<Future<TreeMap<Integer, String>>> results = new ArrayList<>();
		for (int rank = 0; rank < count; rank++) {
			final Together together = new Together(new Threaded(rank, count, texts, barrier));
			final int own = rank;
			results.add(executor.submit(() -> {
				final TreeMap<Integer, String> scores = new TreeMap<>();
				for (final int i : share.of(together, length)) {
					done[own][i]++;
					scores.put(i, "score of case " + i);
				}
				return together.joined(scores, length);
			}));
		}
		for (final Future<TreeMap<Integer, String>> result : results) {
			assertEquals(length, result.get().size());
			result.get().forEach((i, score) -> assertEquals("score of case " + i, score));
		}
		return done;
	}

	@Test
	void eachCaseHasOneWorkerAndNoWorkerHasTwoMoreThanAnother() throws Exception {
		for (int count = 1; count <= 5; count++)
			for (int length = 0; length <= 11; length++) {
				final int[][] done = count(count, length, Together::share);
				int least = length;
				int most = 0;
				for (final int[] worker : done) {
					int cases = 0;
					for (final int times : worker)
						cases += times;
					least = Math.min(least, cases);
					most = Math.max(most, cases);
				}
				assertTrue(most - least <= 1, least + " to " + most + " of " + length);
				for (int i = 0; i < length; i++) {
					int times = 0;
					for (final int[] worker : done)
						times += worker[i];
					assertEquals(1, times, "case " + i + " of " + length + " with " + count + " workers");
				}
			}
	}

	@Test
	void aCaseThatTwoWorkersHaveOrNoneIsAnError() {
		final String twice = assertThrows(ExecutionException.class, () -> count(2, 3, (together, length) -> together
			.isFirst() ? List.of(0, 1) : List.of(1, 2))).getCause().getMessage();
		assertEquals("two workers have case 1", twice);
		final String never = assertThrows(ExecutionException.class, () -> count(2, 3, (together, length) -> together
			.isFirst() ? List.of(0) : List.of(2))).getCause().getMessage();
		assertEquals("2 of 3 cases have a worker: [0, 2]", never);
	}

	/** What one of two workers requires to be the same on the other. */
	private interface Requirement {

		void of(Together together) throws IOException;
	}

	/** The sentence with which both workers stop. */
	private String refusal(final Requirement requirement) throws Exception {
		final String[] texts = new String[2];
		final CyclicBarrier barrier = new CyclicBarrier(2);
		final List<Future<?>> workers = new ArrayList<>();
		for (int rank = 0; rank < 2; rank++) {
			final Together together = new Together(new Threaded(rank, 2, texts, barrier));
			workers.add(executor.submit(() -> {
				requirement.of(together);
				return null;
			}));
		}
		final List<String> sentences = new ArrayList<>();
		for (final Future<?> worker : workers)
			sentences.add(assertThrows(ExecutionException.class, worker::get).getCause().getMessage());
		assertEquals(sentences.get(0), sentences.get(1));
		return sentences.get(0);
	}

	/** NB: the others would wait for the first one, which has left. */
	@Test
	void allWorkersLeaveAFolderInWhichAnotherProcessTrains(@TempDir final Path folder) throws Exception {
		try (FolderLock other = FolderLock.take(folder, "is another's.", "Wait.")) {
			assertEquals(folder + ": is being trained by another process. Wait for it, stop it, or train another fold.",
				refusal(together -> {
					try (FolderLock lock = together.lock(folder)) {
						throw new AssertionError("it begins");
					}
					catch (final LockedException e) {
						throw e;
					}
					catch (final IOException e) {
						throw new AssertionError("it does not know why", e);
					}
				}));
		}
	}

	@Test
	void theFirstWorkerLocksAFolderForAll(@TempDir final Path folder) throws Exception {
		final String[] texts = new String[2];
		final CyclicBarrier barrier = new CyclicBarrier(2);
		final List<Future<FolderLock>> locks = new ArrayList<>();
		for (int rank = 0; rank < 2; rank++) {
			final Together together = new Together(new Threaded(rank, 2, texts, barrier));
			locks.add(executor.submit(() -> together.lock(folder)));
		}
		assertNull(locks.get(1).get());
		try (FolderLock own = locks.get(0).get()) {
			assertNotNull(own);
			assertThrows(LockedException.class, () -> new Together(Workers.alone()).lock(folder));
		}
		new Together(Workers.alone()).lock(folder).close();
	}

	@Test
	void aWorkerWithOtherDataOrOptionsIsNamed() throws Exception {
		assertEquals("worker 1: would train something else than worker 0: case a with the content 1 instead of case a " +
			"with the content 0. Start all workers with the same options on the same preprocessed data.", refusal(
				together -> together.requireSame(List.of("patch [16, 16, 16]", "case a with the content " + together.workers()
					.rank()))));
	}

	/** On processors of different speed, preset cpu would choose different patches. */
	@Test
	void eachStepWaitsForTheSlowestWorker() throws Exception {
		assertPace(new Pace(0.75, true), new Pace(1, true), new Pace(0.25, true), new Pace(0.5, true));
		assertPace(Pace.FULL, Pace.CARD, Pace.FULL);
		assertPace(Pace.CARD, Pace.CARD, Pace.CARD);
		assertPace(new Pace(0.22, true), new Pace(0.22, true));
	}

	/** Each worker's own pace, and what all agree on. */
	private void assertPace(final Pace expected, final Pace... own) throws Exception {
		final String[] texts = new String[own.length];
		final CyclicBarrier barrier = new CyclicBarrier(own.length);
		final List<Future<Pace>> paces = new ArrayList<>();
		for (int rank = 0; rank < own.length; rank++) {
			final Together together = new Together(new Threaded(rank, own.length, texts, barrier));
			final Pace one = own[rank];
			paces.add(executor.submit(() -> together.pace(one)));
		}
		for (final Future<Pace> pace : paces)
			assertEquals(expected, pace.get());
	}

	@Test
	void workersWithPatchesOfDifferentSizesStop() throws Exception {
		final Plan plan = PassesTest.large();
		final TrainOptions options = TrainOptions.builder().preset("cpu").minutes(5).build();
		final TrainingFold fold = new TrainingFold(List.of(), List.of());
		final String sentence = refusal(together -> together.requireSame(TrainSettings.of(options, plan, 19, true,
			Precision.FP32, 1, new Pace(together.isFirst() ? 1 : 0.22, true)), fold, null, options));
		assertTrue(sentence.startsWith("worker 1: would train something else than worker 0: patches "), sentence);
		assertTrue(sentence.contains("[16, 64, 64]") && sentence.contains("[24, 96, 96]"), sentence);
	}

	@Test
	void theSamplesOfABatchAreDividedByTheRuleOfNnUNet() {
		// NB: recipe-nnunet.md, training on several GPUs: 7 samples for 3 workers are 3, 2 and 2
		assertEquals(List.of(0, 3, 5, 7), List.of(Together.begin(7, 0, 3), Together.begin(7, 1, 3), Together.begin(7, 2, 3),
			Together.begin(7, 3, 3)));
	}
}
