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
 * Applies a gamma curve to each channel within its range, keeping its mean and standard deviation (recipe-nnunet.md 3
 * rows 7 and 8).
 */
public final class Gamma implements Augmentation {

	private final double probability;
	private final boolean inverted;
	private final double low;
	private final double high;

	/**
	 * @param probability the probability of a change
	 * @param inverted whether the curve is applied to the inverted image
	 * @param low smallest exponent
	 * @param high largest exponent; drawn by {@link Generator#factor}
	 */
	public Gamma(final double probability, final boolean inverted, final double low, final double high) {
		this.probability = probability;
		this.inverted = inverted;
		this.low = low;
		this.high = high;
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		for (int c = 0; c < sample.channels(); c++)
			bend(sample.image(c), random.factor(low, high), inverted);
	}

	/** Raises an image, scaled to its range, to a power. */
	static void bend(final float[] image, final double exponent, final boolean inverted) {
		final Moments before = Moments.of(image);
		final float range = before.max() - before.min();
		if (!(range > 0)) return;
		final PowerTable power = new PowerTable(exponent);
		final float scale = 1 / range;
		if (inverted) for (int i = 0; i < image.length; i++)
			image[i] = -power.of((before.max() - image[i]) * scale);
		else for (int i = 0; i < image.length; i++)
			image[i] = power.of((image[i] - before.min()) * scale);
		restore(image, before);
	}

	/** Shifts and scales an image to the given mean and standard deviation. */
	private static void restore(final float[] image, final Moments wanted) {
		final Moments now = Moments.of(image);
		final float factor = (float) (wanted.deviation() / Math.max(now.deviation(), 1e-7));
		final float offset = (float) (wanted.mean() - factor * now.mean());
		for (int i = 0; i < image.length; i++)
			image[i] = factor * image[i] + offset;
	}
}
