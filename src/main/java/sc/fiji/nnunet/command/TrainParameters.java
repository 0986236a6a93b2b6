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

import org.scijava.ItemVisibility;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** The inputs of {@link Train}: those of NVIDIA's command line (recipe-nvidia.md 1.2), and ours. */
abstract class TrainParameters extends NnUNetCommand {

	@Parameter(label = "Data", style = "directory", required = false,
		description = "Folder that nnU-Net Preprocess wrote, such as OUT/Task04_Hippocampus.")
	File data;

	@Parameter(label = "Configuration", persist = false, required = false, choices = { "auto", "3d", "2d",
		"3d_lowres" }, description = "Which of the prepared configurations. auto: the one that is there, 3d first.")
	String configuration = "auto";

	@Parameter(label = "Fold", persist = false, required = false, min = "-1",
		description = "Which fold is held out for testing. -1: none, train on all cases.")
	int fold;

	@Parameter(label = "Minutes", persist = false, required = false, min = "0",
		description = "Budget in minutes; the learning rate's schedule stretches to it. 0: by epochs or steps.")
	double minutes;

	@Parameter(label = "Epochs", persist = false, required = false, min = "0",
		description = "Budget in epochs. 0: the recipe's, if minutes and steps are 0 too.")
	int epochs;

	@Parameter(label = "Preset", persist = false, required = false,
		attrs = @Attr(name = Choices.OFFERS, value = Choices.PRESETS),
		description = "A named set of choices.")
	String preset = "recipe";

	@Parameter(label = "Device", persist = false, required = false,
		description = "auto, cpu, gpu or gpu:1. A GPU that is asked for and cannot be used is an error.")
	String device = "auto";

	@Parameter(label = "Start over", persist = false, required = false,
		description = "Throws an existing training away instead of going on with it.")
	boolean force;

	@Parameter(label = "Task", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Task number, if the data folder is the parent of folders such as Task04_Hippocampus.")
	String task = "";

	@Parameter(label = "Dimensions", persist = false, required = false, min = "0", max = "3",
		attrs = @Attr(name = ADVANCED),
		description = "2 or 3: short for the configuration 2d or 3d. 0: as the configuration says.")
	int dim;

	@Parameter(label = "Folds", persist = false, required = false, min = "2", attrs = @Attr(name = ADVANCED),
		description = "Number of folds.")
	int nfolds = 5;

	@Parameter(label = "Steps", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Budget in steps. 0: by minutes or epochs.")
	long steps;

	@Parameter(label = "Steps per epoch", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Steps between two validations. 0: from the number of cases.")
	int stepsperepoch;

	@Parameter(label = "Skip validation", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "No validation during the first so many epochs.")
	int skipeval;

	@Parameter(label = "Patience", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Stops after so many validations without a better Dice. 0: never.")
	int patience;

	@Parameter(label = "Batch size", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Samples per step. 0: as planned.")
	int batchsize;

	@Parameter(label = "Volumes per batch", persist = false, required = false, min = "0",
		attrs = @Attr(name = ADVANCED),
		description = "For 2D and recipe nvidia: from how many cases the slices of a batch come. 0: two, or as few more as divide the batch.")
	int nvol;

	@Parameter(label = "Features", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Feature maps of the finest stage. 0: as planned.")
	int features;

	@Parameter(label = "Optimizer", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.OPTIMIZERS), @Attr(name = ADVANCED) },
		description = "Rule of the weight updates. auto: the recipe's.")
	String optimizer = "auto";

	@Parameter(label = "Learning rate", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Initial learning rate. 0: the recipe's.")
	double learningrate;

	@Parameter(label = "Momentum", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Momentum of sgd.")
	double momentum = 0.99;

	@Parameter(label = "Scheduler", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.SCHEDULERS), @Attr(name = ADVANCED) },
		description = "How the learning rate falls. auto: the recipe's.")
	String scheduler = "auto";

	@Parameter(label = "End learning rate", persist = false, required = false, min = "-1",
		attrs = @Attr(name = ADVANCED), description = "Rate at the end of the scheduler poly. -1: the recipe's.")
	double endlearningrate = -1;

	@Parameter(label = "Steps of the first cycle", persist = false, required = false, min = "1",
		attrs = @Attr(name = ADVANCED), description = "Length of the first cycle of the scheduler cosine_annealing.")
	long cosineannealingfirstcyclesteps = 4096;

	@Parameter(label = "Decay of the peak", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED),
		description = "What the rate of each restart of the scheduler cosine_annealing is multiplied by.")
	double cosineannealingpeakdecay = 1;

	@Parameter(label = "Weight decay", persist = false, required = false, min = "-1", attrs = @Attr(name = ADVANCED),
		description = "Factor of the L2 term. -1: the recipe's.")
	double weightdecay = -1;

	@Parameter(label = "Lookahead", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Lets slow weights follow the fast ones.")
	boolean lookahead;

	@Parameter(label = "Norm", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.NORMS), @Attr(name = ADVANCED) },
		description = "Normalisation inside of the network. auto: as planned.")
	String norm = "auto";

	@Parameter(label = "Negative slope", persist = false, required = false, min = "-1", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Slope of the leaky ReLU below zero. -1: as planned.")
	double negativeslope = -1;

	@Parameter(label = "Deep supervision", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Loss at coarser levels too. auto: the recipe's.")
	String deepsupervision = "auto";

	@Parameter(label = "Dice of the batch", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Dice loss sums over the whole batch. auto: the recipe's.")
	String lossbatchreduction = "auto";

	@Parameter(label = "Dice of the background", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "The background takes part in the Dice loss. auto: the recipe's.")
	String lossincludebackground = "auto";

	@Parameter(label = "Mirror images", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.YES_NO), @Attr(name = ADVANCED) },
		description = "Learns from mirror images too. auto: as the recipe says; in preset cpu not where the images " +
			"know left from right.")
	String mirroring = "auto";

	@Parameter(label = "Precision", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.PRECISIONS), @Attr(name = ADVANCED) },
		description = "Arithmetic of the convolutions. auto or true: the fastest that the processor has and that " +
			"passes a self-test; false: fp32.")
	String amp = "auto";

	@Parameter(label = "XLA", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Compiles the graph with XLA, for GPUs.")
	boolean xla;

	@Parameter(label = "GPUs", persist = false, required = false, min = "1", attrs = @Attr(name = ADVANCED),
		description = "Devices that share one training. Only 1 is possible: train the folds side by side instead.")
	int gpus = 1;

	@Parameter(label = "Oversampling", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Share of patches that are placed around foreground.")
	double oversampling = 0.33;

	@Parameter(label = "Seed", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Seed of every random draw.")
	long seed = 1;

	@Parameter(label = "Overlap", persist = false, required = false, min = "0", max = "1",
		attrs = @Attr(name = ADVANCED), description = "Overlap of the windows in validation.")
	double overlap = 0.5;

	@Parameter(label = "Blend", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.BLENDS), @Attr(name = ALIAS, value = "blendmode"),
			@Attr(name = ADVANCED) },
		description = "Weights inside of a window in validation.")
	String blend = "gaussian";

	@Parameter(label = "Flip averaging", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Validation averages over flips.")
	boolean tta;

	@Parameter(label = "Checkpoints", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.CHECKPOINTS), @Attr(name = ADVANCED) },
		description = "Which checkpoints are written.")
	String ckptstrategy = "last_and_best";

	@Parameter(label = "Final validation", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Predicts the held-out cases in their original space at the end.")
	boolean finalvalidation = true;

	@Parameter(label = "Pretrained", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED), description = "Fold folder whose weights are the start. Empty: random weights.")
	File pretrained;

	@Parameter(label = "Resume training", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Goes on with an existing training; false is the same as starting over.")
	boolean resumetraining = true;

	@Parameter(label = "Threads", persist = false, required = false, min = "0",
		attrs = { @Attr(name = ALIAS, value = "numworkers"), @Attr(name = ADVANCED) },
		description = "Processor threads. 0: all.")
	int threads;

	@Parameter(label = "Log name", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Name of the log file in the fold's folder, one JSON object per line.")
	String logname = "log.jsonl";

	@Parameter(label = "Write the log", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Writes that log file; without it there are no learning curves.")
	boolean usedllogger = true;

	@Parameter(label = "Engine runs in", persist = false, required = false, choices = { AUTO, PROCESS, IN_PROCESS },
		attrs = @Attr(name = ADVANCED),
		description = "A process of its own, or this one. auto: its own if this one cannot load the engine.")
	String worker = AUTO;
}
