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
import java.io.IOException;
import java.util.List;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Base class of commands that predict with a trained network. */
abstract class ModelCommand extends EngineCommand {

	@Parameter(label = "Trained network", style = "directory", required = false,
		attrs = { @Attr(name = ALIAS, value = "ckptdir"), @Attr(name = MODELS) },
		description = "A fold's folder, such as OUT/Task04_Hippocampus/results_3d/fold_0, or a results folder with " +
			"several folds.")
	private File model;

	@Parameter(label = "Speed or accuracy", persist = false, required = false,
		choices = { "fast", "balanced", "accurate" },
		attrs = @Attr(name = LATE),
		description = "Trade-off of speed and accuracy: overlap of windows, number of folds, averaging over flips.")
	private String preset = "balanced";

	@Parameter(label = "Overlap of the windows", persist = false, required = false, min = "-1", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Overlap of the windows from 0 to 1. -1: the preset's.")
	private double overlap = -1;

	@Parameter(label = "Weights within a window", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.BLENDS), @Attr(name = ALIAS, value = "blendmode"),
			@Attr(name = ADVANCED) },
		description = "Weights within a window.")
	private String blend = "gaussian";

	@Parameter(label = "Average over mirrored copies", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Averages the predictions of mirrored images; always on in the preset accurate.")
	private boolean tta;

	@Parameter(label = "Add windows up in", persist = false, required = false, choices = { "fp32", "fp16" },
		attrs = @Attr(name = ADVANCED),
		description = "How windows are added up. fp16: rounded as in nnU-Net, for the same labels voxel by voxel.")
	private String accumulation = "fp32";

	@Parameter(label = "Compute in", persist = false, required = false, choices = { "auto", "fp32", "bf16", "fp16" },
		attrs = @Attr(name = ADVANCED),
		description = "The arithmetic of the networks. auto: a shorter one (bf16 on CPUs, fp16 on GPUs) if a self-" +
			"test finds it sound and, on a CPU, faster; fp32 on CPUs for nnU-Net's models and accumulation=fp16.")
	private String precision = "auto";

	@Parameter(label = "Use the folds", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "The folds of a results folder to use, such as 0,1,4; all: the training on all cases. " +
			"Empty: each that held cases out (preset fast: the first).")
	private String folds = "";

	@Parameter(label = "Previous stage of a cascade", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED), description = "For the last stage of a cascade: the results folder of the previous " +
			"stage, or a folder with its label files. Empty: the results folder beside the model's.")
	private File previous;

	@Parameter(label = "Use the checkpoint", persist = false, required = false, choices = { "auto", "best", "last" },
		attrs = @Attr(name = ADVANCED), description = "The weights to use. auto: those that the end of the training " +
			"selected; of a training that was stopped, the best ones.")
	private String checkpoint = "auto";

	/** The options that all these commands share. */
	final PredictOptions.Builder prediction() {
		return PredictOptions.builder().model(Inputs.path(model)).preset(preset).device(device).threads(threads)
			.overlap(overlap).blend(blend).tta(tta).folds(folds).checkpoint(checkpoint).accumulation(accumulation)
			.precision(precision).previous(Inputs.path(previous));
	}

	/**
	 * Checks that a model's folder contains the checkpoints that a prediction needs.
	 *
	 * @param problems the problems found so far; if there are any, they are returned at once
	 * @throws ProblemException if the folder is not such a model
	 */
	static List<Problem> trained(final PredictOptions options, final List<Problem> problems) throws IOException {
		if (!problems.isEmpty()) return problems;
		for (final ModelFolder group : ModelFolder.open(options.model()).byPatch(options.folds()))
			for (final ModelFolder.Fold fold : group.folds())
				fold.checkpoint(options.checkpoint());
		return problems;
	}
}
