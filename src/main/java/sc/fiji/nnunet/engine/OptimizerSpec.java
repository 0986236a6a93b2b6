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
package sc.fiji.nnunet.engine;

/**
 * How weights are updated. The learning rate is passed with every step.
 *
 * @param rule the update rule
 * @param momentum for SGD
 * @param nesterov for SGD
 * @param beta1 for all but SGD
 * @param beta2 for all but SGD; Muon has it for what Adam updates there
 * @param epsilon as beta2, added outside of the square root (recipe-nvidia.md 6.2)
 * @param weightDecay factor of the L2 term on everything but norm parameters
 * @param clipNorm gradients with a larger global norm are scaled down to it; 0 = never
 * @param lookahead whether there are slow weights that move half of the way to the fast ones every 6th step
 */
public record OptimizerSpec(Rule rule, double momentum, boolean nesterov, double beta1, double beta2, double epsilon,
	double weightDecay, double clipNorm, boolean lookahead)
{

	/** Update rules. */
	public enum Rule {
			SGD, ADAM, RADAM,
			/** Muon for kernels of more than one voxel, Adam for all other weights (docs/training.md). */
			MUON
	}

	/** Adam with NVIDIA's constants. */
	public static OptimizerSpec adam(final double weightDecay) {
		return of(Rule.ADAM, 0, false, weightDecay, 0, false);
	}

	/**
	 * A rule with NVIDIA's constants.
	 *
	 * @param momentum for SGD; 0 with other rules
	 * @param nesterov for SGD; false with other rules
	 */
	public static OptimizerSpec of(final Rule rule, final double momentum, final boolean nesterov,
		final double weightDecay, final double clipNorm, final boolean lookahead)
	{
		final boolean sgd = rule == Rule.SGD;
		return new OptimizerSpec(rule, sgd ? momentum : 0, sgd && nesterov, sgd ? 0 : 0.9, sgd ? 0 : 0.999, sgd ? 0 : 1e-7,
			weightDecay, clipNorm, lookahead);
	}
}
