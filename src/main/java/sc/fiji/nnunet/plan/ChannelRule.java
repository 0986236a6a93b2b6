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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import sc.fiji.nnunet.problem.ProblemException;

/** How a recipe chooses the normalisation of each channel, and what it makes of the intensities of the cases. */
public enum ChannelRule {

		/**
		 * NVIDIA: CT for all channels if the first is named exactly CT, otherwise z-score of non-zero voxels
		 * (recipe-nvidia.md 2.1 and 2.7).
		 */
		AS_THE_FIRST {

			@Override
			boolean hasCt(final List<String> channels) {
				return !channels.isEmpty() && "CT".equals(channels.get(0));
			}

			@Override
			boolean casesCountAlike() {
				return false;
			}

			@Override
			boolean masked(final Fingerprint fingerprint) {
				return true;
			}

			@Override
			List<Normalization> of(final List<String> channels, final Fingerprint fingerprint) throws ProblemException {
				if (!hasCt(channels)) return Collections.nCopies(channels.size(), Normalization.zScore(true));
				final List<Normalization> result = new ArrayList<>();
				for (int channel = 0; channel < channels.size(); channel++)
					result.add(Normalizations.collected(channel, fingerprint));
				return result;
			}
		},

		/** nnU-Net: by each channel's name; z-scores are masked if cropping removes much (recipe-nnunet.md 1.8d). */
		EACH {

			@Override
			boolean hasCt(final List<String> channels) {
				return channels.stream().anyMatch("ct"::equalsIgnoreCase);
			}

			@Override
			boolean casesCountAlike() {
				return true;
			}

			@Override
			boolean masked(final Fingerprint fingerprint) {
				return fingerprint != null && fingerprint.medianRelativeSize() < 0.75;
			}

			@Override
			List<Normalization> of(final List<String> channels, final Fingerprint fingerprint) throws ProblemException {
				final List<Normalization> result = new ArrayList<>();
				for (int channel = 0; channel < channels.size(); channel++)
					result.add(Normalizations.of(Normalization.Scheme.ofChannel(channels.get(channel)), channel, masked(
						fingerprint), fingerprint));
				return result;
			}
		};

	/** Whether any of these channels is normalised as CT. */
	abstract boolean hasCt(List<String> channels);

	/**
	 * Whether each case counts alike in the intensities of a dataset, however many labelled voxels it has: nnU-Net draws
	 * as many from each, with replacement (recipe-nnunet.md 1.1). Otherwise each voxel does (recipe-nvidia.md 2.9).
	 */
	abstract boolean casesCountAlike();

	/** Whether z-scores are taken within the mask of non-zero voxels. */
	abstract boolean masked(Fingerprint fingerprint);

	/**
	 * The normalisation of each channel.
	 *
	 * @throws ProblemException if a channel is CT and no intensities were collected
	 */
	abstract List<Normalization> of(List<String> channels, Fingerprint fingerprint) throws ProblemException;
}
