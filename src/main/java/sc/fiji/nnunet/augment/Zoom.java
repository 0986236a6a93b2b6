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

import sc.fiji.nnunet.volume.Taps;

/**
 * Enlarges the middle of a sample to its full size (recipe-nvidia.md 3.3 step 4).
 * <p>
 * One factor for all axes; the image by Catmull-Rom cubic interpolation, the labels by the nearest voxel.
 * </p>
 */
public final class Zoom implements Augmentation {

	private final double probability;
	private final double smallest;
	private final boolean depth;

	/**
	 * @param probability the probability of a change
	 * @param smallest smallest share of each axis that is enlarged to the full size; the largest is 1
	 * @param depth whether the first axis is enlarged too; not in 2D, where it counts slices
	 */
	public Zoom(final double probability, final double smallest, final boolean depth) {
		this.probability = probability;
		this.smallest = smallest;
		this.depth = depth;
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		zoom(sample, random.uniform(smallest, 1));
	}

	/** Enlarges by 1 / share. */
	void zoom(final Sample sample, final double share) {
		final int[] size = sample.size();
		final int[] part = size.clone();
		final int[] first = new int[3];
		for (int d = depth ? 0 : 1; d < 3; d++) {
			part[d] = Math.max(1, (int) (share * size[d]));
			first[d] = (int) Math.round(0.5 * (size[d] - part[d]));
		}
		if (Arrays.equals(part, size)) return;
		for (int d = 2; d >= 0; d--) {
			if (part[d] == size[d]) continue;
			final Taps taps = Taps.cubic(size[d], first[d], part[d]);
			for (int c = 0; c < sample.channels(); c++) {
				taps.apply(sample.image(c), size, d, sample.spare());
				sample.replace(c);
			}
		}
		labels(sample.labels(), size, first, part);
		if (sample.previousLabels() > 0) labels(sample.previous(), size, first, part);
	}

	private static void labels(final byte[] labels, final int[] size, final int[] first, final int[] part) {
		final byte[] old = labels.clone();
		final int[] column = new int[size[2]];
		for (int x = 0; x < size[2]; x++)
			column[x] = first[2] + Taps.nearest(x, part[2], size[2]);
		for (int z = 0, i = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++) {
				final int row = ((first[0] + Taps.nearest(z, part[0], size[0])) * size[1] + first[1] + Taps.nearest(y,
					part[1], size[1])) * size[2];
				for (int x = 0; x < size[2]; x++, i++)
					labels[i] = old[row + column[x]];
			}
	}
}
