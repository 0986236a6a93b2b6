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
package sc.fiji.nnunet.augment;

import java.util.Arrays;

/**
 * Interpolates between the voxels of a region, one row of a sample at a time.
 * <p>
 * A row of the sample is a straight line through the region, so the part of it whose neighbours all exist is known in
 * advance, and no index is checked there.
 * </p>
 */
final class Resampler {

	private final Sample sample;
	private final int[] low;
	private final int[] extent;
	private final int channels;
	private final int width;
	private final float[] voxels;
	private final byte[] labels;
	private final byte[] previous;
	private final float[][] images;
	private final byte outside;
	private final int[] corners = new int[8];
	private final float[] weights = new float[8];
	private final byte[] values = new byte[8];
	private final byte[] earlier = new byte[8];

	/**
	 * @param sample the sample to fill
	 * @param low first voxel (z, y, x) of the region
	 * @param extent the region's size; voxels outside of it are 0
	 */
	Resampler(final Sample sample, final int[] low, final int[] extent) {
		this.sample = sample;
		this.low = low;
		this.extent = extent;
		channels = sample.channels();
		width = sample.size()[2];
		voxels = sample.readRegion(low, extent);
		labels = sample.rawLabels();
		previous = sample.previousLabels() > 0 ? sample.rawPrevious() : null;
		images = new float[channels][];
		for (int c = 0; c < channels; c++)
			images[c] = sample.image(c);
		outside = sample.source().outsideLabel();
		for (int k = 0; k < 8; k++)
			corners[k] = ((k >> 2) * extent[1] + (k >> 1 & 1)) * extent[2] + (k & 1);
	}

	/**
	 * Fills a row.
	 *
	 * @param row index of its first voxel in the sample
	 * @param z position of that voxel in the case; likewise y and x
	 * @param dz distance of the row's voxels along z; likewise dy and dx
	 */
	void row(final int row, final double z, final double y, final double x, final double dz, final double dy,
		final double dx)
	{
		final double[] from = { z - low[0], y - low[1], x - low[2] };
		final double[] step = { dz, dy, dx };
		final double[] touched = within(from, step, 1);
		final int first = touched[0] > touched[1] ? width : (int) Math.floor(touched[0]);
		final int last = touched[0] > touched[1] ? width : Math.min(width, (int) Math.ceil(touched[1]) + 1);
		outer(row, row + first);
		outer(row + last, row + width);
		final double[] whole = within(from, step, -1e-6);
		// NB: one voxel less on each side, so that rounding cannot lead out of the region
		final int begin = whole[0] == 0 ? 0 : Math.min(last, (int) Math.ceil(whole[0]) + 1);
		final int end = whole[1] == width - 1 ? width : (int) Math.floor(whole[1]);
		if (whole[0] > whole[1] || begin >= end) {
			edge(row, first, last, from, step);
			return;
		}
		edge(row, first, begin, from, step);
		inner(row, begin, end, from, step);
		edge(row, end, last, from, step);
	}

	/**
	 * The first and the last voxel of a row that are in the region, as real numbers; the first is after the last if there
	 * are none.
	 *
	 * @param margin how far outside they may be; if negative, how far they must stay from the region's far faces, except
	 *          from that of a last plane which contains the row
	 */
	private double[] within(final double[] from, final double[] step, final double margin) {
		final double[] range = { 0, width - 1 };
		for (int d = 0; d < 3; d++) {
			final double near = -Math.max(0, margin);
			final double far = extent[d] - 1 + margin;
			if (step[d] == 0) {
				final boolean plane = d == 0 && from[0] == Math.rint(from[0]) && from[0] == extent[0] - 1;
				if (from[d] < near || from[d] > far && !plane) range[1] = -1;
				continue;
			}
			final double a = (near - from[d]) / step[d];
			final double b = (far - from[d]) / step[d];
			range[0] = Math.max(range[0], Math.min(a, b));
			range[1] = Math.min(range[1], Math.max(a, b));
		}
		return range;
	}

	/** Fills voxels that have no neighbour in the region. */
	private void outer(final int begin, final int end) {
		Arrays.fill(sample.labels(), begin, end, outside);
		if (previous != null) Arrays.fill(sample.previous(), begin, end, (byte) 0);
		for (final float[] image : images)
			Arrays.fill(image, begin, end, 0);
	}

	private void inner(final int row, final int begin, final int end, final double[] from, final double[] step) {
		final byte[] target = sample.labels();
		final byte[] before = sample.previous();
		final int ny = extent[1];
		final int nx = extent[2];
		final int plane = ny * nx;
		final double z1 = from[0];
		final double y1 = from[1];
		final double x1 = from[2];
		final double dz = step[0];
		final double dy = step[1];
		final double dx = step[2];
		for (int i = begin; i < end; i++) {
			final double z = z1 + i * dz;
			final double y = y1 + i * dy;
			final double x = x1 + i * dx;
			final int z0 = (int) z;
			final int y0 = (int) y;
			final int x0 = (int) x;
			final float fz = (float) (z - z0);
			final float fy = (float) (y - y0);
			final float fx = (float) (x - x0);
			final int base = (z0 * ny + y0) * nx + x0;
			// NB: in the last plane the neighbours behind it have no weight, and may not exist
			final int back = fz == 0 ? base : base + plane;
			target[row + i] = label(labels, base, back, fz, fy, fx);
			if (previous != null) before[row + i] = label(previous, base, back, fz, fy, fx);
			for (int c = 0; c < channels; c++) {
				final float front = bilinear(base * channels + c, fy, fx);
				images[c][row + i] = front + fz * (bilinear(back * channels + c, fy, fx) - front);
			}
		}
	}

	/** The label of eight voxels of which all exist, at {@code base} and behind it at {@code back}. */
	private byte label(final byte[] source, final int base, final int back, final float fz, final float fy,
		final float fx)
	{
		final int below = extent[2];
		final byte label = source[base];
		final int differ = label ^ source[base + 1] | label ^ source[base + below] | label ^ source[base + below + 1] |
			label ^ source[back] | label ^ source[back + 1] | label ^ source[back + below] | label ^ source[back + below + 1];
		return differ == 0 ? label : vote(source, base, back - base, fz, fy, fx);
	}

	/** Interpolates between four voxels of a plane. */
	private float bilinear(final int at, final float fy, final float fx) {
		final int below = at + corners[2] * channels;
		final float upper = voxels[at] + fx * (voxels[at + channels] - voxels[at]);
		final float lower = voxels[below] + fx * (voxels[below + channels] - voxels[below]);
		return upper + fy * (lower - upper);
	}

	private byte vote(final byte[] source, final int base, final int behind, final float fz, final float fy,
		final float fx)
	{
		for (int k = 0; k < 8; k++)
			values[k] = source[base + (k >> 2) * behind + corners[k & 3]];
		weigh(fz, fy, fx);
		return vote(values);
	}

	/** As {@link #inner}, for voxels whose neighbours may be outside. */
	private void edge(final int row, final int begin, final int end, final double[] from, final double[] step) {
		for (int i = begin; i < end; i++) {
			final double z = from[0] + i * step[0];
			final double y = from[1] + i * step[1];
			final double x = from[2] + i * step[2];
			final int z0 = (int) Math.floor(z);
			final int y0 = (int) Math.floor(y);
			final int x0 = (int) Math.floor(x);
			weigh((float) (z - z0), (float) (y - y0), (float) (x - x0));
			for (int c = 0; c < channels; c++)
				images[c][row + i] = 0;
			for (int k = 0; k < 8; k++) {
				final int zk = z0 + (k >> 2);
				final int yk = y0 + (k >> 1 & 1);
				final int xk = x0 + (k & 1);
				values[k] = outside;
				earlier[k] = 0;
				if (zk < 0 || zk >= extent[0] || yk < 0 || yk >= extent[1] || xk < 0 || xk >= extent[2]) continue;
				final int at = (zk * extent[1] + yk) * extent[2] + xk;
				values[k] = labels[at];
				if (previous != null) earlier[k] = previous[at];
				for (int c = 0; c < channels; c++)
					images[c][row + i] += weights[k] * voxels[at * channels + c];
			}
			sample.labels()[row + i] = vote(values);
			if (previous != null) sample.previous()[row + i] = vote(earlier);
		}
	}

	/** The weights of the eight neighbours; bit 2 of a neighbour's number is z, bit 1 y, bit 0 x. */
	private void weigh(final float z, final float y, final float x) {
		final float a = (1 - z) * (1 - y);
		final float b = (1 - z) * y;
		final float c = z * (1 - y);
		final float d = z * y;
		weights[0] = a * (1 - x);
		weights[1] = a * x;
		weights[2] = b * (1 - x);
		weights[3] = b * x;
		weights[4] = c * (1 - x);
		weights[5] = c * x;
		weights[6] = d * (1 - x);
		weights[7] = d * x;
	}

	/** The label with the largest weight; in case of a tie, the lowest. */
	private byte vote(final byte[] labelled) {
		byte best = 0;
		float most = -1;
		for (int k = 0; k < 8; k++) {
			float sum = 0;
			for (int j = 0; j < 8; j++)
				if (labelled[j] == labelled[k]) sum += weights[j];
			if (sum > most || sum == most && (labelled[k] & 0xff) < (best & 0xff)) {
				most = sum;
				best = labelled[k];
			}
		}
		return best;
	}
}
