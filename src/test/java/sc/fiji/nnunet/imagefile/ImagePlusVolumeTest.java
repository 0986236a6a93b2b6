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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Images in ImageJ: what they show, and that their geometry survives there. */
class ImagePlusVolumeTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	@TempDir
	Path folder;

	@Test
	void aNiftiFileIsCalibratedAndNotFlipped() throws IOException {
		final Path file = GOLDEN.resolve("simpleitk.nii.gz");
		final ImagePlus image = ImageFile.open(file);
		assertEquals(32, image.getBitDepth());
		assertEquals("mm", image.getCalibration().getUnit());
		assertEquals(0.8, image.getCalibration().pixelWidth, 1e-6);
		assertEquals(0.9, image.getCalibration().pixelHeight, 1e-6);
		assertEquals(3.2, image.getCalibration().pixelDepth, 1e-6);
		final Volume volume = ImageFile.read(file);
		for (int z = 0; z < 4; z++)
			assertArrayEquals(volume.plane(0, z), (float[]) image.getStack().getPixels(z + 1));
		assertTrue(image.getDisplayRangeMin() < image.getDisplayRangeMax());
	}

	@ParameterizedTest
	@ValueSource(strings = { "simpleitk.nii.gz", "form_q2_s3.nii.gz", "form_q0_s0.nii.gz", "type_uint8.nii.gz",
		"type_uint16.nii.gz", "nifti2.nii.gz", "rgb.nii.gz", "dims_4x5x6x3.nii.gz", "dims_8x9.nii.gz" })
	void savedAgainItHasTheSameVoxelsAndFormsBitForBit(final String name) throws IOException {
		final Path copy = folder.resolve("copy.nii.gz");
		ImageFile.write(copy, ImageFile.open(GOLDEN.resolve(name)));
		assertSame(GOLDEN.resolve(name), copy);
	}

	@Test
	void theGeometrySurvivesDuplicateAndTiff() throws IOException {
		final Path file = GOLDEN.resolve("form_q2_s3.nii.gz");
		final Path tiff = folder.resolve("a.tif");
		ImageFile.write(tiff, ImageFile.open(file).duplicate());
		final Path copy = folder.resolve("copy.nii.gz");
		ImageFile.write(copy, ImageFile.open(tiff));
		assertSame(file, copy);
		ImageFile.write(copy, IJ.openImage(tiff.toString()));
		assertSame(file, copy);
	}

	private static void assertSame(final Path expected, final Path actual) throws IOException {
		try (NiftiReader a = NiftiReader.open(expected); NiftiReader b = NiftiReader.open(actual)) {
			assertEquals(a.geometry(), b.geometry());
			assertEquals(a.channels(), b.channels());
			assertArrayEquals(a.header().forms().srow(), b.header().forms().srow());
			assertArrayEquals(a.header().forms().quaternion(), b.header().forms().quaternion());
			assertArrayEquals(a.header().forms().pixdim(), b.header().forms().pixdim());
			assertEquals(a.header().forms().qformCode(), b.header().forms().qformCode());
			assertEquals(a.header().forms().sformCode(), b.header().forms().sformCode());
			final Volume x = a.read(), y = b.read();
			for (int c = 0; c < x.channels(); c++)
				for (int z = 0; z < x.size()[0]; z++)
					assertArrayEquals(x.plane(c, z), y.plane(c, z));
		}
	}

	@Test
	void aCroppedOrRescaledImageLosesTheOldGeometry() throws IOException {
		final ImagePlus image = ImageFile.open(GOLDEN.resolve("simpleitk.nii.gz"));
		assertNotNull(ImagePlusVolume.geometry(image).forms());
		image.getCalibration().pixelWidth = 2;
		assertNull(ImagePlusVolume.geometry(image).forms());
		assertEquals(2, ImagePlusVolume.geometry(image).spacing()[0], 0);
		final ImagePlus other = ImageFile.open(GOLDEN.resolve("simpleitk.nii.gz"));
		other.setRoi(1, 1, 3, 3);
		assertNull(ImagePlusVolume.geometry(other.crop("stack")).forms());
	}

	@Test
	void typesAreTheClosestThatImageJHas() throws IOException {
		assertEquals(8, ImageFile.open(GOLDEN.resolve("type_uint8.nii.gz")).getBitDepth());
		assertEquals(16, ImageFile.open(GOLDEN.resolve("type_uint16.nii.gz")).getBitDepth());
		assertEquals(16, ImageFile.open(GOLDEN.resolve("type_int16.nii.gz")).getBitDepth());
		assertEquals(32, ImageFile.open(GOLDEN.resolve("scaled.nii.gz")).getBitDepth());
		assertEquals(24, ImageFile.open(GOLDEN.resolve("rgb.nii.gz")).getBitDepth());
		final ImagePlus channels = ImageFile.open(GOLDEN.resolve("dims_4x5x6x3.nii.gz"));
		assertArrayEquals(new int[] { 4, 5, 3, 6, 1 }, channels.getDimensions());
	}

	@Test
	void volumesBecomeImagesAndBackWithChannels() throws IOException {
		final Volume volume = new Volume(Geometry.of(new long[] { 3, 4, 5 }, .5, .75, 2), 2);
		for (int c = 0; c < 2; c++)
			for (int z = 0; z < 5; z++)
				for (int n = 0; n < 12; n++)
					volume.plane(c, z)[n] = 1000 * c + 100 * z + n;
		final ImagePlus image = ImagePlusVolume.image(volume, "two");
		assertArrayEquals(new int[] { 3, 4, 2, 5, 1 }, image.getDimensions());
		image.setPosition(2, 4, 1);
		assertEquals(1000 + 300 + 2 * 3 + 1, image.getProcessor().getf(1, 2));
		final Volume back = ImagePlusVolume.volume(image);
		assertEquals(volume.geometry(), back.geometry());
		for (int c = 0; c < 2; c++)
			for (int z = 0; z < 5; z++)
				assertArrayEquals(volume.plane(c, z), back.plane(c, z));
	}

	@Test
	void labelsHaveColoursAndStayNumbers() throws IOException {
		final LabelMap labels = new LabelMap(Geometry.of(new long[] { 2, 2, 2 }, 1, 1, 3));
		labels.plane(1)[3] = 200;
		final ImagePlus image = ImagePlusVolume.image(labels, "labels");
		assertEquals(8, image.getBitDepth());
		assertEquals(0, image.getLuts()[0].getRGB(0) & 0xffffff);
		assertTrue((image.getLuts()[0].getRGB(1) & 0xffffff) != (image.getLuts()[0].getRGB(2) & 0xffffff));
		assertEquals(200, ImagePlusVolume.labels(image).plane(1)[3]);
		labels.plane(0)[0] = 1000;
		assertEquals(16, ImagePlusVolume.image(labels, "labels").getBitDepth());
		assertEquals(1000, ImagePlusVolume.labels(ImagePlusVolume.image(labels, "labels")).plane(0)[0]);
		labels.plane(0)[0] = -1;
		assertEquals(-1, ImagePlusVolume.labels(ImagePlusVolume.image(labels, "labels")).plane(0)[0]);
	}

	@Test
	void channelsOnOneGridAreJoined() throws IOException {
		final Path one = GOLDEN.resolve("form_q0_s1.nii.gz"), two = GOLDEN.resolve("form_q2_s3.nii.gz");
		final Volume both = ImageFile.read(java.util.List.of(one, two));
		assertEquals(2, both.channels());
		assertArrayEquals(ImageFile.read(two).plane(0, 3), both.plane(1, 3));
		final ProblemException problem = assertThrows(ProblemException.class, () -> ImageFile.read(java.util.List.of(one,
			GOLDEN.resolve("form_q1_s0.nii.gz"))));
		assertTrue(problem.getMessage().contains("form_q1_s0"), problem.getMessage());
	}
}
