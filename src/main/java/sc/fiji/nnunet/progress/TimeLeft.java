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
 * An estimate of the time until a job's end, made by whoever shows the job's progress.
 * <p>
 * What counts is the speed during the last half of the time, so that work which an earlier run has done already, or a
 * quick beginning, is soon forgotten.
 * </p>
 */
public final class TimeLeft {

	private static final double NANOS = 1e-9;

	/** No estimate earlier: seconds that have passed, and share of the rest that was done in the time that counts. */
	private static final double EARLIEST = 2, LEAST = 0.005;

	/** So many points of the way are kept, or a few more. */
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
	 * Seconds until the end; to be called at each update of the progress.
	 *
	 * @param fraction the share of the work that is done, from 0 to 1
	 * @return NaN if it cannot be told yet
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

	/** A status with the time that is left behind it, once that can be told. */
	public String behind(final String status, final double fraction) {
		final double seconds = seconds(fraction);
		return Double.isNaN(seconds) ? status : status + ", " + Seconds.words(Math.rint(seconds)) + " left";
	}
}
