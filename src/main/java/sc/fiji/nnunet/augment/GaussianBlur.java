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

import sc.fiji.nnunet.volume.Taps;

/**
 * Blurs the image with a Gaussian, axis by axis (recipe-nvidia.md 3.3 step 7, recipe-nnunet.md 3 row 3).
 */
public final class GaussianBlur implements Augmentation {

	private final double probability;
	private final double channelProbability;
	private final double smallest;
	private final double largest;

	private GaussianBlur(final double probability, final double channelProbability, final double smallest,
		final double largest)
	{
		this.probability = probability;
		this.channelProbability = channelProbability;
		this.smallest = smallest;
		this.largest = largest;
	}

	/**
	 * A blur with one sigma for all channels and all axes, across slices too, as in NVIDIA's nnU-Net.
	 *
	 * @param probability the probability of a change
	 * @param smallest smallest sigma in voxels
	 * @param largest largest sigma
	 */
	public static GaussianBlur uniform(final double probability, final double smallest, final double largest) {
		return new GaussianBlur(probability, Double.NaN, smallest, largest);
	}

	/**
	 * A blur with a sigma of its own for each channel and axis, as in nnU-Net.
	 *
	 * @param probability the probability that anything is blurred
	 * @param channelProbability the probability that a given channel is blurred then
	 * @param smallest smallest sigma in voxels
	 * @param largest largest sigma
	 */
	public static GaussianBlur perChannel(final double probability, final double channelProbability,
		final double smallest, final double largest)
	{
		return new GaussianBlur(probability, channelProbability, smallest, largest);
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		final boolean shared = Double.isNaN(channelProbability);
		final double common = shared ? random.uniform(smallest, largest) : 0;
		for (int c = 0; c < sample.channels(); c++) {
			if (!shared && !random.chance(channelProbability)) continue;
			final double[] sigma = new double[3];
			for (int d = 0; d < 3; d++)
				sigma[d] = shared ? common : random.uniform(smallest, largest);
			blur(sample, c, sigma);
		}
	}

	/** Blurs one channel with a sigma for each of z, y, x. */
	static void blur(final Sample sample, final int channel, final double... sigma) {
		final int[] size = sample.size();
		for (int d = 0; d < 3; d++) {
			if (size[d] == 1) continue;
			Taps.gaussian(size[d], sigma[d]).apply(sample.image(channel), size, d, sample.spare());
			sample.replace(channel);
		}
	}
}
