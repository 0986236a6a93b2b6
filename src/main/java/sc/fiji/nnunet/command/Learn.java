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
import sc.fiji.nnunet.paint.LearnOptions;
import sc.fiji.nnunet.paint.LearnResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Learns from strokes: {@link NnUNet#learn}.
 */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Learn", headless = true,
	description = "Learns to segment from a few strokes: a forest, and a network that it teaches. Takes a painting " +
		"project, or an image with a sparse label image, and writes a model for nnU-Net Predict.")
public class Learn extends EngineCommand {

	@Parameter(label = "Painting project", style = "directory", required = false, persist = false,
		description = "Folder of a project that was painted. Empty: an image and labels are given instead.")
	private File project;

	@Parameter(label = "Image or folder of images", style = "open", required = false, persist = false,
		description = "Starts a project: an image, or a folder of images.")
	private File image;

	@Parameter(label = "Labels with strokes", style = "open", required = false, persist = false,
		description = "Label image of the same size with a few strokes per class, or a folder with such images.")
	private File labels;

	@Parameter(label = "0 in the labels means", required = false, persist = false,
		choices = { "unknown", "background" },
		description = "unknown: nobody painted there, and 1 is the background. background: 0 is the background.")
	private String zero = "unknown";

	@Parameter(label = "Unpainted voxels have the number", required = false, persist = false, min = "-1", max = "255",
		description = "Another number for voxels that nobody painted. -1: none.")
	private int ignorevalue = -1;

	@Parameter(label = "Names of the classes", required = false, persist = false,
		description = "Separated by commas, background first. Empty: class 1, class 2 ...")
	private String classes = "";

	@Parameter(label = "New project in the folder", style = "directory", required = false, persist = false,
		description = "Folder for the new project.")
	private File output;

	@Parameter(label = "Learn for (minutes)", required = false, persist = false, min = "0",
		description = "Learning time in minutes. 0: until the rounds are done.")
	private double minutes;

	@Parameter(label = "Rounds", required = false, persist = false, min = "0",
		description = "Number of rounds. 0: until the minutes are over; 6 if there are none.")
	private int rounds;

	@Parameter(label = "Steps per round", required = false, persist = false, min = "1", attrs = @Attr(name = ADVANCED),
		description = "Training steps of the network in each round.")
	private int steps = LearnOptions.STEPS;

	@Parameter(label = "Seed", required = false, persist = false, attrs = @Attr(name = ADVANCED),
		description = "What random numbers are made of; the same seed, paint and rounds give the same result.")
	private long seed = 1;

	@Parameter(label = "For a window", required = false, persist = false, attrs = @Attr(name = ADVANCED),
		description = "Learns until the window that shows the project ends it.")
	private boolean live;

	@Parameter(type = ItemIO.OUTPUT, label = "Model")
	private File model;

	@Parameter(type = ItemIO.OUTPUT, label = "Dice of the network on held-back strokes (optimistic)")
	private double dice;

	@Parameter(type = ItemIO.OUTPUT, label = "Dice of the forest on held-back strokes (optimistic)")
	private double forestdice;

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public boolean isBackground() {
		return live;
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final LearnResult done = nn.learn(options(), progress);
			model = done.model() == null ? null : done.model().toFile();
			dice = done.networkDice();
			forestdice = done.forestDice();
			if (done.cancelled()) throw new CancelledException();
			if (model != null) progress.message("Model for nnU-Net Predict: " + model);
		}
	}

	private LearnOptions options() {
		return LearnOptions.builder().project(Inputs.path(project)).image(Inputs.path(image))
			.labels(Inputs.path(labels)).zero(zero).ignoreValue(ignorevalue).classes(classes)
			.output(Inputs.path(output)).minutes(minutes).rounds(rounds).steps(steps).seed(seed).live(live)
			.device(device).threads(threads).build();
	}
}
