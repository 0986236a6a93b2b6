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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class CasesInFlightTest {

	private final ExecutorService pool = Executors.newFixedThreadPool(3);
	private final List<Integer> done = new ArrayList<>();

	@AfterEach
	void end() {
		pool.shutdownNow();
	}

	private static CasesInFlight<Integer> inFlight(final int most, final ExecutorService executor) {
		return new CasesInFlight<>(most, executor, Progress.none());
	}

	/** Of a heap of 1000 bytes cases may fill 800. */
	@ParameterizedTest
	@CsvSource({ //
		"16, true, 100, false, 4", "64, true, 100, false, 4", "15, true, 100, false, 3", "8, true, 100, false, 2",
		"4, true, 100, false, 1", "2, true, 100, false, 1", // processors
		"16, true, 160, false, 4", "16, true, 161, false, 3", "16, true, 200, false, 3", "16, true, 266, false, 2",
		"16, true, 267, false, 1", "16, true, 400, false, 1", "16, true, 401, false, 0", "16, true, 900, false, 0", // memory
		"16, false, 100, false, 1", "2, false, 400, false, 1", "16, false, 401, false, 0", // no GPU
		"16, true, 100, true, 1", "16, true, 401, true, 0", "16, false, 100, true, 1", // several processes
		"16, true, 0, false, 4" }) // no header could be read
	void asManyAreReadAheadAsProcessorsAndMemoryAllow(final int processors, final boolean gpu, final double bytes,
		final boolean claims, final int ahead)
	{
		assertEquals(ahead, CasesInFlight.ahead(processors, gpu, 1000, bytes, claims));
	}

	@Test
	void theOldestIsTakenFirstWhicheverIsDoneFirst() throws Exception {
		final CasesInFlight<Integer> flights = inFlight(3, pool);
		final CountDownLatch last = new CountDownLatch(1);
		flights.add(7, () -> {
			last.await();
			return 70;
		});
		flights.add(2, () -> 20);
		assertFalse(flights.isFull());
		flights.add(5, () -> {
			last.countDown();
			return 50;
		});
		assertTrue(flights.isFull());
		for (final int index : new int[] { 7, 2, 5 }) {
			assertFalse(flights.isEmpty());
			assertEquals(index, flights.oldest());
			assertEquals(10 * index, flights.take());
			assertFalse(flights.isFull());
		}
		assertTrue(flights.isEmpty());
	}

	/** Each waits until all are there. */
	@Test
	void allAreWorkedOnAtOnce() throws Exception {
		final CasesInFlight<Integer> flights = inFlight(3, pool);
		final CyclicBarrier all = new CyclicBarrier(3);
		for (int i = 0; i < 3; i++)
			flights.add(i, all::await);
		while (!flights.isEmpty())
			assertTrue(flights.take() < 3);
	}

	@Test
	void aFailureIsThatOfItsCase() throws Exception {
		final IOException broken = new IOException("broken");
		final CasesInFlight<Integer> flights = inFlight(3, pool);
		flights.add(0, () -> 1);
		flights.add(1, () -> {
			throw broken;
		});
		flights.add(2, () -> 3);
		assertEquals(1, flights.take());
		assertSame(broken, assertThrows(ExecutionException.class, flights::take).getCause());
		assertEquals(3, flights.take());
	}

	@Test
	void aFailureIsToldWhereItIsWantedAndACancelIsNone() {
		final IOException broken = new IOException("broken");
		final CancelledException cancelled = new CancelledException();
		final List<Throwable> told = new ArrayList<>();
		final CasesInFlight<Integer> flights = inFlight(3, pool);
		flights.add(0, () -> 1);
		flights.add(1, () -> {
			throw broken;
		});
		flights.add(2, () -> {
			throw cancelled;
		});
		assertEquals(1, flights.take(told::add));
		assertNull(flights.take(told::add));
		assertSame(cancelled, assertThrows(CancelledException.class, () -> flights.take(told::add)));
		assertEquals(List.of(broken), told);
	}

	@Test
	void withoutThreadsTheUsersThreadWorksWhenACaseIsTaken() throws Exception {
		final CasesInFlight<Integer> flights = inFlight(2, null);
		for (int i = 0; i < 2; i++) {
			final int index = i;
			flights.add(i, () -> {
				done.add(index);
				return (int) Thread.currentThread().getId();
			});
		}
		assertEquals(List.of(), done);
		assertEquals((int) Thread.currentThread().getId(), flights.take());
		assertEquals(List.of(0), done);
	}

	@Test
	void aBusyPoolIsNotWaitedForAndAClosedOneIsTold() throws Exception {
		final ExecutorService single = Executors.newSingleThreadExecutor();
		final CountDownLatch end = new CountDownLatch(1);
		single.execute(() -> await(end));
		final Recorded log = new Recorded();
		final CasesInFlight<Integer> flights = new CasesInFlight<>(2, single, log);
		flights.add(0, () -> 1);
		assertEquals(1, flights.take());
		assertEquals(List.of(), log.lines);
		single.shutdown();
		flights.add(1, () -> 2);
		assertEquals(2, flights.take());
		assertEquals(List.of("The thread pool accepts no more work: continuing with one thread."), log.lines);
		end.countDown();
	}

	static void await(final CountDownLatch latch) {
		try {
			assertTrue(latch.await(1, TimeUnit.MINUTES));
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	/** Opens a latch as soon as a thread waits. */
	static void openWhenWaiting(final Thread waiting, final CountDownLatch latch) {
		final Thread opener = new Thread(() -> {
			while (waiting.getState() != Thread.State.WAITING && latch.getCount() > 0)
				Thread.onSpinWait();
			latch.countDown();
		});
		opener.setDaemon(true);
		opener.start();
	}

	@Test
	void closingWaitsForWhatHasBegunAndBeginsNothing() throws Exception {
		final ExecutorService single = Executors.newSingleThreadExecutor();
		final CountDownLatch begun = new CountDownLatch(1);
		final CountDownLatch gate = new CountDownLatch(1);
		try (CasesInFlight<Integer> flights = inFlight(2, single)) {
			flights.add(0, () -> {
				begun.countDown();
				await(gate);
				done.add(0);
				return 0;
			});
			flights.add(1, () -> {
				done.add(1);
				return 1;
			});
			await(begun);
			openWhenWaiting(Thread.currentThread(), gate);
			flights.close();
			assertEquals(List.of(0), done);
			assertTrue(flights.isEmpty());
		}
		finally {
			gate.countDown();
			single.shutdown();
		}
		assertTrue(single.awaitTermination(1, TimeUnit.MINUTES));
		assertEquals(List.of(0), done, "what was closed does not begin later");
	}

	@Test
	void anInterruptIsKeptAndLeavesNoWorkUnnoticed() throws Exception {
		final CountDownLatch gate = new CountDownLatch(1);
		final CasesInFlight<Integer> flights = inFlight(1, pool);
		final CountDownLatch begun = new CountDownLatch(1);
		flights.add(0, () -> {
			begun.countDown();
			await(gate);
			return 5;
		});
		await(begun);
		Thread.currentThread().interrupt();
		openWhenWaiting(Thread.currentThread(), gate);
		assertEquals(5, flights.take());
		assertTrue(Thread.interrupted());
	}
}
