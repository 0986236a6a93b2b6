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
package sc.fiji.nnunet.predict;

import java.util.Arrays;

import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.plan.WindowWeights;

/**
 * How much each voxel of a window counts where windows overlap.
 *
 * @param size the window's size; 2D windows have two axes
 * @param weights one positive weight per voxel, last axis fastest
 */
public record ImportanceMap(int[] size, float[] weights) {

	/** nnU-Net scales its map to this peak. */
	private static final double NNUNET_PEAK = 10;

	/** The map of a kind for a window. */
	public static ImportanceMap of(final WindowWeights kind, final int... size) {
		final double[][] profiles = new double[size.length][];
		for (int axis = 0; axis < size.length; axis++)
			profiles[axis] = switch (kind) {
				case CONSTANT -> ones(size[axis]);
				case NVIDIA_GAUSSIAN -> nvidia(size[axis], size.length);
				case NNUNET_GAUSSIAN -> nnunet(size[axis]);
			};
		final double scale = kind == WindowWeights.NNUNET_GAUSSIAN ? NNUNET_PEAK : 1;
		return new ImportanceMap(size.clone(), product(profiles, scale));
	}

	/** The map in half precision; weights that would be zero are as large as the smallest other one, as in nnU-Net. */
	ImportanceMap halves() {
		final float[] rounded = new float[weights.length];
		float smallest = Float.POSITIVE_INFINITY;
		for (int i = 0; i < rounded.length; i++) {
			rounded[i] = Half.round(weights[i]);
			if (rounded[i] > 0) smallest = Math.min(smallest, rounded[i]);
		}
		for (int i = 0; i < rounded.length; i++)
			if (rounded[i] == 0) rounded[i] = smallest;
		return new ImportanceMap(size, rounded);
	}

	private static double[] ones(final int n) {
		final double[] profile = new double[n];
		Arrays.fill(profile, 1);
		return profile;
	}

	/** Centred at (n - 1) / 2, standard deviation n / 8, the product of all axes to the power of 1 / axes, peak 1. */
	private static double[] nvidia(final int n, final int axes) {
		final double[] profile = new double[n];
		for (int i = 0; i < n; i++)
			profile[i] = Math.exp(-0.5 * square((i - (n - 1) / 2.0) / (0.125 * n)) / axes);
		return peakOne(profile);
	}

	/**
	 * A Gaussian at n / 2 with standard deviation n / 8, peak 1. NB: nnU-Net's is cut off at four standard deviations,
	 * which no voxel exceeds, so no weight is zero that nnU-Net would replace.
	 */
	private static double[] nnunet(final int n) {
		final double sigma = n / 8.0;
		final double[] profile = new double[n];
		for (int i = 0; i < n; i++)
			profile[i] = Math.exp(-0.5 * square((i - n / 2) / sigma));
		return profile;
	}

	private static double[] peakOne(final double[] profile) {
		double peak = 0;
		for (final double value : profile)
			peak = Math.max(peak, value);
		for (int i = 0; i < profile.length; i++)
			profile[i] /= peak;
		return profile;
	}

	private static float[] product(final double[][] profiles, final double scale) {
		int voxels = 1;
		for (final double[] profile : profiles)
			voxels = Math.multiplyExact(voxels, profile.length);
		final float[] weights = new float[voxels];
		for (int i = 0; i < voxels; i++) {
			double weight = scale;
			for (int axis = profiles.length - 1, rest = i; axis >= 0; rest /= profiles[axis].length, axis--)
				weight *= profiles[axis][rest % profiles[axis].length];
			weights[i] = (float) weight;
		}
		return weights;
	}

	private static double square(final double x) {
		return x * x;
	}
}
