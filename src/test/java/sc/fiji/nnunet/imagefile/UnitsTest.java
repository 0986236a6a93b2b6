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
package sc.fiji.nnunet.imagefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.process.ByteProcessor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;

/** Units of length in files: read per axis, kept in what is written and shown, refused if they are not known. */
class UnitsTest {

	/** Written by tifffile (src/test/python/tiff_fixtures.py). */
	private static final Path FILES = Path.of("src/test/resources/tiff/units");

	@TempDir
	Path folder;

	@TestFactory
	Stream<DynamicTest> everyNameOfAUnitIsKnownOrRefused() throws IOException {
		return Files.readAllLines(FILES.resolve("expected.txt")).stream().map(line -> line.split(" ")).map(
			parts -> DynamicTest.dynamicTest(parts[0], () -> {
				final Path file = FILES.resolve(parts[0]);
				if (parts[1].equals("refused")) {
					final String message = assertThrows(ProblemException.class, () -> ImageFile.geometry(file)).getMessage();
					assertTrue(message.contains("unit of length") && message.contains("Image > Properties"), message);
					return;
				}
				for (int axis = 0; axis < 3; axis++) {
					final double expected = Double.parseDouble(parts[axis + 1]);
					assertEquals(expected, ImageFile.geometry(file).spacing()[axis], 1e-6 * expected);
				}
			}));
	}

	@Test
	void aCountOfPixelsIsTakenAsMillimetresWithAWarning() throws IOException {
		final List<String> names = Files.readAllLines(FILES.resolve("expected.txt"));
		final String pixel = names.stream().filter(line -> line.endsWith(" 0.25 0.5 0.6") && ImageFile.isImage(FILES
			.resolve(line.substring(0, 6)))).reduce((a, b) -> b).orElseThrow().substring(0, 6);
		assertTrue(ImageFile.warnings(FILES.resolve(pixel)).get(0).contains("has no unit of length"), ImageFile.warnings(
			FILES.resolve(pixel)).toString());
	}

	@Test
	void labelsOfAnImageInMicronsAreInMicrons() throws IOException {
		final Geometry geometry = ImageFile.geometry(FILES.resolve("00.tif"));
		assertEquals(LengthUnit.MICROMETRE, geometry.unit());
		final LabelMap labels = new LabelMap(geometry);
		for (final String name : new String[] { "labels.tif", "labels.nii.gz" }) {
			final Path file = folder.resolve(name);
			ImageFile.writeLabels(file, labels);
			assertArrayEquals(geometry.spacing(), ImageFile.geometry(file).spacing(), 1e-9);
			final ImagePlus image = ImageFile.open(file);
			assertEquals(LengthUnit.MICROMETRE, LengthUnit.of(image.getCalibration().getUnit()), name);
			assertEquals(0.25, image.getCalibration().pixelWidth, 1e-6);
			assertEquals(0.6, image.getCalibration().pixelDepth, 1e-6);
		}
	}

	@Test
	void unitsPerAxisSurviveAConversion() throws IOException {
		final Path in = FILES.resolve("z.tif"), out = folder.resolve("z.nii");
		Converter.convert(new ConvertOptions(in, out), Progress.none());
		assertArrayEquals(ImageFile.geometry(in).spacing(), ImageFile.geometry(out).spacing(), 1e-9);
		Converter.convert(new ConvertOptions(in, folder.resolve("z2.tif")), Progress.none());
		assertArrayEquals(ImageFile.geometry(in).spacing(), ImageFile.geometry(folder.resolve("z2.tif")).spacing(), 1e-9);
	}

	@Test
	void anImageJImageHasAUnitPerAxisToo() throws IOException {
		final ImagePlus image = new ImagePlus("a", new ByteProcessor(3, 2));
		image.getStack().addSlice(new ByteProcessor(3, 2));
		image.setStack(image.getStack());
		final var calibration = image.getCalibration();
		calibration.pixelWidth = 250;
		calibration.pixelHeight = 250;
		calibration.pixelDepth = 0.6;
		calibration.setXUnit("nm");
		calibration.setYUnit("nm");
		calibration.setZUnit("micron");
		assertArrayEquals(new double[] { 2.5e-4, 2.5e-4, 6e-4 }, ImagePlusVolume.geometry(image).spacing(), 1e-12);
		calibration.setZUnit("parsec");
		assertTrue(assertThrows(ProblemException.class, () -> ImagePlusVolume.geometry(image)).getMessage().contains(
			"parsec"));
	}

	@Test
	void noNameIsInTwoUnits() {
		for (final LengthUnit unit : LengthUnit.values())
			assertEquals(unit == LengthUnit.PIXEL ? null : unit, LengthUnit.of(unit.toString()));
		assertNull(LengthUnit.of("pixel"));
		assertEquals(LengthUnit.MICROMETRE, LengthUnit.of(" \u03bcm "));
	}
}
