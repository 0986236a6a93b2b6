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
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.install.EngineFolder;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;

/** Trains one fold: {@link NnUNet#train}. Includes the options of NVIDIA's command line (recipe-nvidia.md 1.2). */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Train", headless = true,
	description = "Trains a network on a preprocessed dataset and tests it on the cases of one fold. " +
		"A training that was stopped resumes where it was.")
public class Train extends TogetherCommand {

	@Parameter(label = "Train the configuration", persist = false, required = false,
		attrs = @Attr(name = Choices.OFFERS, value = Choices.CONFIGURATIONS_OR_AUTO),
		description = "The configuration to train. auto: the one that was preprocessed, 3d first.")
	private String configuration = "auto";

	@Parameter(label = "Keep for testing the fold", persist = false, required = false, min = "-1",
		description = "The fold that is held out for testing. -1: none, train on all cases.")
	private int fold;

	@Parameter(label = "Start over and discard the earlier training", persist = false, required = false, attrs = @Attr(
		name = LAST), description = "Discards an existing training instead of resuming it.")
	private boolean force;

	@Parameter(label = "Dimensions", persist = false, required = false, min = "0", max = "3",
		attrs = @Attr(name = ADVANCED),
		description = "2 or 3: short for the configuration 2d or 3d. 0: see the configuration.")
	private int dim;

	@Parameter(label = "Checkpoints", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.CHECKPOINTS), @Attr(name = ADVANCED) },
		description = "Which checkpoints to write.")
	private String ckptstrategy = "last_and_best";

	@Parameter(label = "Pretrained", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED), description = "Fold or nnU-Net model to start from. Empty: random weights.")
	private File pretrained;

	@Parameter(label = "Resume training", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Resumes an existing training; false is the same as starting over.")
	private boolean resumetraining = true;

	@Parameter(label = "Log name", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Name of the log file in the fold's folder, one JSON object per line.")
	private String logname = ResultsFolder.LOG;

	@Parameter(label = "Write the log", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Writes that log file; without it there are no learning curves.")
	private boolean usedllogger = true;

	@Parameter(type = ItemIO.OUTPUT, label = "Fold folder")
	private File result;

	@Parameter(type = ItemIO.OUTPUT, label = "Mean foreground Dice of the held-out cases")
	private double dice;

	@Override
	public Path pictures() throws IOException {
		return folder() == null ? null : options().foldFolder();
	}

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public String outlook() throws IOException {
		final String found = sc.fiji.nnunet.doctor.Doctor.device(device, new EngineFolder().holdsGpu());
		try (NnUNet nn = new NnUNet()) {
			return "On " + found + ". " + nn.outlook(options(), !found.contains("GPU"));
		}
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
		return training().configuration(Inputs.prepared(configuration, dim, folder())).fold(fold).force(force ||
			!resumetraining).checkpoints(ckptstrategy).pretrained(Inputs.path(pretrained)).logName(usedllogger ? logname : "")
			.build();
	}
}
