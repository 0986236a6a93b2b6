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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Arrow;
import ij.gui.EllipseRoi;
import ij.gui.ImageRoi;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import sc.fiji.nnunet.paint.Runs;
import sc.fiji.nnunet.problem.ProblemException;

/** Selections as pixels, with pictures drawn by hand. */
class SelectionPixelsTest {

	private static final int WIDTH = 8, HEIGHT = 6;

	private static ImagePlus image(final int channels, final int slices, final int frames) {
		final ImagePlus image = IJ.createImage("cells", "8-bit black", WIDTH, HEIGHT, channels * slices * frames);
		image.setDimensions(channels, slices, frames);
		image.setOpenAsHyperStack(channels * frames > 1);
		return image;
	}

	private static List<String> picture(final Runs runs) {
		assertTrue(runs.within(WIDTH, HEIGHT));
		final char[] pixels = ".".repeat(WIDTH * HEIGHT).toCharArray();
		runs.forEach(WIDTH, (index, length) -> {
			for (int n = index; n < index + length; n++)
				pixels[n] = '#';
		});
		final List<String> rows = new ArrayList<>();
		for (int y = 0; y < HEIGHT; y++)
			rows.add(new String(pixels, y * WIDTH, WIDTH));
		return rows;
	}

	private static List<String> drawn(final Roi roi, final int diameter) {
		return picture(new SelectionPixels(image(1, 1, 1), diameter).of(roi));
	}

	private static List<FoundPaint> found(final ImagePlus image, final SelectionClass by, final Roi... rois)
		throws ProblemException
	{
		return new SelectionPixels(image, 1).of(List.of(rois), by);
	}

	private static Roi group(final Roi roi, final int group) {
		roi.setGroup(group);
		return roi;
	}

	@Test
	void areasAreFilledAndCutAtTheEdgeOfTheImage() {
		assertEquals(List.of("........", ".###....", ".###....", "........", "........", "........"), drawn(new Roi(1,
			1, 3,
			2), 1));
		assertEquals(List.of("##......", "##......", "........", "........", "........", "........"),
			drawn(new Roi(-3, -1,
			5, 3), 1));
		assertEquals(List.of(".##.....", "####....", "####....", ".##.....", "........", "........"),
			drawn(new OvalRoi(0, 0,
			4, 4), 1));
		final Roi hole = new ShapeRoi(new Roi(1, 0, 5, 5)).not(new ShapeRoi(new Roi(2, 1, 3, 3)));
		assertEquals(List.of(".#####..", ".#...#..", ".#...#..", ".#...#..", ".#####..", "........"), drawn(hole, 1));
		final Roi polygon = new PolygonRoi(new int[] { 0, 4, 0 }, new int[] { 0, 0, 4 }, 3, Roi.POLYGON);
		assertEquals(List.of("####....", "###.....", "##......", "#.......", "........", "........"), drawn(polygon,
			1));
		assertTrue(new SelectionPixels(image(1, 1, 1), 1).of(new Roi(20, 20, 3, 3)).isEmpty());
	}

	@Test
	void linesAreAsWideAsTheirStroke() {
		assertEquals(List.of("........", "........", ".#####..", "........", "........", "........"),
			drawn(new Line(1, 2, 5,
			2), 9));
		final Roi wide = new Line(2, 2, 5, 2);
		wide.setStrokeWidth(3);
		assertEquals(List.of("........", ".######.", ".######.", ".######.", "........", "........"), drawn(wide, 1));
		final Roi free = new PolygonRoi(new float[] { 1, 1, 4 }, new float[] { 1, 4, 4 }, Roi.FREELINE);
		assertEquals(List.of("........", ".#......", ".#......", ".#......", ".####...", "........"), drawn(free, 1));
		final Roi bent = new PolygonRoi(new float[] { 1, 1, 4 }, new float[] { 1, 4, 4 }, Roi.POLYLINE);
		assertEquals(drawn(free, 1), drawn(bent, 1));
		assertTrue(drawn(new Arrow(1, 1, 6, 4), 1).toString().contains("#"));
	}

	@Test
	void pointsAreDiscs() {
		assertEquals(List.of("........", "..#.....", "........", "........", "........", "......#."),
			drawn(new PointRoi(
			new float[] { 2, 6 }, new float[] { 1, 5 }), 1));
		assertEquals(List.of("........", "..###...", "..###...", "..###...", "........", "........"),
			drawn(new PointRoi(3,
			2), 3));
	}

	@Test
	void theClassIsTheGroupTheNameOrTheColour() throws ProblemException {
		final ImagePlus image = image(1, 1, 1);
		final Roi roi = group(new EllipseRoi(1, 1, 5, 4, 0.5), 3);
		roi.setName("nucleus-001");
		roi.setStrokeColor(Color.RED);
		assertEquals("group 3", found(image, SelectionClass.GROUP, roi).get(0).name());
		assertEquals("nucleus", found(image, SelectionClass.NAME, roi).get(0).name());
		assertEquals("red", found(image, SelectionClass.COLOUR, roi).get(0).name());
		roi.setName("cell 2, slice 12");
		assertEquals("cell", SelectionClass.NAME.of(roi));
		roi.setName("0012-0034-0056");
		assertEquals("", SelectionClass.NAME.of(roi));
		assertEquals("all selections", found(image, SelectionClass.SAME, new Roi(0, 0, 2, 2)).get(0).name(),
			"as the ROI Manager interpolates them: without group, name and colour");
	}

	@Test
	void allSelectionsWithoutAClassOrASliceAreNamedAtOnce() {
		final Roi none = new Roi(1, 1, 2, 2);
		none.setName("stray");
		none.setPosition(1);
		final Roi nowhere = group(new Roi(1, 1, 2, 2), 1);
		nowhere.setName("nowhere");
		final Roi beyond = group(new Roi(1, 1, 2, 2), 1);
		beyond.setPosition(9);
		final ProblemException e = assertThrows(ProblemException.class, () -> found(image(1, 3, 1),
			SelectionClass.GROUP,
			none, nowhere, beyond));
		assertEquals(3, e.problems().size(), e.getMessage());
		assertTrue(e.getMessage().contains("selection stray: has no class"), e.getMessage());
		assertTrue(e.getMessage().contains("selection nowhere: belongs to no slice, but to all of them."),
			e.getMessage());
		assertTrue(e.getMessage().contains("lies at slice 9, but the image has 3."), e.getMessage());
	}

	@Test
	void aSelectionOfASingleImageNeedsNoPosition() throws ProblemException {
		assertEquals(new Place(0, 0), found(image(1, 1, 1), SelectionClass.GROUP, group(new Roi(1, 1, 2, 2), 1)).get(0)
			.place());
	}

	@Test
	void positionsInStacksAndHyperstacks() throws ProblemException {
		final Roi third = group(new Roi(1, 1, 2, 2), 1);
		third.setPosition(3);
		assertEquals(new Place(2, 0), found(image(1, 5, 1), SelectionClass.GROUP, third).get(0).place());
		final Roi hyper = group(new Roi(1, 1, 2, 2), 1);
		hyper.setPosition(2, 3, 4);
		assertEquals(new Place(2, 3), found(image(2, 3, 4), SelectionClass.GROUP, hyper).get(0).place());
		final Roi index = group(new Roi(1, 1, 2, 2), 1);
		final ImagePlus image = image(2, 3, 4);
		index.setPosition(image.getStackIndex(2, 3, 4));
		assertEquals(new Place(2, 3), found(image, SelectionClass.GROUP, index).get(0).place());
		final Roi channels = group(new Roi(1, 1, 2, 2), 1);
		channels.setPosition(2);
		assertEquals(new Place(0, 0), found(image(3, 1, 1), SelectionClass.GROUP, channels).get(0).place());
		final Roi timeless = group(new Roi(1, 1, 2, 2), 1);
		timeless.setPosition(0, 2, 0);
		final ProblemException e = assertThrows(ProblemException.class, () -> found(image, SelectionClass.GROUP,
			timeless));
		assertTrue(e.getMessage().contains("belongs to no time point, but to all of them."), e.getMessage());
	}

	@Test
	void pointsOfOneSelectionOnSeveralSlices() throws ProblemException {
		final ImagePlus image = image(1, 4, 1);
		final PointRoi points = new PointRoi(0, 0);
		image.setSliceWithoutUpdate(1);
		points.addPoint(image, 1, 1);
		image.setSliceWithoutUpdate(4);
		points.addPoint(image, 5, 2);
		points.setGroup(1);
		final PointRoi two = new PointRoi();
		image.setSliceWithoutUpdate(2);
		two.addPoint(image, 1, 1);
		image.setSliceWithoutUpdate(4);
		two.addPoint(image, 5, 2);
		two.setGroup(1);
		final List<FoundPaint> found = found(image, SelectionClass.GROUP, two);
		assertEquals(List.of(new Place(1, 0), new Place(3, 0)), found.stream().map(FoundPaint::place).toList());
		assertEquals(List.of("........", "........", ".....#..", "........", "........", "........"),
			picture(found.get(1)
			.pixels()));
		assertThrows(ProblemException.class, () -> found(image, SelectionClass.GROUP, points),
			"the first point lies on no slice");
	}

	@Test
	void picturesAndTextsOfAnOverlayAreLeftOut() throws ProblemException {
		final Roi picture = new ImageRoi(0, 0, new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB));
		assertEquals(List.of(), found(image(1, 3, 1), SelectionClass.GROUP, picture, new TextRoi(1, 1, "text")));
	}

	@Test
	void aBrushLeavesNoGapsAndStopsAtTheEdge() {
		final Tip tip = new Tip(WIDTH, HEIGHT, 1);
		tip.dab(0, 0);
		tip.move(0, 0, 7, 3);
		assertEquals(List.of("##......", "..##....", "....##..", "......##", "........", "........"),
			picture(tip.runs()));
		final Tip thick = new Tip(WIDTH, HEIGHT, 5);
		thick.dab(0, 5);
		assertEquals(List.of("........", "........", "........", "##......", "###.....", "###....."),
			picture(thick.runs())
			.stream().toList());
		assertTrue(new Tip(WIDTH, HEIGHT, 3).runs().isEmpty());
	}
}
