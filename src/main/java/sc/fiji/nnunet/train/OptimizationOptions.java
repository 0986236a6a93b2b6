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

import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.problem.Checks;

/**
 * The user's options for loss, optimizer and learning rate.
 *
 * @param optimizer the update rule; null = the recipe's or the preset's
 * @param learningRate initial rate; 0 = the recipe's or the preset's
 * @param momentum for sgd
 * @param scheduler the learning rate's curve; null = the recipe's or the preset's
 * @param endLearningRate for poly and the cosines without restarts: the rate at the end; negative = the recipe's, 0 for
 *          cosines
 * @param firstCycle for cosine_annealing: steps of the first cycle
 * @param peakDecay for cosine_annealing: factor of the peak at each restart
 * @param weightDecay factor of the L2 term; negative = the recipe's
 * @param lookahead whether lookahead is used
 * @param averaging whether averaged weights are kept and used
 * @param lossBatchReduction whether Dice sums over the batch
 * @param lossIncludeBackground whether the background is included in Dice
 */
public record OptimizationOptions(Rule optimizer, double learningRate, double momentum, Schedule.Kind scheduler,
	double endLearningRate, long firstCycle, double peakDecay, double weightDecay, boolean lookahead,
	YesNo averaging, YesNo lossBatchReduction, YesNo lossIncludeBackground)
{

	OptimizationOptions withScheduler(final Schedule.Kind kind) {
		return new OptimizationOptions(optimizer, learningRate, momentum, kind, endLearningRate, firstCycle, peakDecay,
			weightDecay, lookahead, averaging, lossBatchReduction, lossIncludeBackground);
	}

	OptimizationOptions withOptimizer(final Rule rule) {
		return new OptimizationOptions(rule, learningRate, momentum, scheduler, endLearningRate, firstCycle, peakDecay,
			weightDecay, lookahead, averaging, lossBatchReduction, lossIncludeBackground);
	}

	void check(final Checks checks) {
		checks.atLeast("learningrate", learningRate, 0, "Give a positive number, or 0 for the recipe's.");
		checks.range("momentum", momentum, 0, 1);
		checks.finite("endlearningrate", endLearningRate, "Give a number of at least 0, or -1 for the recipe's.");
		checks.atLeast("cosineannealingfirstcyclesteps", firstCycle, 1, "Give at least one step.");
		checks.that(peakDecay > 0 && peakDecay <= 1, "cosineannealingpeakdecay", "is " + peakDecay + ".",
			"Give a number above 0 and up to 1.");
		checks.finite("weightdecay", weightDecay, "Give a number of at least 0, or -1 for the recipe's.");
	}
}
