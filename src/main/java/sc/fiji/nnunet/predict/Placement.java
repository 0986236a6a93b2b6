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

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Transpose;

/**
 * Where the grid of a prepared image lies in the image as it was read.
 *
 * @param original the grid that was read
 * @param transpose for each axis of the prepared grid, which of the file's axes z, y, x it is
 * @param crop the box that was kept, in the axes of the prepared grid
 * @param grid voxels of the prepared image along its axes
 * @param separateAxis the prepared grid's axis along which planes are picked instead of interpolated, or -1
 * @param mirrored for each axis of the prepared grid, whether it runs against that axis of the file
 */
public record Placement(Geometry original, int[] transpose, Box crop, int[] grid, int separateAxis,
	boolean[] mirrored)
{

	/** A grid whose axes run as those of the file. */
	public Placement(final Geometry original, final int[] transpose, final Box crop, final int[] grid,
		final int separateAxis)
	{
		this(original, transpose, crop, grid, separateAxis, new boolean[3]);
	}

	/** A prepared image that is the original one, neither cropped nor resampled nor transposed. */
	public static Placement identity(final Geometry original) {
		final int[] size = original.sizeZyx();
		return new Placement(original, new int[] { 0, 1, 2 }, Box.whole(size), size, -1);
	}

	/** The placement of a prepared case; recipe nnunet picks planes across thick slices (recipe-nnunet.md 2.2). */
	public static Placement of(final PreparedCase prepared, final Plan plan) {
		final int[] order = prepared.transpose();
		final Box box = prepared.cropBox();
		final Box crop = new Box(Transpose.apply(box.start(), order), Transpose.apply(box.end(), order));
		final int separate = plan.recipe().inference().restoring().separateAxis(prepared.x().geometry().spacingZyx(), plan
			.spacing(prepared.original()));
		return new Placement(prepared.original(), order, crop, prepared.x().size(), separate, prepared.mirrored());
	}

	/** Whether the prepared image has as many voxels along each axis as the crop box, so that nothing is interpolated. */
	public boolean sameGrid() {
		return Arrays.equals(grid, crop.size());
	}

	/** Receives where the rows of a plane of the crop box lie in the original grid. */
	@FunctionalInterface
	interface RowTarget {

		/**
		 * @param from where the row begins in the plane of the crop box
		 * @param plane the original z of its first voxel
		 * @param offset index of its first voxel within that plane
		 * @param planeStep by how much z grows from voxel to voxel
		 * @param step by how much the index within the plane grows from voxel to voxel
		 */
		void row(int from, int plane, int offset, int planeStep, int step);
	}

	/** Where a voxel of the crop box lies along its axis of the file. */
	private int place(final int axis, final int voxel) {
		return mirrored[axis] ? crop.end()[axis] - 1 - voxel : crop.start()[axis] + voxel;
	}

	/** Calls the target for every row of a plane of the crop box. */
	void rows(final int z, final RowTarget target) {
		final int[] size = original.sizeZyx();
		final int[] extent = crop.size();
		final int forward = mirrored[2] ? -1 : 1;
		final int planeStep = transpose[2] == 0 ? forward : 0;
		final int step = transpose[2] == 1 ? forward * size[2] : transpose[2] == 2 ? forward : 0;
		final int[] voxel = new int[3];
		voxel[transpose[0]] = place(0, z);
		voxel[transpose[2]] = place(2, 0);
		for (int y = 0; y < extent[1]; y++) {
			voxel[transpose[1]] = place(1, y);
			target.row(y * extent[2], voxel[0], voxel[1] * size[2] + voxel[2], planeStep, step);
		}
	}
}
