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
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Cases that other threads work on while their user does something else. The oldest is taken first, whichever is done
 * first; the user's thread does itself what no other has begun, so a pool that is small, busy or closed cannot block.
 *
 * @param <V> what the work yields
 */
final class CasesInFlight<V> implements AutoCloseable {

	/** The share of the heap that cases may fill. */
	static final double MEMORY_SHARE = 0.8;

	/** Our own choice: a card predicts a CT in 2 to 3 s, and one thread reads it in 4 and writes its labels in 1 to 2. */
	private static final int MOST_AHEAD = 4;

	/** Processors for each case that is read ahead of a card: one that reads, one that writes, two for all else. */
	private static final int PROCESSORS_EACH = 4;

	private record Flight<V>(int index, FutureTask<V> task) {}

	private final int most;
	private final Executor executor;
	private final Progress progress;
	private final Deque<Flight<V>> flights = new ArrayDeque<>();
	private volatile boolean closed;

	/**
	 * @param most how many there may be at a time
	 * @param executor does the work; null leaves it to the user's thread
	 * @param progress is told if the executor accepts no work
	 */
	CasesInFlight(final int most, final Executor executor, final Progress progress) {
		this.most = most;
		this.executor = executor;
		this.progress = progress;
	}

	/**
	 * How many cases may be read ahead of the one that is computed; 0 if memory has room for that one only.
	 *
	 * @param processors of this machine
	 * @param gpu whether a GPU computes; where the processors do, they have no time for more than one case besides
	 * @param heap the memory that Java may use, in bytes
	 * @param bytes what the largest case needs of it
	 * @param claims whether several processes pick cases one by one: who reads many ahead has them at the end, while the
	 *          others have nothing left to do
	 */
	static int ahead(final int processors, final boolean gpu, final long heap, final double bytes,
		final boolean claims)
	{
		final int wanted = gpu && !claims ? Math.max(1, Math.min(MOST_AHEAD, processors / PROCESSORS_EACH)) : 1;
		final double held = Math.floor(MEMORY_SHARE * heap / bytes);
		return (int) Math.max(0, Math.min(wanted, held - 1));
	}

	/** Whether one must be taken before the next is added. */
	boolean isFull() {
		return flights.size() >= most;
	}

	boolean isEmpty() {
		return flights.isEmpty();
	}

	/** Lets a case be worked on. */
	void add(final int index, final Callable<V> work) {
		final FutureTask<V> task = new FutureTask<>(() -> {
			if (closed) throw new CancelledException();
			return work.call();
		});
		flights.add(new Flight<>(index, task));
		if (executor == null) return;
		try {
			executor.execute(task);
		}
		catch (final RejectedExecutionException e) {
			progress.message("The thread pool accepts no more work: continuing with one thread.");
		}
	}

	/** The index of the case that is taken next. */
	int oldest() {
		return flights.element().index();
	}

	/**
	 * Takes the oldest case when its work is done. NB: an interrupt does not end the wait, as the work would go on
	 * unnoticed; the thread is then still interrupted.
	 *
	 * @throws ExecutionException around what the work has thrown
	 */
	V take() throws ExecutionException {
		final FutureTask<V> task = flights.remove().task();
		boolean interrupted = false;
		try {
			while (true) {
				task.run(); // NB: does nothing if another thread has begun
				try {
					return task.get();
				}
				catch (final InterruptedException e) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) Thread.currentThread().interrupt();
		}
	}

	/**
	 * As {@link #take()}, but a failure is told and not thrown.
	 *
	 * @param failed is told what the work has thrown
	 * @return null if it failed
	 * @throws CancellationException if it was cancelled
	 */
	V take(final Consumer<Throwable> failed) {
		try {
			return take();
		}
		catch (final ExecutionException e) {
			if (e.getCause() instanceof CancellationException cancelled) throw cancelled;
			failed.accept(e.getCause());
			return null;
		}
	}

	/** Begins no more work, and waits for what has begun. */
	@Override
	public void close() {
		closed = true;
		while (!flights.isEmpty())
			try {
				take();
			}
			catch (final ExecutionException e) {
				// NB: nobody needs the case any more
			}
	}
}
