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

import java.io.File;
import java.nio.file.Path;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.train.Preset;
import sc.fiji.nnunet.train.TrainOptions;

/** Base class of commands that train folds. */
abstract class TrainingCommand extends EngineCommand {

	@Parameter(label = "Prepared dataset", style = "directory", required = false,
		description = "Folder that nnU-Net Preprocess wrote, such as OUT/Task04_Hippocampus.")
	private File data;

	@Parameter(label = "Task", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Task number, if the data folder is the parent of folders such as Task04_Hippocampus.")
	private String task = "";

	@Parameter(label = "Train for (minutes)", persist = false, required = false, min = "0", attrs = @Attr(name = LATE),
		description = "Training time of a fold in minutes, to which the schedule of the learning rate is adapted. 0: " +
			"no limit.")
	private double minutes;

	@Parameter(label = "Or for (epochs)", persist = false, required = false, min = "0", attrs = @Attr(name = LATE),
		description = "Training time of a fold in epochs. 0: as the recipe says, unless minutes or steps are given.")
	private int epochs;

	@Parameter(label = "Train like", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.PRESETS), @Attr(name = LATE) },
		description = "A named set of options.")
	private String preset = Preset.RECIPE.name();

	@Parameter(label = "Folds", persist = false, required = false, min = "2", attrs = @Attr(name = ADVANCED),
		description = "Number of folds.")
	int nfolds = Splits.USUAL_FOLDS;

	@Parameter(label = "Steps", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Training time of a fold in steps. 0: by minutes or epochs.")
	private long steps;

	@Parameter(label = "Features", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Number of feature maps of the finest stage. 0: as planned.")
	private int features;

	@Parameter(label = "Seed", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Random seed.")
	private long seed = 1;

	/** The folder of the preprocessed dataset; null if none was given. */
	final Path folder() throws ProblemException {
		return Inputs.task(Inputs.path(data), task);
	}

	/** The options that this class and its superclasses declare. */
	TrainOptions.Builder training() throws ProblemException {
		return TrainOptions.builder().data(folder()).folds(nfolds).minutes(minutes).epochs(epochs).steps(steps).preset(
			preset).features(features).device(device).threads(threads).seed(seed);
	}
}
