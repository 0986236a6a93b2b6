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

import sc.fiji.nnunet.volume.Taps;
import sc.fiji.nnunet.volume.Volume;

/**
 * The features of one channel at one scale: the image smoothed by a Gaussian, the length of its gradient, its
 * Laplacian, and the eigenvalues, largest first, of its Hessian matrix and of its structure tensor.
 * <p>
 * Derivatives are central differences of the smoothed image, per voxel along x; the image is mirrored at its outer
 * voxels. The structure tensor is smoothed within the slice by half the scale.
 * </p>
 */
final class ScaleFeatures {

	/** By which share of the scale the structure tensor is smoothed. */
	private static final double TENSOR = 0.5;

	private final Volume image;
	private final int channel;
	private final double sigma;
	private final boolean volumetric;
	private final int width;
	private final double step;

	/** The rows that are computed, with those around that influence the ones that were asked for. */
	private int first;
	private int rows;

	ScaleFeatures(final Volume image, final boolean volumetric, final int channel, final double sigma) {
		this.image = image;
		this.channel = channel;
		this.sigma = sigma;
		this.volumetric = volumetric;
		width = image.size()[2];
		final double[] spacing = image.geometry().spacing();
		step = spacing[2] / spacing[0];
	}

	/** The number of features: each of the two matrices has as many eigenvalues as there are axes. */
	static int count(final boolean volumetric) {
		return 3 + 2 * (volumetric ? 3 : 2);
	}

	/** Computes the features of the rows from {@code from} to {@code to}, exclusive, of a slice. */
	void compute(final int z, final int from, final int to, final float[][] into) {
		final int halo = (int) Math.ceil(3 * sigma) + (int) Math.ceil(3 * TENSOR * sigma) + 2;
		first = Math.max(0, from - halo);
		rows = Math.min(image.size()[1], to + halo) - first;
		final float[] centre = smooth(z);
		final float[][] across = volumetric ? new float[][] { smooth(z - 1), centre, smooth(z + 1) } : null;
		System.arraycopy(centre, (from - first) * width, into[0], 0, into[0].length);
		final int axes = volumetric ? 3 : 2;
		final float[][] products = new float[axes * (axes + 1) / 2][rows * width];
		final double[] derivatives = new double[9];
		final double[] eigen = new double[3];
		for (int y = 0; y < rows; y++)
			for (int x = 0; x < width; x++) {
				final int at = y * width + x;
				derive(centre, across, y, x, derivatives);
				outer(derivatives, axes, products, at);
				final int target = at - (from - first) * width;
				if (target >= 0 && target < into[0].length) hessian(derivatives, axes, eigen, into, target);
			}
		tensor(products, axes, from, into);
	}

	/** The smoothed slice, of the rows that are computed. */
	private float[] smooth(final int z) {
		final int[] size = { 1, rows, width };
		final float[] one = volumetric ? acrossSlices(z) : Arrays.copyOfRange(image.plane(channel, z), first * width,
			(first + rows) * width);
		return blur(one, size, sigma);
	}

	private static float[] blur(final float[] plane, final int[] size, final double sigma) {
		final float[] spare = new float[plane.length];
		Taps.gaussian(size[1], sigma).apply(plane, size, 1, spare);
		Taps.gaussian(size[2], sigma).apply(spare, size, 2, plane);
		return plane;
	}

	private float[] acrossSlices(final int z) {
		final int depth = image.size()[0];
		final double along = sigma / step;
		final int radius = (int) Math.ceil(3 * along);
		final double[] weights = new double[2 * radius + 1];
		double sum = 0;
		for (int k = 0; k < weights.length; k++)
			sum += weights[k] = Math.exp(-(k - radius) * (k - radius) / (2 * along * along));
		final float[] mean = new float[rows * width];
		for (int k = 0; k < weights.length; k++) {
			final float weight = (float) (weights[k] / sum);
			if (weight < 1e-7f) continue;
			final float[] plane = image.plane(channel, mirrored(z + k - radius, depth));
			for (int i = 0, from = first * width; i < mean.length; i++)
				mean[i] += weight * plane[from + i];
		}
		return mean;
	}

	/** Mirrors an index at the outer values, as {@link Taps#gaussian} does. */
	private static int mirrored(final int i, final int n) {
		if (n == 1) return 0;
		final int j = Math.floorMod(i, 2 * (n - 1));
		return j < n ? j : 2 * (n - 1) - j;
	}

	/** Derivatives: x, y, z, xx, yy, zz, xy, xz, yz. */
	private void derive(final float[] g, final float[][] across, final int y, final int x, final double[] d) {
		final int row = y * width;
		final int up = mirrored(y - 1, rows) * width;
		final int down = mirrored(y + 1, rows) * width;
		final int left = x == 0 ? Math.min(1, width - 1) : x - 1;
		final int right = x == width - 1 ? Math.max(0, width - 2) : x + 1;
		final double value = 2 * g[row + x];
		d[0] = (g[row + right] - g[row + left]) / 2;
		d[1] = (g[down + x] - g[up + x]) / 2;
		d[3] = g[row + right] + g[row + left] - value;
		d[4] = g[down + x] + g[up + x] - value;
		d[6] = (g[down + right] - g[down + left] - g[up + right] + g[up + left]) / 4;
		if (across == null) return;
		final float[] below = across[0];
		final float[] above = across[2];
		d[2] = (above[row + x] - below[row + x]) / (2 * step);
		d[5] = (above[row + x] + below[row + x] - value) / (step * step);
		d[7] = (above[row + right] - above[row + left] - below[row + right] + below[row + left]) / (4 * step);
		d[8] = (above[down + x] - above[up + x] - below[down + x] + below[up + x]) / (4 * step);
	}

	private static void outer(final double[] d, final int axes, final float[][] products, final int at) {
		products[0][at] = (float) (d[0] * d[0]);
		products[1][at] = (float) (d[1] * d[1]);
		if (axes == 2) {
			products[2][at] = (float) (d[0] * d[1]);
			return;
		}
		products[2][at] = (float) (d[2] * d[2]);
		products[3][at] = (float) (d[0] * d[1]);
		products[4][at] = (float) (d[0] * d[2]);
		products[5][at] = (float) (d[1] * d[2]);
	}

	private static void hessian(final double[] d, final int axes, final double[] eigen, final float[][] into,
		final int target)
	{
		into[1][target] = (float) Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
		into[2][target] = (float) (d[3] + d[4] + d[5]);
		if (axes == 2) Eigenvalues.of(d[3], d[4], d[6], eigen);
		else Eigenvalues.of(d[3], d[4], d[5], d[6], d[7], d[8], eigen);
		for (int k = 0; k < axes; k++)
			into[3 + k][target] = (float) eigen[k];
	}

	private void tensor(final float[][] products, final int axes, final int from, final float[][] into) {
		final int[] size = { 1, rows, width };
		for (final float[] product : products)
			blur(product, size, TENSOR * sigma);
		final double[] eigen = new double[3];
		for (int i = 0, at = (from - first) * width; i < into[0].length; i++, at++) {
			if (axes == 2) Eigenvalues.of(products[0][at], products[1][at], products[2][at], eigen);
			else Eigenvalues.of(products[0][at], products[1][at], products[2][at], products[3][at], products[4][at],
				products[5][at], eigen);
			for (int k = 0; k < axes; k++)
				into[3 + axes + k][i] = (float) eigen[k];
		}
	}
}
