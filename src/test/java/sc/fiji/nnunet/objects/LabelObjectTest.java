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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

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

	/** Objects 1 and 2 touch, 5 is in two parts, and no voxel has the numbers between. */
	private static LabelMap numbers() {
		return map(4, new short[] { //
			1, 1, 2, 0, //
			0, 2, 2, 0, //
			0, 0, 2, 5 }, new short[] { //
				5, 0, 0, 0, //
				0, 0, 0, 0, //
				0, 0, 0, 0 });
	}

	@Test
	void eachNumberIsAnObjectWhereverItsVoxelsLie() {
		final List<LabelObject> objects = LabelObject.numbered(numbers(), 0);
		assertEquals(List.of(1, 2, 5), objects.stream().map(LabelObject::number).toList());
		assertEquals(List.of(2L, 4L, 2L), objects.stream().map(LabelObject::voxels).toList());
		assertEquals(List.of(1, 1, 1), objects.stream().map(LabelObject::label).toList(), "one class");
		final LabelObject last = objects.get(2);
		assertEquals(Box.whole(2, 3, 4), last.box());
		assertArrayEquals(new double[] { (3.5 + 0.5) / 2, (2.5 + 0.5) / 2, 1 }, last.centre(), 1e-12);
		assertEquals(List.of("{11}", "{0}"), last.slices().stream().map(Object::toString).toList());
		assertEquals(List.of(2), LabelObject.numbered(numbers(), 3).stream().map(LabelObject::number).toList(),
			"it keeps its number");
	}

	/** The labels say whether numbers are objects or classes. */
	@Test
	void numbersAreObjectsOnlyWhereTheLabelsSaySo() {
		assertEquals(3, LabelObject.of(numbers(), Labels.ofObjects("nucleus"), 0).size());
		assertEquals(4, LabelObject.of(numbers(), Labels.of("background", "a", "b", "c", "d", "e"), 0).size(),
			"two parts of class 5");
	}

	/** Four pixels of 0.7 by 0.7 are 1.96, and that divided by the size of a pixel is more than 4. */
	@Test
	void anObjectAsLargeAsTheSmallestStays() {
		final double least = 1.96 / (0.7 * 0.7);
		assertTrue(least > 4, least + "");
		assertEquals(List.of(2), LabelObject.numbered(numbers(), least).stream().map(LabelObject::number).toList());
		assertEquals(List.of(1), LabelObject.in(example(), least).stream().map(LabelObject::label).toList());
	}

	/** In each cell of a chessboard lies a box with a number of its own, which is one part. */
	@Test
	void numberedObjectsAreThePartsOfAClassEach() {
		final Random random = new Random(3);
		final short[][] planes = new short[3][30 * 24];
		for (int n = 0; n < 20; n++) {
			final int left = n % 5 * 6 + random.nextInt(3), top = n / 5 * 6 + random.nextInt(3);
			final int width = 1 + random.nextInt(3), height = 1 + random.nextInt(3), first = random.nextInt(3);
			for (int z = first; z < 3; z++)
				for (int y = top; y < top + height; y++)
					Arrays.fill(planes[z], y * 30 + left, y * 30 + left + width, (short) (n + 1));
		}
		final LabelMap map = map(30, planes);
		final List<LabelObject> parts = LabelObject.in(map, 0), objects = LabelObject.numbered(map, 0);
		assertEquals(20, parts.size());
		assertEquals(20, objects.size());
		for (int n = 0; n < 20; n++) {
			assertEquals(parts.get(n).label(), objects.get(n).number());
			assertEquals(parts.get(n).box(), objects.get(n).box());
			assertEquals(parts.get(n).voxels(), objects.get(n).voxels());
			assertArrayEquals(parts.get(n).centre(), objects.get(n).centre(), 1e-9);
			assertEquals(parts.get(n).slices(), objects.get(n).slices());
		}
	}

	@Test
	void selectionsOfNumberedObjectsAreOfOneGroupAndHaveTheirNumbers() {
		final LabelMap slice = map(4, new short[] { 7, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
		final List<Roi> rois = new ObjectRois(NAMES, one -> one.number() == 7 ? Color.RED : Color.BLUE).of(LabelObject
			.numbered(slice, 0), image(1), 0);
		assertEquals(List.of("nucleus 7", "nucleus 12"), rois.stream().map(Roi::getName).toList());
		assertEquals(List.of(Color.RED, Color.BLUE), rois.stream().map(Roi::getStrokeColor).toList());
		assertEquals(List.of(1, 1), rois.stream().map(Roi::getGroup).toList());
	}

	/** The first channel counts the voxels of each slice from 0, and those of the second slice from 100. */
	@Test
	void valuesAreThoseOfTheObjectsVoxelsInEachChannel() {
		final Volume image = new Volume(example().geometry(), 2);
		for (int z = 0; z < 2; z++)
			for (int i = 0; i < 12; i++) {
				image.plane(0, z)[i] = 100 * z + i;
				image.plane(1, z)[i] = -1 - i;
			}
		final List<LabelObject> objects = LabelObject.in(example(), 0);
		assertEquals(new Intensity((0 + 1 + 11 + 106) / 4.0, 0, 106), Intensity.of(objects.get(0), image, 0));
		assertEquals(new Intensity(-1 - (0 + 1 + 11 + 6) / 4.0, -12, -1), Intensity.of(objects.get(0), image, 1));
		assertEquals(new Intensity(8.5, 8, 9), Intensity.of(objects.get(1), image, 0));
	}

	@Test
	void sizeAndCentreAreInTheUnitOfTheImage() {
		final ResultsTable table = new ResultsTable();
		final ImagePlus image = image(2);
		ObjectTable.add(LabelObject.in(example(), 0), NAMES, image, 0, table);
		assertEquals(2, table.size());
		assertEquals("brain", table.getLabel(0));
		assertEquals("nucleus", table.getStringValue("Class", 0));
		assertEquals(4 * 24, table.getValue("Volume", 0), 1e-9);
		assertEquals("mm^3", table.getStringValue("Unit", 0));
		assertEquals(2 * 2, table.getValue("X", 0), 1e-9);
		assertEquals(3 * 1.25, table.getValue("Y", 0), 1e-9);
		assertEquals(4 * 0.75, table.getValue("Z", 0), 1e-9);
		final ResultsTable flat = new ResultsTable();
		ObjectTable.add(LabelObject.in(map(4, new short[] { 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }), 0), NAMES, image(1), 0,
			flat);
		assertEquals(2 * 6, flat.getValue("Area", 0), 1e-9);
		assertEquals("mm^2", flat.getStringValue("Unit", 0));
		assertTrue(!flat.columnExists("Z"));
	}

	@Test
	void aSelectionCoversItsObjectAtItsSlice() {
		final ImagePlus image = image(2);
		final List<Roi> rois = new ObjectRois(NAMES, one -> one.label() == 1 ? Color.RED : Color.BLUE).of(LabelObject.in(
			example(), 0), image, 0);
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
	void objectsOfATimePointAreShownThere() {
		final LabelMap slice = map(4, new short[] { 7, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
		final ImagePlus film = IJ.createHyperStack("film", 4, 3, 1, 1, 5, 8);
		final ObjectRois rois = new ObjectRois(NAMES, one -> Color.RED);
		final Roi second = rois.of(LabelObject.numbered(slice, 0), film, 2).get(1);
		assertEquals("nucleus 12, frame 2", second.getName());
		assertEquals(2, film.isHyperStack() ? second.getTPosition() : second.getPosition());
		final ImagePlus solid = IJ.createHyperStack("film", 4, 3, 2, 2, 5, 8);
		final Roi deep = rois.of(LabelObject.in(example(), 0), solid, 3).get(1);
		assertEquals("nucleus 1, slice 2, frame 3", deep.getName());
		assertEquals(List.of(0, 2, 3), List.of(deep.getCPosition(), deep.getZPosition(), deep.getTPosition()));
		final ResultsTable table = new ResultsTable();
		ObjectTable.add(LabelObject.numbered(slice, 0), NAMES, film, 2, table);
		assertEquals(2, table.getValue("Frame", 1));
		assertEquals(2 * 1, table.getValue("Area", 0), "of pixels, since each time point is a slice");
	}

	/** NB: an overlay with a position is seen on the first channel only. */
	@Test
	void objectsOfSeveralChannelsAreShownOnAll() {
		final ImagePlus channels = IJ.createImage("channels", 4, 3, 3, 8);
		channels.setDimensions(3, 1, 1);
		final LabelMap slice = map(4, new short[] { 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
		assertEquals(0, new ObjectRois(NAMES, one -> Color.RED).of(LabelObject.in(slice, 0), channels, 0).get(0)
			.getPosition());
	}

	@Test
	void whatTheUserHasLaidOverTheImageStays() {
		final ImagePlus image = image(2);
		final Roi own = new Roi(1, 1, 2, 2);
		image.setOverlay(new Overlay(own));
		final List<Roi> rois = new ObjectRois(NAMES, one -> Color.RED).of(LabelObject.in(example(), 0), image, 0);
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
			final Roi roi = new ObjectRois(NAMES, one -> Color.RED).of(List.of(object), image(1), 0).get(0);
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
