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
import java.util.Map;

import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanReport;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Says what preprocessing and training would do, and why: {@link NnUNet#plan}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Plan", headless = true,
	description = "Decides spacing, patch, network, batch and normalization for a dataset, says why and what it costs, " +
		"and writes the plans. Nothing is prepared yet.")
public class PlanDataset extends NnUNetCommand {

	/** An epoch of nnU-Net (recipe-nnunet.md 1.9). */
	private static final int STEPS = 250;

	@Parameter(label = "Dataset", style = "directory", required = false, attrs = @Attr(name = "alias", value = "data"),
		description = "Folder of the dataset, with dataset.json, imagesTr and labelsTr.")
	private File dataset;

	@Parameter(label = "Output", style = "directory", required = false, attrs = @Attr(name = "alias", value = "results"),
		description = "Folder in which a folder of the dataset's name is written.")
	private File output;

	@Parameter(label = "Recipe", persist = false, required = false, choices = { "nvidia", "nnunet" },
		description = "Rules of planning and preprocessing: NVIDIA's program or nnU-Net v2.")
	private String recipe = "nvidia";

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
	private final String advanced = Inputs.ADVANCED;

	@Parameter(label = "Task", persist = false, required = false,
		description = "Task number, if the dataset folder is the parent of folders such as Task04_Hippocampus.")
	private String task = "";

	@Parameter(label = "Spacing (z,y,x in mm)", persist = false, required = false,
		description = "Voxel size to resample to, such as 1,0.5,0.5. Empty: as planned.")
	private String spacing = "";

	@Parameter(label = "Patch (z,y,x or y,x)", persist = false, required = false,
		description = "Size of the patches for training, such as 40,56,40. Empty: as planned.")
	private String patch = "";

	@Parameter(label = "Batch size", persist = false, required = false, min = "0",
		description = "Samples per training step. 0: as planned.")
	private int batchsize;

	@Parameter(label = "Normalization", persist = false, required = false, choices = { "auto", "zscore", "ct", "nonorm",
		"rescale_to_0_1", "rgb_to_0_1" }, description = "How intensities of all channels are normalised. auto: by modality.")
	private String normalization = "auto";

	@Parameter(label = "Memory target (GB)", persist = false, required = false, min = "0",
		description = "Device memory that nnU-Net's planner aims at. 0: the architecture's own.")
	private double memorytarget;

	@Parameter(label = "Architecture", persist = false, required = false, choices = { "plain", "resenc_m", "resenc_l",
		"resenc_xl" }, description = "Plain U-Net, or one with a residual encoder of size M, L or XL.")
	private String architecture = "plain";

	@Override
	protected List<Problem> check() throws IOException {
		return Inputs.dataset(options());
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final Map<String, Plan> plans = nn.plan(options(), progress);
			final double speed = nn.operationsPerSecond();
			for (final Plan plan : plans.values())
				PlanReport.lines(plan, STEPS, speed).forEach(progress::message);
		}
	}

	private PreprocessOptions options() throws ProblemException {
		final List<Integer> size = Inputs.integers("patch", patch);
		return PreprocessOptions.builder().dataset(Inputs.task(Inputs.path(dataset), task)).output(
			Inputs.path(output)).recipe(recipe).spacing(Inputs.decimals("spacing", spacing)).patch(size).dim(
				size.size() == 2 ? 2 : 3).batchSize(batchsize).normalization(normalization.equals("auto") ? "" : normalization).memoryTarget(
					memorytarget).architecture(architecture).build();
	}
}
