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

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Base class of commands that plan a network for a dataset. */
abstract class PlanCommand extends DatasetCommand {

	@Parameter(label = "Folder for the results", style = "directory", required = false,
		attrs = @Attr(name = ALIAS, value = "results"),
		description = "Folder in which a folder with the dataset's name is created.")
	private File output;

	@Parameter(label = "Follow the recipe of", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.RECIPES), @Attr(name = LATE) },
		description = "Rules for planning and preprocessing.")
	private String recipe = "nvidia";

	@Parameter(label = "Resample to (z,y,x in mm)", persist = false, required = false,
		attrs = { @Attr(name = ADVANCED), @Attr(name = LATE) },
		description = "Voxel size to resample to, such as 1,0.5,0.5. Empty: as planned.")
	private String spacing = "";

	@Parameter(label = "Size of a patch (z,y,x or y,x)", persist = false, required = false,
		attrs = { @Attr(name = ADVANCED), @Attr(name = LATE) },
		description = "Size of the patches for training, such as 40,56,40. Empty: as planned.")
	String patch = "";

	@Parameter(label = "Patches per step (batch size)", persist = false, required = false, min = "0",
		attrs = { @Attr(name = ADVANCED), @Attr(name = LATE) },
		description = "Samples per training step. 0: as planned.")
	private int batchsize;

	@Parameter(label = "Normalize intensities", persist = false, required = false,
		choices = { "auto", "zscore", "ct", "nonorm", "rescale_to_0_1", "rgb_to_0_1" },
		attrs = { @Attr(name = ADVANCED), @Attr(name = LATE) },
		description = "Normalization of the intensities of all channels. auto: by modality.")
	private String normalization = "auto";

	@Parameter(label = "Plan for a memory of (GB)", persist = false, required = false, min = "0",
		attrs = { @Attr(name = ADVANCED), @Attr(name = LATE) },
		description = "Device memory that nnU-Net's planner aims at. 0: the architecture's own.")
	private double memorytarget;

	@Parameter(label = "Kind of network", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.ARCHITECTURES), @Attr(name = ADVANCED), @Attr(name = LATE) },
		description = "Plain U-Net, or one with a residual encoder of size M, L or XL.")
	private String architecture = "plain";

	/** The options of the command. */
	abstract PreprocessOptions options() throws ProblemException;

	/** The options that all these commands share. */
	final PreprocessOptions.Builder planning() throws ProblemException {
		return PreprocessOptions.builder().dataset(folder()).output(Inputs.path(output)).recipe(recipe).spacing(Inputs
			.decimals("spacing", spacing)).patch(Inputs.integers("patch", patch)).batchSize(batchsize).normalization(
				normalization.equals("auto") ? "" : normalization).memoryTarget(memorytarget).architecture(architecture);
	}

	/** NB: the cases are not checked, since that takes time. */
	@Override
	protected List<Problem> check() throws IOException {
		final List<Problem> problems = options().validate();
		if (problems.isEmpty()) Datasets.layout(folder());
		return problems;
	}
}
