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

import java.util.HashMap;
import java.util.Map;

import sc.fiji.nnunet.engine.OptimizerSpec;

/** One step of plain gradient descent, which shows the gradient of the loss by how far it moves each weight. */
final class PlainStep {

	/** Gradient descent without momentum and decay. */
	static final OptimizerSpec RULE = OptimizerSpec.of(OptimizerSpec.Rule.SGD, 0, false, 0, 0, false);

	/** NB: so high that the weights round off little of the gradients; a power of 2 rounds off nothing itself. */
	static final double RATE = 1024;

	private PlainStep() {
		// static methods only
	}

	/** The gradient with respect to each weight. */
	static Map<String, float[]> gradients(final Map<String, float[]> before, final Map<String, float[]> after) {
		final Map<String, float[]> gradients = new HashMap<>();
		after.forEach((name, moved) -> {
			final float[] gradient = new float[moved.length];
			for (int i = 0; i < moved.length; i++)
				gradient[i] = (float) (((double) before.get(name)[i] - moved[i]) / RATE);
			gradients.put(name, gradient);
		});
		return gradients;
	}
}
