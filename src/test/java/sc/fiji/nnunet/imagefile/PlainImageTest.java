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
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** TIFF, PNG, JPEG and BMP as Fiji's users have them. */
class PlainImageTest {

	@TempDir
	Path folder;

	private Path tiff(final String name, final ImagePlus image) {
		final Path file = folder.resolve(name);
		assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
		return file;
	}

	/** Values that are different at each position: 100 c + 10 z + y + x / 8. */
	private static ImagePlus hyperstack(final int channels, final int slices) {
		final ImageStack stack = new ImageStack(5, 4);
		for (int z = 0; z < slices; z++)
			for (int c = 0; c < channels; c++) {
				final FloatProcessor plane = new FloatProcessor(5, 4);
				for (int y = 0; y < 4; y++)
					for (int x = 0; x < 5; x++)
						plane.setf(x, y, 100 * c + 10 * z + y + x / 8f);
				stack.addSlice(plane);
			}
		final ImagePlus image = new ImagePlus("stack", stack);
		image.setDimensions(channels, slices, 1);
		image.setOpenAsHyperStack(true);
		return image;
	}

	private static void calibrate(final ImagePlus image, final double x, final double y, final double z,
		final String unit)
	{
		image.getCalibration().pixelWidth = x;
		image.getCalibration().pixelHeight = y;
		image.getCalibration().pixelDepth = z;
		image.getCalibration().setUnit(unit);
	}

	@Test
	void aHyperstackHasItsChannelsSlicesAndCalibration() throws IOException {
		final ImagePlus image = hyperstack(2, 3);
		calibrate(image, 0.5, 0.25, 2, "um");
		final Path file = tiff("a.tif", image);
		assertEquals(2, ImageFile.channels(file));
		final Volume volume = ImageFile.read(file);
		assertArrayEquals(new int[] { 3, 4, 5 }, volume.size());
		assertArrayEquals(new double[] { 0.5e-3, 0.25e-3, 2e-3 }, volume.geometry().spacing(), 1e-9);
		assertArrayEquals(volume.geometry().spacing(), ImageFile.geometry(file).spacing());
		assertEquals(100 + 20 + 3 + 1 / 8f, volume.plane(1, 2)[3 * 5 + 1]);
	}

	@Test
	void aStackWithoutSliceDistanceIsAProblemThatSaysHowToGiveIt() throws IOException {
		final Path file = tiff("b_0000.tif", hyperstack(1, 3));
		final ProblemException problem = assertThrows(ProblemException.class, () -> ImageFile.read(file));
		assertTrue(problem.getMessage().contains("Image > Properties"), problem.getMessage());
		assertTrue(problem.getMessage().endsWith("(channels 3, slices 1) and save it."), problem.getMessage());
		final Path thick = tiff("thick.tif", hyperstack(1, 5));
		assertFalse(assertThrows(ProblemException.class, () -> ImageFile.read(thick)).getMessage().contains("channels"));
		final double[] spacing = { 1, 2, 3 };
		assertArrayEquals(spacing, ImageFile.read(file, spacing).geometry().spacing());
		// nnU-Net's own way: the case's name with .json, in the order z, y, x
		Files.writeString(folder.resolve("b.json"), "{\"spacing\": [7, 6, 5]}");
		assertArrayEquals(new double[] { 5, 6, 7 }, ImageFile.read(file).geometry().spacing());
		Files.writeString(folder.resolve("b.json"), "{\"spacing\": [7, -6, 5]}");
		assertThrows(ProblemException.class, () -> ImageFile.read(file));
	}

	/** Of several files the one whose name says most of the image's counts. */
	@Test
	void theSpacingOfAnOmeTiffHasTheNameOfItsCase() throws IOException {
		final Path file = tiff("b_0000.ome.tif", hyperstack(1, 3));
		final String message = assertThrows(ProblemException.class, () -> ImageFile.read(file)).getMessage();
		assertTrue(message.contains("b_0000.json"), message);
		int depth = 2;
		for (final String name : List.of("b", "b_0000", "b_0000.ome")) {
			final Path json = folder.resolve(name + ".json");
			Files.writeString(json, "{\"spacing\": [" + ++depth + ", 1, 1]}");
			assertArrayEquals(new double[] { 1, 1, depth }, ImageFile.read(file).geometry().spacing(), name);
			assertEquals(List.of(json), ImageFile.companions(file));
		}
	}

	@Test
	void aFileOfAnotherProgramWithTheNameOfTheSpacingsIsNotUsed() throws IOException {
		final ImagePlus image = hyperstack(1, 3);
		calibrate(image, 1, 1, 1.5, "mm");
		final Path tiff = tiff("a_0000.tif", image), nifti = folder.resolve("a.nii"), json = folder.resolve("a.json");
		ImageFile.write(nifti, ImageFile.read(tiff));
		// NB: the first is not UTF-8
		for (final String other : List.of("{\"Manufacturer\": \"\u00ff\u00fe\"}", "", "[1, 2]", "[\"spacing\"]",
			"\"spacing\"", "not JSON: {", "{\"Manufacturer\": \"x\"}"))
		{
			Files.writeString(json, other, StandardCharsets.ISO_8859_1);
			assertArrayEquals(new double[] { 1, 1, 1.5 }, ImageFile.read(tiff).geometry().spacing(), 1e-6);
			assertEquals(List.of(), ImageFile.companions(tiff));
			assertEquals(List.of(), ImageFile.companions(nifti));
		}
		Files.writeString(json, "{\"spacing\": [7, 6, 5]}");
		assertEquals(List.of(json), ImageFile.companions(tiff));
		assertEquals(List.of(), ImageFile.companions(nifti));
		Files.writeString(json, "{\"spacing\": [7, 6,");
		assertThrows(ProblemException.class, () -> ImageFile.read(tiff), "a mistake is not passed over");
		assertEquals(List.of(json), ImageFile.companions(tiff), "a damaged file belongs to the image, too");
		assertEquals(List.of(), ImageFile.companions(nifti));
	}

	/** As PowerShell 5 writes it; it would be passed over silently. */
	@Test
	void aSpacingThatIsNotUtf8IsRefused() throws IOException {
		final ImagePlus image = hyperstack(1, 3);
		calibrate(image, 1, 1, 1.5, "mm");
		final Path tiff = tiff("a.tif", image), json = folder.resolve("a.json");
		final String text = "{\"spacing\": [7, 6, 5]}";
		for (final byte[] bytes : List.of(text.getBytes(StandardCharsets.UTF_16), ("\ufeff" + text).getBytes(
			StandardCharsets.UTF_16LE), text.getBytes(StandardCharsets.UTF_16LE), (text + "\u00b5").getBytes(
				StandardCharsets.ISO_8859_1)))
		{
			Files.write(json, bytes);
			final String message = assertThrows(ProblemException.class, () -> ImageFile.read(tiff)).getMessage();
			assertTrue(message.startsWith(json.toString()) && message.contains("Save it as UTF-8"), message);
		}
		Files.writeString(json, "\ufeff" + text);
		assertArrayEquals(new double[] { 5, 6, 7 }, ImageFile.read(tiff).geometry().spacing());
	}

	/** Their thickness is often not known, and says nothing of where their voxels lie. */
	@Test
	void channelsOfASingleSliceMayStateAnyThickness() throws IOException {
		final Path thin = folder.resolve("s_0000.nii"), thick = folder.resolve("s_0001.nii"), wide = folder.resolve(
			"s_0002.nii");
		ImageFile.write(thin, new Volume(Geometry.of(new long[] { 5, 4, 1 }, 1, 1, 1), 1));
		ImageFile.write(thick, new Volume(Geometry.of(new long[] { 5, 4, 1 }, 1, 1, 999), 1));
		ImageFile.write(wide, new Volume(Geometry.of(new long[] { 5, 4, 1 }, 1, 1.1, 1), 1));
		assertEquals(2, ImageFile.read(List.of(thin, thick)).channels());
		assertThrows(ProblemException.class, () -> ImageFile.read(List.of(thin, wide)));
		final Geometry two = Geometry.of(new long[] { 5, 4, 2 }, 1, 1, 1);
		assertFalse(two.sameSpacing(Geometry.of(new long[] { 5, 4, 2 }, 1, 1, 999)));
	}

	@Test
	void timeIsNotTakenForDepth() throws IOException {
		final ImagePlus image = hyperstack(1, 3);
		image.setDimensions(1, 1, 3);
		final Path file = tiff("t.tif", image);
		for (final Executable use : List.<Executable> of(() -> ImageFile.read(file), () -> ImageFile.readLabels(file),
			() -> ImageFile.geometry(file), () -> ImageFile.channels(file), () -> ImageFile.values(file)))
		{
			final String message = assertThrows(ProblemException.class, use).getMessage();
			assertTrue(message.startsWith(file + ": It has 3 time points.") && message.contains("timepoints=true"), message);
		}
		assertEquals(3, ImageFile.open(file).getNFrames());
		assertEquals(List.of(), ImageFile.warnings(file), "which are told of what is opened");
	}

	@Test
	void aSliceNeedsNoSpacing() throws IOException {
		final Path file = tiff("c.tif", new ImagePlus("c", new ByteProcessor(3, 2, new byte[] { 0, 1, 2, 3, -2, -1 },
			null)));
		final Volume volume = ImageFile.read(file);
		assertArrayEquals(new double[] { 1, 1, 1 }, volume.geometry().spacing());
		assertArrayEquals(new float[] { 0, 1, 2, 3, 254, 255 }, volume.plane(0, 0));
	}

	@Test
	void sixteenBitsAreUnsignedUnlessTheCalibrationSaysOtherwise() throws IOException {
		final ImagePlus image = new ImagePlus("d", new ShortProcessor(2, 1, new short[] { 0, -1 }, null));
		assertArrayEquals(new float[] { 0, 65535 }, ImageFile.read(tiff("d.tif", image)).plane(0, 0));
		image.getCalibration().setSigned16BitCalibration();
		assertArrayEquals(new float[] { -32768, 32767 }, ImageFile.read(tiff("e.tif", image)).plane(0, 0));
	}

	@Test
	void coloursAreThreeChannels() throws IOException {
		final ImagePlus image = new ImagePlus("rgb", new ColorProcessor(2, 1, new int[] { 0x102030, 0xff0080 }));
		final Path png = folder.resolve("rgb.png");
		ImageIO.write(image.getBufferedImage(), "png", png.toFile());
		final Path bmp = folder.resolve("rgb.bmp");
		ImageIO.write(image.getBufferedImage(), "bmp", bmp.toFile());
		for (final Path file : List.of(tiff("rgb.tif", image), png, bmp)) {
			assertEquals(3, ImageFile.channels(file));
			final Volume volume = ImageFile.read(file);
			assertArrayEquals(new float[] { 0x10, 0xff }, volume.plane(0, 0));
			assertArrayEquals(new float[] { 0x20, 0 }, volume.plane(1, 0));
			assertArrayEquals(new float[] { 0x30, 0x80 }, volume.plane(2, 0));
		}
	}

	@Test
	void pngOf1And8And16BitsIsRead() throws IOException {
		final BufferedImage bits = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
		bits.setRGB(1, 0, 0xffffff);
		final Path file = folder.resolve("bits.png");
		ImageIO.write(bits, "png", file.toFile());
		assertEquals(1, ImageFile.channels(file));
		assertArrayEquals(new float[] { 0, 255, 0 }, ImageFile.read(file).plane(0, 0));
		assertArrayEquals(new short[] { 0, 1, 0 }, ImageFile.readLabels(file).plane(0));
		final BufferedImage shorts = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
		shorts.getRaster().setSample(1, 0, 0, 40000);
		ImageIO.write(shorts, "png", file.toFile());
		assertArrayEquals(new float[] { 0, 40000 }, ImageFile.read(file).plane(0, 0));
		final BufferedImage bytes = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
		bytes.getRaster().setSample(1, 0, 0, 200);
		ImageIO.write(bytes, "png", file.toFile());
		assertArrayEquals(new float[] { 0, 200 }, ImageFile.read(file).plane(0, 0));
		assertArrayEquals(new short[] { 0, 200 }, ImageFile.readLabels(file).plane(0));
	}

	@Test
	void aPaletteIsColourForImagesAndNumbersForLabels() throws IOException {
		final IndexColorModel palette = new IndexColorModel(8, 3, new byte[] { 0, -1, 0 }, new byte[] { 0, 0, 90 },
			new byte[] { 0, 0, 0 });
		final BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
		image.getRaster().setSamples(0, 0, 3, 1, 0, new int[] { 2, 0, 1 });
		final Path file = folder.resolve("palette.png");
		ImageIO.write(image, "png", file.toFile());
		assertArrayEquals(new short[] { 2, 0, 1 }, ImageFile.readLabels(file).plane(0));
		assertEquals(3, ImageFile.channels(file));
		assertArrayEquals(new float[] { 0, 0, 255 }, ImageFile.read(file).plane(0, 0));
	}

	@Test
	void coloursOfLabelsNeedATable() throws IOException {
		final ImagePlus image = new ImagePlus("rgb", new ColorProcessor(3, 1, new int[] { 0x00ff00, 0, 0xff0000 }));
		final Path file = folder.resolve("labels.png");
		ImageIO.write(image.getBufferedImage(), "png", file.toFile());
		final String message = assertThrows(ProblemException.class, () -> ImageFile.readLabels(file)).getMessage();
		assertTrue(message.contains("value,red,green,blue\n0,0,0,0\n1,0,255,0\n2,255,0,0\n"), message);
		final Path table = folder.resolve(ColourTable.NAME);
		Files.writeString(table, "value,red,green,blue\n0,0,0,0\n1,255,0,0\n2,0,255,0\n");
		assertArrayEquals(new short[] { 2, 0, 1 }, ImageFile.readLabels(file).plane(0));
		Files.writeString(table, "0,0,0,0\n1,255,0,0\n");
		assertTrue(assertThrows(ProblemException.class, () -> ImageFile.readLabels(file)).getMessage().contains("0,255,0"));
		Files.writeString(table, "0,0,0,0\n2,255,0,0\n");
		assertTrue(assertThrows(ProblemException.class, () -> ImageFile.readLabels(file)).getMessage().contains(
			ColourTable.NAME));
	}

	@Test
	void aPhotographIsNotTakenForLabels() throws IOException {
		final Path file = folder.resolve("labels.png");
		for (final int colours : new int[] { 64, 65 }) {
			final int[] pixels = new int[100];
			for (int n = 0; n < pixels.length; n++)
				pixels[n] = n % colours * 0x010203;
			ImageIO.write(new ImagePlus("rgb", new ColorProcessor(10, 10, pixels)).getBufferedImage(), "png", file.toFile());
			final String message = assertThrows(ProblemException.class, () -> ImageFile.readLabels(file)).getMessage();
			assertEquals(colours == 64, message.contains("\n63,63,126,189\n"), message);
			assertEquals(colours == 65, message.contains("It has more than 64 colours, so it is an image and not labels. Were " +
				"the folders of images and labels exchanged?") && message.lines().count() == 1, message);
		}
	}

	@Test
	void aTableOfAllColoursPutsBlackFirst() {
		final ColourTable table = ColourTable.of(List.of(new int[] { 0xffff0000, 0xff000000 }, new int[] { 0xff0000ff }));
		assertEquals(List.of(0, 0x0000ff, 0xff0000), table.colours());
	}

	@Test
	void aJpegIsNotALabelImage() throws IOException {
		final Path file = folder.resolve("labels.jpg");
		ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "jpg", file.toFile());
		assertEquals(1, ImageFile.channels(file));
		assertArrayEquals(new int[] { 1, 8, 8 }, ImageFile.read(file).size());
		assertThrows(ProblemException.class, () -> ImageFile.readLabels(file));
	}

	@Test
	void aFractionIsNotALabel() {
		final Path file = tiff("f.tif", new ImagePlus("f", new FloatProcessor(2, 1, new float[] { 1, 1.5f })));
		assertTrue(assertThrows(ProblemException.class, () -> ImageFile.readLabels(file)).getMessage().contains(
			"x=1, y=0"));
	}

	@Tag("damage")
	@Test
	void aTruncatedFileIsAProblem() throws IOException {
		final ImagePlus image = hyperstack(1, 3);
		calibrate(image, 1, 1, 1.5, "mm");
		final Path file = tiff("g.tif", image);
		final byte[] bytes = Files.readAllBytes(file);
		for (int length = 8; length < bytes.length; length += 7) {
			final Path cut = folder.resolve("cut.tif");
			Files.write(cut, Arrays.copyOf(bytes, length));
			try {
				ImageFile.read(cut);
			}
			catch (final ProblemException exc) {
				assertFalse(exc.problems().isEmpty());
				continue;
			}
			// what ImageJ keeps after the pixels may be missing without harm
			assertTrue(length > bytes.length - 1200, "was read: " + length + " of " + bytes.length);
		}
		final Path png = folder.resolve("g.png");
		ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY), "png", png.toFile());
		Files.write(png, Arrays.copyOf(Files.readAllBytes(png), 50));
		assertThrows(ProblemException.class, () -> ImageFile.read(png));
	}

	@Tag("damage")
	@Test
	void damagedFilesAreReadOrRefused() throws IOException {
		final ImagePlus image = hyperstack(2, 3);
		calibrate(image, 1, 1, 1.5, "mm");
		final Path png = folder.resolve("d.png");
		ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_USHORT_GRAY), "png", png.toFile());
		final Path bmp = folder.resolve("d.bmp");
		ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY), "bmp", bmp.toFile());
		final Random random = new Random(9);
		for (final Path file : List.of(tiff("d.tif", image), png, bmp)) {
			final byte[] whole = Files.readAllBytes(file);
			int read = 0, refused = 0;
			for (int n = 0; n < 400; n++) {
				final byte[] bytes = whole.clone();
				for (int k = random.nextInt(4); k >= 0; k--)
					bytes[random.nextInt(Math.min(bytes.length, 300))] = (byte) random.nextInt();
				Files.write(file, bytes);
				try {
					ImageFile.read(file);
					read++;
				}
				catch (final ProblemException exc) {
					refused++;
				}
			}
			assertEquals(400, read + refused);
			assertTrue(refused > 20, file + ": " + refused);
		}
	}

	@Test
	void aFileOfAnotherFormatIsNamed() throws IOException {
		final Path file = folder.resolve("x.nrrd");
		Files.writeString(file, "NRRD0004\ntype: float\n");
		assertFalse(ImageFile.isImage(file));
		assertTrue(assertThrows(ProblemException.class, () -> ImageFile.read(file)).getMessage().contains("NRRD"));
		assertThrows(ProblemException.class, () -> ImageFile.read(folder));
		assertThrows(ProblemException.class, () -> ImageFile.read(folder.resolve("missing.png")));
		Files.write(file, new byte[0]);
		assertThrows(ProblemException.class, () -> ImageFile.read(file));
	}

	@Test
	void theContentCountsAndNotTheName() throws IOException {
		final Path file = tiff("really_a_tiff.nii", new ImagePlus("c", new ByteProcessor(3, 2)));
		assertTrue(ImageFile.isImage(file));
		assertArrayEquals(new int[] { 1, 2, 3 }, ImageFile.read(file).size());
	}

	@Test
	void labelsAreWrittenAsNumbers() throws IOException {
		final LabelMap labels = new LabelMap(Geometry.of(new long[] { 3, 1, 1 }, 1, 1, 1));
		labels.plane(0)[1] = 7;
		labels.plane(0)[2] = 2;
		for (final String name : List.of("l.png", "l.tif", "l.nii.gz", "l.hdr", "l.img.gz")) {
			ImageFile.writeLabels(folder.resolve(name), labels);
			assertArrayEquals(new short[] { 0, 7, 2 }, ImageFile.readLabels(folder.resolve(name)).plane(0), name);
			assertArrayEquals(new float[] { 0, 7, 2 }, ImageFile.read(folder.resolve(name)).plane(0, 0), name);
		}
		labels.plane(0)[1] = 300;
		for (final String name : List.of("l.png", "l.tif", "l.nii.gz")) {
			ImageFile.writeLabels(folder.resolve(name), labels);
			assertArrayEquals(new short[] { 0, 300, 2 }, ImageFile.readLabels(folder.resolve(name)).plane(0), name);
		}
		assertThrows(ProblemException.class, () -> ImageFile.writeLabels(folder.resolve("l.xyz"), labels));
		assertThrows(ProblemException.class, () -> ImageFile.writeLabels(folder.resolve("no/l.tif"), labels));
	}
}
