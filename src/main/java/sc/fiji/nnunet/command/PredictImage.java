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

import java.io.IOException;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.TimeLapseCancelledException;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Predicts the labels of an open image: {@link NnUNet#predict(PredictOptions, TimePoints, Progress)}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Predict Image", headless = true,
	description = "Segments the open image with a trained network and shows the labels.")
public class PredictImage extends ModelCommand {

	@Parameter(label = "Image", required = false, persist = false,
		description = "An open image or stack, with the channels that the network was trained on. Each time point is " +
			"segmented by itself.")
	private ImagePlus image;

	@Parameter(label = "Draw the objects over the image", required = false, persist = false, attrs = @Attr(name = LATE),
		description = "Shows the objects as an overlay on the image, in the colours of the labels; more than 255 " +
			"numbered objects get them in turn.")
	private boolean overlay;

	@Parameter(label = "Put the objects into the ROI Manager", required = false, persist = false,
		attrs = @Attr(name = LATE),
		description = "Adds a selection for each object and slice. Voxels that touch, even at a corner, belong to one " +
			"object, unless the network numbers objects.")
	private boolean rois;

	@Parameter(label = "List the objects in the results table", required = false, persist = false,
		attrs = @Attr(name = LATE),
		description = "Adds a row for each object to the results table: class, size and centre in the unit of the image.")
	private boolean table;

	@Parameter(label = "Leave out objects smaller than", required = false, persist = false, min = "0",
		attrs = @Attr(name = LATE),
		description = "Omits smaller objects from overlay, ROI Manager and table. In the image's unit, squared or " +
			"cubed. 0: keep all.")
	private double minimumsize;

	@Parameter(type = ItemIO.OUTPUT, label = "Labels")
	private ImagePlus labels;

	@Override
	protected List<Problem> check() throws IOException {
		return trained(prediction().build(), given());
	}

	/** What is wrong with the inputs by themselves, before the model is opened. */
	private List<Problem> given() {
		final List<Problem> problems = prediction().build().validateModel();
		if (image == null) problems.add(new Problem("image", "is missing.", "Open an image first."));
		problems.addAll(objects().problems());
		return problems;
	}

	@Override
	public void begin() throws IOException {
		objects().check();
		if (given().isEmpty()) points(); // NB: before all time points are passed to the engine's process
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		final List<Problem> problems = given();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		ImagePlusVolume.warnings(image).forEach(progress::message);
		try (NnUNet nn = new NnUNet()) {
			labels = TimePoints.labelImage(nn.predict(prediction().build(), points(), progress), "Labels of " + image.getTitle());
		}
		catch (final TimeLapseCancelledException e) {
			labels = TimePoints.labelImage(e.labels(), "Labels of " + image.getTitle() + ", time points " + e.done());
			TimePoints.setInterval(labels, image);
			throw e;
		}
	}

	/** The time points of the image for the model. */
	TimePoints points() throws IOException {
		return TimePoints.of(image, ModelFolder.plan(prediction().build().model()).channels().size());
	}

	@Override
	public void end() throws IOException {
		TimePoints.setInterval(labels, image);
		if (objects().isEmpty()) return;
		objects().show(labels, ModelFolder.plan(prediction().build().model()).labels(), image);
	}

	private ObjectDisplay objects() {
		return new ObjectDisplay(overlay, rois, table, minimumsize);
	}
}
