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
 * Exchanges the last two axes of image and labels in half of the samples. Together with {@link Flip} that gives all
 * eight orientations of a square slice, without interpolation. Samples whose slices are not square stay as they are.
 */
public final class Transpose implements Augmentation {

	@Override
	public void apply(final Sample sample, final Generator random) {
		final int[] size = sample.size();
		if (size[1] != size[2] || !random.chance(0.5)) return;
		final int n = size[1];
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < n; y++)
				for (int x = 0; x < y; x++) {
					final int a = (z * n + y) * n + x;
					final int b = (z * n + x) * n + y;
					exchange(sample.labels(), a, b);
					if (sample.previousLabels() > 0) exchange(sample.previous(), a, b);
					for (int c = 0; c < sample.channels(); c++)
						exchange(sample.image(c), a, b);
				}
	}

	private static void exchange(final float[] image, final int a, final int b) {
		final float swap = image[a];
		image[a] = image[b];
		image[b] = swap;
	}

	private static void exchange(final byte[] labels, final int a, final int b) {
		final byte swap = labels[a];
		labels[a] = labels[b];
		labels[b] = swap;
	}
}
