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

import java.util.Arrays;

/**
 * The composition of the batch of a training step.
 * <p>
 * A batch is filled with blocks, each from one case. In 3D a block is a patch. In 2D it is a slice or, with
 * {@code nvol} > 0, a run of {@code batchSize / nvol} consecutive slices that share their augmentation
 * (recipe-nvidia.md 3.4).
 * </p>
 *
 * @param patchZyx patch size; 1, y, x in 2D
 * @param batchSize samples per step: patches, or slices in 2D
 * @param oversampling share of blocks that are placed at foreground
 * @param nvol in 2D the number of cases per batch, or 0 for as many as there are samples; ignored in 3D
 * @param is2d whether samples are slices
 * @param seed seed of all draws
 * @param stepsPerEpoch steps per epoch
 */
public record SamplingSpec(int[] patchZyx, int batchSize, double oversampling, int nvol, boolean is2d, long seed,
	int stepsPerEpoch)
{

	/**
	 * @throws IllegalArgumentException if the numbers are out of range or do not fit together, such as a batch size that
	 *           is not a multiple of {@code nvol}: NVIDIA's nnU-Net silently shrinks such a batch (recipe-nvidia.md 3.4,
	 *           D18)
	 */
	public SamplingSpec {
		patchZyx = patchZyx.clone();
		if (patchZyx.length != 3 || Arrays.stream(patchZyx).anyMatch(n -> n < 1)) throw new IllegalArgumentException(
			"a patch has three sizes of at least 1 (z, y, x); got " + Arrays.toString(patchZyx));
		if (is2d && patchZyx[0] != 1) throw new IllegalArgumentException("a 2D patch is one slice thick; got " + Arrays
			.toString(patchZyx));
		if (batchSize < 1 || stepsPerEpoch < 1 || nvol < 0) throw new IllegalArgumentException(
			"batch size and steps per epoch must be at least 1 and nvol at least 0; got " + batchSize + ", " +
				stepsPerEpoch + ", " + nvol);
		if (!(oversampling >= 0 && oversampling <= 1)) throw new IllegalArgumentException(
			"oversampling must be from 0 to 1; got " + oversampling);
		if (is2d && nvol > 0 && batchSize % nvol != 0) throw new IllegalArgumentException("a batch of " + batchSize +
			" slices cannot come from " + nvol + " volumes in equal parts: make the batch size a multiple of nvol");
	}

	@Override
	public int[] patchZyx() {
		return patchZyx.clone();
	}

	/** The number of blocks of a batch. */
	public int blocks() {
		return is2d && nvol > 0 ? nvol : batchSize;
	}

	/** The size of a block along z, y, x. */
	public int[] blockZyx() {
		return new int[] { patchZyx[0] * batchSize / blocks(), patchZyx[1], patchZyx[2] };
	}

	/** The number of samples of some blocks. */
	public int samples(final int some) {
		return some * batchSize / blocks();
	}

	/** The size of a sample as the network expects it: z, y, x, or y, x in 2D. */
	public int[] sampleSize() {
		return is2d ? new int[] { patchZyx[1], patchZyx[2] } : patchZyx.clone();
	}

	/**
	 * The same batch taken from more volumes, so that a block fits into a volume of that many slices; in 3D, and where it
	 * fits already, this spec itself.
	 */
	public SamplingSpec withinDepth(final int slices) {
		if (!is2d || nvol == 0) return this;
		int volumes = nvol;
		while (batchSize % volumes != 0 || batchSize / volumes > Math.max(1, slices))
			volumes++;
		return volumes == nvol ? this : new SamplingSpec(patchZyx, batchSize, oversampling, volumes, true, seed,
			stepsPerEpoch);
	}

	@Override
	public String toString() {
		return batchSize + (is2d ? " slices of " : " patches of ") + Arrays.toString(patchZyx) + " in " + blocks() +
			" blocks, oversampling " + oversampling + ", seed " + seed + ", " + stepsPerEpoch + " steps per epoch";
	}
}
