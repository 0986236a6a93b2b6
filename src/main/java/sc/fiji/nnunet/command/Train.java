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
import java.nio.file.Path;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;

/** Trains one fold: {@link NnUNet#train}. The options are those of the seed's command line (spec/seed.md 1.2) and ours. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Train", headless = true,
	description = "Trains a network on a prepared dataset and tests it on the cases of one fold. " +
		"A training that was stopped goes on where it was.")
public class Train extends NnUNetCommand {

	@Parameter(label = "Data", style = "directory", required = false,
		description = "Folder that nnU-Net Preprocess wrote, such as OUT/Task04_Hippocampus.")
	private File data;

	@Parameter(label = "Configuration", persist = false, required = false, choices = { "3d", "2d", "3d_lowres",
		"3d_cascade" }, description = "Which of the prepared configurations.")
	private String configuration = "3d";

	@Parameter(label = "Fold", persist = false, required = false, min = "-1",
		description = "Which fold is held out for testing. -1: none, train on all cases.")
	private int fold;

	@Parameter(label = "Minutes", persist = false, required = false, min = "0",
		description = "Budget in minutes; the learning rate's schedule stretches to it. 0: by epochs or steps.")
	private double minutes;

	@Parameter(label = "Epochs", persist = false, required = false, min = "0",
		description = "Budget in epochs. 0: the recipe's, if minutes and steps are 0 too.")
	private int epochs;

	@Parameter(label = "Preset", persist = false, required = false, choices = { "recipe", "cpu", "seed" },
		description = "A named set of choices: the recipe as it is, a smaller network for a computer without GPU, or the seed's training script.")
	private String preset = "recipe";

	@Parameter(label = "Device", persist = false, required = false,
		description = "auto, cpu, gpu or gpu:1. A GPU that is asked for and cannot be used is an error.")
	private String device = "auto";

	@Parameter(label = "Start over", persist = false, required = false,
		description = "Throws an existing training away instead of going on with it.")
	private boolean force;

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
	private final String advanced = Inputs.ADVANCED;

	@Parameter(label = "Task", persist = false, required = false,
		description = "Task number, if the data folder is the parent of folders such as Task04_Hippocampus.")
	private String task = "";

	@Parameter(label = "Dimensions", persist = false, required = false, min = "0", max = "3",
		description = "2 or 3: short for the configuration 2d or 3d. 0: as the configuration says.")
	private int dim;

	@Parameter(label = "Folds", persist = false, required = false, min = "2", description = "Number of folds.")
	private int nfolds = 5;

	@Parameter(label = "Steps", persist = false, required = false, min = "0",
		description = "Budget in steps. 0: by minutes or epochs.")
	private long steps;

	@Parameter(label = "Steps per epoch", persist = false, required = false, min = "0",
		description = "Steps between two validations. 0: from the number of cases.")
	private int stepsperepoch;

	@Parameter(label = "Skip validation", persist = false, required = false, min = "0",
		description = "No validation during the first so many epochs.")
	private int skipeval;

	@Parameter(label = "Patience", persist = false, required = false, min = "0",
		description = "Stops after so many validations without a better Dice. 0: never.")
	private int patience;

	@Parameter(label = "Batch size", persist = false, required = false, min = "0",
		description = "Samples per step. 0: as planned.")
	private int batchsize;

	@Parameter(label = "Features", persist = false, required = false, min = "0",
		description = "Feature maps of the finest stage. 0: as planned.")
	private int features;

	@Parameter(label = "Optimizer", persist = false, required = false, choices = { "auto", "adam", "sgd", "radam" },
		description = "Rule of the weight updates. auto: the recipe's.")
	private String optimizer = "auto";

	@Parameter(label = "Learning rate", persist = false, required = false, min = "0",
		description = "Initial learning rate. 0: the recipe's.")
	private double learningrate;

	@Parameter(label = "Momentum", persist = false, required = false, min = "0", max = "1",
		description = "Momentum of sgd.")
	private double momentum = 0.99;

	@Parameter(label = "Scheduler", persist = false, required = false, choices = { "auto", "none", "poly", "cosine",
		"cosine_annealing" }, description = "How the learning rate falls. auto: the recipe's.")
	private String scheduler = "auto";

	@Parameter(label = "Weight decay", persist = false, required = false, min = "-1",
		description = "Factor of the L2 term. -1: the recipe's.")
	private double weightdecay = -1;

	@Parameter(label = "Lookahead", persist = false, required = false, description = "Lets slow weights follow the fast ones.")
	private boolean lookahead;

	@Parameter(label = "Norm", persist = false, required = false, choices = { "auto", "instance", "batch", "group",
		"none" }, description = "Normalisation inside of the network. auto: as planned.")
	private String norm = "auto";

	@Parameter(label = "Deep supervision", persist = false, required = false, choices = { "auto", "true", "false" },
		description = "Loss at coarser levels too. auto: the recipe's.")
	private String deepsupervision = "auto";

	@Parameter(label = "Mirror images", persist = false, required = false, choices = { "auto", "true", "false" },
		description = "Learns from mirror images too. auto: as the recipe says; in preset cpu not where the images know left" +
			" from right.")
	private String mirroring = "auto";

	@Parameter(label = "Precision", persist = false, required = false, choices = { "auto", "fp32", "bf16", "fp16" },
		description = "Arithmetic of the convolutions. auto: the fastest that the processor has and that passes a self-test.")
	private String amp = "auto";

	@Parameter(label = "XLA", persist = false, required = false, description = "Compiles the graph with XLA, for GPUs.")
	private boolean xla;

	@Parameter(label = "Oversampling", persist = false, required = false, min = "0", max = "1",
		description = "Share of patches that are placed around foreground.")
	private double oversampling = 0.33;

	@Parameter(label = "Seed", persist = false, required = false, description = "Seed of every random draw.")
	private long seed = 1;

	@Parameter(label = "Overlap", persist = false, required = false, min = "0", max = "1",
		description = "Overlap of the windows in validation.")
	private double overlap = 0.5;

	@Parameter(label = "Blend", persist = false, required = false, choices = { "gaussian", "constant" }, attrs = @Attr(
		name = "alias", value = "blendmode"), description = "Weights inside of a window in validation.")
	private String blend = "gaussian";

	@Parameter(label = "Flip averaging", persist = false, required = false, description = "Validation averages over flips.")
	private boolean tta;

	@Parameter(label = "Checkpoints", persist = false, required = false, choices = { "last_and_best", "last_only",
		"none" }, description = "Which checkpoints are written.")
	private String ckptstrategy = "last_and_best";

	@Parameter(label = "Final validation", persist = false, required = false,
		description = "Predicts the held-out cases in their original space at the end.")
	private boolean finalvalidation = true;

	@Parameter(label = "Pretrained", style = "directory", required = false, persist = false,
		description = "Fold folder whose weights are the start. Empty: random weights.")
	private File pretrained;

	@Parameter(label = "Resume training", persist = false, required = false,
		description = "Goes on with an existing training; false is the same as starting over.")
	private boolean resumetraining = true;

	@Parameter(label = "Threads", persist = false, required = false, min = "0", attrs = @Attr(name = "alias",
		value = "numworkers"), description = "Processor threads. 0: all.")
	private int threads;

	@Parameter(label = "Log name", persist = false, required = false,
		description = "Name of the log file in the fold's folder, one JSON object per line.")
	private String logname = "log.jsonl";

	@Parameter(label = "Write the log", persist = false, required = false,
		description = "Writes that log file; without it there are no learning curves.")
	private boolean usedllogger = true;

	@Parameter(label = "Engine runs in", persist = false, required = false, choices = { AUTO, PROCESS, IN_PROCESS },
		description = "A process of its own, or this one. auto: its own if this one cannot load the engine.")
	private String worker = AUTO;

	@Parameter(type = ItemIO.OUTPUT, label = "Fold folder")
	private File result;

	@Parameter(type = ItemIO.OUTPUT, label = "Mean foreground Dice of the held-out cases")
	private double dice;

	@Override
	public String worker() {
		return worker;
	}

	@Override
	public Path pictures() throws IOException {
		return Inputs.path(data) == null ? null : options().foldFolder();
	}

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final TrainResult done = nn.train(options(), progress);
			result = done.folder().toFile();
			dice = done.validationDice();
			if (done.cancelled()) throw new CancelledException();
		}
	}

	private TrainOptions options() throws ProblemException {
		final TrainOptions.Builder options = TrainOptions.builder().data(Inputs.task(Inputs.path(data), task)).configuration(
			Inputs.configuration(configuration, dim)).fold(fold).folds(nfolds).epochs(epochs).steps(steps).minutes(minutes)
			.patience(patience).stepsPerEpoch(stepsperepoch).preset(preset).batchSize(batchsize).features(features).optimizer(
				optimizer).learningRate(learningrate).momentum(momentum).scheduler(scheduler).weightDecay(weightdecay).lookahead(
					lookahead).norm(norm).deepSupervision(deepsupervision).amp(amp).xla(xla).oversampling(oversampling).mirroring(mirroring).seed(seed)
			.skipEval(skipeval).overlap(overlap).blend(blend).tta(tta).checkpoints(ckptstrategy).finalValidation(
				finalvalidation).force(force || !resumetraining).pretrained(Inputs.path(pretrained)).device(device).threads(threads)
			.logName(usedllogger ? logname : "");
		if (preset.equals("seed")) asTheSeedsScript(options);
		return options.build();
	}

	/**
	 * The choices of the seed's script for one GPU (spec/seed.md 1.8), where the user made none. NB: it asks for XLA
	 * always; on a processor that is five times slower (spec/engine.md), so only a GPU gets it.
	 */
	private void asTheSeedsScript(final TrainOptions.Builder options) throws ProblemException {
		options.preset("recipe").xla(xla || device.startsWith("gpu"));
		if (epochs == 0 && steps == 0 && minutes == 0) options.epochs(300);
		if (skipeval == 0) options.skipEval(100);
		if (batchsize == 0) options.batchSize(Inputs.configuration(configuration, dim).equals("2d") ? 64 : 2);
		if (deepsupervision.equals("auto")) options.deepSupervision("true");
	}
}
