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
package sc.fiji.nnunet.brush;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import sc.fiji.nnunet.paint.Runs;

/** The paint and the prediction of the visible slice, laid over an image. What else lies over it stays. */
final class Layers {

	private static final int OPAQUE = 0xff000000;
	private static final double RING = 24;

	/** What the names of the layers in ImageJ's overlay begin with. */
	private static final String NAME = "nnU-Net ";

	private final ImagePlus image;
	private final BufferedImage result;
	private final BufferedImage paint;
	private Roi resultRoi, paintRoi, mark;
	private Place place;
	private double opacity;

	/** @param opacity of the prediction, 0 to 1 */
	Layers(final ImagePlus image, final double opacity) {
		this.image = image;
		this.opacity = opacity;
		result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
		paint = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
	}

	/** Whether something in an overlay is one of these layers. */
	static boolean isOurs(final Roi roi) {
		return roi.getName() != null && roi.getName().startsWith(NAME);
	}

	/** Shows a slice. */
	void show(final SliceView view, final List<Integer> colours) {
		place = view.place();
		final int[] pixels = pixels(paint);
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = view.paint()[n] < 0 ? 0 : OPAQUE | colours.get(view.paint()[n]);
		predicted(view.result(), colours);
		lay();
	}

	/** NB: the background of a prediction is what is left, and stays clear. */
	private void predicted(final byte[] labels, final List<Integer> colours) {
		final int[] pixels = pixels(result);
		if (labels == null || labels.length != pixels.length) {
			Arrays.fill(pixels, 0);
			return;
		}
		for (int n = 0; n < pixels.length; n++) {
			final int label = labels[n] & 255;
			pixels[n] = label == 0 || label >= colours.size() ? 0 : OPAQUE | colours.get(label);
		}
	}

	private static int[] pixels(final BufferedImage picture) {
		return ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
	}

	/** Draws pixels that are being painted, before they are on the disk. */
	void draw(final Runs runs, final Integer colour) {
		final int[] pixels = pixels(paint);
		runs.forEach(image.getWidth(), (index, length) -> Arrays.fill(pixels, index, index + length, argb(colour)));
	}

	/** Draws those pixels of a box that a brush has touched. */
	void draw(final Rectangle box, final IntPredicate touched, final Integer colour) {
		final int[] pixels = pixels(paint);
		for (int y = box.y; y < box.y + box.height; y++)
			for (int index = y * image.getWidth() + box.x; index < y * image.getWidth() + box.x + box.width; index++)
				if (touched.test(index)) pixels[index] = argb(colour);
		image.draw(box.x, box.y, box.width, box.height);
	}

	/** @param colour null: nothing is painted any more */
	private static int argb(final Integer colour) {
		return colour == null ? 0 : OPAQUE | colour;
	}

	/** How much of the image the prediction hides, 0 to 1. */
	void opacity(final double share) {
		opacity = share;
		if (place != null) lay();
	}

	/** Draws a ring around a pixel worth painting. */
	void ring(final int x, final int y, final Place at) {
		if (mark != null) overlay().remove(mark);
		mark = new OvalRoi(x - RING / 2, y - RING / 2, RING, RING);
		mark.setStrokeColor(Color.YELLOW);
		mark.setStrokeWidth(2);
		mark.setName(NAME + "suggestion");
		put(mark, at);
		image.draw();
	}

	private void lay() {
		final Roi oldResult = resultRoi, oldPaint = paintRoi;
		final ImageRoi below = new ImageRoi(0, 0, result);
		below.setOpacity(opacity);
		below.setName(NAME + "prediction");
		resultRoi = below;
		paintRoi = new ImageRoi(0, 0, paint);
		paintRoi.setName(NAME + "paint");
		final Overlay overlay = overlay();
		if (oldResult != null) overlay.remove(oldResult);
		if (oldPaint != null) overlay.remove(oldPaint);
		put(resultRoi, place);
		put(paintRoi, place);
		image.draw();
	}

	/** NB: with a position, for ImageJ draws the next slice before it tells that it is visible. */
	private void put(final Roi roi, final Place at) {
		if (image.isHyperStack()) roi.setPosition(0, at.z() + 1, at.t() + 1);
		else if (image.getNSlices() > 1) roi.setPosition(at.z() + 1);
		overlay().add(roi);
	}

	private Overlay overlay() {
		Overlay overlay = image.getOverlay();
		if (overlay == null) {
			overlay = new Overlay();
			image.setOverlay(overlay);
		}
		return overlay;
	}

	/** Takes the layers away. */
	void remove() {
		final Overlay overlay = image.getOverlay();
		if (overlay == null) return;
		for (final Roi roi : new Roi[] { resultRoi, paintRoi, mark })
			if (roi != null) overlay.remove(roi);
		image.draw();
	}
}
