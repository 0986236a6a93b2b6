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
 * Simulates a lower resolution of a channel: shrinks it by nearest values and enlarges it linearly
 * (recipe-nnunet.md 3 row 6).
 */
public final class LowResolution implements Augmentation {

	private final double probability;
	private final double channelProbability;
	private final double smallest;
	private final boolean depth;

	/**
	 * @param probability the probability that anything is changed
	 * @param channelProbability the probability that a given channel is changed then
	 * @param smallest smallest factor of the number of voxels along each axis; the largest is 1
	 * @param depth whether the first axis is shrunk too
	 */
	public LowResolution(final double probability, final double channelProbability, final double smallest,
		final boolean depth)
	{
		this.probability = probability;
		this.channelProbability = channelProbability;
		this.smallest = smallest;
		this.depth = depth;
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		for (int c = 0; c < sample.channels(); c++)
			if (random.chance(channelProbability)) coarsen(sample, c, random.uniform(smallest, 1));
	}

	/** Reduces the number of voxels along each axis by a factor, and restores it. */
	void coarsen(final Sample sample, final int channel, final double share) {
		final int[] size = sample.size();
		for (int d = 2; d >= (depth ? 0 : 1); d--) {
			final int shrunk = Math.max(1, (int) Math.rint(share * size[d]));
			if (shrunk == size[d]) continue;
			Taps.coarse(size[d], shrunk).apply(sample.image(channel), size, d, sample.spare());
			sample.replace(channel);
		}
	}
}
