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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Passes of networks that run side by side on the threads of an executor. Their results are taken on the caller's thread
 * in the order in which the passes were started, so that sums do not depend on the threads.
 */
final class PassesAtOnce implements AutoCloseable {

	private record Pass(FutureTask<Void> task, Runnable result) {
	}

	private final int most;
	private final ExecutorService executor;
	private final Deque<Pass> running = new ArrayDeque<>();
	private int place;
	private volatile boolean stopped;

	/** @param most passes at once; with one, all runs on the caller's thread */
	PassesAtOnce(final int most, final ExecutorService executor) {
		this.most = most;
		this.executor = executor;
	}

	/** How many passes may be under way. */
	int most() {
		return most;
	}

	/** The place of the next pass, below {@link #most}; no pass that is under way has the same. */
	int place() {
		return place;
	}

	/**
	 * Starts a pass; if no place is left then, waits for the oldest one and takes its result.
	 *
	 * @param pass may run on another thread
	 * @param result takes what the pass has computed
	 */
	void start(final Runnable pass, final Runnable result) {
		if (most == 1) {
			pass.run();
			result.run();
			return;
		}
		final FutureTask<Void> task = new FutureTask<>(() -> {
			if (!stopped) pass.run();
		}, null);
		running.add(new Pass(task, result));
		place = (place + 1) % most;
		try {
			executor.execute(task);
		}
		catch (final RejectedExecutionException e) {
			// NB: an executor that is shutting down takes no tasks; this thread runs them
		}
		if (running.size() == most) take();
	}

	/** Waits for all passes and takes their results. */
	void finish() {
		while (!running.isEmpty())
			take();
	}

	private void take() {
		final Throwable failure = await(running.peek().task);
		final Runnable result = running.remove().result;
		if (failure instanceof RuntimeException e) throw e;
		if (failure instanceof Error e) throw e;
		result.run();
	}

	/**
	 * Waits for passes that a thread has begun and forgets the others. NB: a network must not be closed while it computes.
	 */
	@Override
	public void close() {
		stopped = true;
		for (final Pass pass : running)
			await(pass.task);
		running.clear();
	}

	/** The failure of a pass, or null. NB: this thread runs a pass that no other has begun, so a busy pool cannot block. */
	private static Throwable await(final FutureTask<Void> task) {
		task.run();
		boolean interrupted = false;
		try {
			while (true)
				try {
					task.get();
					return null;
				}
				catch (final InterruptedException e) {
					interrupted = true; // NB: the pass still uses its arrays; the interrupt is kept for the caller
				}
		}
		catch (final ExecutionException e) {
			return e.getCause();
		}
		finally {
			if (interrupted) Thread.currentThread().interrupt();
		}
	}
}
