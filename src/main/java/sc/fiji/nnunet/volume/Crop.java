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

/**
 * Finds the bounding box of an image's foreground.
 */
public final class Crop {

	/** What counts as foreground. */
	public enum Foreground {
			/** Any channel above zero: NVIDIA's nnU-Net, recipe-nvidia.md 2.3 step 4 and Q10. */
			POSITIVE,
			/** Any channel other than zero: nnU-Net v2, recipe-nnunet.md 2.1. */
			NON_ZERO
	}

	private Crop() {
		// static methods only
	}

	/** The bounding box of all foreground voxels, z, y, x; its size is zero if there are none. */
	public static Box box(final Volume image, final Foreground foreground) {
		final int[] size = image.size();
		final int[] start = size.clone();
		final int[] end = new int[3];
		for (int channel = 0; channel < image.channels(); channel++)
			for (int z = 0; z < size[0]; z++) {
				final float[] plane = image.plane(channel, z);
				for (int y = 0; y < size[1]; y++) {
					final int offset = y * size[2];
					int first = 0;
					while (first < size[2] && !counts(plane[offset + first], foreground))
						first++;
					if (first == size[2]) continue;
					int last = size[2] - 1;
					while (!counts(plane[offset + last], foreground))
						last--;
					start[0] = Math.min(start[0], z);
					start[1] = Math.min(start[1], y);
					start[2] = Math.min(start[2], first);
					end[0] = Math.max(end[0], z + 1);
					end[1] = Math.max(end[1], y + 1);
					end[2] = Math.max(end[2], last + 1);
				}
			}
		return end[0] == 0 ? new Box(new int[3], new int[3]) : new Box(start, end);
	}

	private static boolean counts(final float voxel, final Foreground foreground) {
		return foreground == Foreground.POSITIVE ? voxel > 0 : voxel != 0;
	}
}
