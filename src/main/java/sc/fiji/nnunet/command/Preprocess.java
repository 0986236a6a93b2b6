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
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.PreprocessResult;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Checks, plans and preprocesses a dataset: {@link NnUNet#preprocess}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Preprocess", headless = true,
	description = "Checks a dataset of labelled images, plans a network for it and preprocesses its cases for " +
		"training. Files that are up to date are kept.")
public class Preprocess extends PlanCommand {

	@Parameter(label = "Prepare the configuration", persist = false, required = false,
		attrs = @Attr(name = Choices.OFFERS, value = Choices.CONFIGURATIONS_OR_AUTO),
		description = "auto: 3d for volumes, 2d for single images. 3d_cascade has the images of 3d.")
	private String configuration = "auto";

	@Parameter(label = "Or so many dimensions", persist = false, required = false, min = "0", max = "3",
		attrs = @Attr(name = ADVANCED),
		description = "2 or 3: short for the configuration 2d or 3d. 0: see the configuration.")
	private int dim;

	@Parameter(label = "Prepare the cases", persist = false, required = false, choices = { "training", "val", "test" },
		attrs = { @Attr(name = ALIAS, value = "execmode"), @Attr(name = ADVANCED) },
		description = "Which cases to preprocess: training with labels, val: the training cases without labels, test.")
	private String mode = "training";

	@Parameter(label = "Start over and discard what is prepared", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Discards existing results instead of keeping what is up to date.")
	private boolean force;

	@Parameter(label = "Cases at a time", persist = false, required = false, min = "-1",
		attrs = { @Attr(name = ALIAS, value = "njobs"), @Attr(name = ADVANCED) },
		description = "Number of cases that are preprocessed in parallel; -1 means the same as 0. 0: one per processor.")
	private int jobs;

	@Parameter(label = "Number of folds", persist = false, required = false, min = "2", attrs = @Attr(name = ADVANCED),
		description = "Number of folds for cross-validation.")
	private int nfolds = Splits.USUAL_FOLDS;

	@Parameter(label = "Store images in half precision", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Stores images as 16-bit floats: half the size on disk, about three digits.")
	private boolean float16;

	@Parameter(label = "Treat negative labels as background", persist = false, required = false,
		attrs = @Attr(name = ADVANCED), description = "Treats negative label values as background.")
	private boolean negativeisbackground;

	@Parameter(label = "Share", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Several processes with one output folder: claims, by which each takes cases that are free, or " +
			"a fixed share such as 2/4. Empty: all cases.")
	private String share = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Folder for training")
	private File result;

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final PreprocessResult done = nn.preprocess(options(), progress);
			result = done.folder().toFile();
			progress.message(String.format(Locale.ROOT, "Preprocessed %d cases in %.2f s, %d were up to date: %s", done
				.written().size(), done
				.seconds(), done.kept().size(), done.folder()));
		}
	}

	@Override
	PreprocessOptions options() throws ProblemException {
		return planning().configuration(Inputs.configuration(configuration, dim)).mode(mode).force(force)
			.jobs(Math.max(0, jobs)).folds(nfolds).negativeIsBackground(negativeisbackground).float16(float16).share(share).build();
	}
}
