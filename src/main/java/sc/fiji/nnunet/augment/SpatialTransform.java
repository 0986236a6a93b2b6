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
 * Rotates and scales a sample in one interpolation (recipe-nnunet.md 3, rows 0 and 1).
 * <p>
 * Must be the first augmentation: it reads from the case the region that the rotated block covers, so that no corner
 * within the case is cut off. The image is interpolated linearly, 0 outside of the case; a voxel's label is the one
 * with the largest weight among its neighbours. Nothing is read or interpolated if neither rotation nor scaling was
 * drawn.
 * </p>
 */
public final class SpatialTransform implements Augmentation {

	/** Patches that are longer than this many times their depth are rotated within their planes only ("dummy 2D"). */
	private static final double FLAT = 3;

	/** 2D patches that are longer than this many times their width are rotated by small angles only. */
	private static final double OBLONG = 1.5;

	private final double rotation;
	private final double angle;
	private final double scaling;
	private final double smallest;
	private final double largest;
	private final boolean planar;

	/**
	 * @param rotation probability of a rotation
	 * @param angle largest angle to either side, in degrees
	 * @param scaling probability of a scaling, independent of the rotation
	 * @param smallest smallest factor; below 1 enlarges
	 * @param largest largest factor; above 1 shrinks, so that more of the case is visible
	 * @param planar whether rotation is within planes only; else there is an angle around each axis
	 */
	public SpatialTransform(final double rotation, final double angle, final double scaling, final double smallest,
		final double largest, final boolean planar)
	{
		this.rotation = rotation;
		this.angle = Math.toRadians(angle);
		this.scaling = scaling;
		this.smallest = smallest;
		this.largest = largest;
		this.planar = planar;
	}

	/** Whether a 3D patch is so flat that it is treated plane by plane. */
	public static boolean isFlat(final int... patchZyx) {
		return Math.max(patchZyx[0], Math.max(patchZyx[1], patchZyx[2])) > FLAT * patchZyx[0];
	}

	/** nnU-Net's transformation for a patch; the largest angle depends on the patch's shape. */
	public static SpatialTransform nnUNet(final boolean is2d, final int... patchZyx) {
		if (!is2d && !isFlat(patchZyx)) return new SpatialTransform(0.2, 30, 0.2, 0.7, 1.4, false);
		final double aspect = Math.max(patchZyx[1], patchZyx[2]) / (double) Math.min(patchZyx[1], patchZyx[2]);
		return new SpatialTransform(0.2, is2d && aspect > OBLONG ? 15 : 180, 0.2, 0.7, 1.4, true);
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		final boolean rotate = random.chance(rotation);
		final boolean scale = random.chance(scaling);
		if (!rotate && !scale) return;
		final double[] angles = new double[3];
		if (rotate) for (int d = 0; d < (planar ? 1 : 3); d++)
			angles[d] = random.uniform(-angle, angle);
		transform(sample, angles, scale ? random.uniform(smallest, largest) : 1);
	}

	/**
	 * Transforms a sample whose voxels have not been read.
	 *
	 * @param angles angles around z, y, x in radians
	 * @param scale distance of neighbouring voxels of the sample in the case
	 */
	void transform(final Sample sample, final double[] angles, final double scale) {
		final double[][] matrix = matrix(angles, scale);
		final int[] size = sample.size();
		final double[] origin = new double[3];
		final int[] low = new int[3];
		final int[] extent = new int[3];
		final int[] bounds = sample.source().size();
		for (int d = 0; d < 3; d++) {
			origin[d] = sample.start()[d] + 0.5 * (size[d] - 1);
			for (int e = 0; e < 3; e++)
				origin[d] -= matrix[d][e] * 0.5 * (size[e] - 1);
			cover(d, origin[d], matrix[d], size, bounds[d], low, extent);
		}
		final Resampler resampler = new Resampler(sample, low, extent);
		for (int z = 0, row = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++, row += size[2])
				resampler.row(row, matrix[0][0] * z + matrix[0][1] * y + origin[0], matrix[1][0] * z + matrix[1][1] * y +
					origin[1], matrix[2][0] * z + matrix[2][1] * y + origin[2], matrix[0][2], matrix[1][2], matrix[2][2]);
	}

	/** The range of the case's voxels along one axis that contains the block's voxels. */
	private static void cover(final int d, final double origin, final double[] row, final int[] size, final int bound,
		final int[] low, final int[] extent)
	{
		double min = origin;
		double max = origin;
		for (int e = 0; e < 3; e++) {
			final double reach = row[e] * (size[e] - 1);
			min += Math.min(0, reach);
			max += Math.max(0, reach);
		}
		low[d] = Math.min(bound, Math.max(0, (int) Math.floor(min)));
		extent[d] = Math.max(0, Math.min(bound, (int) Math.ceil(max) + 1) - low[d]);
	}

	/** Rotation around z, then y, then x, times the scale; rows and columns are z, y, x. */
	private double[][] matrix(final double[] angles, final double scale) {
		double[][] matrix = { { planar ? 1 : scale, 0, 0 }, { 0, scale, 0 }, { 0, 0, scale } };
		for (int axis = 0; axis < 3; axis++) {
			if (angles[axis] == 0) continue;
			final int a = axis == 0 ? 1 : 0;
			final int b = axis == 2 ? 1 : 2;
			final double[][] turn = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
			turn[a][a] = Math.cos(angles[axis]);
			turn[b][b] = turn[a][a];
			turn[a][b] = -Math.sin(angles[axis]);
			turn[b][a] = -turn[a][b];
			matrix = product(turn, matrix);
		}
		return matrix;
	}

	private static double[][] product(final double[][] a, final double[][] b) {
		final double[][] product = new double[3][3];
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++)
				for (int k = 0; k < 3; k++)
					product[i][j] += a[i][k] * b[k][j];
		return product;
	}
}
