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
package sc.fiji.nnunet.totalsegmentator;

import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.volume.Axes;
import sc.fiji.nnunet.volume.Chunks;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Transpose;
import sc.fiji.nnunet.volume.Volume;

/**
 * Resizing with the first and the last voxels of both grids in the same places, as {@code scipy.ndimage.zoom} does it
 * by default (recipe-nnunet.md 9).
 */
final class CornerZoom {

	private CornerZoom() {
		// static methods only
	}

	/**
	 * A linearly interpolated image, cut off to whole numbers towards zero. NB: factors and terms are in SciPy's order, as
	 * the last bit of a sum decides between two whole numbers where an image is constant.
	 *
	 * @param size of the result, z, y, x
	 * @param spacing of the result, z, y, x
	 */
	static Volume image(final Volume image, final int[] size, final double[] spacing, final ExecutorService executor) {
		final int[] old = image.size();
		final Volume result = new Volume(Geometry.ofZyx(size, spacing), 1);
		final int[][] first = new int[3][];
		final double[][] share = new double[3][];
		for (int d = 0; d < 3; d++) {
			first[d] = new int[size[d]];
			share[d] = new double[size[d]];
			for (int i = 0; i < size[d]; i++) {
				final double at = position(i, old[d], size[d]);
				first[d][i] = (int) Math.floor(at);
				share[d][i] = at - first[d][i];
			}
		}
		Chunks.run(executor, size[0], z -> {
			final float[] near = image.plane(0, first[0][z]);
			final float[] far = image.plane(0, Math.min(old[0] - 1, first[0][z] + 1));
			final float[] plane = result.plane(0, z);
			for (int y = 0; y < size[1]; y++) {
				final int upper = first[1][y] * old[2];
				final int lower = Math.min(old[1] - 1, first[1][y] + 1) * old[2];
				row(near, far, upper, lower, first[2], new double[][] { share[2], { share[1][y] }, { share[0][z] } }, old[2],
					plane, y * size[2]);
			}
		});
		return result;
	}

	/** One row: x is the slowest of SciPy's axes, z the fastest. */
	private static void row(final float[] near, final float[] far, final int upper, final int lower, final int[] first,
		final double[][] share, final int width, final float[] plane, final int begin)
	{
		final double y = share[1][0];
		final double z = share[2][0];
		for (int i = 0; i < first.length; i++) {
			final double x = share[0][i];
			final int a = first[i];
			final int b = Math.min(width - 1, a + 1);
			double sum = near[upper + a] * (1 - x) * (1 - y) * (1 - z);
			sum += far[upper + a] * (1 - x) * (1 - y) * z;
			sum += near[lower + a] * (1 - x) * y * (1 - z);
			sum += far[lower + a] * (1 - x) * y * z;
			sum += near[upper + b] * x * (1 - y) * (1 - z);
			sum += far[upper + b] * x * (1 - y) * z;
			sum += near[lower + b] * x * y * (1 - z);
			sum += far[lower + b] * x * y * z;
			plane[begin + i] = (int) sum;
		}
	}

	/**
	 * The nearest labels on the grid of an image; halves round up.
	 *
	 * @param labels on the turned axes of that image
	 * @param axes how the axes of the image were turned
	 */
	static LabelMap labels(final LabelMap labels, final Axes axes, final Geometry grid) {
		final LabelMap result = new LabelMap(grid);
		final int[] old = labels.size();
		final int[] size = Transpose.apply(grid.sizeZyx(), axes.order());
		final int width = grid.sizeZyx()[2];
		final int[] voxel = new int[3];
		for (int z = 0; z < size[0]; z++) {
			final short[] from = labels.plane(nearest(z, old[0], size[0]));
			voxel[axes.order()[0]] = axes.mirrored()[0] ? size[0] - 1 - z : z;
			for (int y = 0; y < size[1]; y++) {
				final int row = nearest(y, old[1], size[1]) * old[2];
				voxel[axes.order()[1]] = axes.mirrored()[1] ? size[1] - 1 - y : y;
				for (int x = 0; x < size[2]; x++) {
					voxel[axes.order()[2]] = axes.mirrored()[2] ? size[2] - 1 - x : x;
					result.plane(voxel[0])[voxel[1] * width + voxel[2]] = from[row + nearest(x, old[2], size[2])];
				}
			}
		}
		return result;
	}

	private static int nearest(final int i, final int in, final int out) {
		return (int) Math.floor(position(i, in, out) + 0.5);
	}

	private static double position(final int i, final int in, final int out) {
		return Math.min(in - 1, i * (out > 1 ? (in - 1.0) / (out - 1) : 1));
	}
}
