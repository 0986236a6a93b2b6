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
package sc.fiji.nnunet.predict;

import java.util.Locale;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** The arithmetic of the networks as a prediction asks for it. */
public enum Arithmetic {
		/** The engine's choice after a self-test; float32 on a CPU where labels must be those of another program. */
		AUTO,
		/** float32 throughout. */
		FP32,
		/** bfloat16 convolutions, on CPUs. */
		BF16,
		/** float16 convolutions, on GPUs. */
		FP16;

	/**
	 * The precision of networks on a device.
	 *
	 * @param exact whether AUTO is float32 on a CPU
	 * @throws ProblemException if the device does not have it
	 */
	Precision on(final Engine engine, final NetworkSpec spec, final boolean exact) throws ProblemException {
		if (this == AUTO) return exact ? reproducible(engine, spec) : engine.predictionPrecision(spec);
		if (!fits(engine.device().isGpu())) throw new ProblemException(problem(engine.device().toString()));
		return Precision.valueOf(name());
	}

	/** The precision where the time that a self-test took must not decide on labels: float32 on a CPU. */
	public static Precision reproducible(final Engine engine, final NetworkSpec spec) {
		return engine.device().isGpu() ? engine.predictionPrecision(spec) : Precision.FP32;
	}

	/** Whether a GPU, or a CPU, has this arithmetic. */
	boolean fits(final boolean gpu) {
		return this != (gpu ? BF16 : FP16);
	}

	/** What to say if a device does not have this arithmetic. */
	Problem problem(final String device) {
		return new Problem("precision", "is " + name().toLowerCase(Locale.ROOT) + ", which is for " + (this == FP16 ? "GPUs"
			: "CPUs") + ", and this runs on " + device + ".", "Give auto, fp32 or " + (this == FP16 ? "bf16." : "fp16."));
	}
}
