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
package sc.fiji.nnunet.report;

import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;

/**
 * A slice of a volume as it is displayed: the axis and position of the cut, the visible part, the direction of up.
 *
 * @param axis the axis that is cut: 0 = z, 1 = y, 2 = x
 * @param index where it is cut
 * @param window the part of the volume that is shown
 * @param flip whether the rows are shown from the last to the first
 */
record Slice(int axis, int index, Box window, boolean flip) {

	/** A slice of an image; images that came from NIfTI files are shown with front or top up. */
	static Slice of(final Geometry geometry, final int axis, final int index, final Box window) {
		return new Slice(axis, index, window, geometry.forms() != null && upwards(geometry, axis == 0 ? 1 : 0));
	}

	/** The axis that runs down the picture. */
	int rowAxis() {
		return axis == 0 ? 1 : 0;
	}

	/** The axis that runs across the picture. */
	int columnAxis() {
		return axis == 2 ? 1 : 2;
	}

	/** The number of rows shown. */
	int rows() {
		return window.size()[rowAxis()];
	}

	/** The number of columns shown. */
	int columns() {
		return window.size()[columnAxis()];
	}

	/** The row axis' voxel in a row that is shown, counted from the top; rows outside of the window are its first or last. */
	int row(final int row) {
		final int last = rows() - 1;
		return window.start()[rowAxis()] + Math.max(0, Math.min(last, flip ? last - row : row));
	}

	/** The column axis' voxel in a column that is shown, counted from the left; columns outside are the first or last. */
	int column(final int column) {
		return window.start()[columnAxis()] + Math.max(0, Math.min(columns() - 1, column));
	}

	/** Whether an axis (z, y, x) runs mainly to the front or the top of the body. */
	private static boolean upwards(final Geometry geometry, final int axisZyx) {
		final int axis = 2 - axisZyx;
		final double[] affine = geometry.affine();
		int main = 0;
		for (int row = 1; row < 3; row++)
			if (Math.abs(affine[4 * row + axis]) > Math.abs(affine[4 * main + axis])) main = row;
		return main > 0 && affine[4 * main + axis] > 0;
	}
}
