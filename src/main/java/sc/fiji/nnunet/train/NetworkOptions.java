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

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec.Norm;
import sc.fiji.nnunet.problem.Checks;

/**
 * The user's options for the network, where it differs from the planned one.
 *
 * @param features feature maps of the finest stage; 0 = the plan's widths, or the preset's
 * @param fewerStages number of planned stages that are left out, the coarsest ones
 * @param norm normalisation after each convolution; null = as planned
 * @param deepSupervision whether coarser levels contribute to the loss
 * @param negativeSlope slope of the leaky ReLU below zero; negative = as planned
 * @param amp arithmetic of the convolutions; null = chosen by the engine's self-test
 */
public record NetworkOptions(int features, int fewerStages, Norm norm, YesNo deepSupervision, double negativeSlope,
	Precision amp)
{

	void check(final Checks checks) {
		checks.atLeast("features", features, 0, "Give a number of feature maps, or 0 for the plan's.");
		checks.atLeast("fewerstages", fewerStages, 0, "Give a number of stages to leave out, or 0.");
		checks.that(negativeSlope < 1 && Double.isFinite(negativeSlope), "negativeslope", "is " + negativeSlope + ".",
			"Give a number from 0 to below 1, or -1 for the plan's.");
	}
}
