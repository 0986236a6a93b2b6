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

import sc.fiji.nnunet.problem.Checks;

/**
 * The user's options for the length of a training run, from which a {@link Budget} is made.
 *
 * @param epochs budget in epochs; 0 = not given
 * @param steps budget in steps; 0 = not given
 * @param minutes budget in minutes; 0 = not given
 * @param patience number of validations without a better Dice after which training stops; 0 = never
 * @param stepsPerEpoch steps per epoch; 0 = from the number of cases
 */
public record BudgetOptions(int epochs, long steps, double minutes, int patience, int stepsPerEpoch) {

	/** Whether epochs, steps or minutes are given. */
	boolean given() {
		return epochs > 0 || steps > 0 || minutes > 0;
	}

	void check(final Checks checks) {
		checks.atLeast("epochs", epochs, 0, "Give one positive budget.");
		checks.atLeast("steps", steps, 0, "Give one positive budget.");
		checks.atLeast("minutes", minutes, 0, "Give one positive budget.");
		checks.that((epochs > 0 ? 1 : 0) + (steps > 0 ? 1 : 0) + (minutes > 0 ? 1 : 0) <= 1, "epochs, steps, minutes",
			"more than one budget is given.", "Give one of them.");
		checks.atLeast("patience", patience, 0, "Give a number of validations, or 0 for no limit.");
		checks.atLeast("stepsperepoch", stepsPerEpoch, 0, "Give a number of steps, or 0 to have it counted.");
	}
}
