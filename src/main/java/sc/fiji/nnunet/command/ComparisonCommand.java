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
import java.nio.file.Path;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.problem.ProblemException;

/** Base class of commands that compare label files with references. */
abstract class ComparisonCommand extends WorkerCommand {

	@Parameter(label = "Predicted labels", style = "directory", required = false,
		attrs = @Attr(name = ALIAS, value = "preds"), description = "Folder of predicted label files, or one file.")
	File predictions;

	@Parameter(label = "True labels (references)", style = "directory", required = false,
		attrs = @Attr(name = ALIAS, value = "lbls"),
		description = "Folder of reference label files such as labelsTr, or one file; cases are matched by name.")
	File references;

	@Parameter(label = "Write the scores to", style = "save", required = false,
		description = "Where the summary goes: a .json file, or a folder that gets summary.json. Empty: only the table is " +
			"shown, but the summary of a network that is tested goes beside the labels that it predicts.")
	File output;

	@Parameter(label = "Take the names of labels from", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED), description = "Dataset folder, dataset.json or plan file that names the labels. " +
			"Empty: the dataset.json beside the references.")
	File dataset;

	@Parameter(label = "Measure only the labels", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Label values to measure, separated by commas. Empty: all.")
	private String labels = "";

	@Parameter(label = "Tolerance (mm)", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Tolerance of the surface Dice in millimetres.")
	private double tolerance = 1;

	@Parameter(label = "A class that is absent from both counts as", persist = false, required = false,
		choices = { "nan", "one" },
		attrs = @Attr(name = ADVANCED),
		description = "Value of the overlap metrics of a class that is absent from both: nan (left out of the mean), " +
			"or one.")
	private String emptyrule = "nan";

	@Parameter(label = "Measure surface distances", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Measures surface distances too, which takes longer.")
	private boolean surface = true;

	@Parameter(label = "A missing prediction is an error", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Treats a reference without a prediction as an error instead of a warning.")
	private boolean complete;

	@Parameter(label = "Write a page with pictures", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Writes summary.html beside the summary, with tables, box plots and pictures of the lowest cases.")
	private boolean report;

	/** Where the scores are written; null if only the table is shown. */
	Path scores() throws ProblemException {
		return Inputs.path(output);
	}

	/** The options for a comparison of two folders. */
	final EvaluateOptions comparison(final Path predicted, final Path wanted) throws ProblemException {
		return EvaluateOptions.builder().predictions(predicted).references(wanted).output(scores()).dataset(Inputs
			.path(dataset)).labels(Inputs.integers("labels", labels)).tolerance(tolerance).emptyRule(emptyrule).surface(
				surface).complete(complete).report(report).build();
	}
}
