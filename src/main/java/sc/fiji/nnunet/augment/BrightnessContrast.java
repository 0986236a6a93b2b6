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
 * Changes contrast around 0.5 and then brightness, both with a single probability and without clamping
 * (recipe-nvidia.md 3.3 step 8).
 */
public final class BrightnessContrast implements Augmentation {

	/**
	 * The value that contrast leaves unchanged: the default of NVIDIA's library for floats, on normalised data too (Q31).
	 */
	private static final double PIVOT = 0.5;

	private final double probability;
	private final double[] brightness;
	private final double[] contrast;

	/**
	 * @param probability the probability of a change
	 * @param brightness smallest and largest factor
	 * @param contrast smallest and largest factor
	 */
	public BrightnessContrast(final double probability, final double[] brightness, final double[] contrast) {
		this.probability = probability;
		this.brightness = brightness.clone();
		this.contrast = contrast.clone();
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		change(sample, random.uniform(brightness[0], brightness[1]), random.uniform(contrast[0], contrast[1]));
	}

	/** Replaces each value v by b (0.5 + c (v - 0.5)). */
	static void change(final Sample sample, final double b, final double c) {
		final float factor = (float) (b * c);
		final float offset = (float) (b * PIVOT * (1 - c));
		for (int channel = 0; channel < sample.channels(); channel++) {
			final float[] image = sample.image(channel);
			for (int i = 0; i < image.length; i++)
				image[i] = factor * image[i] + offset;
		}
	}
}
