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

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
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

	/** ImageJ stores negative numbers of 16 bits 32768 higher, with a calibration that a PNG does not have. */
	@Test
	void aPngDoesNotTakeNegativeValues() throws IOException {
		final Volume volume = new Volume(Geometry.of(new long[] { 2, 2, 1 }, 1, 1, 1), 1);
		System.arraycopy(new float[] { 3, 0, 5, 7 }, 0, volume.plane(0, 0), 0, 4);
		final Path image = folder.resolve("ct.nii");
		for (final NiftiType type : List.of(NiftiType.INT16, NiftiType.INT8)) {
			volume.plane(0, 0)[0] = 3;
			NiftiWriter.write(image, volume, type);
			final ConvertResult sound = convert(image, "sound.png");
			assertTrue(sound.changes().toString().contains("became 16 bit without a sign."), sound.changes().toString());
			assertSame(volume, ImageFile.read(sound.output()));
			volume.plane(0, 0)[0] = -100;
			NiftiWriter.write(image, volume, type);
			final String message = assertThrows(ProblemException.class, () -> convert(image, "ct.png")).getMessage();
			assertTrue(message.contains("calibrated") && message.contains(".nii.gz or .tif"), message);
			assertFalse(Files.exists(folder.resolve("ct.png")));
			final ConvertResult tiff = convert(image, "ct.tif");
			assertTrue(tiff.changes().toString().contains("32768 higher"), tiff.changes().toString());
			assertSame(volume, ImageFile.read(tiff.output()));
			assertThrows(ProblemException.class, () -> convert(tiff.output(), "ct.png"));
			final ConvertResult back = convert(tiff.output(), "back.nii.gz");
			assertFalse(back.changes().toString().contains("32-bit"), back.changes().toString());
			try (NiftiReader in = NiftiReader.open(back.output())) {
				assertEquals(NiftiType.INT16, in.header().type());
				assertSame(volume, in.read());
			}
		}
	}

	@Test
	void timePointsAreNotCalledChannels() throws IOException {
		final Path golden = GOLDEN.resolve("dims_4x5x6x3.nii.gz"), time = folder.resolve("time.nii");
		try (InputStream in = new GZIPInputStream(Files.newInputStream(golden))) {
			final byte[] bytes = in.readAllBytes();
			bytes[123] = 2 + 8; // xyzt_units: millimetres and seconds
			Files.write(time, bytes);
		}
		final ConvertResult result = convert(time, "time.tif");
		assertTrue(result.changes().contains("The fourth axis became 3 time points."), result.changes().toString());
		assertFalse(result.changes().toString().contains("channels"), result.changes().toString());
		assertEquals(1, result.channels());
		assertEquals(3, convert(golden, "channels.tif").channels());
	}

	@Test
	void theInfoTextOfATiffIsKept() throws IOException {
		final ImagePlus image = new ImagePlus("a", new ByteProcessor(3, 2));
		image.setProperty("Info", "Exposure = 3 s");
		assertTrue(new FileSaver(image).saveAsTiff(folder.resolve("a.tif").toString()));
		convert(folder.resolve("a.tif"), "b.tif");
		convert(folder.resolve("b.tif"), "c.tif");
		final String info = ImageFile.open(folder.resolve("c.tif")).getInfoProperty();
		assertTrue(info.startsWith("Exposure = 3 s\n"), info);
		assertEquals(2, info.lines().count(), info);
		// where ImageJ's own reader is not used
		try (TiffSource in = new TiffSource(folder.resolve("c.tif"), null)) {
			assertTrue(in.open().getInfoProperty().startsWith("Exposure = 3 s\n"));
		}
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
		assertEquals(List.of("cut.nii"), names());
		// a wrong checksum is noticed when all voxels have been copied
		final List<String> during = new ArrayList<>();
		final Progress looking = new Recorded() {

			@Override
			public void update(final double fraction, final String status) {
				during.addAll(List.of(folder.toFile().list()));
			}
		};
		final Path damaged = Path.of("src/test/resources/nifti/damaged.nii.gz");
		assertTrue(assertThrows(ProblemException.class, () -> Converter.convert(new ConvertOptions(damaged, folder.resolve(
			"out.nii.gz")), looking)).getMessage().contains("checksum"));
		assertTrue(during.stream().anyMatch(name -> name.startsWith(".out.nii.gz.")), during.toString());
		assertEquals(List.of("cut.nii"), names());
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}
}
