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

import sc.fiji.nnunet.volume.Volume;

/** Cuts windows out of a volume, with zeros around it, in the order that networks want. */
final class WindowReader {

	private final Volume image;
	private final int[] size;
	private final int[] window;
	private final int channels;

	/** @param window the windows' size z, y, x */
	WindowReader(final Volume image, final int[] window) {
		this.image = image;
		this.window = window;
		size = image.size();
		channels = image.channels();
	}

	/**
	 * Writes one window as z × y × x × channels.
	 *
	 * @param start first voxel, may be negative
	 * @param flip which axes are mirrored, see {@link Flips}
	 * @param base where in {@code target} the window begins
	 */
	void read(final int[] start, final int flip, final float[] target, final int base) {
		final int voxels = window[0] * window[1] * window[2];
		if (!inside(start)) Arrays.fill(target, base, base + voxels * channels, 0);
		final int x0 = Math.max(0, -start[2]);
		final int x1 = Math.min(window[2], size[2] - start[2]);
		final boolean back = Flips.mirrors(flip, 2);
		for (int channel = 0; channel < channels; channel++)
			for (int z = Math.max(0, -start[0]); z < Math.min(window[0], size[0] - start[0]); z++) {
				final float[] plane = image.plane(channel, start[0] + z);
				final int tz = Flips.mirrors(flip, 0) ? window[0] - 1 - z : z;
				for (int y = Math.max(0, -start[1]); y < Math.min(window[1], size[1] - start[1]); y++) {
					final int ty = Flips.mirrors(flip, 1) ? window[1] - 1 - y : y;
					final int from = (start[1] + y) * size[2] + start[2];
					final int row = (tz * window[1] + ty) * window[2];
					int to = base + (row + (back ? window[2] - 1 - x0 : x0)) * channels + channel;
					final int step = back ? -channels : channels;
					for (int x = x0; x < x1; x++, to += step)
						target[to] = plane[from + x];
				}
			}
	}

	/** Whether every channel has one value throughout a window; never true for a window that reaches over the border. */
	boolean constant(final int[] start) {
		if (!inside(start)) return false;
		for (int channel = 0; channel < channels; channel++) {
			final float value = image.plane(channel, start[0])[start[1] * size[2] + start[2]];
			for (int z = 0; z < window[0]; z++) {
				final float[] plane = image.plane(channel, start[0] + z);
				for (int y = 0; y < window[1]; y++) {
					final int from = (start[1] + y) * size[2] + start[2];
					for (int x = 0; x < window[2]; x++)
						if (plane[from + x] != value) return false;
				}
			}
		}
		return true;
	}

	private boolean inside(final int[] start) {
		for (int axis = 0; axis < 3; axis++)
			if (start[axis] < 0 || start[axis] + window[axis] > size[axis]) return false;
		return true;
	}
}
