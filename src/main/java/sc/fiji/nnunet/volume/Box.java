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
 * A half-open box of voxels.
 *
 * @param start first voxel of the box, axes z, y, x
 * @param end one past the last voxel, axes z, y, x
 */
public record Box(int[] start, int[] end) {

	/** The box that holds a whole grid of the given size (z, y, x). */
	public static Box whole(final int... size) {
		return new Box(new int[size.length], size.clone());
	}

	/**
	 * The box that covers a grid and is at least as large as a patch along every axis: half of what is missing is added
	 * in front (rounded down), the rest behind (recipe-nvidia.md 2.8).
	 */
	public static Box padded(final int[] size, final int[] patch) {
		final int[] start = new int[3];
		final int[] end = new int[3];
		for (int d = 0; d < 3; d++) {
			final int missing = Math.max(0, patch[d] - size[d]);
			start[d] = -(missing / 2);
			end[d] = start[d] + size[d] + missing;
		}
		return new Box(start, end);
	}

	/** The box of the size of a patch in y and x, in the middle of a grid, and of all slices in z. */
	public static Box slicesOf(final int[] size, final int[] patch) {
		final int[] start = new int[3];
		final int[] end = { size[0], 0, 0 };
		for (int d = 1; d < 3; d++) {
			start[d] = size[d] >= patch[d] ? (size[d] - patch[d]) / 2 : -((patch[d] - size[d]) / 2);
			end[d] = start[d] + patch[d];
		}
		return new Box(start, end);
	}

	/** The smallest box that contains both; either may be null, and then the other is returned. */
	public static Box union(final Box a, final Box b) {
		if (a == null || b == null) return a == null ? b : a;
		final int[] start = new int[3];
		final int[] end = new int[3];
		for (int d = 0; d < 3; d++) {
			start[d] = Math.min(a.start()[d], b.start()[d]);
			end[d] = Math.max(a.end()[d], b.end()[d]);
		}
		return new Box(start, end);
	}

	/** The box's extent along z, y, x. */
	public int[] size() {
		final int[] size = new int[start.length];
		for (int d = 0; d < size.length; d++)
			size[d] = end[d] - start[d];
		return size;
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof Box b && Arrays.equals(start, b.start) && Arrays.equals(end, b.end);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(start) + Arrays.hashCode(end);
	}

	@Override
	public String toString() {
		return Arrays.toString(start) + ".." + Arrays.toString(end);
	}
}
