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
 * A linear map along one axis, each output value a weighted sum of a few input values: resizing and blurring.
 * <p>
 * Resizing aligns voxel centres as {@code source = (i + 0.5) * in / out - 0.5} and repeats the border.
 * </p>
 */
public final class Taps {

	/** The input values that a {@link Kernel} takes: floor - 1 to floor + 2. */
	static final int KERNEL = 4;

	private final int inputs;
	private final int outputs;
	private final int width;
	private final int[] index;
	private final double[] exact;
	private final float[] weight;

	private Taps(final int inputs, final int outputs, final int width) {
		this.inputs = inputs;
		this.outputs = outputs;
		this.width = width;
		index = new int[outputs * width];
		exact = new double[outputs * width];
		weight = new float[outputs * width];
	}

	/** Resizes a row. */
	public static Taps of(final Kernel kernel, final int in, final int out) {
		return of(kernel, in, out, 0, in - 1);
	}

	/** The same, but indices may lie outside of the row, by up to {@link #KERNEL}, instead of repeating its ends. */
	static Taps open(final Kernel kernel, final int in, final int out) {
		return of(kernel, in, out, -KERNEL, in + KERNEL);
	}

	private static Taps of(final Kernel kernel, final int in, final int out, final int least, final int most) {
		final Taps taps = new Taps(in, out, KERNEL);
		for (int o = 0; o < out; o++) {
			final double source = source(o, in, out);
			final int floor = (int) Math.floor(source);
			kernel.weights(source - floor, taps.exact, KERNEL * o);
			for (int k = 0; k < KERNEL; k++)
				taps.set(o, k, Math.min(most, Math.max(least, floor - 1 + k)), taps.exact[KERNEL * o + k]);
		}
		return taps;
	}

	/**
	 * Enlarges a part of a row to the whole row by Catmull-Rom cubic interpolation (a = -0.5), voxel centres aligned as
	 * areas, borders of the part repeated.
	 *
	 * @param n length of the row
	 * @param first first value of the part
	 * @param part length of the part
	 */
	public static Taps cubic(final int n, final int first, final int part) {
		final Taps resize = of(Kernel.CATMULL_ROM, part, n);
		final Taps taps = new Taps(n, n, KERNEL);
		for (int t = 0; t < n * KERNEL; t++)
			taps.set(t / KERNEL, t % KERNEL, first + resize.index[t], resize.exact[t]);
		return taps;
	}

	/** Shrinks a row by taking nearest values, then enlarges it linearly again, voxel centres aligned as areas. */
	public static Taps coarse(final int n, final int shrunk) {
		final Taps taps = new Taps(n, n, 2);
		for (int i = 0; i < n; i++) {
			final double position = source(i, shrunk, n);
			final int floor = (int) Math.floor(position);
			for (int k = 0; k < 2; k++)
				taps.set(i, k, nearest(Math.min(shrunk - 1, Math.max(0, floor + k)), n, shrunk), 1 - Math.abs(position -
					(floor + k)));
		}
		return taps;
	}

	/** Blurs a row with a Gaussian that is cut off at 3 sigma; the row is mirrored at its outer values. */
	public static Taps gaussian(final int n, final double sigma) {
		final int radius = (int) Math.ceil(3 * sigma);
		final double[] kernel = new double[2 * radius + 1];
		double sum = 0;
		for (int k = 0; k < kernel.length; k++) {
			kernel[k] = Math.exp(-(k - radius) * (k - radius) / (2 * sigma * sigma));
			sum += kernel[k];
		}
		final Taps taps = new Taps(n, n, kernel.length);
		for (int i = 0; i < n; i++)
			for (int k = 0; k < kernel.length; k++)
				taps.set(i, k, mirror(i + k - radius, n), kernel[k] / sum);
		return taps;
	}

	/** Where the centre of output value {@code i} lies in the input. */
	static double source(final int i, final int in, final int out) {
		return (i + 0.5) * in / out - 0.5;
	}

	/** The nearest input value of output value {@code i}; halves round up. */
	public static int nearest(final int i, final int in, final int out) {
		return Math.min(in - 1, (int) ((i + 0.5) * in / out));
	}

	/** The k-th input value that output value {@code i} is made of. */
	public int index(final int i, final int k) {
		return index[i * width + k];
	}

	/** The weight of that value. */
	public float weight(final int i, final int k) {
		return weight[i * width + k];
	}

	/** All weights, those of an output value next to each other. */
	double[] weights() {
		return exact;
	}

	/** Applies the map along an axis (0 to 2) of a z × y × x array that is as long there as the map's input. */
	public void apply(final float[] from, final int[] size, final int axis, final float[] to) {
		int outer = 1;
		int inner = 1;
		for (int d = 0; d < 3; d++)
			if (d < axis) outer *= size[d];
			else if (d > axis) inner *= size[d];
		for (int o = 0; o < outer; o++)
			if (inner == 1) row(from, o * inputs, to, o * outputs);
			else for (int i = 0; i < outputs; i++)
				rows(from, o * inputs * inner, inner, i, to, (o * outputs + i) * inner);
	}

	private void row(final float[] from, final int begin, final float[] to, final int target) {
		for (int i = 0, t = 0; i < outputs; i++) {
			float sum = 0;
			for (int k = 0; k < width; k++, t++)
				sum += weight[t] * from[begin + index[t]];
			to[target + i] = sum;
		}
	}

	private void rows(final float[] from, final int begin, final int length, final int i, final float[] to,
		final int target)
	{
		for (int k = 0; k < width; k++) {
			final float w = weight[i * width + k];
			final int source = begin + index[i * width + k] * length;
			if (k == 0) for (int x = 0; x < length; x++)
				to[target + x] = w * from[source + x];
			else for (int x = 0; x < length; x++)
				to[target + x] += w * from[source + x];
		}
	}

	private void set(final int i, final int k, final int source, final double value) {
		index[i * width + k] = source;
		exact[i * width + k] = value;
		weight[i * width + k] = (float) value;
	}

	/** Mirrors an index into 0..n-1 without repeating the outer values (reflect-101). */
	private static int mirror(final int i, final int n) {
		if (n == 1) return 0;
		final int period = 2 * (n - 1);
		final int j = Math.floorMod(i, period);
		return j < n ? j : period - j;
	}
}
