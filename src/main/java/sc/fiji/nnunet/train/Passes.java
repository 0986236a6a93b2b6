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

import sc.fiji.nnunet.plan.NetworkCost;
import sc.fiji.nnunet.plan.Plan;

/**
 * How many steps a training has, which decides how large its patches are, and how often it will see each part of its
 * cases, which decides how much augmentation it needs.
 *
 * @param plan the plan with the network and batch size that are used
 * @param cases the number of training cases
 * @param pace floating-point operations per second by which a budget in minutes is turned into steps
 */
record Passes(Plan plan, int cases, double pace) {

	/** A training step takes three times the multiply-adds of a prediction, of two operations each. */
	private static final double OPERATIONS = 3 * 2;

	/** The number of passes within a budget. */
	double of(final Budget budget, final int stepsPerEpoch) {
		return steps(budget, stepsPerEpoch) * plan.batchSize() / (Math.max(1, cases) * patchesPerCase());
	}

	/** The number of steps within a budget. */
	double steps(final Budget budget, final int stepsPerEpoch) {
		final double timed = budget.timed() ? 60 * budget.minutes() / seconds() : Double.POSITIVE_INFINITY;
		return Math.min(timed, budget.totalSteps(stepsPerEpoch));
	}

	/** The seconds of a step. */
	double seconds() {
		return OPERATIONS * NetworkCost.of(plan.network(), plan.patch()).multiplyAdds() * plan.batchSize() / pace;
	}

	/** The number of patches that hold as many voxels as a case. */
	private double patchesPerCase() {
		if (plan.medianShape().isEmpty()) return 1;
		double share = 1;
		final int axes = plan.medianShape().size();
		for (int axis = 0; axis < axes; axis++) {
			final int inPatch = axis - (axes - plan.patch().size());
			share *= plan.medianShape().get(axis) / (inPatch < 0 ? 1 : plan.patch().get(inPatch));
		}
		return Math.max(1, share);
	}
}
