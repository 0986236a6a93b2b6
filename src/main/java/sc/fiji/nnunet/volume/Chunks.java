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
package sc.fiji.nnunet.volume;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Splits a loop over independent parts among the caller and the idle threads of the caller's executor.
 * <p>
 * NB: the caller works too and waits only for parts that a thread has begun, so the
 * same executor may run loops inside loops without a deadlock, however few threads
 * it has. Which thread does which part must not change the result.
 * </p>
 */
public final class Chunks {

	private Chunks() {
		// static methods only
	}

	/**
	 * Runs {@code body} for 0 … parts - 1, each exactly once, and returns when all are done.
	 *
	 * @param executor whose threads may join in, or null to stay on this thread
	 * @throws RuntimeException the first failure of a part; the remaining parts are then skipped
	 */
	public static void run(final ExecutorService executor, final int parts, final IntConsumer body) {
		final int joiners = executor == null ? 0 : Math.min(parts, Runtime.getRuntime().availableProcessors()) - 1;
		if (joiners <= 0) {
			for (int part = 0; part < parts; part++)
				body.accept(part);
			return;
		}
		final Loop loop = new Loop(parts, body);
		try {
			for (int joiner = 0; joiner < joiners; joiner++)
				executor.execute(loop);
		}
		catch (final RejectedExecutionException e) {
			// NB: an executor that is shutting down takes no tasks; this thread runs all parts
		}
		loop.run();
		await(loop.done);
		loop.body = null;
		final Throwable thrown = loop.failure.get();
		if (thrown instanceof RuntimeException e) throw e;
		if (thrown instanceof Error e) throw e;
	}

	/**
	 * One loop, run by several threads at once.
	 * <p>
	 * NB: In a busy executor it may wait in the queue long after the loop has ended; it
	 * then no longer holds the body, and with it the arrays.
	 * </p>
	 */
	private static final class Loop implements Runnable {

		private final int parts;
		private volatile IntConsumer body;
		private final AtomicInteger next = new AtomicInteger();
		private final CountDownLatch done;
		private final AtomicReference<Throwable> failure = new AtomicReference<>();

		Loop(final int parts, final IntConsumer body) {
			this.parts = parts;
			this.body = body;
			done = new CountDownLatch(parts);
		}

		@Override
		public void run() {
			for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
				try {
					if (failure.get() == null) body.accept(part);
				}
				catch (final RuntimeException | Error e) {
					failure.compareAndSet(null, e);
				}
				finally {
					done.countDown();
				}
			}
		}
	}

	private static void await(final CountDownLatch done) {
		boolean interrupted = false;
		while (true) {
			try {
				done.await();
				break;
			}
			catch (final InterruptedException e) {
				// NB: running parts still use the arrays; they are short, and the interrupt is kept for the caller
				interrupted = true;
			}
		}
		if (interrupted) Thread.currentThread().interrupt();
	}
}
