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
package sc.fiji.nnunet.phantom;

import java.util.Arrays;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The frequency of each label at each position relative to the image's centre, over the training cases, and the
 * segmentation that follows from that alone.
 * <p>
 * Cases are aligned by their centres, along the axes of their arrays, on a grid with the spacing of the first case. A
 * voxel gets a label if the label's frequency there is above a threshold; the threshold is the one with the highest
 * Dice over the training cases.
 * </p>
 */
final class MeanLabelImage {

	private final int classes;
	private int cases;
	private double[] spacing;
	/** Number of voxels on each side of the centre, z, y, x. */
	private int[] reach = new int[3];
	/** Counts by class, then z, y, x. */
	private int[][] counts;
	private double[] limits;

	MeanLabelImage(final int classes) {
		this.classes = classes;
		counts = new int[classes][1];
	}

	/** Adds a training case. */
	void add(final LabelMap labels) {
		if (spacing == null) spacing = labels.geometry().spacingZyx();
		grow(labels.geometry());
		cases++;
		limits = null;
		final int[][] source = new int[3][];
		for (int d = 0; d < 3; d++)
			source[d] = nearest(2 * reach[d] + 1, spacing[d], labels.size()[d], labels.geometry().spacingZyx()[d],
				true);
		int i = 0;
		for (final int z : source[0]) {
			final short[] plane = z < 0 ? null : labels.plane(z);
			for (final int y : source[1])
				for (final int x : source[2]) {
					final int value = plane == null || y < 0 || x < 0 ? 0 : plane[y * labels.size()[2] + x];
					if (value > 0 && value < classes) counts[value][i]++;
					i++;
				}
		}
	}

	/** The segmentation of a case of which only the grid is known. */
	LabelMap predict(final Geometry geometry) {
		if (limits == null) limits = limits();
		final LabelMap guess = new LabelMap(geometry);
		final int[] size = guess.size();
		final int[][] source = new int[3][];
		for (int d = 0; d < 3; d++)
			source[d] = nearest(size[d], geometry.spacingZyx()[d], 2 * reach[d] + 1, spacing[d], false);
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = guess.plane(z);
			for (int y = 0, i = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++, i++)
					plane[i] = (short) label(source[0][z], source[1][y], source[2][x]);
		}
		return guess;
	}

	private int label(final int z, final int y, final int x) {
		if (z < 0 || y < 0 || x < 0) return 0;
		final int i = (z * (2 * reach[1] + 1) + y) * (2 * reach[2] + 1) + x;
		int label = 0;
		for (int value = 1; value < classes; value++)
			if (counts[value][i] >= limits[value] && (label == 0 || counts[value][i] > counts[label][i])) label = value;
		return label;
	}

	/** For each class the smallest count for which a voxel gets its label: the one with the best Dice in training. */
	private double[] limits() {
		final double[] best = new double[classes];
		for (int value = 1; value < classes; value++) {
			final long[] voxels = new long[cases + 1];
			long total = 0;
			for (final int count : counts[value]) {
				voxels[count]++;
				total += count;
			}
			double highest = -1;
			long hits = 0;
			long chosen = 0;
			for (int limit = cases; limit > 0; limit--) {
				hits += limit * voxels[limit];
				chosen += voxels[limit] * cases;
				final double dice = 2.0 * hits / (chosen + total);
				if (chosen == 0 || dice <= highest) continue;
				highest = dice;
				best[value] = limit;
			}
			if (highest < 0) best[value] = cases + 1;
		}
		return best;
	}

	/** Enlarges the grid to hold a case, and keeps the counts. */
	private void grow(final Geometry geometry) {
		final int[] larger = new int[3];
		for (int d = 0; d < 3; d++)
			larger[d] = Math.max(reach[d], (int) Math.ceil(geometry.sizeZyx()[d] * geometry.spacingZyx()[d] / spacing[d] /
				2));
		if (Arrays.equals(larger, reach)) return;
		final int[] size = { 2 * larger[0] + 1, 2 * larger[1] + 1, 2 * larger[2] + 1 };
		final int[][] grown = new int[classes][Math.multiplyExact(size[0], Math.multiplyExact(size[1], size[2]))];
		final int width = 2 * reach[2] + 1;
		final int height = 2 * reach[1] + 1;
		for (int value = 0; value < classes; value++)
			for (int row = 0; row < (2 * reach[0] + 1) * height; row++) {
				final int z = row / height + larger[0] - reach[0];
				final int y = row % height + larger[1] - reach[1];
				System.arraycopy(counts[value], row * width, grown[value], (z * size[1] + y) * size[2] + larger[2] - reach[2],
					width);
			}
		counts = grown;
		reach = larger;
	}

	/**
	 * For each voxel of one row the nearest voxel of another row with the same centre, or -1 beyond its ends. Ties
	 * are rounded down or up: a case and the common grid round differently, so that mapping there and back is the
	 * identity.
	 */
	private static int[] nearest(final int size, final double spacing, final int otherSize, final double otherSpacing,
		final boolean down)
	{
		final int[] indices = new int[size];
		for (int i = 0; i < size; i++) {
			final double position = (i - (size - 1) / 2.0) * spacing / otherSpacing + (otherSize - 1) / 2.0;
			final double index = down ? Math.ceil(position - 0.5) : Math.floor(position + 0.5);
			indices[i] = index < 0 || index >= otherSize ? -1 : (int) index;
		}
		return indices;
	}
}
