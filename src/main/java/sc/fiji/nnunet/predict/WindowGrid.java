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

import sc.fiji.nnunet.plan.WindowRule;

/**
 * The windows that cover an image.
 * <p>
 * An image that is smaller than the window is centred in zeros, with the odd voxel
 * behind it (recipe-nvidia.md 7.1 and Q7), so starts may be negative. All
 * numbers are in the order z, y, x.
 * </p>
 *
 * @param size the image's size
 * @param window the window's size
 * @param starts first voxels per axis, ascending, in image coordinates
 */
public record WindowGrid(int[] size, int[] window, int[][] starts) {

	/**
	 * Places windows of one size over an image.
	 *
	 * @param size the image's size z, y, x
	 * @param window the windows' size z, y, x
	 * @param rule where windows start
	 * @param overlap share of a window that the next one covers again, 0 to 1
	 * @throws IllegalArgumentException if the overlap is out of range
	 */
	public static WindowGrid of(final int[] size, final int[] window, final WindowRule rule, final double overlap) {
		if (!(overlap >= 0 && overlap <= 1)) throw new IllegalArgumentException("overlap is " + overlap +
			", it must lie between 0 and 1");
		final int[][] starts = new int[3][];
		for (int axis = 0; axis < 3; axis++) {
			final int padded = Math.max(size[axis], window[axis]);
			final int before = (padded - size[axis]) / 2;
			starts[axis] = window[axis] == 1 ? everyVoxel(size[axis]) : rule.starts(padded, window[axis], overlap);
			for (int i = 0; i < starts[axis].length; i++)
				starts[axis][i] -= before;
		}
		return new WindowGrid(size.clone(), window.clone(), starts);
	}

	private static int[] everyVoxel(final int n) {
		final int[] starts = new int[n];
		for (int i = 0; i < n; i++)
			starts[i] = i;
		return starts;
	}

	/** The number of windows. */
	public long count() {
		return (long) starts[0].length * starts[1].length * starts[2].length;
	}

	/** The number of voxels of a window. */
	public int voxels() {
		return Math.multiplyExact(Math.multiplyExact(window[0], window[1]), window[2]);
	}
}
