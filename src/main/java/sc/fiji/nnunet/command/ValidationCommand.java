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
package sc.fiji.nnunet.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.train.TrainOptions;

/** Base class of training commands with options for validation. */
abstract class ValidationCommand extends OptimizationCommand {

	@Parameter(label = "Steps per epoch", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Number of steps between two validations. 0: from the number of cases.")
	private int stepsperepoch;

	@Parameter(label = "Skip validation", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Number of epochs at the start without validation.")
	private int skipeval;

	@Parameter(label = "Patience", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Stops after this number of validations without a better Dice. 0: never.")
	private int patience;

	@Parameter(label = "Overlap", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Overlap of the windows in validation.")
	private double overlap = 0.5;

	@Parameter(label = "Blend", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.BLENDS), @Attr(name = ALIAS, value = "blendmode"),
			@Attr(name = ADVANCED) }, description = "Weights within a window in validation.")
	private String blend = "gaussian";

	@Parameter(label = "Flip averaging", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Averages over flips in validation.")
	private boolean tta;

	@Parameter(label = "Final validation", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Predicts the held-out cases in their original space after training.")
	private boolean finalvalidation = true;

	@Override
	TrainOptions.Builder training() throws ProblemException {
		return super.training().stepsPerEpoch(stepsperepoch).skipEval(skipeval).patience(patience).overlap(overlap).blend(
			blend).tta(tta).finalValidation(finalvalidation);
	}
}
