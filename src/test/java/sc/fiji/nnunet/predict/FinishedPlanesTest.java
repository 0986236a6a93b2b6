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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.DeviceSums;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.WindowRule;
import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Planes that were taken from a device are passed on while it goes on, in their order and a few at a time. */
class FinishedPlanesTest {

	private static final long LONG = 20;
	private static final WindowOptions OPTIONS = new WindowOptions(WindowRule.NNUNET, 0, WindowWeights.CONSTANT, false, 1,
		false, false, false);

	private final ExecutorService executor = Executors.newFixedThreadPool(2);
	private final List<Integer> passed = new ArrayList<>();

	@AfterEach
	void end() {
		executor.shutdownNow();
	}

	/** A device that computes nothing: output 0 is the image, output 1 its negative. */
	private static class Held implements DeviceSums {

		private final Sizes sizes;
		private final float[] image;
		private int first;

		Held(final Sizes sizes, final float[] image) {
			this.sizes = sizes;
			this.image = image;
		}

		@Override
		public int batch() {
			return 1;
		}

		@Override
		public int first() {
			return first;
		}

		@Override
		public void add(final int[][] starts, final int[] mirrored) {
			// the image is all that there is
		}

		@Override
		public void take(final int planes, final float[] fill, final float[] target) {
			final int area = (int) sizes.plane();
			for (int i = 0; i < planes * area; i++) {
				target[2 * i] = image[first * area + i];
				target[2 * i + 1] = -image[first * area + i];
			}
			first += planes;
		}

		@Override
		public int takeClasses(final int planes, final float[] fill, final byte[] target) {
			final int area = (int) sizes.plane();
			for (int i = 0; i < planes * area; i++)
				target[i] = (byte) (image[first * area + i] < 0 ? 1 : 0);
			first += planes;
			return -1;
		}

		@Override
		public void close() {
			// nothing to give back
		}
	}

	private static Volume image(final int... size) {
		final Volume image = new Volume(Geometry.ofZyx(size, new double[] { 1, 1, 1 }), 1);
		final Random random = new Random(1);
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < size[1] * size[2]; i++)
				image.plane(0, z)[i] = random.nextFloat();
		return image;
	}

	private static Plan plan(final int depth) {
		return ToyNetwork.plan("nnunet", 2, 1, depth, 4, 4);
	}

	private static ToyNetwork network(final int depth) {
		final ToyNetwork network = ToyNetwork.copy(plan(depth));
		network.device = Held::new;
		return network;
	}

	private void run(final int depth, final List<Network> networks, final Volume image, final ExecutorService threads,
		final PlaneConsumer then, final Progress progress) throws IOException
	{
		new SlidingWindow(plan(depth), OPTIONS, threads).run(networks, image, (z, logits) -> {
			passed.add(z);
			assertArrayEquals(image.plane(0, z), logits[0], 1e-6f, "plane " + z);
			for (int i = 0; i < logits[1].length; i++)
				assertEquals(-image.plane(0, z)[i], logits[1][i], 1e-6f);
			then.plane(z, logits);
		}, progress);
	}

	private static void await(final CountDownLatch latch, final String what) {
		try {
			assertTrue(latch.await(LONG, TimeUnit.SECONDS), what);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	private void assertAllPassed(final int planes) {
		assertEquals(planes, passed.size());
		for (int z = 0; z < planes; z++)
			assertEquals(z, passed.get(z));
	}

	@Test
	void theNextWindowsRunBeforeThePlanesArePassedOn() throws IOException {
		final CountDownLatch second = new CountDownLatch(1);
		final ToyNetwork network = network(4);
		network.device = (sizes, voxels) -> new Held(sizes, voxels) {

			@Override
			public void add(final int[][] starts, final int[] mirrored) {
				if (starts[0][0] == 4) second.countDown();
			}
		};
		run(4, List.of(network), image(12, 4, 4), executor, (z, logits) -> {
			if (z < 4) await(second, "a window after plane " + z);
		}, Progress.none());
		assertAllPassed(12);
	}

	@Test
	void whereLabelsAreAllThatIsWantedTheDeviceGivesNoLogits() throws IOException {
		final Volume image = image(12, 5, 4);
		for (int z = 0; z < 12; z++)
			for (int i = z; i < 20; i += 3)
				image.plane(0, z)[i] *= -1;
		final ToyNetwork network = network(4);
		network.device = (sizes, voxels) -> new Held(sizes, voxels) {

			@Override
			public void take(final int planes, final float[] fill, final float[] target) {
				throw new AssertionError("logits of " + planes + " planes");
			}
		};
		final LabelMap labels = new SlidingWindow(plan(4), OPTIONS, executor).labels(List.of(network), image, null,
			Progress.none());
		for (int z = 0; z < 12; z++)
			for (int i = 0; i < 20; i++)
				assertEquals(image.plane(0, z)[i] < 0 ? 1 : 0, labels.plane(z)[i], "voxel " + i + " of plane " + z);
	}

	/** NB: without a bound, a slow consumer would fill the memory with logits. */
	@Test
	void atMostTwoPiecesOfEightPlanesAreInMemory() throws IOException {
		final AtomicInteger done = new AtomicInteger();
		final ToyNetwork network = network(40);
		network.device = (sizes, voxels) -> new Held(sizes, voxels) {

			@Override
			public void take(final int planes, final float[] fill, final float[] target) {
				super.take(planes, fill, target);
				assertTrue(first() - done.get() <= 16, first() + " taken, " + done.get() + " passed on");
			}
		};
		run(40, List.of(network), image(100, 4, 4), executor, (z, logits) -> {
			if (z % 8 == 3) Thread.yield();
			done.incrementAndGet();
		}, Progress.none());
		assertAllPassed(100);
	}

	@Test
	void severalNetworksAndNoExecutorGiveTheSame() throws IOException {
		run(5, List.of(network(5), network(5), network(5)), image(23, 7, 6), executor, (z, logits) -> {}, Progress.none());
		assertAllPassed(23);
		passed.clear();
		run(5, List.of(network(5)), image(23, 7, 6), null, (z, logits) -> {}, Progress.none());
		assertAllPassed(23);
	}

	/** NB: only large planes are divided among threads. */
	@Test
	void largePlanesAreCopiedByParts() throws IOException {
		run(4, List.of(network(4)), image(6, 370, 401), executor, (z, logits) -> {}, Progress.none());
		assertAllPassed(6);
	}

	@Test
	void aFailureToStoreAPlaneEndsTheRun() {
		final IOException full = new IOException("disk full");
		final IOException thrown = assertThrows(IOException.class, () -> run(4, List.of(network(4)), image(20, 4, 4),
			executor, (z, logits) -> {
				if (z == 5) throw full;
			}, Progress.none()));
		assertSame(full, thrown);
		assertAllPassed(6);
	}

	/** NB: what planes are stored in may be closed then. */
	@Test
	void aRunThatIsCancelledWaitsForThePlanesUnderWay() {
		final CountDownLatch begun = new CountDownLatch(1);
		final CountDownLatch cancelled = new CountDownLatch(1);
		final AtomicInteger done = new AtomicInteger();
		final Recorded progress = new Recorded() {

			@Override
			public boolean cancelled() {
				if (begun.getCount() == 0) cancelled.countDown();
				return begun.getCount() == 0;
			}
		};
		final ToyNetwork network = network(4);
		network.device = (sizes, voxels) -> new Held(sizes, voxels) {

			@Override
			public void add(final int[][] starts, final int[] mirrored) {
				if (starts[0][0] == 4) FinishedPlanesTest.await(begun, "the first plane");
			}
		};
		assertThrows(CancelledException.class, () -> run(4, List.of(network), image(20, 8, 4), executor, (z, logits) -> {
			begun.countDown();
			await(cancelled, "the end of the run");
			Thread.yield();
			done.incrementAndGet();
		}, progress));
		assertEquals(4, done.get());
	}
}
