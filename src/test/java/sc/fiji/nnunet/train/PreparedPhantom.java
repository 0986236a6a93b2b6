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

import java.io.IOException;
import java.nio.file.Path;

import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;

/** A phantom that is ready to train on, as its plan for 3D says. */
final class PreparedPhantom {

	private PreparedPhantom() {
		// static methods only
	}

	/**
	 * Writes and prepares it.
	 *
	 * @param temp an empty folder
	 * @param cases the number of training cases
	 * @return the folder to open
	 */
	static Path write(final Path temp, final int cases) throws IOException {
		final Path raw = temp.resolve("raw").resolve("Task01_Phantom");
		new Preprocessor(null).run(new Phantom(cases, 0, 7).write(raw, Progress.none()), PreprocessOptions.builder().dataset(
			raw).output(temp.resolve("out")).build(), Progress.none());
		return temp.resolve("out").resolve("Task01_Phantom");
	}

	/** The minutes that a step of whole patches takes on the processor of {@link Pace#FULL}. */
	static double minutes(final TrainOptions options, final Plan plan) {
		return new Passes(TrainSettings.of(options, plan, 1, true, Precision.FP32, 1, Pace.CARD).plan(), 1,
			Regime.Length.PROCESSOR).seconds() / 60;
	}
}
