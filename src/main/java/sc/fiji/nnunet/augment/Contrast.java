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
 * Stretches each channel around its mean by a factor of its own, clamped to its original range (recipe-nnunet.md 3 row
 * 5).
 */
public final class Contrast implements Augmentation {

	private final double probability;
	private final double low;
	private final double high;

	/**
	 * @param probability the probability of a change
	 * @param low smallest factor
	 * @param high largest factor; drawn by {@link Generator#factor}
	 */
	public Contrast(final double probability, final double low, final double high) {
		this.probability = probability;
		this.low = low;
		this.high = high;
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		for (int c = 0; c < sample.channels(); c++)
			stretch(sample.image(c), random.factor(low, high));
	}

	/** Stretches an image around its mean, clamped to its old smallest and largest value. */
	static void stretch(final float[] image, final double factor) {
		final Moments moments = Moments.of(image);
		final float f = (float) factor;
		final float offset = (float) (moments.mean() * (1 - factor));
		for (int i = 0; i < image.length; i++)
			image[i] = Math.min(moments.max(), Math.max(moments.min(), f * image[i] + offset));
	}
}
