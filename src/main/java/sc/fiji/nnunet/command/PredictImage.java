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
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Predicts the labels of an open image: {@link NnUNet#predict(PredictOptions, sc.fiji.nnunet.volume.Volume, Progress)}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Predict Image", headless = true,
	description = "Segments the open image with a trained network and shows the labels.")
public class PredictImage extends NnUNetCommand {

	@Parameter(label = "Image", required = false, persist = false,
		description = "An open image or stack with the channels that the network was trained with.")
	private ImagePlus image;

	@Parameter(label = "Model", style = "directory", required = false,
		description = "A fold's folder such as OUT/Task04_Hippocampus/results_3d/fold_0, or a results folder with several folds.")
	private File model;

	@Parameter(label = "Preset", persist = false, required = false, choices = { "fast", "balanced", "accurate" },
		description = "Speed against accuracy: overlap of windows, folds and mirrored copies.")
	private String preset = "balanced";

	@Parameter(label = "Device", persist = false, required = false,
		description = "auto, cpu, gpu or gpu:1. A GPU that is asked for and cannot be used is an error.")
	private String device = "auto";

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
	private final String advanced = Inputs.ADVANCED;

	@Parameter(label = "Overlap", persist = false, required = false, min = "-1", max = "1",
		description = "Overlap of the windows from 0 to 1. -1: the preset's.")
	private double overlap = -1;

	@Parameter(label = "Blend", persist = false, required = false, choices = { "gaussian", "constant" }, attrs = @Attr(
		name = "alias", value = "blendmode"), description = "Weights inside of a window.")
	private String blend = "gaussian";

	@Parameter(label = "Flip averaging", persist = false, required = false,
		description = "Averages over mirrored copies; the preset accurate always does.")
	private boolean tta;

	@Parameter(label = "Folds", persist = false, required = false,
		description = "Which folds of a results folder, such as 0,1,4. Empty: all (preset fast: the first).")
	private String folds = "";

	@Parameter(label = "Checkpoint", persist = false, required = false, choices = { "auto", "best", "last" },
		description = "Which weights. auto: the best, if there are some.")
	private String checkpoint = "auto";

	@Parameter(label = "Threads", persist = false, required = false, min = "0", description = "Processor threads. 0: all.")
	private int threads;

	@Parameter(label = "Engine runs in", persist = false, required = false, choices = { AUTO, PROCESS, IN_PROCESS },
		description = "A process of its own, or this one. auto: its own if this one cannot load the engine.")
	private String worker = AUTO;

	@Parameter(type = ItemIO.OUTPUT, label = "Labels")
	private ImagePlus labels;

	@Override
	public String worker() {
		return worker;
	}

	@Override
	protected List<Problem> check() throws IOException {
		final List<Problem> problems = options().validateModel();
		if (image == null) problems.add(new Problem("image", "is missing.", "Open an image first."));
		return Inputs.trained(options(), problems);
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		final List<Problem> problems = check();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		try (NnUNet nn = new NnUNet()) {
			labels = ImagePlusVolume.image(nn.predict(options(), ImagePlusVolume.volume(image), progress), "Labels of " + image
				.getTitle());
		}
	}

	private PredictOptions options() {
		return PredictOptions.builder().model(Inputs.path(model)).preset(preset).device(device).overlap(overlap).blend(blend)
			.tta(tta).folds(folds).checkpoint(checkpoint).threads(threads).build();
	}
}
