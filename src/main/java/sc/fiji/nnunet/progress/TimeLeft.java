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
package sc.fiji.nnunet.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Estimates the time until the end of a job, for a display of the job's progress.
 * <p>
 * The estimate uses the speed during the second half of the time that has passed, so that a fast start, such as work
 * that an earlier run has done already, soon stops counting.
 * </p>
 */
public final class TimeLeft {

	private static final double NANOS = 1e-9;

	/** No estimate before this many seconds, and before this share of the rest was done in the time that counts. */
	private static final double EARLIEST = 2, LEAST = 0.005;

	/** About this many earlier points are kept. */
	private static final int POINTS = 32;

	private record Point(double time, double fraction) {}

	private final LongSupplier clock;
	private final List<Point> way = new ArrayList<>();
	private double start;

	/** @param clock nanoseconds, such as System::nanoTime */
	public TimeLeft(final LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Seconds until the end of the job; call this at each update of the progress.
	 *
	 * @param fraction the share of the work that is done, from 0 to 1
	 * @return NaN if there is no estimate yet
	 */
	public synchronized double seconds(final double fraction) {
		final double now = clock.getAsLong() * NANOS;
		if (way.isEmpty()) start = now;
		final double half = (now - start) / 2;
		if (way.isEmpty() || now - way.get(way.size() - 1).time >= half / POINTS) way.add(new Point(now, fraction));
		while (way.size() > 1 && way.get(1).time <= start + half)
			way.remove(0);
		final double before = way.get(0).fraction;
		final double done = fraction - before;
		if (now - start < EARLIEST || done < LEAST * (1 - before)) return Double.NaN;
		return (now - way.get(0).time) * (1 - fraction) / done;
	}

	/** A status followed by the time left, once there is an estimate. */
	public String withTimeLeft(final String status, final double fraction) {
		final double seconds = seconds(fraction);
		return Double.isNaN(seconds) ? status : status + ", " + Seconds.words(Math.rint(seconds)) + " left";
	}
}
