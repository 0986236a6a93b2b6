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

/**
 * Resizes lines of one length to another: the one-dimensional step of which a separable resize is made.
 * <p>
 * It works on a <em>bundle</em> of lines side by side: a buffer of rows, one row per
 * voxel of the line and one column per line, so that the recursive prefilter and the
 * weights both run as plain loops over columns. Two rows of border lie at either end.
 * Arithmetic is in double, so the three axes together stay within single precision.
 * </p>
 */
final class AxisResize {

	/** Border rows in front of and behind a line in the buffer. */
	private static final int BORDER = 2;

	/** The pole of the cubic B-spline, sqrt(3) - 2. */
	private static final double POLE = Math.sqrt(3) - 2;

	private final int in;
	private final int out;
	private final boolean prefilter;
	private final Taps taps;
	private final double[] weights;

	AxisResize(final int in, final int out, final Kernel kernel) {
		this.in = in;
		this.out = out;
		prefilter = kernel == Kernel.B_SPLINE;
		taps = Taps.open(kernel, in, out);
		weights = taps.weights();
	}

	/** Whether the length stays the same. */
	boolean identity() {
		return in == out;
	}

	/** The length of the result. */
	int length() {
		return out;
	}

	/** The size of the buffer for bundles of the given width. */
	int bufferSize(final int width) {
		return (in + 2 * BORDER) * width;
	}

	/** Copies voxels into row {@code k} of the bundle. */
	void load(final double[] buffer, final int width, final int k, final float[] from, final int offset,
		final int count)
	{
		final int row = (k + BORDER) * width;
		for (int i = 0; i < count; i++)
			buffer[row + i] = from[offset + i];
	}

	/** Copies a whole line, voxel by voxel, into column {@code column} of the bundle. */
	void loadLine(final double[] buffer, final int width, final int column, final float[] from, final int offset) {
		int at = BORDER * width + column;
		for (int i = 0; i < in; i++, at += width)
			buffer[at] = from[offset + i];
	}

	/** Fills the border and, for a spline, turns voxels into coefficients. Call once after loading. */
	void prepare(final double[] buffer, final int width) {
		if (prefilter) {
			coefficients(buffer, width);
			return;
		}
		final int head = BORDER * width;
		final int tail = (in + BORDER - 1) * width;
		for (int row = 0; row < BORDER; row++) {
			System.arraycopy(buffer, head, buffer, row * width, width);
			System.arraycopy(buffer, tail, buffer, (in + BORDER + row) * width, width);
		}
	}

	/**
	 * The B-spline coefficients of a line that its end values extend to infinity: the sums
	 * over the border are geometric series, so they have a closed form and need no padding.
	 */
	private void coefficients(final double[] b, final int w) {
		final double steady = 6 / (1 - POLE);
		final int head = BORDER * w;
		final int tail = (in + BORDER - 1) * w;
		for (int i = 0; i < w; i++) {
			b[i] = b[head + i] * steady;
			b[tail + w + i] = b[tail + i];
			b[head + i] = b[i];
		}
		for (int row = head + w; row <= tail; row += w)
			for (int i = 0; i < w; i++)
				b[row + i] = 6 * b[row + i] + POLE * b[row + i - w];
		for (int i = 0; i < w; i++) {
			final double end = b[tail + w + i];
			final double limit = steady * end;
			final double one = 6 * end + POLE * b[tail + i];
			final double two = 6 * end + POLE * one;
			b[tail + w + i] = anticausalStart(one, limit);
			b[tail + 2 * w + i] = anticausalStart(two, limit);
		}
		for (int row = tail; row >= head; row -= w)
			for (int i = 0; i < w; i++)
				b[row + i] = POLE * (b[row + i + w] - b[row + i]);
		for (int i = 0; i < w; i++) {
			final double limit = b[i];
			b[w + i] = POLE * (b[head + i] - limit);
			b[i] = POLE * (b[w + i] - limit);
		}
	}

	private static double anticausalStart(final double causal, final double limit) {
		return -POLE * ((causal - limit) / (1 - POLE * POLE) + limit / (1 - POLE));
	}

	/** Writes row {@code o} of the result, clipped. */
	void store(final double[] buffer, final int width, final int o, final float[] to, final int offset,
		final int count, final float min, final float max)
	{
		final double w0 = weights[4 * o];
		final double w1 = weights[4 * o + 1];
		final double w2 = weights[4 * o + 2];
		final double w3 = weights[4 * o + 3];
		final int r0 = (taps.index(o, 0) + BORDER) * width;
		final int r1 = r0 + width;
		final int r2 = r1 + width;
		final int r3 = r2 + width;
		for (int i = 0; i < count; i++) {
			final float value = (float) (w0 * buffer[r0 + i] + w1 * buffer[r1 + i] + w2 * buffer[r2 + i] + w3 *
				buffer[r3 + i]);
			to[offset + i] = Math.max(min, Math.min(max, value));
		}
	}

	/** Writes the whole result of one column, clipped. */
	void storeLine(final double[] buffer, final int width, final int column, final float[] to, final int offset,
		final float min, final float max)
	{
		for (int o = 0; o < out; o++) {
			final int at = (taps.index(o, 0) + BORDER) * width + column;
			final int w = 4 * o;
			final float value = (float) (weights[w] * buffer[at] + weights[w + 1] * buffer[at + width] + weights[w + 2] *
				buffer[at + 2 * width] + weights[w + 3] * buffer[at + 3 * width]);
			to[offset + o] = Math.max(min, Math.min(max, value));
		}
	}
}
