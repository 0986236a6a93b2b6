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
 * A binary operation with a ball on a set of voxels. What lies beyond the border is neither in the set nor outside of it,
 * so that nothing shrinks from there.
 */
enum BallOperation {

		/** The voxels within the radius of the set. */
		DILATE {

			@Override
			boolean[] of(final boolean[] set, final int[] size, final double radius) {
				return near(set, size, radius, true);
			}
		},

		/** The voxels of the set whose ball lies within it. */
		ERODE {

			@Override
			boolean[] of(final boolean[] set, final int[] size, final double radius) {
				final boolean[] result = near(set, size, radius, false);
				for (int i = 0; i < result.length; i++)
					result[i] = !result[i];
				return result;
			}
		},

		/** Dilated, then eroded: fills gaps. */
		CLOSE {

			@Override
			boolean[] of(final boolean[] set, final int[] size, final double radius) {
				return ERODE.of(DILATE.of(set, size, radius), size, radius);
			}
		},

		/** Eroded, then dilated: removes what is thin. */
		OPEN {

			@Override
			boolean[] of(final boolean[] set, final int[] size, final double radius) {
				return DILATE.of(ERODE.of(set, size, radius), size, radius);
			}
		};

	/**
	 * Applies the operation.
	 *
	 * @param set z × y × x voxels
	 * @param size voxels along z, y, x
	 * @param radius of the ball in voxels
	 * @return another array
	 */
	abstract boolean[] of(boolean[] set, int[] size, double radius);

	/** The voxels that are not farther than the radius from a voxel which is in the set, or which is not. */
	private static boolean[] near(final boolean[] set, final int[] size, final double radius, final boolean in) {
		final int reach = (int) radius;
		final int far = (int) (radius * radius) + 1;
		int[] squares = new int[set.length];
		for (int row = 0; row < set.length; row += size[2])
			row(set, in, row, size[2], far, squares);
		squares = along(squares, size, size[2], size[1], reach, far);
		squares = along(squares, size, size[1] * size[2], size[0], reach, far);
		final boolean[] result = new boolean[set.length];
		for (int i = 0; i < result.length; i++)
			result[i] = squares[i] < far;
		return result;
	}

	/** The square of each voxel's distance within its row. */
	private static void row(final boolean[] set, final boolean in, final int begin, final int width, final int far,
		final int[] squares)
	{
		int distance = far;
		for (int x = begin; x < begin + width; x++) {
			distance = set[x] == in ? 0 : Math.min(far, distance + 1);
			squares[x] = distance;
		}
		distance = far;
		for (int x = begin + width - 1; x >= begin; x--) {
			distance = Math.min(distance + 1, squares[x]);
			squares[x] = (int) Math.min(far, (long) distance * distance);
		}
	}

	/** The squared distances with one more axis, along which neighbours are {@code step} voxels apart. */
	private static int[] along(final int[] squares, final int[] size, final int step, final int length, final int reach,
		final int far)
	{
		final int[] result = squares.clone();
		final int width = size[2];
		for (int row = 0; row < squares.length; row += width) {
			final int at = row / step % length;
			for (int d = Math.max(-reach, -at); d <= Math.min(reach, length - 1 - at); d++) {
				final int other = row + d * step;
				final int square = d * d;
				for (int x = 0; x < width; x++)
					result[row + x] = Math.min(result[row + x], squares[other + x] + square);
			}
		}
		for (int i = 0; i < result.length; i++)
			result[i] = Math.min(far, result[i]);
		return result;
	}
}
