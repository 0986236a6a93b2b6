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

import sc.fiji.nnunet.predict.Blend;
import sc.fiji.nnunet.problem.Checks;

/**
 * The user's options for validation on the held-out cases.
 *
 * @param skipEval number of epochs at the start without validation; 0 = the preset's
 * @param overlap overlap of sliding windows
 * @param blend how voxels are weighted where windows overlap
 * @param tta whether validation averages over flips
 * @param finalValidation whether the held-out cases are predicted in original space at the end
 * @param once whether the only validation is that of the weights that are used, after the last step
 */
public record ValidationOptions(int skipEval, double overlap, Blend blend, boolean tta, boolean finalValidation,
	boolean once)
{

	/** The same with the final validation. */
	ValidationOptions toTheEnd() {
		return new ValidationOptions(skipEval, overlap, blend, tta, true, once);
	}

	void check(final Checks checks) {
		checks.atLeast("skipeval", skipEval, 0, "Give a number of epochs, or 0 for none.");
		checks.range("overlap", overlap, 0, 1);
	}
}
