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

import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/**
 * Resizes a segmentation label by label, each only inside its own bounding box.
 * <p>
 * A voxel gets the last label whose share reaches one half (NVIDIA), or the one with
 * the largest share (nnU-Net as of 2.8; of equal shares the last).
 * </p>
 * <p>
 * NB: A linear resize of a mask needs two input planes per output plane, so output
 * planes are made in runs and the mask planes between them are kept: nothing larger
 * than a few planes is allocated.
 * </p>
 */
final class LabelResize {

	/** Output planes that one thread makes in a row. */
	private static final int RUN = 8;

	/** Shares that differ by less count as equal. */
	private static final double EQUAL = 1e-9;

	private final LabelMap labels;
	private final LabelMap result;
	private final boolean slices;
	private final boolean majority;
	private final int[] from;
	private final int[] to;
	private final Linear z;
	private final Linear y;
	private final Linear x;

	/**
	 * @param slices whether planes are resized on their own and then repeated, instead of blended
	 * @param majority whether the largest share wins instead of one half
	 */
	LabelResize(final LabelMap labels, final LabelMap result, final boolean slices, final boolean majority) {
		this.majority = majority;
		this.labels = labels;
		this.result = result;
		this.slices = slices;
		from = labels.size();
		to = result.size();
		z = new Linear(from[0], to[0]);
		y = new Linear(from[1], to[1]);
		x = new Linear(from[2], to[2]);
	}

	void run(final ExecutorService executor) {
		final TreeMap<Integer, Box> boxes = LabelBoxes.of(labels, executor);
		if (!majority) boxes.remove(0);
		final int runs = (to[0] + RUN - 1) / RUN;
		Chunks.run(executor, runs, run -> {
			final int start = run * RUN;
			final int end = Math.min(to[0], start + RUN);
			final double[][] best = new double[end - start][majority ? to[1] * to[2] : 0];
			for (final int label : boxes.keySet())
				if (slices) paintSlices((short) label, boxes.get(label), start, end, best);
				else paintVolume((short) label, boxes.get(label), start, end, best);
		});
	}

	private void paintSlices(final short label, final Box box, final int start, final int end, final double[][] best) {
		MaskPlane mask = null;
		for (int o = start; o < end; o++) {
			final int k = Taps.nearest(o, from[0], to[0]);
			if (k < box.start()[0] || k >= box.end()[0]) continue;
			if (mask == null || mask.z != k) mask = new MaskPlane(label, k, box);
			paint(mask, mask, 0, o, best[o - start]);
		}
	}

	private void paintVolume(final short label, final Box box, final int start, final int end, final double[][] best) {
		MaskPlane low = null;
		MaskPlane high = null;
		for (int o = start; o < end; o++) {
			final int a = z.low[o];
			final int b = z.high[o];
			if (b < box.start()[0] || a >= box.end()[0]) continue;
			low = high != null && high.z == a ? high : low != null && low.z == a ? low : new MaskPlane(label, a, box);
			if (b == a) high = low;
			else if (high == null || high.z != b) high = new MaskPlane(label, b, box);
			paint(low, high, z.share[o], o, best[o - start]);
		}
	}

	/** Writes a label into plane {@code o} where the blend of two of its mask planes wins. */
	private void paint(final MaskPlane low, final MaskPlane high, final double share, final int o, final double[] best) {
		final short[] target = result.plane(o);
		final int width = low.columns[1] - low.columns[0];
		for (int row = low.rows[0]; row < low.rows[1]; row++) {
			final int at = (row - low.rows[0]) * width;
			final int offset = row * to[2] + low.columns[0];
			if (!majority) {
				for (int i = 0; i < width; i++)
					if ((1 - share) * low.values[at + i] + share * high.values[at + i] >= 0.5) target[offset + i] = low.label;
				continue;
			}
			for (int i = 0; i < width; i++) {
				final double value = (1 - share) * low.values[at + i] + share * high.values[at + i];
				final double ahead = value - best[offset + i];
				if (ahead < -EQUAL || value <= EQUAL) continue;
				target[offset + i] = low.label;
				best[offset + i] = Math.max(value, best[offset + i]);
			}
		}
	}

	/** The two neighbours of each output voxel along one axis, and the share of the upper one. */
	private static final class Linear {

		private final int[] low;
		private final int[] high;
		private final double[] share;

		Linear(final int in, final int out) {
			low = new int[out];
			high = new int[out];
			share = new double[out];
			for (int o = 0; o < out; o++) {
				final double source = Taps.source(o, in, out);
				final int floor = (int) Math.floor(source);
				low[o] = Math.max(0, floor);
				high[o] = Math.min(in - 1, floor + 1);
				share[o] = source - floor;
			}
		}

		/** The output voxels that a range of input voxels reaches: the first, and one past the last. */
		int[] reach(final int start, final int end) {
			int first = 0;
			while (first < low.length && high[first] < start)
				first++;
			int behind = low.length;
			while (behind > first && low[behind - 1] >= end)
				behind--;
			return new int[] { first, behind };
		}
	}

	/** One plane of one label's mask, resized in its plane, where the label's box reaches to. */
	private final class MaskPlane {

		private final short label;
		private final int z;
		private final int[] rows;
		private final int[] columns;
		private final double[] values;

		MaskPlane(final short label, final int z, final Box box) {
			this.label = label;
			this.z = z;
			rows = y.reach(box.start()[1], box.end()[1]);
			columns = x.reach(box.start()[2], box.end()[2]);
			final int width = columns[1] - columns[0];
			values = new double[(rows[1] - rows[0]) * width];
			final short[] plane = labels.plane(z);
			double[] lowRow = new double[width];
			double[] highRow = new double[width];
			int lowAt = -1;
			int highAt = -1;
			for (int row = rows[0]; row < rows[1]; row++) {
				final int a = y.low[row];
				final int b = y.high[row];
				if (lowAt != a) {
					final double[] spare = lowRow;
					lowRow = highRow;
					highRow = spare;
					if (highAt != a) along(plane, a, lowRow);
					lowAt = a;
					highAt = -1;
				}
				if (highAt != b) {
					along(plane, b, highRow);
					highAt = b;
				}
				blend(lowRow, highRow, y.share[row], values, (row - rows[0]) * width);
			}
		}

		private void along(final short[] plane, final int row, final double[] into) {
			final int offset = row * from[2];
			for (int i = 0; i < into.length; i++) {
				final int column = columns[0] + i;
				final double share = x.share[column];
				into[i] = (plane[offset + x.low[column]] == label ? 1 - share : 0) + (plane[offset +
					x.high[column]] == label ? share : 0);
			}
		}

		private void blend(final double[] low, final double[] high, final double share, final double[] into,
			final int offset)
		{
			final double rest = 1 - share;
			for (int i = 0; i < low.length; i++)
				into[offset + i] = rest * low[i] + share * high[i];
		}
	}
}
