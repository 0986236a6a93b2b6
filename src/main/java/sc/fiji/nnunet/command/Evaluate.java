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
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Compares predicted label files with reference label files: {@link NnUNet#evaluate}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Evaluate", headless = true,
	description = "Compares predicted label files with reference label files. Reports Dice, IoU and surface distances " +
		"per case and class, of numbered objects F1 and panoptic quality, as a table and as summary.json.")
public class Evaluate extends ComparisonCommand {

	@Parameter(label = "Or test the trained network", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED),
		description = "Instead of predictions: a trained fold, which is tested on its held-out cases of the dataset.")
	private File model;

	@Parameter(label = "Fold of that network", persist = false, required = false, min = "-1",
		attrs = @Attr(name = ADVANCED),
		description = "The fold, if the model is a results folder with several folds. -1: the model is a fold's folder.")
	private int fold = -1;

	@Parameter(label = "Compute on", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Device for the model: auto, cpu, gpu or gpu:1.")
	private String device = "auto";

	@Parameter(type = ItemIO.OUTPUT, label = "Mean foreground Dice")
	private double dice;

	/** The scores; null in the program that the user started, if another process worked. */
	private Summary summary;

	@Override
	public String worker() {
		return Inputs.path(model) == null ? IN_PROCESS : super.worker();
	}

	@Override
	protected List<Problem> check() throws IOException {
		if (!own()) return comparison(Inputs.path(predictions), Inputs.path(references)).validate();
		final PredictOptions held = heldOut();
		final List<Problem> problems = ModelCommand.trained(held, held.validate());
		return problems.isEmpty() ? comparison(Inputs.path(dataset), references()).validate() : problems;
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			summary = own() ? nn.test(heldOut(), comparison(heldOut().output(), references()), progress) : nn
				.evaluate(comparison(Inputs.path(predictions), references()), progress);
			dice = summary.dice();
			progress.message(new SummaryTable(summary).text() + new SummaryTable(summary).line());
		}
	}

	@Override
	public void end() throws IOException {
		EvaluationTable.show(summary != null ? summary : SummaryFile.read(comparison(heldOut().output(), references())
			.summaryFile()));
	}

	/** NB: a tested network's stand beside its predictions, so that another process can read them. */
	@Override
	Path scores() throws ProblemException {
		return own() && Inputs.path(output) == null ? heldOut().output() : super.scores();
	}

	/** Whether a model is tested, instead of existing label files. */
	private boolean own() throws ProblemException {
		if (Inputs.path(model) == null) return false;
		if (Inputs.path(predictions) == null) return true;
		throw new ProblemException(new Problem("model",
			"is given beside predictions, which a dialog fills in as they were last time.",
			"Give one of the two: to test the network, leave the predicted labels empty."));
	}

	private Path references() throws ProblemException {
		return own() && Inputs.path(references) == null ? Datasets.labels(Inputs.path(dataset)) : Inputs.path(references);
	}

	/** The options that predict the held-out cases of the model's fold. */
	private PredictOptions heldOut() throws ProblemException {
		if (Inputs.path(dataset) == null) throw new ProblemException(new Problem("dataset", "is missing.",
			"Give the dataset's folder, which contains the held-out images."));
		final Path folder = Inputs.path(model);
		return PredictOptions.builder().model(folder).folds(fold < 0 ? "" : Integer.toString(fold)).input(Inputs.path(
			dataset)).part("validation").output((fold < 0 ? folder : new ResultsFolder(folder).fold(fold)).resolve(
				ResultsFolder.EVALUATION)).overwrite(true).device(device).build();
	}
}
