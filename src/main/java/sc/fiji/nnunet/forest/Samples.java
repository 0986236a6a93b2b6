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
package sc.fiji.nnunet.forest;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.progress.Progress;

/**
 * The painted voxels of one slice: their features and classes. Immutable, so that a slice whose paint has not changed
 * keeps its samples.
 */
public final class Samples {

	private final float[][] features;
	private final short[] labels;

	private Samples(final float[][] features, final short[] labels) {
		this.features = features;
		this.labels = labels;
	}

	/**
	 * Collects the painted voxels of a slice.
	 *
	 * @param stack features of the image
	 * @param z the slice
	 * @param painted a class for each voxel of the slice, row by row; other numbers than 0 to classes - 1 are no paint
	 * @param classes the number of classes
	 * @param most the most voxels of a class; of more, some are taken at even distances
	 * @param executor whose threads may join in, or null
	 */
	public static Samples of(final FeatureStack stack, final int z, final short[] painted, final int classes,
		final int most, final ExecutorService executor, final Progress progress)
	{
		final int[] voxels = chosen(painted, classes, most);
		final float[][] features = new float[stack.count()][voxels.length];
		final short[] labels = new short[voxels.length];
		for (int i = 0; i < voxels.length; i++)
			labels[i] = painted[voxels[i]];
		final int width = stack.image().size()[2];
		for (final int[] band : stack.bands()) {
			final int begin = position(voxels, band[0] * width);
			final int end = position(voxels, band[1] * width);
			if (begin == end) continue;
			final int from = voxels[begin] / width;
			final float[][] rows = stack.rows(z, from, voxels[end - 1] / width + 1, executor, progress);
			for (int f = 0; f < rows.length; f++)
				for (int i = begin; i < end; i++)
					features[f][i] = rows[f][voxels[i] - from * width];
		}
		return new Samples(features, labels);
	}

	/** Where a voxel is or would be among those chosen. */
	private static int position(final int[] voxels, final int voxel) {
		final int found = Arrays.binarySearch(voxels, voxel);
		return found < 0 ? -found - 1 : found;
	}

	private static int[] chosen(final short[] painted, final int classes, final int most) {
		final int[] counts = new int[classes];
		for (final short label : painted)
			if (label >= 0 && label < classes) counts[label]++;
		int total = 0;
		for (final int count : counts)
			total += Math.min(most, count);
		final int[] voxels = new int[total];
		final long[] seen = new long[classes];
		int n = 0;
		for (int voxel = 0; voxel < painted.length; voxel++) {
			final int label = painted[voxel];
			if (label < 0 || label >= classes) continue;
			final long taken = Math.min(most, counts[label]);
			final long before = seen[label] * taken / counts[label];
			if (++seen[label] * taken / counts[label] > before) voxels[n++] = voxel;
		}
		return voxels;
	}

	/** The number of voxels. */
	public int size() {
		return labels.length;
	}

	/** The number of voxels of a class. */
	public int count(final int label) {
		int count = 0;
		for (final short one : labels)
			if (one == label) count++;
		return count;
	}

	/** The class of a voxel. */
	int label(final int index) {
		return labels[index];
	}

	/** The values of a feature; not to be changed. */
	float[] feature(final int index) {
		return features[index];
	}

	/** The number of features. */
	int features() {
		return features.length;
	}
}
