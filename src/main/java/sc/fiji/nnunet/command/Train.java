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
		if (gpus > 1) throw new ProblemException(new Problem("gpus", "is " + gpus + ".",
			"Give 1: a training has one device. Folds can be trained side by side, each with its own device=gpu:N."));
		return TrainOptions.builder().data(folder).configuration(Inputs.prepared(configuration, dim, folder)).fold(fold)
			.folds(nfolds).preset(preset).epochs(epochs).steps(steps).minutes(minutes).patience(patience).stepsPerEpoch(
				stepsperepoch).features(features).norm(norm).deepSupervision(deepsupervision).negativeSlope(negativeslope).amp(
					precision()).optimizer(optimizer).learningRate(learningrate).momentum(momentum).scheduler(scheduler)
			.endLearningRate(endlearningrate).firstCycle(cosineannealingfirstcyclesteps).peakDecay(cosineannealingpeakdecay)
			.weightDecay(weightdecay).lookahead(lookahead).lossBatchReduction(lossbatchreduction).lossIncludeBackground(
				lossincludebackground).batchSize(batchsize).volumes(nvol).oversampling(oversampling).mirroring(mirroring).seed(
					seed).skipEval(skipeval).overlap(overlap).blend(blend).tta(tta).finalValidation(finalvalidation).checkpoints(
						ckptstrategy).force(force || !resumetraining).pretrained(Inputs.path(pretrained)).logName(usedllogger
							? logname : "").device(device).threads(threads).xla(xla).build();
	}

	/** NB: NVIDIA's --amp is yes or no. */
	private String precision() {
		return switch (amp) {
			case "true" -> "auto";
			case "false" -> "fp32";
			default -> amp;
		};
	}
}
