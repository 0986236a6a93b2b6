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
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;

/** Trains one fold: {@link NnUNet#train}. The options are those of NVIDIA's command line (recipe-nvidia.md 1.2) and ours. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Train", headless = true,
	description = "Trains a network on a prepared dataset and tests it on the cases of one fold. " +
		"A training that was stopped goes on where it was.")
public class Train extends TrainParameters {

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
		final Path folder = Inputs.task(Inputs.path(data), task);
		final TrainOptions.Builder options = TrainOptions.builder().data(folder).configuration(Inputs.prepared(configuration,
			dim, folder)).fold(fold).folds(nfolds).epochs(epochs).steps(steps).minutes(minutes)
			.patience(patience).stepsPerEpoch(stepsperepoch).preset(preset).batchSize(batchsize).features(features).optimizer(
				optimizer).learningRate(learningrate).momentum(momentum).scheduler(scheduler).weightDecay(weightdecay).lookahead(
					lookahead).norm(norm).deepSupervision(deepsupervision).amp(precision()).xla(xla).oversampling(oversampling).mirroring(mirroring).seed(seed)
			.skipEval(skipeval).overlap(overlap).blend(blend).tta(tta).checkpoints(ckptstrategy).finalValidation(
				finalvalidation).force(force || !resumetraining).pretrained(Inputs.path(pretrained)).device(device).threads(threads)
			.logName(usedllogger ? logname : "").endLearningRate(endlearningrate).firstCycle(cosineannealingfirstcyclesteps)
			.peakDecay(cosineannealingpeakdecay).lossBatchReduction(lossbatchreduction).lossIncludeBackground(
				lossincludebackground).negativeSlope(negativeslope).volumes(nvol);
		if (gpus > 1) throw new ProblemException(new Problem("gpus", "is " + gpus + ".",
			"Give 1: a training has one device. Folds can be trained side by side, each with its own device=gpu:N."));
		if (preset.equals("seed")) asNvidiasScript(options);
		return options.build();
	}

	/** NB: NVIDIA's --amp is yes or no. */
	private String precision() {
		return switch (amp) {
			case "true" -> "auto";
			case "false" -> "fp32";
			default -> amp;
		};
	}

	/**
	 * The choices of NVIDIA's script for one GPU (recipe-nvidia.md 1.8), where the user made none. NB: it asks for XLA
	 * always; on a processor that is five times slower (engine.md), so only a GPU gets it.
	 */
	private void asNvidiasScript(final TrainOptions.Builder options) throws ProblemException {
		options.preset("recipe").xla(xla || device.startsWith("gpu"));
		if (epochs == 0 && steps == 0 && minutes == 0) options.epochs(300);
		if (skipeval == 0) options.skipEval(100);
		if (batchsize == 0) options.batchSize(Inputs.prepared(configuration, dim, Inputs.task(Inputs.path(data), task)).equals(
			"2d") ? 64 : 2);
		if (deepsupervision.equals("auto")) options.deepSupervision("true");
	}
}
