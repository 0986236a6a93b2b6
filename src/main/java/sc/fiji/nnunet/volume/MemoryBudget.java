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

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Shares the heap among images that are processed at the same time.
 */
public final class MemoryBudget {

	/** The share of the heap that images may fill; the rest is for everything else. */
	public static final double SHARE = 0.85;

	/** What to do where Java's memory is too small, as the end of a sentence. */
	public static final String MORE = "give Java more, as by NNUNET_JAVA_OPTS=-Xmx24g in the environment of nnunet or Fiji.";

	private final long heap;
	private long used;
	private int working;

	/** @param heap bytes that the JVM may use at most */
	public MemoryBudget(final long heap) {
		this.heap = heap;
	}

	/** Bytes that the JVM may use at most. */
	public long heap() {
		return heap;
	}

	/** Bytes that images may fill. */
	public long capacity() {
		return (long) (SHARE * heap);
	}

	/** Whether there is enough memory at the moment. */
	public synchronized boolean fits(final long bytes) {
		return used + bytes <= capacity();
	}

	/** Reserves memory if there is enough at the moment. */
	public synchronized boolean tryTake(final long bytes) {
		if (!fits(bytes)) return false;
		used += bytes;
		return true;
	}

	/** Reserves memory for work, waiting for other work to end. Work that needs more than there is begins when alone. */
	public synchronized void take(final long bytes) throws InterruptedException {
		while (working > 0 && used + bytes > capacity())
			wait();
		used += bytes;
		working++;
	}

	/** Work that leaves nothing behind in memory. */
	@FunctionalInterface
	public interface Work<T, E extends Exception> {

		T run() throws E;
	}

	/**
	 * Does work with memory of its own, for which it waits as in {@link #take}, unless it was cancelled meanwhile.
	 *
	 * @param progress is asked before the work waits and after it
	 * @throws CancelledException if the work is cancelled, or its thread interrupted, before it begins
	 */
	public <T, E extends Exception> T within(final long bytes, final Progress progress, final Work<T, E> work) throws E {
		progress.check();
		try {
			take(bytes);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancelledException();
		}
		try {
			progress.check();
			return work.run();
		}
		finally {
			end(bytes);
		}
	}

	/** Ends work and releases memory; what the work leaves behind stays reserved. */
	public synchronized void end(final long bytes) {
		used -= bytes;
		working--;
		notifyAll();
	}

	/** Releases memory that no work uses. */
	public synchronized void release(final long bytes) {
		used -= bytes;
		notifyAll();
	}
}
