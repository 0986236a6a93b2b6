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

/** A progress display that can be cancelled from another thread and knows how long the job will take. */
public abstract class HostProgress implements Progress, AutoCloseable {

	private static final double NANOS = 1e-9;

	/** No guess before so much of the work is done. */
	private static final double ENOUGH = 0.01;

	private final long start = System.nanoTime();
	private volatile boolean cancelled;

	/** Asks the job to end. */
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

	/** Seconds until the job's end if it goes on at its speed so far; NaN if that cannot be told yet. */
	public final double left(final double fraction) {
		return fraction < ENOUGH ? Double.NaN : elapsed() * (1 - fraction) / fraction;
	}

	/** A duration for people: "45 s", "12 min", "3 h 05 min". */
	public static String duration(final double seconds) {
		final long s = Math.round(seconds);
		if (s < 100) return s + " s";
		final long minutes = Math.round(seconds / 60);
		if (minutes < 100) return minutes + " min";
		return String.format("%d h %02d min", minutes / 60, minutes % 60);
	}

	/** Takes the display away; lines stay. */
	@Override
	public void close() {
		// NB: only a bar has to be taken away
	}
}
