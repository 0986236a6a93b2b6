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

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Builds the normalisation of a channel from its scheme and the dataset's intensities. */
final class Normalizations {

	private Normalizations() {
		// static methods only
	}

	/** The normalisation of one channel. */
	static Normalization of(final Normalization.Scheme scheme, final int channel, final boolean masked,
		final Fingerprint fingerprint) throws ProblemException
	{
		return switch (scheme) {
			case CT -> collected(channel, fingerprint);
			case Z_SCORE -> Normalization.zScore(masked);
			default -> new Normalization(scheme, false, 0, 0, 0, 1);
		};
	}

	/** CT with the statistics of the dataset's own foreground (recipe-nvidia.md 2.9, recipe-nnunet.md 2.3). */
	static Normalization collected(final int channel, final Fingerprint fingerprint) throws ProblemException {
		if (fingerprint == null || fingerprint.intensities().size() <= channel || fingerprint.intensities().get(channel)
			.voxels() == 0) throw new ProblemException(new Problem("channel " + channel,
				"is CT, but no training case has a labelled foreground voxel, so there are no intensities to normalise with.",
				"Check the labels, or choose another normalization such as zscore."));
		final Fingerprint.Intensity ct = fingerprint.intensities().get(channel);
		return Normalization.ct(ct.percentile005(), ct.percentile995(), ct.mean(), Math.max(1e-8, ct.std()));
	}
}
