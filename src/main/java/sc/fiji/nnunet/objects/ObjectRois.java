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
package sc.fiji.nnunet.objects;

import java.awt.Color;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/** Objects as selections of ImageJ: one per slice that an object reaches. */
public final class ObjectRois {

	/** How much of the image a filled selection hides, of 255. */
	private static final int OPACITY = 90;

	/** ImageJ counts groups of selections up to this number. */
	private static final int GROUPS = 255;

	/** The property that marks the selections which {@link #overlay} lays over an image. */
	private static final String MARK = "nnunet.object";

	private final IntFunction<String> names;
	private final Function<LabelObject, Color> colours;

	/**
	 * @param names the name of a class
	 * @param colours the colour of an object
	 */
	public ObjectRois(final IntFunction<String> names, final Function<LabelObject, Color> colours) {
		this.names = names;
		this.colours = colours;
	}

	/**
	 * The selections of all objects, at their slices of an image.
	 *
	 * @param frame the time point that the objects are of, from 1 on; 0 if they are of all
	 */
	public List<Roi> of(final List<LabelObject> objects, final ImagePlus image, final int frame) {
		final List<Roi> rois = new ArrayList<>();
		for (final LabelObject object : objects)
			for (int n = 0; n < object.slices().size(); n++) {
				final Roi roi = roi(object, n);
				final int slice = object.box().start()[0] + n + 1;
				roi.setName(names.apply(object.label()) + " " + object.number() + (image.getNSlices() > 1 ? ", slice " + slice
					: "") + (frame > 0 ? ", frame " + frame : ""));
				if (image.isHyperStack()) roi.setPosition(0, slice, frame);
				else if (image.getNSlices() > 1 || frame > 0) roi.setPosition(image.getStackIndex(1, slice, Math.max(1, frame)));
				roi.setGroup(Math.min(object.label(), GROUPS));
				// NB: after the group, which brings a colour of its own
				roi.setStrokeColor(colours.apply(object));
				rois.add(roi);
			}
		return rois;
	}

	private static Roi roi(final LabelObject object, final int n) {
		final int[] corner = object.box().start(), end = object.box().end();
		final int width = end[2] - corner[2], height = end[1] - corner[1];
		final ByteProcessor mask = new ByteProcessor(width, height);
		final BitSet voxels = object.slices().get(n);
		for (int at = voxels.nextSetBit(0); at >= 0; at = voxels.nextSetBit(at + 1))
			mask.set(at, 255);
		mask.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
		final Roi roi = new ThresholdToSelection().convert(mask);
		roi.setLocation(roi.getXBase() + corner[2], roi.getYBase() + corner[1]);
		return roi;
	}

	/** Lays the selections over an image, filled, in place of those of an earlier call; whatever else lies there stays. */
	public static void overlay(final List<Roi> rois, final ImagePlus image) {
		final Overlay before = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		final Overlay overlay = before.create();
		for (final Roi roi : before.toArray())
			if (roi.getProperty(MARK) == null) overlay.add(roi);
		for (final Roi roi : rois) {
			final Roi copy = (Roi) roi.clone();
			final Color colour = roi.getStrokeColor();
			copy.setFillColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), OPACITY));
			copy.setProperty(MARK, "true");
			overlay.add(copy);
		}
		image.setOverlay(overlay);
	}

	/** Adds the selections to the ROI Manager, which needs a display. */
	public static void manage(final List<Roi> rois) {
		// NB: a macro in batch mode has one of its own, beside which getRoiManager would make another that nobody sees
		final RoiManager open = RoiManager.getInstance2();
		final RoiManager manager = open == null ? RoiManager.getRoiManager() : open;
		for (final Roi roi : rois)
			manager.addRoi(roi);
	}
}
