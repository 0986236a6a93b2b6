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

import java.util.Arrays;

/**
 * How the axes of a grid come from those of an image: exchanged and mirrored, never interpolated.
 *
 * @param order which axis of the image each axis z, y, x is, see {@link Transpose}
 * @param mirrored whether each axis runs against that of the image
 */
public record Axes(int[] order, boolean[] mirrored) {

	/** The axes of the image itself. */
	public static Axes stored() {
		return new Axes(new int[] { 0, 1, 2 }, new boolean[3]);
	}

	/**
	 * The axes closest to the world's: x to the right, y to the front, z up, as nibabel and SimpleITK choose them: each
	 * axis of the image, x first, takes the axis of the world along which it runs most and which no other has taken.
	 */
	public static Axes ras(final Geometry image) {
		final double[] affine = image.affine();
		final int[] order = new int[3];
		final boolean[] mirrored = new boolean[3];
		final boolean[] taken = new boolean[3];
		for (int axis = 0; axis < 3; axis++) {
			int world = -1;
			for (int row = 0; row < 3; row++)
				if (!taken[row] && (world < 0 || Math.abs(affine[4 * row + axis]) > Math.abs(affine[4 * world + axis])))
					world = row;
			taken[world] = true;
			order[2 - world] = 2 - axis;
			mirrored[2 - world] = affine[4 * world + axis] < 0;
		}
		return new Axes(order, mirrored);
	}

	/** These axes in another order. */
	public Axes turn(final int[] turned) {
		final boolean[] flags = new boolean[3];
		for (int axis = 0; axis < 3; axis++)
			flags[axis] = mirrored[turned[axis]];
		return new Axes(Transpose.apply(order, turned), flags);
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof Axes axes && Arrays.equals(order, axes.order) && Arrays.equals(mirrored, axes.mirrored);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(order) + Arrays.hashCode(mirrored);
	}

	@Override
	public String toString() {
		return Arrays.toString(order) + " mirrored " + Arrays.toString(mirrored);
	}
}
