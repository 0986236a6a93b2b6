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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.Volume;

/**
 * Files of many forms that tifffile, Pillow and imagecodecs wrote (src/test/python/tiff_fixtures.py), and their values.
 */
class TiffFormsTest {

	private static final Path FILES = Path.of("src/test/resources/tiff");

	@TempDir
	Path folder;

	/** A copy with a file next to it that states the spacing, which most of these files do not. */
	private Path copy(final String name) throws IOException {
		final Path file = folder.resolve(name);
		Files.copy(FILES.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
		Files.writeString(folder.resolve(name.substring(0, name.lastIndexOf('.')) + ".json"), "{\"spacing\": [3, 2, 1]}");
		return file;
	}

	@TestFactory
	Stream<DynamicTest> everyFormIsReadRightOrRefusedByName() throws IOException {
		return Files.readAllLines(FILES.resolve("expected.txt")).stream().map(line -> line.split(" ")).map(
			parts -> DynamicTest.dynamicTest(parts[0], () -> {
				final Path file = copy(parts[0]);
				if (parts[1].equals("refused")) {
					final String message = assertThrows(ProblemException.class, () -> ImageFile.read(file)).getMessage();
					assertTrue(message.contains("not supported") || message.contains("time points"), message);
					assertTrue(message.contains("save") || message.contains("Save"), message);
					return;
				}
				final int channels = Integer.parseInt(parts[3]), slices = Integer.parseInt(parts[4]);
				assertEquals(channels, ImageFile.channels(file));
				final Volume volume = ImageFile.read(file);
				assertArrayEquals(new int[] { slices, Integer.parseInt(parts[2]), Integer.parseInt(parts[1]) }, volume.size());
				final ByteBuffer values = ByteBuffer.wrap(Base64.getDecoder().decode(parts[5])).order(ByteOrder.LITTLE_ENDIAN);
				// NB: another decoder of JPEG may round differently
				final float tolerance = parts[0].startsWith("jpeg_rgb") || parts[0].startsWith("jpeg_ycbcr") ? 3 : 0;
				for (int channel = 0; channel < channels; channel++)
					for (int z = 0; z < slices; z++)
						for (final float value : volume.plane(channel, z))
							assertEquals(values.getFloat(), value, tolerance);
				assertEquals(volume.plane(channels - 1, slices - 1)[0], last(ImageFile.open(file)), tolerance);
			}));
	}

	/** The first value of the last plane as ImageJ has it. */
	private static float last(final ij.ImagePlus image) {
		final float[] value = new float[image.getWidth() * image.getHeight()];
		ImagePlusVolume.copy(image.getStack().getPixels(image.getStackSize()), 0, image.getCalibration().getCTable(),
			value);
		return value[0];
	}

	@Test
	void labelsInJpegAreRefused() throws IOException {
		final Path file = copy("jpeg_smooth.tif");
		assertTrue(assertThrows(ProblemException.class, () -> ImageFile.readLabels(file)).getMessage().contains("JPEG"));
	}

	@Test
	void anOmeTiffHasItsOwnSpacingWithAUnitPerAxis() throws IOException {
		final Path file = FILES.resolve("two_channels.ome.tif");
		assertArrayEquals(new double[] { 2.5e-4, 2.5e-4, 6e-4 }, ImageFile.geometry(file).spacing(), 1e-12);
		assertEquals(LengthUnit.MICROMETRE, ImageFile.geometry(file).unit());
		assertEquals("micron", ImageFile.open(file).getCalibration().getUnit().replace("\u00b5m", "micron"));
	}

	@Test
	void oneBitLabelsAre0And1() throws IOException {
		for (final String name : new String[] { "bits_raw.tif", "bits_packbits.tif", "bits_white_is_zero.tif" }) {
			int most = 0;
			for (final short label : ImageFile.readLabels(copy(name)).plane(0))
				most = Math.max(most, label);
			assertEquals(1, most, name);
		}
	}

	/** Every file truncated at many positions, and with each byte of its first part changed: a result or a problem. */
	@Tag("damage")
	@TestFactory
	Stream<DynamicTest> damagedFilesEndSoon() {
		return Stream.of("u2_lzw.tif", "u1_zlib.tif", "f4_predictor3.tif", "bits_packbits.tif", "jpeg_ycbcr_tiles.tif",
			"stack_big_endian_big.tif", "rgb16.png", "two_channels.ome.tif", "imagej_hyperstack.tif").map(name -> DynamicTest
				.dynamicTest(name, () -> assertTimeoutPreemptively(Duration.ofMinutes(10), () -> damage(name))));
	}

	private void damage(final String name) throws IOException {
		final byte[] whole = Files.readAllBytes(FILES.resolve(name));
		final Path file = copy(name);
		int refused = 0, tried = 0;
		for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 40), tried++)
			refused += refused(file, Arrays.copyOf(whole, length));
		for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 160), tried++) {
			final byte[] changed = whole.clone();
			changed[at] ^= (byte) (1 + at % 255);
			refused += refused(file, changed);
		}
		assertTrue(refused >= 30 && refused <= tried, name + ": " + refused + " of " + tried);
	}

	private static int refused(final Path file, final byte[] bytes) throws IOException {
		Files.write(file, bytes);
		try {
			ImageFile.read(file);
			return 0;
		}
		catch (final ProblemException exc) {
			assertTrue(!exc.getMessage().toLowerCase(Locale.ROOT).contains("exception"), exc.getMessage());
			return 1;
		}
	}

	@Test
	void deflateThatIsTruncatedOrRequiresADictionaryEnds() throws IOException {
		final Path whole = FILES.resolve("damaged/whole.tif"), dictionary = folder.resolve("dictionary.tif");
		float sum = 0;
		for (final float value : ImageFile.read(whole).plane(0, 0))
			sum += value;
		assertEquals(522240, sum);
		final byte[] bytes = Files.readAllBytes(whole);
		bytes[9] = (byte) 0xf9; // zlib's bit of a dictionary, with its check bits (RFC 1950)
		Files.write(dictionary, bytes);
		for (final Path file : new Path[] { FILES.resolve("damaged/cut.tif"), dictionary })
			assertTimeoutPreemptively(Duration.ofMinutes(5), () -> assertThrows(ProblemException.class, () -> ImageFile.read(
				file), file.toString()));
	}
}
