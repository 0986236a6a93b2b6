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

import sc.fiji.nnunet.dataset.Labels;

/** The rules by which the blocks of a training run are chosen: from which cases, and where in them. */
public enum Sampling {

		/** NVIDIA's rules: {@link NvidiaSampler}, all cases in a new order in each pass, slices in runs. */
		NVIDIA {

			@Override
			public boolean runs() {
				return true;
			}

			@Override
			public boolean perWorker() {
				return true;
			}

			@Override
			public PatchSampler sampler(final SamplingSpec spec, final Labels labels) {
				return new NvidiaSampler(spec.blockZyx(), spec.oversampling(), labels.ignore());
			}

			@Override
			public CaseOrder order(final SamplingSpec spec, final int cases) {
				return CaseOrder.reshuffled(cases, spec.blocks(), spec.seed());
			}
		},

		/** nnU-Net's rules: {@link NnUNetSampler}, each sample from any case. */
		NNUNET {

			@Override
			public boolean runs() {
				return false;
			}

			@Override
			public boolean perWorker() {
				return false;
			}

			@Override
			public PatchSampler sampler(final SamplingSpec spec, final Labels labels) {
				return new NnUNetSampler(spec.blockZyx(), spec.oversampling(), spec.blocks(), labels);
			}

			@Override
			public CaseOrder order(final SamplingSpec spec, final int cases) {
				return CaseOrder.withReplacement(cases, spec.seed());
			}
		};

	/** Whether a batch of slices consists of runs of consecutive slices from a few volumes (NVIDIA's nvol). */
	public abstract boolean runs();

	/** Whether each of several workers takes a whole planned batch, instead of its share of one. */
	public abstract boolean perWorker();

	/** Decides where in a case a block is taken. */
	public abstract PatchSampler sampler(SamplingSpec spec, Labels labels);

	/** Decides which of the cases a block comes from. */
	public abstract CaseOrder order(SamplingSpec spec, int cases);
}
