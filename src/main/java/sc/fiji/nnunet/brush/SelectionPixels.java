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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.process.ByteProcessor;
import ij.process.FloatPolygon;
import sc.fiji.nnunet.paint.Runs;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The pixels of ImageJ's selections: areas are filled, lines drawn in their width, and points are discs.
 */
final class SelectionPixels {

	private final ImagePlus image;
	private final int diameter;

	/**
	 * @param image the image that the selections belong to
	 * @param diameter of the disc at a point
	 */
	SelectionPixels(final ImagePlus image, final int diameter) {
		this.image = image;
		this.diameter = diameter;
	}

	/** Whether a selection can mark pixels: pictures and texts in an overlay cannot. */
	static boolean marks(final Roi roi) {
		return !(roi instanceof ImageRoi) && !(roi instanceof TextRoi);
	}

	/** The pixels of a selection, wherever it says that it lies; none if it is outside of the image. */
	Runs of(final Roi roi) {
		if (roi instanceof PointRoi) {
			final Tip tip = tip();
			final FloatPolygon points = roi.getFloatPolygon();
			for (int n = 0; n < points.npoints; n++)
				dab(tip, points, n);
			return tip.runs();
		}
		final ByteProcessor mask = new ByteProcessor(image.getWidth(), image.getHeight());
		mask.setColor(255);
		if (roi.isArea()) mask.fill(roi);
		else roi.drawPixels(mask);
		return runs(mask);
	}

	private Tip tip() {
		return new Tip(image.getWidth(), image.getHeight(), diameter);
	}

	private static void dab(final Tip tip, final FloatPolygon points, final int n) {
		tip.dab((int) Math.floor(points.xpoints[n]), (int) Math.floor(points.ypoints[n]));
	}

	private static Runs runs(final ByteProcessor mask) {
		final byte[] pixels = (byte[]) mask.getPixels();
		return Runs.of(mask.getWidth(), mask.getHeight(), index -> pixels[index] != 0);
	}

	/**
	 * The pixels of selections with positions, such as those of the ROI Manager or an overlay.
	 *
	 * @param by what tells the class of each
	 * @throws ProblemException with a sentence for each selection that has no class, or no slice in a stack
	 */
	List<FoundPaint> of(final List<Roi> rois, final SelectionClass by) throws ProblemException {
		final List<FoundPaint> found = new ArrayList<>();
		final List<Problem> problems = new ArrayList<>();
		for (final Roi roi : rois) {
			if (!marks(roi)) continue;
			final String name = by.of(roi);
			if (name.isEmpty()) problems.add(new Problem(Place.name(roi), "has no class: " + by + " says nothing.",
				"Set it in the ROI Manager with More > Properties..., or let something else tell the class."));
			else placed(roi, problems).forEach((place, pixels) -> {
				if (!pixels.isEmpty()) found.add(new FoundPaint(name, place, pixels));
			});
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return found;
	}

	/**
	 * The pixels of the selection that is visible, whatever it says where it lies; points may lie on several slices.
	 *
	 * @param shown the visible slice
	 * @throws ProblemException if some of its points lie on no slice of a stack
	 */
	Map<Place, Runs> at(final Roi roi, final Place shown) throws ProblemException {
		if (!(roi instanceof PointRoi points) || points.getPosition() != PointRoi.POINTWISE_POSITION)
			return Map.of(shown, of(roi));
		final List<Problem> problems = new ArrayList<>();
		final Map<Place, Runs> pixels = placedPoints(points, problems);
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return pixels;
	}

	/** The pixels by slice; the points of a selection may lie on several ones. */
	private Map<Place, Runs> placed(final Roi roi, final List<Problem> problems) {
		if (roi instanceof PointRoi points && points.getPosition() == PointRoi.POINTWISE_POSITION)
			return placedPoints(points, problems);
		final Place place = Place.of(roi, image, problems);
		return place == null ? Map.of() : Map.of(place, of(roi));
	}

	private Map<Place, Runs> placedPoints(final PointRoi roi, final List<Problem> problems) {
		final Map<Place, Tip> tips = new LinkedHashMap<>();
		final FloatPolygon points = roi.getFloatPolygon();
		for (int n = 0; n < points.npoints; n++) {
			final Place place = Place.of(roi, roi.getPointPosition(n), image, problems);
			if (place != null) dab(tips.computeIfAbsent(place, any -> tip()), points, n);
		}
		final Map<Place, Runs> pixels = new LinkedHashMap<>();
		tips.forEach((place, tip) -> pixels.put(place, tip.runs()));
		return pixels;
	}
}
