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
package sc.fiji.nnunet.train;

import sc.fiji.nnunet.augment.Augmentations;
import sc.fiji.nnunet.problem.Checks;

/**
 * The part of the builder of {@link TrainOptions} that describes the samples of a step.
 *
 * @param <B> the builder itself
 */
abstract class SamplesBuilder<B extends SamplesBuilder<B>> extends BudgetBuilder<B> {

	private int batchSize;
	private int volumes;
	private double oversampling = 0.33;
	private String mirroring = Auto.WORD;
	private String augmentation = Auto.WORD;
	private double patchShare = 1;
	private long seed = 1;

	public B batchSize(final int v) {
		batchSize = v;
		return self();
	}

	public B volumes(final int v) {
		volumes = v;
		return self();
	}

	public B oversampling(final double v) {
		oversampling = v;
		return self();
	}

	public B mirroring(final String v) {
		mirroring = v;
		return self();
	}

	public B augmentation(final String v) {
		augmentation = v;
		return self();
	}

	public B patchShare(final double v) {
		patchShare = v;
		return self();
	}

	public B seed(final long v) {
		seed = v;
		return self();
	}

	SamplingOptions samples(final Checks words) {
		return new SamplingOptions(batchSize, volumes, oversampling, words.choice("mirroring", mirroring, YesNo.class), Auto
			.choice(words, "augmentation", augmentation, Augmentations.class), patchShare, seed);
	}
}
