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

import java.util.Map;

import ai.djl.ndarray.NDArray;
import sc.fiji.nnunet.engine.StepResult;

/** Reads the outputs of a step. */
final class StepOutputs {

	private StepOutputs() {
		// static methods only
	}

	/**
	 * The result of a step.
	 *
	 * @param n the number of the network's outputs
	 */
	static StepResult of(final int n, final Map<String, NDArray> outputs) {
		final double loss = GraphSession.read(outputs.get("loss"))[0];
		final boolean updated = outputs.containsKey("norm");
		final float[] statistics = GraphSession.read(outputs.get("statistics"));
		return new StepResult(loss, updated ? GraphSession.read(outputs.get("norm"))[0] : 0, updated && GraphSession.read(
			outputs.get("applied"))[0] == 1, counts(statistics, 0, n), counts(statistics, n, n), counts(statistics, 2 * n,
				n));
	}

	private static long[] counts(final float[] values, final int from, final int n) {
		final long[] counts = new long[n];
		for (int i = 0; i < n; i++)
			counts[i] = Math.round(values[from + i]);
		return counts;
	}
}
