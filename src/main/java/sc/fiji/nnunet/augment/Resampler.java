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

/**
 * Reads voxels between the voxels of a region, one row of a sample at a time.
 * <p>
 * A row of the sample is a straight line through the region, so the part of it that has all its neighbours is known
 * before its voxels are visited; there no index is checked.
 * </p>
 */
final class Resampler {

	private final Sample sample;
	private final int[] low;
	private final int[] extent;
	private final int channels;
	private final float[] voxels;
	private final byte[] labels;
	private final byte outside;
	private final int[] corners = new int[8];
	private final float[] weights = new float[8];
	private final byte[] values = new byte[8];

	/**
	 * @param sample what is filled
	 * @param low first voxel (z, y, x) of the region
	 * @param extent the region's size; what lies outside of it is 0
	 */
	Resampler(final Sample sample, final int[] low, final int[] extent) {
		this.sample = sample;
		this.low = low;
		this.extent = extent;
		channels = sample.channels();
		voxels = sample.readRegion(low, extent);
		labels = sample.rawLabels();
		outside = sample.source().outsideLabel();
		for (int k = 0; k < 8; k++)
			corners[k] = ((k >> 2) * extent[1] + (k >> 1 & 1)) * extent[2] + (k & 1);
	}

	/**
	 * Fills a row.
	 *
	 * @param row index of its first voxel in the sample
	 * @param z where that lies in the case; likewise y and x
	 * @param dz how far apart the row's voxels lie along z; likewise dy and dx
	 */
	void row(final int row, final double z, final double y, final double x, final double dz, final double dy,
		final double dx)
	{
		final int width = sample.size()[2];
		final double[] from = { z - low[0], y - low[1], x - low[2] };
		final double[] step = { dz, dy, dx };
		double first = 0;
		double last = width - 1;
		for (int d = 0; d < 3; d++) {
			final double end = extent[d] - 1 - 1e-6;
			if (step[d] == 0) {
				final boolean plane = d == 0 && from[0] == Math.rint(from[0]) && from[0] == extent[0] - 1;
				if (from[d] < 0 || from[d] > end && !plane) last = -1;
				continue;
			}
			final double a = -from[d] / step[d];
			final double b = (end - from[d]) / step[d];
			first = Math.max(first, Math.min(a, b));
			last = Math.min(last, Math.max(a, b));
		}
		// NB: one voxel less on each side, so that rounding cannot lead out of the region
		final int begin = first > last ? width : first == 0 ? 0 : (int) Math.ceil(first) + 1;
		final int end = first > last ? width : last == width - 1 ? width : (int) Math.floor(last);
		edge(row, 0, Math.min(begin, width), from, step);
		if (begin < end) inner(row, begin, end, from, step);
		if (begin < width) edge(row, Math.max(begin, end), width, from, step);
	}

	private void inner(final int row, final int begin, final int end, final double[] from, final double[] step) {
		final byte[] target = sample.labels();
		final int[] offset = corners;
		final int ny = extent[1];
		final int nx = extent[2];
		for (int i = begin; i < end; i++) {
			final double z = from[0] + i * step[0];
			final double y = from[1] + i * step[1];
			final double x = from[2] + i * step[2];
			final int z0 = (int) z;
			final int y0 = (int) y;
			final int x0 = (int) x;
			final float fz = (float) (z - z0);
			final float fy = (float) (y - y0);
			final float fx = (float) (x - x0);
			final int base = (z0 * ny + y0) * nx + x0;
			// NB: in a plane the neighbours behind it have no weight, and may not exist
			final int behind = fz == 0 ? 0 : offset[4];
			final byte label = labels[base];
			final int differ = label ^ labels[base + 1] | label ^ labels[base + nx] | label ^ labels[base + nx + 1] | label ^
				labels[base + behind] | label ^ labels[base + behind + 1] | label ^ labels[base + behind + nx] | label ^
				labels[base + behind + nx + 1];
			target[row + i] = differ == 0 ? label : vote(base, behind, fz, fy, fx);
			for (int c = 0; c < channels; c++) {
				final int front = base * channels + c;
				final int back = front + behind * channels;
				sample.image(c)[row + i] = (1 - fz) * plane(front, fy, fx) + fz * plane(back, fy, fx);
			}
		}
	}

	/** Interpolates between four voxels of a plane. */
	private float plane(final int at, final float fy, final float fx) {
		final int below = at + corners[2] * channels;
		final float upper = voxels[at] + fx * (voxels[at + channels] - voxels[at]);
		final float lower = voxels[below] + fx * (voxels[below + channels] - voxels[below]);
		return upper + fy * (lower - upper);
	}

	private byte vote(final int base, final int behind, final float fz, final float fy, final float fx) {
		for (int k = 0; k < 8; k++)
			values[k] = labels[base + (k >> 2) * behind + corners[k & 3]];
		weigh(fz, fy, fx);
		return vote();
	}

	/** As {@link #inner}, for voxels whose neighbours may lie outside. */
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
				sample.image(c)[row + i] = 0;
			for (int k = 0; k < 8; k++) {
				final int zk = z0 + (k >> 2);
				final int yk = y0 + (k >> 1 & 1);
				final int xk = x0 + (k & 1);
				values[k] = outside;
				if (zk < 0 || zk >= extent[0] || yk < 0 || yk >= extent[1] || xk < 0 || xk >= extent[2]) continue;
				final int at = (zk * extent[1] + yk) * extent[2] + xk;
				values[k] = labels[at];
				for (int c = 0; c < channels; c++)
					sample.image(c)[row + i] += weights[k] * voxels[at * channels + c];
			}
			sample.labels()[row + i] = vote();
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

	/** The label with the largest weight; of equal ones the lowest. */
	private byte vote() {
		byte best = 0;
		float most = -1;
		for (int k = 0; k < 8; k++) {
			float sum = 0;
			for (int j = 0; j < 8; j++)
				if (values[j] == values[k]) sum += weights[j];
			if (sum > most || sum == most && (values[k] & 0xff) < (best & 0xff)) {
				most = sum;
				best = values[k];
			}
		}
		return best;
	}
}
