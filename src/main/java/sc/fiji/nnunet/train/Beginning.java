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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Preparation;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * The beginning of a training: what it starts from. All of that is read and checked before anything of an earlier
 * training is removed.
 */
record Beginning(TrainOptions options, TrainSettings settings, TrainingFold fold, PreprocessedDataset data) {

	/**
	 * Restores the last checkpoint or another model's weights, and reports which.
	 *
	 * @param network receives them
	 * @param folder the fold's folder
	 * @return the state to go on from; empty for a training that starts with its first step
	 * @throws ProblemException if the checkpoint is that of another training, or the other model's weights cannot be used
	 */
	Optional<Checkpoint> start(final Network network, final Path folder, final Engine engine, final Progress progress)
		throws IOException
	{
		progress.message(network.parameters() + " parameters; " + engine.description());
		progress.message("fold " + options.fold() + ": " + fold.training().size() + " training and " + fold.validation()
			.size() + " validation cases");
		final FoldCases cases = fold.record(options, data);
		final ResultOptions results = options.results();
		if (results.pretrained() != null) Pretrained.requireOther(results.pretrained(), folder, cases, progress);
		if (!results.force() && CheckpointFolder.isIn(folder.resolve(ResultsFolder.LAST))) {
			final Checkpoint checkpoint = resumed(network, folder, progress);
			if (!Files.exists(folder.resolve(FoldCases.FILE))) cases.write(folder);
			return Optional.of(checkpoint);
		}
		if (results.pretrained() != null) {
			final List<String> taken = Pretrained.into(network, results.pretrained(), settings.plan().labels(), engine);
			progress.message("Starting from " + taken.size() + " weights of " + results.pretrained());
		}
		if (results.force()) startOver(folder, progress);
		cases.write(folder);
		return Optional.empty();
	}

	/** Removes the files of an earlier training, and tells of a log that stays. */
	private void startOver(final Path folder, final Progress progress) throws IOException {
		final Path log = folder.resolve(options.results().logName()).normalize();
		FoldFolder.clear(folder, options.results().logName());
		if (Files.isRegularFile(log)) progress.message("Nothing of the log " + log + " is removed, since it lies outside of " +
			"the fold's folder and may be that of other trainings: the lines of this one follow those that it has.");
	}

	private Checkpoint resumed(final Network network, final Path folder, final Progress progress) throws IOException {
		final Path plan = folder.resolve(PlanFile.NAME), last = folder.resolve(ResultsFolder.LAST);
		if (Files.exists(plan)) Preparation.requireSame(plan, settings.plan());
		final Checkpoint checkpoint = Checkpoint.read(last, network, settings, fold.training(), options.sampling().seed());
		progress.message("Resuming from the checkpoint of step " + checkpoint.step() + " (epoch " + checkpoint.step() /
			settings.stepsPerEpoch() + ") in " + last);
		return checkpoint;
	}
}
