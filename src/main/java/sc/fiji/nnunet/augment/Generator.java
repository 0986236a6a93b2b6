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

import java.util.SplittableRandom;

/**
 * A stream of random numbers that is determined by a seed and a path of numbers, such as (seed; epoch, step, sample).
 * <p>
 * Not thread-safe; each sample has its own.
 * </p>
 */
public final class Generator {

	/** The odd number nearest to 2^64 over the golden ratio: it spreads small path numbers over all bits. */
	private static final long GOLDEN = 0x9E3779B97F4A7C15L;

	private final SplittableRandom random;

	/** Creates the stream for a seed and a path; different paths give unrelated streams. */
	public Generator(final long seed, final long... path) {
		long state = mix(seed + GOLDEN);
		for (final long number : path)
			state = mix(state + GOLDEN * (number + 1));
		random = new SplittableRandom(state);
	}

	/**
	 * Mixes 64 bits one to one, so that numbers that differ little give unrelated ones (the finaliser of MurmurHash3, public
	 * domain).
	 */
	public static long mix(final long bits) {
		long z = bits;
		z = (z ^ z >>> 33) * 0xff51afd7ed558ccdL;
		z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
		return z ^ z >>> 33;
	}

	/** True with the given probability. */
	public boolean chance(final double probability) {
		return random.nextDouble() < probability;
	}

	/** A number from low (inclusive) to high (exclusive); low if both are equal. */
	public double uniform(final double low, final double high) {
		return low + (high - low) * random.nextDouble();
	}

	/** A whole number from low to high, both inclusive. */
	public int integer(final int low, final int high) {
		return low + random.nextInt(high - low + 1);
	}

	/**
	 * nnU-Net's rule for factors around 1: with equal probability between low and 1 or between 1 and high
	 * (recipe-nnunet.md 3).
	 */
	public double factor(final double low, final double high) {
		return chance(0.5) ? uniform(low, 1) : uniform(1, high);
	}

	/** A number from the standard normal distribution. */
	public double gaussian() {
		return random.nextGaussian();
	}
}
