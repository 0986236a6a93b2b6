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

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.progress.Progress;

/** Compares predicted label files with reference label files: {@link NnUNet#evaluate}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Evaluate", headless = true,
	description = "Compares predicted label files with reference label files. " +
		"Dice, IoU and surface distances per case and class, as a table and as summary.json.")
public class Evaluate extends NnUNetCommand {

	@Parameter(label = "Predictions", style = "directory", required = false,
		description = "Folder of predicted label files, or one file.")
	private File predictions;

	@Parameter(label = "References", style = "directory", required = false,
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

	@Parameter(type = ItemIO.OUTPUT, label = "Mean foreground Dice")
	private double dice;

	@Override
	public void execute(final Progress progress) throws IOException {
		final EvaluateOptions options = EvaluateOptions.builder().predictions(Inputs.path(predictions)).references(Inputs.path(
			references)).output(Inputs.path(output)).dataset(Inputs.path(dataset)).labels(Inputs.integers("labels", labels))
			.tolerance(tolerance).emptyRule(emptyrule).surface(surface).complete(complete).report(report).build();
		try (NnUNet nn = new NnUNet()) {
			final Summary summary = nn.evaluate(options, progress);
			dice = summary.dice();
			progress.message(new SummaryTable(summary).text());
			EvaluationTable.show(summary);
		}
	}
}
