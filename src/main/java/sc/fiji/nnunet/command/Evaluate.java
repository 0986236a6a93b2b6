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
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Compares predicted label files with reference label files: {@link NnUNet#evaluate}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Evaluate", headless = true,
	description = "Compares predicted label files with reference label files. " +
		"Dice, IoU and surface distances per case and class, as a table and as summary.json.")
public class Evaluate extends NnUNetCommand {

	@Parameter(label = "Predictions", style = "directory", required = false, attrs = @Attr(name = "alias", value = "preds"),
		description = "Folder of predicted label files, or one file.")
	private File predictions;

	@Parameter(label = "References", style = "directory", required = false, attrs = @Attr(name = "alias", value = "lbls"),
		description = "Folder of reference label files such as labelsTr, or one file; cases are matched by name.")
	private File references;

	@Parameter(label = "Output", style = "save", required = false,
		description = "Where the summary goes: a .json file, or a folder that gets summary.json. Empty: only the table is shown.")
	private File output;

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
	private final String advanced = Inputs.ADVANCED;

	@Parameter(label = "Dataset", style = "directory", required = false,
		description = "Dataset folder, dataset.json or plan file that names the labels. Empty: the dataset.json beside the references.")
	private File dataset;

	@Parameter(label = "Labels", persist = false, required = false,
		description = "Label values to measure, separated by commas. Empty: all.")
	private String labels = "";

	@Parameter(label = "Tolerance (mm)", persist = false, required = false, min = "0",
		description = "Tolerance of the surface Dice in millimetres.")
	private double tolerance = 1;

	@Parameter(label = "Absent classes", persist = false, required = false, choices = { "nan", "one" },
		description = "What overlap is worth where a class is absent from both: left out of the mean, or 1.")
	private String emptyrule = "nan";

	@Parameter(label = "Surface distances", persist = false, required = false,
		description = "Measure surface distances too, which takes longer.")
	private boolean surface = true;

	@Parameter(label = "Complete", persist = false, required = false,
		description = "A reference without a prediction is an error instead of a remark.")
	private boolean complete;

	@Parameter(label = "Report", persist = false, required = false,
		description = "Write a page summary.html with tables, box plots and the lowest cases as pictures beside the summary.")
	private boolean report;

	@Parameter(label = "Model", style = "directory", required = false, persist = false,
		description = "Instead of predictions: a trained fold, which is tested on the cases of the dataset that it held out.")
	private File model;

	@Parameter(label = "Fold of the model", persist = false, required = false, min = "-1",
		description = "Which fold, if the model is a results folder with several. -1: the model is a fold's folder.")
	private int fold = -1;

	@Parameter(label = "Device", persist = false, required = false,
		description = "What the model runs on: auto, cpu, gpu or gpu:1.")
	private String device = "auto";

	@Parameter(label = "Engine runs in", persist = false, required = false, choices = { AUTO, PROCESS, IN_PROCESS },
		description = "A process of its own, or this one. auto: its own if a model is given and this one cannot load the engine.")
	private String worker = AUTO;

	@Parameter(type = ItemIO.OUTPUT, label = "Mean foreground Dice")
	private double dice;

	@Override
	public String worker() {
		return Inputs.path(model) == null ? IN_PROCESS : worker;
	}

	@Override
	protected List<Problem> check() throws IOException {
		if (!own()) return options(Inputs.path(predictions), Inputs.path(references)).validate();
		final PredictOptions held = heldOut();
		final List<Problem> problems = Inputs.trained(held, held.validate());
		return problems.isEmpty() ? options(Inputs.path(dataset), references()).validate() : problems;
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final boolean own = own();
			final Path predicted = own ? predict(nn, progress.part(0, 0.9)) : Inputs.path(predictions);
			final EvaluateOptions options = options(predicted, references());
			final Summary summary = nn.evaluate(options, own ? progress.part(0.9, 1) : progress);
			dice = summary.dice();
			progress.message(new SummaryTable(summary).text());
			EvaluationTable.show(summary);
		}
	}

	/** Whether a model is tested, instead of label files that are there already. */
	private boolean own() {
		return Inputs.path(model) != null && Inputs.path(predictions) == null;
	}

	private Path references() {
		return own() && Inputs.path(references) == null ? Inputs.path(dataset).resolve("labelsTr") : Inputs.path(references);
	}

	private EvaluateOptions options(final Path predicted, final Path wanted) throws ProblemException {
		return EvaluateOptions.builder().predictions(predicted).references(wanted).output(Inputs.path(output)).dataset(Inputs
			.path(dataset)).labels(Inputs.integers("labels", labels)).tolerance(tolerance).emptyRule(emptyrule).surface(surface)
			.complete(complete).report(report).build();
	}

	/** The prediction of what the model's fold held out. */
	private PredictOptions heldOut() throws ProblemException {
		if (Inputs.path(dataset) == null) throw new ProblemException(new Problem("dataset", "is missing.",
			"Give the dataset's folder, for the images that the model held out."));
		final Path folder = Inputs.path(model);
		return PredictOptions.builder().model(folder).folds(fold < 0 ? "" : Integer.toString(fold)).input(Inputs.path(
			dataset)).part("validation").output((fold < 0 ? folder : folder.resolve("fold_" + fold)).resolve("evaluation"))
			.overwrite(true).device(device).build();
	}

	/** Predicts what the model's fold held out, and returns the folder of the labels. */
	private Path predict(final NnUNet nn, final Progress progress) throws IOException {
		final PredictOptions options = heldOut();
		final PredictResult done = nn.predict(options, progress);
		if (!done.failures().isEmpty()) throw new IOException("Some cases could not be predicted: " + done.failures());
		return options.output();
	}
}
