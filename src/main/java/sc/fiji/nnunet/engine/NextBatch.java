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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

import sc.fiji.nnunet.progress.Awaited;
import sc.fiji.nnunet.progress.CancelledException;

/** A batch that another thread makes while its user does something else; its user makes it if no thread has begun. */
public final class NextBatch {

	private final Executor executor;
	private FutureTask<Batch> pending;

	/** @param executor whose threads make batches */
	public NextBatch(final Executor executor) {
		this.executor = executor;
	}

	/** Lets a batch be made; the one before must have been taken. */
	public void begin(final Callable<Batch> work) {
		pending = new FutureTask<>(work);
		executor.execute(pending);
	}

	/** Whether {@link #begin} was ever called. */
	public boolean isBegun() {
		return pending != null;
	}

	/**
	 * The batch.
	 *
	 * @throws IOException what the work has thrown
	 * @throws CancelledException if the waiting thread is interrupted
	 */
	public Batch take() throws IOException {
		pending.run(); // NB: does nothing if another thread has begun
		return Awaited.get(pending);
	}

	/** Waits until no thread makes a batch, whatever came of it. */
	public void await() {
		boolean interrupted = false;
		while (pending != null && !pending.isDone())
			try {
				pending.run();
				pending.get();
			}
			catch (final InterruptedException exc) {
				interrupted = true;
			}
			catch (final ExecutionException exc) {
				break;
			}
		if (interrupted) Thread.currentThread().interrupt();
	}
}
