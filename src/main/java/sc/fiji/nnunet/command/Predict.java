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
import java.util.Locale;
import java.util.stream.Stream;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.PredictResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.progress.Progress;

/** Predicts label files for image files: {@link NnUNet#predict(PredictOptions, Progress)}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Predict", headless = true,
	description = "Segments image files with a trained network. " +
		"Each label file has the grid and geometry of its image.")
public class Predict extends ModelCommand {

	@Parameter(label = "Images to segment", style = "directory", required = false,
		attrs = @Attr(name = ALIAS, value = "data"),
		description = "An image, a folder of images, or a dataset's folder.")
	private File input;

	@Parameter(label = "Put the labels into", style = "directory", required = false,
		attrs = @Attr(name = ALIAS, value = "results"),
		description = "Folder for the label files; for a single image also a file.")
	private File output;

	@Parameter(label = "Write tables of the objects", persist = false, required = false, attrs = @Attr(name = LATE),
		description = "Writes size, centre and intensities of each object (objects.csv), and their number (counts.csv).")
	private boolean table;

	@Parameter(label = "Leave out objects smaller than", persist = false, required = false, min = "0",
		attrs = @Attr(name = LATE),
		description = "Omits smaller objects from the tables. In the image's unit, squared or cubed. 0: keep all.")
	private double minimumsize;

	@Parameter(label = "Of a dataset, segment the cases", persist = false, required = false,
		choices = { "test", "training", "validation" }, attrs = @Attr(name = ADVANCED),
		description = "Which cases of a dataset's folder to predict; validation: the held-out cases of the model's fold.")
	private String part = "test";

	@Parameter(label = "Average with the networks", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Results or fold folders of more configurations to average with, separated by semicolons.")
	private String ensemble = "";

	@Parameter(label = "Save probabilities", persist = false, required = false,
		choices = { "none", "float", "byte", "npy", "true", "false" },
		attrs = { @Attr(name = ALIAS, value = "savepreds"), @Attr(name = ADVANCED) },
		description = "none, NIfTI of type float or byte, or npy arrays as written by NVIDIA's nnU-Net (true).")
	private String saveprobabilities = "none";

	@Parameter(label = "Map where the folds disagree", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Writes a map of the disagreement between the folds.")
	private boolean uncertainty;

	@Parameter(label = "Post-process by the file", style = "file", persist = false, required = false,
		attrs = @Attr(name = ADVANCED), description = "A postprocessing.json to apply. Empty: none.")
	private File postprocessing;

	@Parameter(label = "Segment finished images again", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Predicts finished cases again.")
	private boolean overwrite;

	@Parameter(label = "Share", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Several processes with one output folder: claims, by which each takes cases that are free, or a " +
			"fixed share such as 2/4. Empty: all cases.")
	private String share = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Number of label files")
	private int written;

	@Override
	protected List<Problem> check() throws IOException {
		final PredictOptions options = options();
		return trained(options, options.validate());
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final PredictResult done = nn.predict(options(), progress);
			written = done.written().size();
			if (!done.failures().isEmpty()) throw PredictResult.failed(done.failures(), written + done.skipped().size(),
				"cases");
			progress.message(String.format(Locale.ROOT, "Wrote %d label files in %.1f s to %s", written, done.seconds(),
				output));
		}
	}

	private PredictOptions options() {
		final List<Path> others = Stream.of(ensemble.split(";")).map(String::trim).filter(text -> !text.isEmpty()).map(
			Path::of).toList();
		return prediction().input(Inputs.path(input)).output(Inputs.path(output)).part(part).ensemble(others)
			.saveProbabilities(saveprobabilities).uncertainty(uncertainty).postProcessing(Inputs.path(postprocessing))
			.overwrite(overwrite).share(share).table(table).minimumSize(minimumsize).build();
	}
}
