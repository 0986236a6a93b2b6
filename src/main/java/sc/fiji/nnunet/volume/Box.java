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
 * @param end one behind the last voxel, axes z, y, x
 */
public record Box(int[] start, int[] end) {

	/** The box that holds a whole grid of the given size (z, y, x). */
	public static Box whole(final int... size) {
		return new Box(new int[size.length], size.clone());
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
