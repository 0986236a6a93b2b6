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
package sc.fiji.nnunet.plan;

/**
 * How the intensities of one channel are normalised.
 *
 * @param scheme the rule
 * @param masked for Z_SCORE: whether only voxels of the mask (non-zero) are counted and changed
 * @param clipMin for CT: lower bound
 * @param clipMax for CT: upper bound
 * @param mean for CT: subtracted after clipping
 * @param std for CT: divisor after the subtraction
 */
public record Normalization(Scheme scheme, boolean masked, double clipMin, double clipMax, double mean, double std) {

	/** The rules of both recipes. NB: plans on disk hold the constants' names; users give {@link #word()}. */
	public enum Scheme {
			CT("ct"), Z_SCORE("zscore"), RESCALE_0_1("rescale_to_0_1"), RGB_0_1("rgb_to_0_1"), NONE("nonorm");

		private final String word;

		Scheme(final String word) {
			this.word = word;
		}

		/** nnU-Net's name of the rule. */
		public String word() {
			return word;
		}

		/** The rule for a channel's name: one of the words, in upper or lower case; any other name means a z-score. */
		static Scheme ofChannel(final String name) {
			for (final Scheme scheme : values())
				if (scheme.word.equalsIgnoreCase(name)) return scheme;
			return Z_SCORE;
		}
	}

	/** Zero mean and unit standard deviation, of the whole image or of the mask only. */
	public static Normalization zScore(final boolean masked) {
		return new Normalization(Scheme.Z_SCORE, masked, 0, 0, 0, 1);
	}

	/** Clip, subtract, divide. */
	public static Normalization ct(final double clipMin, final double clipMax, final double mean, final double std) {
		return new Normalization(Scheme.CT, false, clipMin, clipMax, mean, std);
	}
}
