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
package sc.fiji.nnunet.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class OverlayTest {

	@TempDir
	Path folder;

	@Test
	void thereAreThreePanelsEachWithItsLabels() throws IOException {
		final Geometry geometry = Geometry.ofZyx(new int[] { 1, 30, 30 }, new double[] { 1, 1, 1 });
		final LabelMap reference = square(geometry, 0, 10, 20, 1);
		final LabelMap prediction = square(geometry, 0, 12, 18, 2);
		final Path png = folder.resolve("case.png");
		new Overlay(ramp(geometry), reference, prediction, List.of("background", "head", "tail")).write(png);
		final BufferedImage sheet = ImageIO.read(png.toFile());
		final int third = sheet.getWidth() / 3;
		final int bottom = sheet.getHeight() - 30;
		assertEquals(0, count(sheet, LabelColours.rgb(1), 0, third, bottom));
		assertEquals(0, count(sheet, LabelColours.rgb(2), 0, third, bottom));
		// outlines, 2 pixels wide, along 4 sides
		assertTrue(count(sheet, LabelColours.rgb(1), third, 2 * third, bottom) > 600);
		assertEquals(0, count(sheet, LabelColours.rgb(2), third, 2 * third, bottom));
		assertTrue(count(sheet, LabelColours.rgb(2), 2 * third, sheet.getWidth(), bottom) > 300);
		// the reference's outline in white over the prediction
		assertTrue(count(sheet, 0xffffff, 2 * third, sheet.getWidth(), bottom) > 100);
	}

	@Test
	void withoutAReferenceThereAreTwoPanels() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 20, 20, 20 }, new double[] { 1, 1, 1 });
		final LabelMap labels = square(geometry, 10, 5, 15, 1);
		final int two = new Overlay(ramp(geometry), null, labels, List.of()).image().getWidth();
		final int three = new Overlay(ramp(geometry), labels, labels, List.of()).image().getWidth();
		final int one = new Overlay(ramp(geometry), null, null, List.of()).image().getWidth();
		assertEquals(three - two, two - one);
		assertTrue(one < two);
	}

	@Test
	void thickSlicesAreShownWhereTheLabelsAre() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 12, 40, 40 }, new double[] { 6, 1, 1 });
		final LabelMap reference = square(geometry, 7, 10, 30, 1);
		final LabelMap prediction = square(geometry, 3, 10, 11, 1);
		final List<Slice> slices = new SlicePicker(geometry, List.of(reference, prediction)).slices();
		assertEquals(List.of(0, 0), slices.stream().map(Slice::axis).toList());
		assertEquals(List.of(3, 7), slices.stream().map(Slice::index).toList());
	}

	@Test
	void volumesWithEqualSpacingsAreShownInThreeDirections() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 30, 30, 30 }, new double[] { 1, 1, 1 });
		final LabelMap labels = new LabelMap(geometry);
		for (int z = 20; z < 24; z++)
			for (int y = 4; y < 6; y++)
				labels.plane(z)[30 * y + 11] = 3;
		final List<Slice> slices = new SlicePicker(geometry, List.of(labels)).slices();
		assertEquals(List.of(0, 1, 2), slices.stream().map(Slice::axis).toList());
		assertTrue(slices.get(0).index() >= 20 && slices.get(0).index() < 24);
		assertTrue(slices.get(1).index() >= 4 && slices.get(1).index() < 6);
		assertEquals(11, slices.get(2).index());
	}

	@Test
	void theWindowSurroundsTheLabels() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 1, 500, 500 }, new double[] { 1, 1, 1 });
		final Slice slice = new SlicePicker(geometry, List.of(square(geometry, 0, 100, 150, 1))).slices().get(0);
		assertEquals(100 - 35, slice.window().start()[1]);
		assertEquals(150 + 35, slice.window().end()[2]);
	}

	@Test
	void niftiImagesAreShownWithAnteriorUp() {
		final double[] affine = { 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0 };
		final long[] size = { 20, 20, 20 };
		final double[] spacing = { 1, 1, 1 };
		final Geometry.Forms forms = new Geometry.Forms(0, 1, new double[8], new double[6], affine, 2);
		final Slice slice = new SlicePicker(new Geometry(size, spacing, affine, forms), List.of()).slices().get(0);
		assertEquals("z = 9, y = 19, x = 4", "z = " + slice.index() + ", y = " + slice.row(0) + ", x = " + slice.column(4));
		affine[5] = -1;
		assertEquals(false, new SlicePicker(new Geometry(size, spacing, affine, forms), List.of()).slices().get(0).flip());
		assertEquals(false, new SlicePicker(Geometry.of(size, spacing), List.of()).slices().get(0).flip());
	}

	/** NB: all that is annotated is right, so the legend is that of a right prediction: head, 1.000. */
	@Test
	void voxelsThatAreNotAnnotatedAreNeitherErrorsNorAClass() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 1, 30, 30 }, new double[] { 1, 1, 1 });
		final Labels labels = new Labels(List.of("background", "head"), List.of(), 2);
		final LabelMap prediction = square(geometry, 0, 10, 20, 1);
		final LabelMap reference = square(geometry, 0, 0, 30, 2);
		for (int y = 10; y < 15; y++)
			for (int x = 10; x < 20; x++)
				reference.plane(0)[30 * y + x] = 1;
		final BufferedImage partly = new Overlay(ramp(geometry), reference, prediction, labels).image();
		final BufferedImage wholly = new Overlay(ramp(geometry), prediction, prediction, labels).image();
		assertEquals(0, count(partly, LabelColours.rgb(2), 0, partly.getWidth(), partly.getHeight()));
		assertEquals(wholly.getWidth(), partly.getWidth());
		assertEquals(wholly.getHeight(), partly.getHeight());
		for (int y = partly.getHeight() - 30; y < partly.getHeight(); y++)
			for (int x = 0; x < partly.getWidth(); x++)
				assertEquals(wholly.getRGB(x, y), partly.getRGB(x, y), "the legend at " + x + ", " + y);
	}

	@Test
	void whatIsPredictedWhereNothingIsAnnotatedIsNotWrong() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 30, 30, 30 }, new double[] { 1, 1, 1 });
		final LabelMap reference = new LabelMap(geometry);
		for (int z = 0; z < 30; z++)
			if (z != 7) Arrays.fill(reference.plane(z), (short) -1);
		final LabelMap prediction = square(geometry, 7, 10, 20, 1);
		System.arraycopy(prediction.plane(7), 0, reference.plane(7), 0, 900);
		System.arraycopy(square(geometry, 3, 10, 17, 1).plane(3), 0, prediction.plane(3), 0, 900);
		assertEquals(7, new SlicePicker(geometry, List.of(reference, prediction)).slices().get(0).index());
	}

	@Test
	void coloursOfTheFirstLabelsAreFarApart() {
		for (int a = 1; a < 16; a++)
			for (int b = 1; b < a; b++) {
				int difference = 0;
				for (int shift = 0; shift <= 16; shift += 8)
					difference += Math.abs((LabelColours.rgb(a) >> shift & 0xff) - (LabelColours.rgb(b) >> shift & 0xff));
				assertTrue(difference > 30, a + " and " + b);
			}
		assertEquals(0, LabelColours.rgb(0));
		assertEquals(0, LabelColours.rgb(-1));
	}

	private static Volume ramp(final Geometry geometry) {
		final Volume volume = new Volume(geometry, 1);
		for (int z = 0; z < volume.size()[0]; z++)
			for (int i = 0; i < volume.plane(0, z).length; i++)
				volume.plane(0, z)[i] = i % volume.size()[2];
		return volume;
	}

	private static LabelMap square(final Geometry geometry, final int z, final int from, final int to, final int label) {
		final LabelMap map = new LabelMap(geometry);
		for (int y = from; y < to; y++)
			for (int x = from; x < to; x++)
				map.plane(z)[y * map.size()[2] + x] = (short) label;
		return map;
	}

	private static int count(final BufferedImage image, final int rgb, final int left, final int right,
		final int bottom)
	{
		int found = 0;
		for (int y = 28; y < bottom; y++)
			for (int x = left; x < right; x++)
				if ((image.getRGB(x, y) & 0xffffff) == rgb) found++;
		return found;
	}
}
