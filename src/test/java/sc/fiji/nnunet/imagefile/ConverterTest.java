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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Volume;

/** Conversions between formats: what is kept, and what is reported as lost. */
class ConverterTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	@TempDir
	Path folder;

	private ConvertResult convert(final Path input, final String output) throws ProblemException {
		return Converter.convert(new ConvertOptions(input, folder.resolve(output)), Progress.none());
	}

	@ParameterizedTest
	@ValueSource(strings = { "big_endian.nii", "extension.nii.gz", "scaled.nii.gz", "dims_4x5x6x1x2.nii.gz",
		"type_uint64.nii.gz", "rgb.nii.gz", "pair.hdr", "gzpair.hdr.gz", "nifti2.nii.gz" })
	void fromNiftiToNiftiOnlyTheContainerChanges(final String name) throws IOException {
		for (final String output : List.of("a.nii", "b.nii.gz", "c.hdr", "d.img.gz")) {
			final ConvertResult result = convert(GOLDEN.resolve(name), output);
			assertEquals(List.of(), result.changes());
			try (NiftiReader a = NiftiReader.open(GOLDEN.resolve(name)); NiftiReader b = NiftiReader.open(result.output())) {
				assertEquals(a.header().type(), b.header().type());
				assertEquals(a.header().order(), b.header().order());
				assertEquals(a.header().version(), b.header().version());
				assertArrayEquals(a.header().dims(), b.header().dims());
				assertEquals(a.header().slope(), b.header().slope());
				assertEquals(a.header().forms().notes().description(), b.header().forms().notes().description());
				assertEquals(a.header().forms().notes().extensions().size(), b.header().forms().notes().extensions().size());
				assertEquals(a.geometry(), b.geometry());
				assertSame(a.read(), b.read());
			}
		}
	}

	private static void assertSame(final Volume a, final Volume b) {
		assertEquals(a.channels(), b.channels());
		for (int c = 0; c < a.channels(); c++)
			for (int z = 0; z < a.size()[0]; z++)
				assertArrayEquals(a.plane(c, z), b.plane(c, z));
	}

	@Test
	void tiffKeepsVoxelsAndSpacingAndSaysThatItHasNoOrientation() throws IOException {
		final ConvertResult result = convert(GOLDEN.resolve("type_int32.nii.gz"), "a.tif");
		assertTrue(result.changes().get(0).contains("orientation"), result.changes().toString());
		assertTrue(result.changes().get(1).contains("int32"), result.changes().toString());
		assertSame(ImageFile.read(GOLDEN.resolve("type_int32.nii.gz")), ImageFile.read(result.output()));
		assertEquals(ImageFile.geometry(GOLDEN.resolve("type_int32.nii.gz")), ImageFile.geometry(result.output()));
		assertTrue(convert(GOLDEN.resolve("extension.nii.gz"), "b.tif").changes().toString().contains("extensions"));
		assertTrue(convert(GOLDEN.resolve("scaled.nii.gz"), "c.tif").changes().toString().contains("slope 0.25"));
		assertTrue(convert(GOLDEN.resolve("dims_4x5x6x1x2.nii.gz"), "d.tif").changes().toString().contains("2 channels"));
		assertEquals(2, ImageFile.channels(folder.resolve("d.tif")));
	}

	@Test
	void tiffIsConvertedBackToNifti() throws IOException {
		convert(GOLDEN.resolve("simpleitk.nii.gz"), "a.tif");
		final ConvertResult result = convert(folder.resolve("a.tif"), "b.nii.gz");
		assertEquals(List.of(), result.changes());
		assertEquals(ImageFile.geometry(GOLDEN.resolve("simpleitk.nii.gz")), ImageFile.geometry(result.output()));
		convert(GOLDEN.resolve("dims_8x9.nii.gz"), "c.tif");
		assertThrows(ProblemException.class, () -> convert(folder.resolve("c.tif"), "c.png")); // 32 bits
	}

	@Test
	void aPngBecomesNiftiWithTheSpacingThatWasGiven() throws IOException {
		final Path png = folder.resolve("a.png");
		final var pixels = new java.awt.image.BufferedImage(4, 3, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
		pixels.getRaster().setSample(3, 2, 0, 9);
		javax.imageio.ImageIO.write(pixels, "png", png.toFile());
		final ConvertResult result = Converter.convert(new ConvertOptions(png, folder.resolve("a.nii.gz"), List.of(.5, .25,
			3.)), Progress.none());
		assertTrue(result.changes().get(0).contains("no orientation"));
		assertArrayEquals(new double[] { .5, .25, 3 }, ImageFile.geometry(folder.resolve("a.nii.gz")).spacing());
		assertEquals(9, ImageFile.readLabels(folder.resolve("a.nii.gz")).plane(0)[11]);
	}

	@Test
	void anImageIsNotReplacedByItsCopy() throws IOException {
		for (final String name : List.of("pair.hdr", "pair.img", "nifti2.nii.gz"))
			Files.copy(GOLDEN.resolve(name), folder.resolve(name));
		final byte[] before = Files.readAllBytes(folder.resolve("pair.img"));
		for (final String output : List.of("pair.hdr", "pair.img", "./pair.img"))
			assertThrows(ProblemException.class, () -> convert(folder.resolve("pair.hdr"), output), output);
		assertThrows(ProblemException.class, () -> convert(folder.resolve("nifti2.nii.gz"), "../" + folder.getFileName() +
			"/nifti2.nii.gz"));
		assertArrayEquals(before, Files.readAllBytes(folder.resolve("pair.img")));
	}

	@Test
	void allProblemsOfTheOptionsAreReportedAtOnce() {
		final ProblemException exc = assertThrows(ProblemException.class, () -> Converter.convert(new ConvertOptions(folder
			.resolve("missing.nii"), folder.resolve("a.xyz"), List.of(1., -1.)), Progress.none()));
		assertEquals(3, exc.problems().size());
	}

	@Test
	void whatAKilledConversionLeftIsRemovedByTheNext() throws IOException {
		final Path left = Files.writeString(folder.resolve(".out.nii.gz.999999999.1.tmp"), "x");
		final Path other = Files.writeString(folder.resolve(".another.nii.gz.999999999.1.tmp"), "x");
		convert(GOLDEN.resolve("nifti2.nii.gz"), "out.nii.gz");
		assertFalse(Files.exists(left));
		assertTrue(Files.exists(other), "a folder of anybody's");
	}

	@Test
	void aConversionThatFailsLeavesNoFile() throws IOException {
		final Path cut = folder.resolve("cut.nii");
		final byte[] whole = Files.readAllBytes(GOLDEN.resolve("big_endian.nii"));
		Files.write(cut, java.util.Arrays.copyOf(whole, whole.length - 1));
		final ProblemException exc = assertThrows(ProblemException.class, () -> convert(cut, "out.nii.gz"));
		assertTrue(exc.getMessage().contains("byte " + (whole.length - 1)) && exc.getMessage().contains("" + whole.length),
			exc.getMessage());
		assertFalse(Files.exists(folder.resolve("out.nii.gz")));
		assertFalse(Files.exists(folder.resolve("out.nii.gz.part")));
	}
}
