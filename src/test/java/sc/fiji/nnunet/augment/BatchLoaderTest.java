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
package sc.fiji.nnunet.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;

@Timeout(300)
class BatchLoaderTest {

	private static final ExecutorService POOL = Executors.newFixedThreadPool(4);
	private static final SamplingSpec SPEC = new SamplingSpec(new int[] { 4, 6, 5 }, 3, 0.33, 0, false, 9, 4);
	private static final List<Augmentation> FLIP = List.of(new Flip(true, true, true));

	@AfterAll
	static void stop() {
		POOL.shutdownNow();
	}

	private static List<PatchSource> cases(final int count, final int channels) {
		final List<PatchSource> cases = new ArrayList<>();
		for (int i = 0; i < count; i++)
			cases.add(MemorySource.counting(i, channels, 9, 8, 7));
		return cases;
	}

	private static BatchLoader loader(final List<PatchSource> cases, final SamplingSpec spec,
		final List<Augmentation> augmentations, final Executor executor, final int workers, final long first)
	{
		return new BatchLoader(cases, spec, new NvidiaSampler(spec.blockZyx(), spec.oversampling(), -1), CaseOrder
			.reshuffled(cases.size(), spec.blocks(), spec.seed()), augmentations, executor, workers, 3, first);
	}

	/** The batches first..first+count-1, copied. */
	private static List<Batch> read(final int workers, final long first, final int count) throws IOException {
		final List<Batch> batches = new ArrayList<>();
		try (BatchLoader loader = loader(cases(5, 2), SPEC, FLIP, POOL, workers, first)) {
			for (int i = 0; i < count; i++) {
				final Batch batch = loader.next();
				batches.add(new Batch(batch.samples(), batch.size(), batch.images().clone(), batch.labels().clone()));
			}
		}
		return batches;
	}

	private static void same(final List<Batch> expected, final List<Batch> actual) {
		assertEquals(expected.size(), actual.size());
		for (int i = 0; i < expected.size(); i++) {
			assertArrayEquals(expected.get(i).images(), actual.get(i).images(), "images of batch " + i);
			assertArrayEquals(expected.get(i).labels(), actual.get(i).labels(), "labels of batch " + i);
		}
	}

	@Test
	void theNumberOfThreadsDoesNotChangeTheBatches() throws IOException {
		final List<Batch> none = read(0, 0, 12);
		same(none, read(1, 0, 12));
		same(none, read(4, 0, 12));
		assertFalse(Arrays.equals(none.get(0).images(), none.get(4).images()), "the next epoch must bring other patches");
	}

	@Test
	void aResumedRunEqualsAnUninterruptedOne() throws IOException {
		final List<Batch> straight = read(2, 0, 12);
		same(straight.subList(5, 12), read(3, 5, 7));
	}

	@Test
	void aBatchHoldsPatchesOfTheCases() throws IOException {
		final List<PatchSource> cases = cases(5, 2);
		try (BatchLoader loader = loader(cases, SPEC, List.of(), POOL, 2, 0)) {
			final Batch batch = loader.next();
			assertEquals(3, batch.samples());
			assertArrayEquals(new int[] { 4, 6, 5 }, batch.size());
			for (int sample = 0; sample < 3; sample++)
				checkPatch(batch, sample, cases);
		}
	}

	/** Finds the case and the position by the first voxel's neighbours and compares the whole patch. */
	private static void checkPatch(final Batch batch, final int sample, final List<PatchSource> cases) {
		final int begin = sample * batch.voxels();
		final int step = Math.round(batch.images()[2 * begin + 1] - batch.images()[2 * begin]);
		final MemorySource source = (MemorySource) cases.get(step - 1);
		final int origin = (Math.round(batch.images()[2 * begin] / step) - 1) / 2;
		for (int z = 0, i = begin; z < 4; z++)
			for (int y = 0; y < 6; y++)
				for (int x = 0; x < 5; x++, i++) {
					final int from = origin + (z * 8 + y) * 7 + x;
					assertEquals(source.image[2 * from], batch.images()[2 * i]);
					assertEquals(source.image[2 * from + 1], batch.images()[2 * i + 1]);
					assertEquals(source.labels[from], batch.labels()[i]);
				}
	}

	@Test
	void smallVolumesArePaddedWithZeros() throws IOException {
		final MemorySource small = MemorySource.counting(0, 2, 2, 3, 9);
		final SamplingSpec spec = new SamplingSpec(new int[] { 5, 6, 5 }, 1, 1, 0, false, 1, 1);
		try (BatchLoader loader = loader(List.of(small), spec, List.of(), POOL, 1, 0)) {
			final Batch batch = loader.next();
			int inside = 0;
			for (int z = 0, i = 0; z < 5; z++)
				for (int y = 0; y < 6; y++)
					for (int x = 0; x < 5; x++, i++) {
						// 3 planes of padding: 1 before, 2 behind; 3 rows: 1 before, 2 behind
						final boolean within = z >= 1 && z < 3 && y >= 1 && y < 4;
						assertEquals(within, batch.images()[2 * i] != 0, "voxel " + z + ", " + y + ", " + x);
						if (!within) assertEquals(0, batch.labels()[i]);
						else inside++;
					}
			assertEquals(2 * 3 * 5, inside);
		}
	}

	@Test
	void paddingIsClearedWhenASampleIsReused() throws IOException {
		final MemorySource large = MemorySource.counting(0, 1, 9, 8, 7);
		Arrays.fill(large.labels, (byte) 1);
		final List<PatchSource> cases = List.of(large, MemorySource.counting(1, 1, 2, 8, 7));
		final SamplingSpec spec = new SamplingSpec(new int[] { 4, 6, 5 }, 1, 0, 0, false, 1, 1);
		try (BatchLoader loader = new BatchLoader(cases, spec, new NvidiaSampler(spec.blockZyx(), 0, -1), (batch,
			block) -> (int) batch % 2, List.of(), POOL, 0, 1, 0))
		{
			loader.next();
			final Batch padded = loader.next();
			for (int i = 0; i < 30; i++) {
				assertEquals(0, padded.images()[i]);
				assertEquals(0, padded.labels()[i]);
				assertEquals(0, padded.images()[90 + i]);
				assertTrue(padded.images()[30 + i] > 0);
			}
		}
	}

	@Test
	void everyEpochStepAndSampleHasItsOwnDraws() throws IOException {
		final List<PatchSource> cases = cases(1, 1);
		final List<Float> factors = new ArrayList<>();
		final List<Augmentation> brightness = List.of((sample, random) -> Arrays.fill(sample.image(0), (float) random
			.uniform(0, 1)));
		try (BatchLoader loader = loader(cases, SPEC, brightness, POOL, 0, 0)) {
			// three epochs of four steps
			for (int step = 0; step < 12; step++) {
				final Batch batch = loader.next();
				for (int sample = 0; sample < 3; sample++)
					factors.add(batch.images()[sample * batch.voxels()]);
			}
		}
		assertEquals(36, factors.stream().distinct().count());
	}

	@Test
	void arraysAreReused() throws IOException {
		try (BatchLoader loader = loader(cases(5, 1), SPEC, FLIP, POOL, 2, 0)) {
			final List<float[]> arrays = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				final float[] array = loader.next().images();
				if (arrays.stream().noneMatch(known -> known == array)) arrays.add(array);
			}
			assertEquals(4, arrays.size(), "3 ahead and the one handed out");
		}
	}

	@Test
	void aFailureNamesTheCase() throws IOException {
		final List<PatchSource> cases = cases(2, 1);
		final PatchSource good = cases.get(1);
		cases.set(0, new PatchSource() {

			@Override
			public String name() {
				return "hippocampus_017";
			}

			@Override
			public int[] size() {
				return good.size();
			}

			@Override
			public int channels() {
				return 1;
			}

			@Override
			public void readPatch(final int[] start, final int[] size, final float[] into) throws IOException {
				throw new IOException("disk gone");
			}

			@Override
			public void readLabels(final int[] start, final int[] size, final byte[] into) throws IOException {
				good.readLabels(start, size, into);
			}
		});
		try (BatchLoader loader = loader(cases, SPEC, FLIP, POOL, 2, 0)) {
			final ProblemException problem = assertThrows(ProblemException.class, () -> {
				for (int i = 0; i < 10; i++)
					loader.next();
			});
			assertTrue(problem.getMessage().contains("hippocampus_017"), problem.getMessage());
			assertTrue(problem.getMessage().contains("disk gone"), problem.getMessage());
			assertEquals("disk gone", problem.getCause().getMessage());
			assertThrows(ProblemException.class, loader::next);
		}
	}

	@Test
	void anErrorInAnAugmentationReachesTheCaller() {
		final RuntimeException bug = new IndexOutOfBoundsException("bug");
		final List<Augmentation> broken = List.of((sample, random) -> {
			throw bug;
		});
		try (BatchLoader loader = loader(cases(2, 1), SPEC, broken, POOL, 1, 0)) {
			final Exception exception = assertThrows(IllegalStateException.class, loader::next);
			assertSame(bug, exception.getCause());
			assertTrue(exception.getMessage().contains("case case"), exception.getMessage());
		}
	}

	@Test
	void tooLittleMemoryIsReportedWithACure() {
		final List<Augmentation> hungry = List.of((sample, random) -> {
			throw new OutOfMemoryError("Java heap space");
		});
		try (BatchLoader loader = loader(cases(2, 1), SPEC, hungry, POOL, 1, 0)) {
			final String message = assertThrows(ProblemException.class, loader::next).getMessage();
			assertTrue(message.contains("smaller batch or patch"), message);
		}
	}

	private static void await(final CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (final InterruptedException exception) {
			throw new IllegalStateException(exception);
		}
	}

	@Test
	void closeWaitsForRunningTasksAndStopsTheRest() throws Exception {
		final CountDownLatch begun = new CountDownLatch(2);
		final CountDownLatch hold = new CountDownLatch(1);
		final AtomicInteger done = new AtomicInteger();
		final List<Augmentation> slow = List.of((sample, random) -> {
			begun.countDown();
			await(hold);
			done.incrementAndGet();
		});
		final ExecutorService own = Executors.newFixedThreadPool(2);
		final BatchLoader loader = loader(cases(5, 1), SPEC, slow, own, 2, 0);
		begun.await();
		final AtomicInteger atTheEnd = new AtomicInteger();
		final Thread closing = new Thread(() -> {
			loader.close();
			atTheEnd.set(done.get());
		});
		closing.start();
		while (closing.getState() != Thread.State.WAITING)
			Thread.onSpinWait();
		hold.countDown();
		closing.join();
		own.shutdown();
		assertTrue(own.awaitTermination(5, TimeUnit.MINUTES));
		assertEquals(2, atTheEnd.get(), "the two that ran are awaited");
		assertEquals(2, done.get(), "and no other is begun");
		assertThrows(IllegalStateException.class, loader::next);
	}

	@Test
	void noMoreThreadsLoadThanWereAskedFor() throws IOException {
		final AtomicInteger running = new AtomicInteger();
		final AtomicInteger most = new AtomicInteger();
		final AtomicInteger total = new AtomicInteger();
		final CountDownLatch two = new CountDownLatch(2);
		final List<Augmentation> count = List.of((sample, random) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			two.countDown();
			await(two); // both workers must be in here at the same time, or the test times out
			Thread.yield();
			running.decrementAndGet();
			total.incrementAndGet();
		});
		try (BatchLoader loader = loader(cases(5, 1), SPEC, count, POOL, 2, 0)) {
			while (total.get() < 9)
				Thread.onSpinWait();
			assertEquals(2, most.get());
		}
	}

	@Test
	void batchesAreLoadedWithoutAFreeThread() throws IOException {
		final List<Runnable> never = new ArrayList<>();
		try (BatchLoader loader = loader(cases(5, 2), SPEC, FLIP, never::add, 2, 0)) {
			same(read(2, 0, 1), List.of(loader.next()));
			assertTrue(loader.waitedSeconds() > 0);
			assertTrue(loader.processorSeconds() > 0);
		}
		never.forEach(Runnable::run);
	}

	@Test
	void anInterruptWhileWaitingCancels() throws Exception {
		final CountDownLatch hold = new CountDownLatch(1);
		final CountDownLatch begun = new CountDownLatch(3);
		final List<Augmentation> stuck = List.of((sample, random) -> {
			begun.countDown();
			await(hold);
		});
		final SamplingSpec one = new SamplingSpec(new int[] { 4, 6, 5 }, 1, 0, 0, false, 9, 4);
		final BatchLoader loader = loader(cases(5, 1), one, stuck, POOL, 3, 0);
		begun.await();
		final Throwable[] thrown = new Throwable[1];
		final Thread caller = new Thread(() -> {
			try {
				loader.next();
			}
			catch (final Throwable throwable) {
				thrown[0] = throwable;
			}
		});
		caller.start();
		while (caller.getState() != Thread.State.WAITING)
			Thread.sleep(1);
		caller.interrupt();
		caller.join();
		assertInstanceOf(CancelledException.class, thrown[0]);
		hold.countDown();
		loader.close();
	}
}
