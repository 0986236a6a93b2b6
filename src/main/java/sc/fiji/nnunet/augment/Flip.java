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
 * Mirrors image and labels along each axis with probability 1/2 (recipe-nvidia.md 3.3 step 5, recipe-nnunet.md 3 row
 * 9).
 */
public final class Flip implements Augmentation {

	private final boolean[] axes;

	/**
	 * @param z whether the first axis may be mirrored; not in 2D, where it counts slices
	 * @param y whether the second axis may be mirrored
	 * @param x whether the third axis may be mirrored
	 */
	public Flip(final boolean z, final boolean y, final boolean x) {
		axes = new boolean[] { z, y, x };
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		final boolean[] flips = new boolean[3];
		for (int d = 2; d >= 0; d--)
			flips[d] = axes[d] && random.chance(0.5);
		if (!flips[0] && !flips[1] && !flips[2]) return;
		final int[] size = sample.size();
		for (int c = 0; c < sample.channels(); c++)
			flip(sample.image(c), size, flips);
		flip(sample.labels(), size, flips);
		if (sample.previousLabels() > 0) flip(sample.previous(), size, flips);
	}

	/** Mirrors an array in place, row by row: each row is exchanged with its mirror image, and reversed if x flips. */
	private static void flip(final float[] array, final int[] size, final boolean[] flips) {
		final int rows = size[0] * size[1];
		final int width = size[2];
		for (int row = 0; row < rows; row++) {
			final int other = mirror(row, size, flips);
			if (other < row || other == row && !flips[2]) continue;
			final int a = row * width;
			final int b = other * width;
			final int count = other == row ? width / 2 : width;
			for (int x = 0; x < count; x++) {
				final int to = b + (flips[2] ? width - 1 - x : x);
				final float swap = array[a + x];
				array[a + x] = array[to];
				array[to] = swap;
			}
		}
	}

	private static void flip(final byte[] array, final int[] size, final boolean[] flips) {
		final int rows = size[0] * size[1];
		final int width = size[2];
		for (int row = 0; row < rows; row++) {
			final int other = mirror(row, size, flips);
			if (other < row || other == row && !flips[2]) continue;
			final int a = row * width;
			final int b = other * width;
			final int count = other == row ? width / 2 : width;
			for (int x = 0; x < count; x++) {
				final int to = b + (flips[2] ? width - 1 - x : x);
				final byte swap = array[a + x];
				array[a + x] = array[to];
				array[to] = swap;
			}
		}
	}

	/** The row with which a row is exchanged. */
	private static int mirror(final int row, final int[] size, final boolean[] flips) {
		final int z = row / size[1];
		final int y = row % size[1];
		return (flips[0] ? size[0] - 1 - z : z) * size[1] + (flips[1] ? size[1] - 1 - y : y);
	}
}
