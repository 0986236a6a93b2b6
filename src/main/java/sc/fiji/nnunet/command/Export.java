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
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.export.ExportOptions;
import sc.fiji.nnunet.export.ExportResult;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Writes a trained model in the formats of other programs: {@link NnUNet#export}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Export", headless = true,
	description = "Writes a trained model for other programs: a package for bioimage.io (deepImageJ, ilastik, " +
		"QuPath, napari, Icy), SavedModel, ONNX, TorchScript, and nnU-Net's own folder.")
public class Export extends EngineCommand {

	@Parameter(label = "Trained network", style = "directory", required = false,
		attrs = { @Attr(name = ALIAS, value = "ckptdir"), @Attr(name = MODELS) },
		description = "A fold's folder, such as OUT/Task04_Hippocampus/results_3d/fold_0, or a results folder with " +
			"several folds, whose logits are averaged.")
	private File model;

	@Parameter(label = "Put the files into", style = "directory", required = false,
		attrs = @Attr(name = ALIAS, value = "results"), description = "The folder that gets the exported files.")
	private File output;

	@Parameter(label = "Formats", persist = false, required = false,
		description = "What is written, such as bioimageio,onnx: bioimageio, savedmodel, onnx, torchscript, nnunet. " +
			"Empty: all that the model's recipe allows, bioimageio only with a licence.")
	private String formats = "";

	@Parameter(label = "Precision", persist = false, required = false, choices = { "fp32", "bf16", "fp16" },
		attrs = @Attr(name = ADVANCED), description = "Arithmetic of the SavedModel: bf16 for processors that have " +
			"it, fp16 for graphics cards; written beside the one of fp32.")
	private String precision = "fp32";

	@Parameter(label = "Folds", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "The folds of a results folder to use, such as 0,1,4. Empty: all, but not fold_all beside others.")
	private String folds = "";

	@Parameter(label = "Checkpoint", persist = false, required = false, choices = { "auto", "best", "last" },
		attrs = @Attr(name = ADVANCED), description = "The weights to use. auto: those that the training selected.")
	private String checkpoint = "auto";

	@Parameter(label = "Name", persist = false, required = false,
		description = "Name of the package. Empty: dataset and configuration.")
	private String name = "";

	@Parameter(label = "Description", persist = false, required = false, description = "What the model does, in a " +
		"sentence. Empty: what it segments.")
	private String summary = "";

	@Parameter(label = "Authors", persist = false, required = false, description = "Names, separated by commas.")
	private String authors = "";

	@Parameter(label = "Licence", persist = false, required = false,
		description = "As SPDX names it, such as CC-BY-4.0, CC0-1.0 or MIT. Empty: no package is written.")
	private String licence = "";

	@Parameter(label = "Citation", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "What users should cite, with a DOI or an address, besides nnU-Net.")
	private String citation = "";

	@Parameter(label = "Evaluate afterwards", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Predicts the held-out cases with the exported SavedModel and evaluates them.")
	private boolean validate;

	@Parameter(label = "Evaluate in full precision", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "With bf16 or fp16: evaluates and returns the SavedModel of fp32 instead of the shorter one.")
	private boolean loadsm;

	@Parameter(label = "Dataset", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED), description = "The dataset that contains these cases.")
	private File dataset;

	@Parameter(type = ItemIO.OUTPUT, label = "Exported SavedModel")
	private File result;

	@Override
	protected List<Problem> check() throws IOException {
		final PredictOptions read = PredictOptions.builder().model(Inputs.path(model)).folds(folds)
			.checkpoint(checkpoint).build();
		return ModelCommand.trained(read, options().validate());
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final ExportResult done = nn.export(options(), progress);
			result = done.savedModel() == null ? null : done.savedModel().toFile();
			if (done.summary() != null) progress.message(new SummaryTable(done.summary()).text());
		}
	}

	private ExportOptions options() throws ProblemException {
		if (validate && dataset == null) throw new ProblemException(new Problem("dataset", "is missing.",
			"Give the dataset's folder, which contains the held-out cases to evaluate."));
		return ExportOptions.builder().model(Inputs.path(model)).output(Inputs.path(output)).formats(formats)
			.precision(precision).folds(folds).checkpoint(checkpoint).name(name).description(summary).authors(authors)
			.licence(licence).citation(citation).loadsm(loadsm).dataset(validate ? Inputs.path(dataset) : null)
			.device(device).threads(threads).build();
	}
}
