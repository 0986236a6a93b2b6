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
package sc.fiji.nnunet.crossval;

import java.io.IOException;

import sc.fiji.nnunet.progress.Progress;

/**
 * Trains one fold and predicts its held-out cases.
 */
@FunctionalInterface
public interface FoldTrainer {

	/** Which of the machines that train each fold together this one is. */
	enum Part {
			/** There are no others. */
			ALONE,
			/** The one that compares. */
			FIRST,
			/** One that leaves the comparison to the first. */
			OTHER
	}

	/** Which of several machines this one is. */
	default Part part() {
		return Part.ALONE;
	}

	/**
	 * Trains a fold, or resumes an interrupted training. Afterwards {@code validation/<case>.nii.gz} in the fold's
	 * folder ({@code results_<configuration>/fold_<fold>}) holds the labels of every held-out case on its own grid, and
	 * {@code summary.json} next to it marks them as complete.
	 *
	 * @param fold the fold that is held out; -1 = none, for which nothing is predicted
	 * @throws IOException if the training cannot be done
	 */
	void train(String configuration, int fold, Progress progress) throws IOException;
}
