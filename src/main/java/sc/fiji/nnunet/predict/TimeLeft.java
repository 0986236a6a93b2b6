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

import java.util.function.LongSupplier;

import sc.fiji.nnunet.progress.Progress;

/** A progress that adds to each status how long the rest will take, once that can be told. */
final class TimeLeft implements Progress {

	private static final double EARLIEST = 0.02;

	private static final long SECOND = 1_000_000_000L;

	private final Progress target;
	private final LongSupplier clock;
	private final long start;

	/** @param clock nanoseconds, such as System::nanoTime */
	TimeLeft(final Progress target, final LongSupplier clock) {
		this.target = target;
		this.clock = clock;
		start = clock.getAsLong();
	}

	@Override
	public void update(final double fraction, final String status) {
		final double elapsed = (double) (clock.getAsLong() - start) / SECOND;
		final boolean early = fraction < EARLIEST || elapsed < 1;
		target.update(fraction, early ? status : status + ", " + words(elapsed * (1 - fraction) / fraction) + " left");
	}

	@Override
	public void message(final String line) {
		target.message(line);
	}

	@Override
	public boolean cancelled() {
		return target.cancelled();
	}

	/** A duration for people: 45 s, 3 min, 2 h 05 min. */
	static String words(final double seconds) {
		if (seconds < 59.5) return Math.round(seconds) + " s";
		final long minutes = Math.round(seconds / 60);
		if (minutes < 60) return minutes + " min";
		return String.format("%d h %02d min", minutes / 60, minutes % 60);
	}
}
