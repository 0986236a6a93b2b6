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
 * The user's options for the samples of a step.
 *
 * @param batchSize samples per step; 0 = the plan's, or the preset's
 * @param volumes for 2D and recipe nvidia: cases per batch (NVIDIA's nvol); 0 = two, or the next larger number that
 *          divides the batch
 * @param oversampling share of patches that are placed around foreground
 * @param mirroring whether mirror images are used (with preset cpu in 2D, right-angle rotations too)
 * @param augmentation the list of augmentations; null = the recipe's, or the preset's for the length of the training
 * @param patchShare share of each edge of the planned patch that is used; with 1 a preset may take less in a training of
 *          minutes
 * @param seed seed of every random draw
 */
public record SamplingOptions(int batchSize, int volumes, double oversampling, YesNo mirroring,
	Augmentations augmentation, double patchShare, long seed)
{

	SamplingOptions withPatchShare(final double share) {
		return new SamplingOptions(batchSize, volumes, oversampling, mirroring, augmentation, share, seed);
	}

	void check(final Checks checks) {
		checks.atLeast("batchsize", batchSize, 0, "Give a number of samples, or 0 for the plan's.");
		checks.atLeast("nvol", volumes, 0, "Give a number of cases per batch, or 0.");
		checks.range("oversampling", oversampling, 0, 1);
		checks.that(patchShare > 0 && patchShare <= 1, "patchshare", "is " + patchShare + ".",
			"Give a number above 0 and up to 1.");
	}
}
