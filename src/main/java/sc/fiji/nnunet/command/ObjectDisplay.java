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

import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.objects.LabelObject;
import sc.fiji.nnunet.objects.ObjectRois;
import sc.fiji.nnunet.objects.ObjectTable;
import sc.fiji.nnunet.predict.Tables;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Where the objects in the labels of an open image are shown.
 *
 * @param overlay whether over the image
 * @param rois whether in the ROI Manager
 * @param table whether in the results table
 * @param minimumSize the size from which objects are shown, in the unit of the image, squared or cubed
 */
record ObjectDisplay(boolean overlay, boolean rois, boolean table, double minimumSize) {

	/** Whether they are shown nowhere. */
	boolean isEmpty() {
		return !overlay && !rois && !table;
	}

	/** What is wrong with these options by themselves. */
	List<Problem> problems() {
		final Checks checks = new Checks();
		Tables.checkSize(checks, minimumSize, !isEmpty(), "neither an overlay nor a selection nor a table",
			"overlay=true, rois=true or table=true");
		return checks.problems();
	}

	/**
	 * Makes sure that they can be shown, which is better known before the work.
	 *
	 * @throws ProblemException if they should go into the ROI Manager, which is a window, and there is no display
	 */
	void check() throws ProblemException {
		if (rois && GraphicsEnvironment.isHeadless()) throw new ProblemException(new Problem("rois",
			"is true, but the ROI Manager is a window, and there is no display.",
			"Leave it out; table=true lists the objects without a display, too."));
	}

	/**
	 * Shows the objects.
	 *
	 * @param names the names of the labels
	 * @param image that the labels were predicted for
	 * @throws ProblemException if a value of the label image is no label
	 */
	void show(final ImagePlus labels, final Labels names, final ImagePlus image) throws ProblemException {
		final IndexColorModel colours = (IndexColorModel) labels.getProcessor().getColorModel();
		final ObjectRois outlines = new ObjectRois(names::name, object -> new Color(colours.getRGB(colour(names.instances()
			? object.number() : object.label()))));
		final TimePoints points = TimePoints.of(labels);
		final List<Roi> selections = new ArrayList<>();
		for (int t = 0; t < points.count(); t++) {
			final List<LabelObject> objects = LabelObject.of(points.labels(t), names, minimumSize / ObjectTable.unitSize(image));
			final int frame = points.count() > 1 ? t + 1 : 0;
			if (overlay || rois) selections.addAll(outlines.of(objects, image, frame));
			if (table) ObjectTable.add(objects, names::name, image, frame, ResultsTable.getResultsTable());
		}
		if (overlay) ObjectRois.overlay(selections, image);
		if (rois) ObjectRois.manage(selections);
		if (table) ResultsTable.getResultsTable().show("Results");
	}

	/** Where the colour of a value is in a table of 256, of which the first is that of the background. */
	private static int colour(final int value) {
		return 1 + (value - 1) % 255;
	}
}
