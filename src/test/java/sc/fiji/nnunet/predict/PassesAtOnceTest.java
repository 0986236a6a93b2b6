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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.WindowRule;
import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Volume;

/** Windows that several calls of the engine compute at once, which must change nothing. */
class PassesAtOnceTest {

	private static final Plan PLAN = ToyNetwork.plan("nnunet", 3, 1, 5, 6, 8);
	private static final int VOXELS = 5 * 6 * 8;

	private final ExecutorService executor = Executors.newFixedThreadPool(3);

	@AfterEach
	void end() {
		executor.shutdownNow();
	}

	/** Logits that depend on the window, so that another order of the sums would show in the last bits. */
	private static ToyNetwork network(final int streams, final float factor) {
		final ToyNetwork network = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++)
				for (int o = 0; o < 3; o++)
					logits[out + 3 * v + o] = factor * images[base + v] * (o + 1) + 0.1f * (v % 11 - v % (3 + o));
		});
		network.streams = streams;
		return network;
	}

	private static WindowOptions options(final boolean flips, final int batch) {
		return new WindowOptions(WindowRule.NNUNET, 0.4, WindowWeights.NNUNET_GAUSSIAN, flips, batch, false, false, false);
	}

	private void run(final WindowOptions options, final List<Network> networks, final Volume image,
		final PlaneConsumer consumer, final Progress progress) throws IOException
	{
		new SlidingWindow(PLAN, options, executor).run(networks, image, consumer, progress);
	}

	@Test
	void sumsAreTheSameToTheLastBit() throws IOException {
		final Volume image = SlidingWindowTest.random(6, 12, 9, 13);
		for (final boolean halves : new boolean[] { false, true })
			for (final boolean flips : new boolean[] { false, true })
				for (final int batch : new int[] { 1, 4 })
					for (final int streams : new int[] { 2, 3 })
						compare(image, options(flips, batch).withHalves(halves), streams);
		compare(image, options(true, 1).withUncertainty(true), 2);
	}

	private void compare(final Volume image, final WindowOptions options, final int streams) throws IOException {
		final float[][][] alone = SlidingWindowTest.run(PLAN, options, List.of(network(1, 1), network(1, 0.3f)), image);
		run(options, List.of(network(streams, 1), network(streams, 0.3f)), image, (z, logits) -> {
			for (int o = 0; o < alone.length; o++)
				assertArrayEquals(alone[o][z], logits[o], options + ", " + streams);
		}, Progress.none());
	}

	/** Each call waits until another one is there. */
	@Test
	void asManyCallsAreMadeAtOnceAsTheNetworkAsksFor() throws IOException {
		for (final boolean halves : new boolean[] { false, true }) {
			final CyclicBarrier both = new CyclicBarrier(2);
			final AtomicInteger now = new AtomicInteger();
			final AtomicInteger most = new AtomicInteger();
			final ToyNetwork network = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> {
				most.accumulateAndGet(now.incrementAndGet(), Math::max);
				meet(both);
				now.decrementAndGet();
			});
			network.streams = 2;
			run(options(true, 1).withHalves(halves), List.of(network), SlidingWindowTest.random(7, 5, 6, 8), (z,
				logits) -> {}, Progress.none());
			assertEquals(2, most.get());
		}
	}

	/** Waits for others who come there too. */
	static void meet(final CyclicBarrier barrier) {
		try {
			barrier.await(1, TimeUnit.MINUTES);
		}
		catch (final Exception e) {
			throw new AssertionError("nobody else is under way", e);
		}
	}

	@Test
	void aPoolThatIsBusyOrEndedDoesNotStopThem() throws IOException {
		executor.shutdown();
		final Volume image = SlidingWindowTest.random(8, 5, 6, 20);
		compare(image, options(true, 1), 2);
	}

	/** The third question whether to stop comes while the second call runs, which lasts longer than the answer. */
	@Test
	void aCancelWaitsForTheCallsThatRunAndBeginsNoOther() {
		final Volume image = SlidingWindowTest.random(9, 5, 6, 8);
		final AtomicInteger calls = new AtomicInteger();
		final AtomicInteger running = new AtomicInteger();
		final CountDownLatch second = new CountDownLatch(1);
		final CountDownLatch asked = new CountDownLatch(1);
		final ToyNetwork network = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> {
			calls.incrementAndGet();
			if (images[base] == image.plane(0, 0)[0]) return; // NB: the copy that is not mirrored comes first
			running.incrementAndGet();
			second.countDown();
			await(asked);
			LockSupport.parkNanos(50_000_000);
			running.decrementAndGet();
		});
		network.streams = 2;
		final AtomicInteger questions = new AtomicInteger();
		final Progress stop = new Recorded(told -> {
			if (questions.incrementAndGet() < 3) return false;
			await(second);
			asked.countDown();
			return true;
		});
		assertThrows(CancellationException.class, () -> run(options(true, 1), List.of(network), image, (z, logits) -> {},
			stop));
		assertEquals(0, running.get());
		assertEquals(2, calls.get());
	}

	private static void await(final CountDownLatch latch) {
		try {
			assertTrue(latch.await(1, TimeUnit.MINUTES));
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	@Test
	void aFailureOnAnotherThreadIsTheCallersAsItIs() {
		final IllegalStateException broken = new IllegalStateException("broken");
		final Set<Thread> threads = ConcurrentHashMap.newKeySet();
		final ToyNetwork network = new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> {
			threads.add(Thread.currentThread());
			throw broken;
		});
		network.streams = 2;
		assertSame(broken, assertThrows(IllegalStateException.class, () -> run(options(true, 1), List.of(network),
			SlidingWindowTest.random(10, 5, 6, 8), (z, logits) -> {}, Progress.none())));
		assertFalse(threads.isEmpty());
	}

	/** The windows on their way are part of the memory: 8 windows of 1 + 3 values are held instead of 4. */
	@Test
	void theMemoryOfAllCallsIsForetold() {
		final SlidingWindow window = new SlidingWindow(PLAN, options(true, 4));
		final int[] size = { 12, 9, 13 };
		assertEquals(4L * 4 * 4 * VOXELS, window.passBytes(size, List.of(network(1, 1))));
		assertEquals(4L * 8 * 4 * VOXELS, window.passBytes(size, List.of(network(2, 1))));
		assertEquals(4L * 8 * 7 * VOXELS, window.passBytes(size, List.of(network(2, 1), network(2, 1))));
	}
}
