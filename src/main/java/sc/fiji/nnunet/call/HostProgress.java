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
package sc.fiji.nnunet.call;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.TimeLeft;

/** A progress display that can be cancelled from another thread and estimates the time left. */
public abstract class HostProgress implements Progress, AutoCloseable {

	private static final double NANOS = 1e-9;

	private final long start = System.nanoTime();
	private final TimeLeft left = new TimeLeft(System::nanoTime);
	private volatile boolean cancelled;

	/** Asks the job to stop. */
	public final void cancel() {
		cancelled = true;
	}

	@Override
	public final boolean cancelled() {
		return cancelled;
	}

	/** Seconds since the job began. */
	public final double elapsed() {
		return (System.nanoTime() - start) * NANOS;
	}

	/** Seconds until the end of the job, NaN if there is no estimate yet; call this at each update. */
	public final double left(final double fraction) {
		return left.seconds(fraction);
	}

	/** A status followed by the time left; call this at each update. */
	public final String timed(final double fraction, final String status) {
		return left.withTimeLeft(status, fraction);
	}

	/** Removes the display; messages stay. */
	@Override
	public void close() {
		// NB: only a bar has to be removed
	}
}
