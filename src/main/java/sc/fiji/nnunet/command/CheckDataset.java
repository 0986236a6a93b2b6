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
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.dataset.DatasetReport;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Lists all problems of a dataset: {@link NnUNet#check}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Check Dataset", headless = true,
	description = "Checks every case of a dataset and lists all errors and warnings. " +
		"Each one names the file and says how to fix it.")
public class CheckDataset extends DatasetCommand {

	@Parameter(label = "Write a report to", style = "save", required = false, persist = false,
		description = "A .json file for the report. Empty: the report is only shown.")
	private File report;

	@Parameter(label = "Tolerated offset of labels (voxels)", persist = false, required = false, min = "0",
		attrs = @Attr(name = ADVANCED), description = "How far the voxels of a label may be from those of the image.")
	private double tolerance = CheckOptions.defaults().tolerance();

	@Parameter(label = "Treat negative labels as background", persist = false, required = false,
		attrs = @Attr(name = ADVANCED), description = "Treats negative label values as background.")
	private boolean negativeisbackground;

	@Parameter(label = "Follow the recipe of", persist = false, required = false, choices = { "nvidia", "nnunet" },
		attrs = @Attr(name = ADVANCED),
		description = "The recipe for preprocessing: nvidia needs voxels above zero, nnunet voxels other than zero.")
	private String recipe = "nvidia";

	@Parameter(type = ItemIO.OUTPUT, label = "Number of errors")
	private int errors;

	@Override
	protected List<Problem> check() throws IOException {
		if (folder() == null) return List.of(new Problem("dataset", "is missing.", "Give a dataset's folder."));
		final List<Problem> problems = options().validate();
		Datasets.layout(folder());
		return problems;
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		if (!check().isEmpty()) throw new ProblemException(check());
		try (NnUNet nn = new NnUNet()) {
			final DatasetReport found = nn.check(folder(), options(), progress);
			errors = found.problems().size();
			progress.message(found.toTable());
			if (Inputs.path(report) != null) found.write(Inputs.path(report));
			found.requireUsable();
		}
	}

	private CheckOptions options() throws ProblemException {
		return new CheckOptions(tolerance, negativeisbackground, Recipe.named(recipe).foreground());
	}
}
