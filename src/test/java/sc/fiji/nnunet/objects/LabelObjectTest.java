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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** Objects of a segmentation with values worked out by hand, and their selections and rows. */
class LabelObjectTest {

	private static final IntFunction<String> NAMES = label -> label == 1 ? "nucleus" : "cell";

	private static LabelMap map(final int width, final short[]... planes) {
		return LabelMap.of(Geometry.of(new long[] { width, planes[0].length / width, planes.length }, new double[] { 2, 3,
			4 }), planes);
	}

	/** Two slices of 4 x 3: an object of class 1 that goes through both by a corner, one pixel of it, and a class 2. */
	private static LabelMap example() {
		return map(4, new short[] { //
			1, 1, 0, 0, //
			0, 0, 0, 0, //
			2, 2, 0, 1 }, new short[] { //
				0, 0, 0, 0, //
				0, 0, 1, 0, //
				0, 0, 0, 0 });
	}

	private static ImagePlus image(final int slices) {
		final ImagePlus image = IJ.createImage("brain", "8-bit black", 4, 3, slices);
		image.getCalibration().pixelWidth = 2;
		image.getCalibration().pixelHeight = 3;
		image.getCalibration().pixelDepth = 4;
		image.getCalibration().setUnit("mm");
		return image;
	}

	@Test
	void voxelsThatTouchByACornerAreOneObjectInThreeDimensions() {
		final List<LabelObject> objects = LabelObject.in(example(), 0);
		assertEquals(2, objects.size());
		final LabelObject first = objects.get(0);
		assertEquals(1, first.label());
		assertEquals(4, first.voxels(), "the corner pixel of slice 1 touches slice 2 by a corner too");
		assertArrayEquals(new double[] { (0.5 + 1.5 + 3.5 + 2.5) / 4, (0.5 + 0.5 + 2.5 + 1.5) / 4, (0.5 * 3 + 1.5) / 4 },
			first.centre(), 1e-12);
		assertEquals(2, objects.get(1).label());
		assertEquals(2, objects.get(1).voxels());
	}

	@Test
	void objectsOfOneSliceAndTheSmallestSize() {
		final LabelMap slice = map(4, new short[] { 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0 });
		final List<LabelObject> all = LabelObject.in(slice, 0);
		assertEquals(List.of(1L, 3L, 1L), all.stream().map(LabelObject::voxels).toList());
		final List<LabelObject> large = LabelObject.in(slice, 2);
		assertEquals(1, large.size());
		assertEquals(1, large.get(0).number(), "numbers have no gaps");
	}

	@Test
	void sizeAndCentreAreInTheUnitOfTheImage() {
		final ResultsTable table = new ResultsTable();
		final ImagePlus image = image(2);
		ObjectTable.add(LabelObject.in(example(), 0), NAMES, image, table);
		assertEquals(2, table.size());
		assertEquals("brain", table.getLabel(0));
		assertEquals("nucleus", table.getStringValue("Class", 0));
		assertEquals(4 * 24, table.getValue("Volume", 0), 1e-9);
		assertEquals("mm^3", table.getStringValue("Unit", 0));
		assertEquals(2 * 2, table.getValue("X", 0), 1e-9);
		assertEquals(3 * 1.25, table.getValue("Y", 0), 1e-9);
		assertEquals(4 * 0.75, table.getValue("Z", 0), 1e-9);
		final ResultsTable flat = new ResultsTable();
		ObjectTable.add(LabelObject.in(map(4, new short[] { 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }), 0), NAMES, image(1),
			flat);
		assertEquals(2 * 6, flat.getValue("Area", 0), 1e-9);
		assertEquals("mm^2", flat.getStringValue("Unit", 0));
		assertTrue(!flat.columnExists("Z"));
	}

	@Test
	void aSelectionCoversItsObjectAtItsSlice() {
		final ImagePlus image = image(2);
		final List<Roi> rois = new ObjectRois(NAMES, label -> label == 1 ? Color.RED : Color.BLUE).of(LabelObject.in(
			example(), 0), image);
		assertEquals(List.of("nucleus 1, slice 1", "nucleus 1, slice 2", "cell 1, slice 1"), rois.stream().map(Roi::getName)
			.toList());
		assertEquals(2, rois.get(1).getPosition());
		assertTrue(rois.get(0).contains(0, 0) && rois.get(0).contains(3, 2) && !rois.get(0).contains(2, 0));
		assertTrue(rois.get(1).contains(2, 1));
		assertEquals(Color.BLUE, rois.get(2).getStrokeColor());
		ObjectRois.overlay(rois, image);
		assertEquals(3, image.getOverlay().size());
		assertEquals(0, image.getOverlay().get(0).getFillColor().getGreen());
	}

	@Test
	void whatTheUserHasLaidOverTheImageStays() {
		final ImagePlus image = image(2);
		final Roi own = new Roi(1, 1, 2, 2);
		image.setOverlay(new Overlay(own));
		final List<Roi> rois = new ObjectRois(NAMES, label -> Color.RED).of(LabelObject.in(example(), 0), image);
		ObjectRois.overlay(rois, image);
		assertEquals(4, image.getOverlay().size());
		ObjectRois.overlay(rois.subList(0, 1), image);
		assertEquals(2, image.getOverlay().size(), "the objects of before are replaced");
		assertSame(own, image.getOverlay().get(0));
	}

	@Test
	void selectionsTogetherAreTheLabelImage() {
		final Random random = new Random(5);
		final int width = 23, height = 17;
		final short[] plane = new short[width * height];
		for (int n = 0; n < plane.length; n++)
			plane[n] = (short) (random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0);
		final List<LabelObject> objects = LabelObject.in(map(width, plane), 0);
		final int[] covered = new int[plane.length];
		for (final LabelObject object : objects) {
			final Roi roi = new ObjectRois(NAMES, label -> Color.RED).of(List.of(object), image(1)).get(0);
			long area = 0;
			for (int n = 0; n < plane.length; n++)
				if (roi.contains(n % width, n / width)) {
					covered[n] += object.label();
					area++;
				}
			assertEquals(object.voxels(), area);
		}
		for (int n = 0; n < plane.length; n++)
			assertEquals(plane[n], covered[n], "pixel " + n);
	}
}
