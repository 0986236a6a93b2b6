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
package sc.fiji.nnunet.engine.tensorflow;

import java.util.Arrays;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * How a batch is divided on its way through a network, and how its norms are computed.
 * <p>
 * On a CPU it is cheapest to pass each sample through a copy of the network (with the same weights): the instance norm
 * of one sample is one operation, its tensors are smaller and fit the cache better, and nothing has to be joined before
 * the loss. If there are more samples, only the norm takes them one by one.
 * </p>
 *
 * @param count the number of parts, each of which goes through its own copy of the network
 * @param samples the number of samples in the whole batch, or not above 0 if that may change from step to step
 * @param large whether each sample has so many voxels that norms take their moments from {@link StagedMeans}; only
 *          where the number of samples is known
 */
record Parts(int count, int samples, boolean large) {

	/** All samples together, any number of them. */
	static final Parts ANY = new Parts(1, 0, false);

	/** The same on a GPU, where norms are computed in another way. */
	static final Parts ON_GPU = new Parts(1, -1, false);

	/** Samples per step where nobody says how many there will be. */
	static final int LIKELY_SAMPLES = 2;

	private static final int MOST_COPIES = 8;
	private static final int MOST_SPLITS = 64;

	/** Samples of more voxels are large: more than those of the hippocampus's windows, 40 × 56 × 40. */
	private static final int MANY = 100_000;

	/**
	 * The fastest division for a network and a number of samples.
	 *
	 * @param size (z,) y, x of a sample
	 */
	static Parts of(final NetworkSpec spec, final int samples, final int[] size, final boolean gpu) {
		if (gpu) return ON_GPU;
		if (spec.norm() != NetworkSpec.Norm.INSTANCE || samples > MOST_SPLITS) return ANY;
		return new Parts(samples <= MOST_COPIES ? samples : 1, samples, isLarge(size));
	}

	/** Whether norms of one sample of a size must be summed in stages. */
	static boolean isLarge(final int[] size) {
		return Arrays.stream(size).asLongStream().reduce(1, (a, b) -> a * b) > MANY;
	}

	/** What one of the parts holds. */
	Parts each() {
		return new Parts(1, samples / count, large);
	}

	/** One sample, if their number is known. */
	Parts single(final boolean ofLarge) {
		return new Parts(1, Math.min(1, samples), ofLarge);
	}

	/** Any number of samples. */
	Parts any() {
		return samples > 0 ? ANY : this;
	}
}
