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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.TiffEncoder;
import ij.measure.Calibration;
import ij.plugin.Duplicator;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** Time-lapses in files, and how they are split. */
class TimePointFilesTest {

	private static final int WIDTH = 5, HEIGHT = 4, AREA = WIDTH * HEIGHT;

	@TempDir
	Path folder;

	/** 16-bit values that are different at each position, of voxels of 0.5 x 0.25 x 2 micron, every two minutes. */
	private static ImagePlus movie(final int channels, final int slices, final int frames) {
		final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
		for (int plane = 0; plane < channels * slices * frames; plane++) {
			final short[] values = new short[AREA];
			for (int n = 0; n < AREA; n++)
				values[n] = (short) (100 * plane + n);
			stack.addSlice(new ShortProcessor(WIDTH, HEIGHT, values, null));
		}
		final ImagePlus image = new ImagePlus("movie", stack);
		image.setDimensions(channels, slices, frames);
		image.setOpenAsHyperStack(true);
		final Calibration calibration = image.getCalibration();
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.25;
		calibration.pixelDepth = 2;
		calibration.setUnit("um");
		calibration.frameInterval = 2;
		calibration.setTimeUnit("min");
		return image;
	}

	private Path tiff(final String name, final ImagePlus image) {
		final Path file = folder.resolve(name);
		assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
		return file;
	}

	/** A TIFF file with another description than ImageJ's own. */
	private Path described(final String name, final ImageStack stack, final String description) throws IOException {
		final FileInfo info = new ImagePlus(name, stack).getFileInfo();
		info.description = description;
		final Path file = folder.resolve(name);
		try (OutputStream out = Files.newOutputStream(file)) {
			new TiffEncoder(info).write(out);
		}
		return file;
	}

	/** @param content elements within that of the pixels */
	private static String ome(final String order, final long channels, final long slices, final long frames,
		final String content)
	{
		return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">" +
			"<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" DimensionOrder=\"" + order + "\" Type=\"uint16\" SizeX=\"" + WIDTH +
			"\" SizeY=\"" + HEIGHT + "\" SizeC=\"" + channels + "\" SizeZ=\"" + slices + "\" SizeT=\"" + frames +
			"\" PhysicalSizeX=\"0.5\" PhysicalSizeY=\"0.25\" PhysicalSizeZ=\"2\" TimeIncrement=\"2\" TimeIncrementUnit=\"min\">" +
			content + "</Pixels></Image></OME>";
	}

	private ConvertResult split(final Path input, final Progress progress) throws ProblemException {
		return Converter.convert(new ConvertOptions(input, folder.resolve("split"), List.of(), true), progress);
	}

	private ConvertResult split(final Path input) throws ProblemException {
		return split(input, Progress.none());
	}

	private ProblemException refused(final Path input) {
		return assertThrows(ProblemException.class, () -> split(input));
	}

	private List<String> names() throws IOException {
		if (!Files.exists(folder.resolve("split"))) return List.of();
		try (Stream<Path> files = Files.list(folder.resolve("split"))) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	/** Compares each file with the duplicate that ImageJ makes of the time point. */
	private static void assertPoints(final ImagePlus movie, final ConvertResult result) throws ProblemException {
		assertEquals(movie.getNFrames(), result.files().size());
		for (int t = 1; t <= movie.getNFrames(); t++) {
			final ImagePlus expected = new Duplicator().run(movie, 1, movie.getNChannels(), 1, movie.getNSlices(), t, t);
			final ImagePlus found = ImageFile.open(result.files().get(t - 1));
			assertArrayEquals(expected.getDimensions(), found.getDimensions());
			assertEquals(expected.getBitDepth(), found.getBitDepth());
			for (int n = 1; n <= expected.getStackSize(); n++)
				assertTrue(Objects.deepEquals(expected.getStack().getPixels(n), found.getStack().getPixels(n)), t + ", plane " +
					n);
			final Calibration calibration = found.getCalibration();
			assertEquals(0.5, calibration.pixelWidth, 1e-6);
			assertEquals(0.25, calibration.pixelHeight, 1e-6);
			if (movie.getNSlices() > 1) assertEquals(2, calibration.pixelDepth, 1e-6);
			assertEquals("micron", calibration.getUnit().replace("\u00b5m", "micron"));
			assertEquals(120, TimeAxis.of(calibration.frameInterval, calibration.getTimeUnit()).seconds(), 1e-9);
			assertEquals(movie.getNChannels(), ImageFile.read(result.files().get(t - 1)).channels());
		}
	}

	@Test
	void aTiffByImageJIsSplit() throws IOException {
		final ImagePlus movie = movie(2, 3, 4);
		movie.setProperty("Info", "Objective = 20x");
		final Path file = tiff("movie.tif", movie);
		final Recorded progress = new Recorded();
		final ConvertResult result = split(file, progress);
		assertEquals(List.of("movie_t001.tif", "movie_t002.tif", "movie_t003.tif", "movie_t004.tif"), names());
		assertEquals(folder.resolve("split"), result.output());
		assertEquals(2, result.channels());
		assertEquals(List.of("Time point 1 of 4", "Time point 2 of 4", "Time point 3 of 4", "Time point 4 of 4"),
			progress.statuses);
		assertPoints(movie, result);
		try (TiffSource in = new TiffSource(file, null); TiffSource point = new TiffSource(result.files().get(3), null)) {
			assertEquals(4, in.timePoints());
			assertEquals(6, in.open(1, 2).getStackSize(), "only the pages of this time point are read");
			final String info = point.open().getInfoProperty();
			assertTrue(info.startsWith("Objective = 20x") && !info.contains("NIfTI"), info);
		}
		// a file of an earlier split is replaced
		Files.writeString(result.files().get(1), "old");
		assertPoints(movie, split(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "XYZCT", "XYCZT", "XYTZC" })
	void anOmeTiffIsSplitWhateverItsOrder(final String order) throws IOException {
		final ImagePlus movie = movie(2, 3, 4);
		final int[] sizes = { 3, 2, 4 }, axes = new int[3], at = new int[3];
		for (int n = 0; n < 3; n++)
			axes[n] = "ZCT".indexOf(order.charAt(2 + n));
		final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
		for (at[axes[2]] = 0; at[axes[2]] < sizes[axes[2]]; at[axes[2]]++)
			for (at[axes[1]] = 0; at[axes[1]] < sizes[axes[1]]; at[axes[1]]++)
				for (at[axes[0]] = 0; at[axes[0]] < sizes[axes[0]]; at[axes[0]]++)
					stack.addSlice(movie.getStack().getProcessor(movie.getStackIndex(at[1] + 1, at[0] + 1, at[2] + 1)));
		for (final String content : List.of("", "<TiffData/>", "<TiffData IFD=\"0\" PlaneCount=\"24\"/>",
			"<TiffData PlaneCount=\"2147483647\"/>"))
		{
			final Path file = described("movie.ome.tif", stack, ome(order, 2, 3, 4, content));
			assertTrue(assertThrows(ProblemException.class, () -> ImageFile.read(file)).getMessage().contains(
				"4 time points"));
			assertPoints(movie, split(file));
			assertEquals("movie_t004.tif", names().get(3));
		}
	}

	@Test
	void pagesMayBeListedOneByOne() throws IOException {
		final ImagePlus movie = movie(1, 2, 3);
		final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
		final StringBuilder content = new StringBuilder();
		for (int page = 0; page < 6; page++) {
			// the last plane first
			stack.addSlice(movie.getStack().getProcessor(6 - page));
			content.append("<TiffData FirstC=\"0\" FirstZ=\"").append((5 - page) % 2).append("\" FirstT=\"").append((5 - page) /
				2).append("\" IFD=\"").append(page).append("\" PlaneCount=\"1\"/>");
		}
		assertPoints(movie, split(described("movie.ome.tif", stack, ome("XYZCT", 1, 2, 3, content.toString()))));
		final String gap = content.toString().replaceFirst("FirstT=\"2\"", "FirstT=\"1\"");
		final String message = refused(described("gap.ome.tif", stack, ome("XYZCT", 1, 2, 3, gap))).getMessage();
		assertTrue(message.contains("does not say where all planes are"), message);
	}

	/** A time-lapse with an axis of time of two seconds, and geometry that is not along the axes. */
	private Path nifti(final String name, final NiftiType type, final int channels, final boolean time)
		throws ProblemException
	{
		final Geometry geometry = new Geometry(new long[] { WIDTH, HEIGHT, 2 }, new double[] { 1, 2, 3 }, new double[] { 0,
			-2, 0, 7, 1, 0, 0, -5, 0, 0, 3, 11 }, null);
		final NiftiHeader plain = NiftiWriter.header(geometry, 3 * channels, type);
		final long[] dims = channels == 1 ? new long[] { WIDTH, HEIGHT, 2, 3 } : new long[] { WIDTH, HEIGHT, 2, 3,
			channels };
		final NiftiHeader header = new NiftiHeader(plain.version(), plain.order(), plain.pair(), type, dims, time
			? new TimeAxis(2).in(plain.forms()) : plain.forms(), plain.slope(), plain.intercept(), plain.offset(), plain
				.intent(), plain.acquisition());
		final Path file = folder.resolve(name);
		try (NiftiWriter out = NiftiWriter.create(file, header)) {
			final float[] values = new float[AREA];
			for (int plane = 0; plane < 2 * 3 * channels; plane++) {
				for (int n = 0; n < AREA; n++)
					values[n] = (10 * plane + n) % 200;
				out.write(values);
			}
			out.commit();
		}
		return file;
	}

	@Test
	void aNiftiIsSplitWithItsOrientation() throws IOException {
		for (final int channels : new int[] { 1, 2 })
			for (final String name : List.of("scan.nii", "scan.nii.gz", "scan.hdr")) {
				final Path file = nifti(name, NiftiType.INT16, channels, true);
				final ConvertResult result = split(file);
				assertEquals(List.of("scan_t001.nii.gz", "scan_t002.nii.gz", "scan_t003.nii.gz"), names());
				assertEquals(List.of(), result.changes());
				assertEquals(channels, result.channels());
				try (NiftiReader all = NiftiReader.open(file)) {
					final Volume whole = all.read();
					for (int t = 0; t < 3; t++)
						try (NiftiReader point = NiftiReader.open(result.files().get(t))) {
							assertEquals(all.geometry(), point.geometry());
							assertArrayEquals(all.header().forms().srow(), point.header().forms().srow());
							assertArrayEquals(all.header().forms().quaternion(), point.header().forms().quaternion());
							assertEquals(NiftiType.INT16, point.header().type());
							assertNull(TimeAxis.of(point.header()), "channels are no time points");
							assertEquals(channels, point.channels());
							for (int c = 0; c < channels; c++)
								for (int z = 0; z < 2; z++)
									assertArrayEquals(whole.plane(3 * c + t, z), point.read().plane(c, z));
						}
				}
			}
	}

	@Test
	void labelsStayLabels() throws IOException {
		final ImageStack stack = new ImageStack(3, 1);
		stack.addSlice(new ByteProcessor(3, 1, new byte[] { 0, 1, -1 }, null));
		stack.addSlice(new ByteProcessor(3, 1, new byte[] { 7, 0, 2 }, null));
		final ImagePlus movie = new ImagePlus("labels", stack);
		movie.setDimensions(1, 1, 2);
		final List<Path> files = split(tiff("labels.tif", movie)).files();
		assertEquals(8, ImageFile.open(files.get(0)).getBitDepth());
		assertArrayEquals(new short[] { 0, 1, 255 }, ImageFile.readLabels(files.get(0)).plane(0));
		assertArrayEquals(new short[] { 7, 0, 2 }, ImageFile.readLabels(files.get(1)).plane(0));
		final Path last = split(nifti("labels.nii", NiftiType.UINT8, 1, true)).files().get(2);
		assertEquals(5 * 10 + 3, ImageFile.readLabels(last).plane(1)[3]);
		try (NiftiReader in = NiftiReader.open(last)) {
			assertEquals(NiftiType.UINT8, in.header().type());
		}
	}

	@Test
	void aSingleTimePointIsNotSplit() throws IOException {
		final Path flat = folder.resolve("flat.nii"), png = folder.resolve("flat.png");
		ImageFile.write(flat, new Volume(Geometry.of(new long[] { 3, 2, 1 }, 1, 1, 1), 1));
		ImageFile.write(png, new ImagePlus("flat", new ByteProcessor(3, 2)));
		for (final Path file : List.of(flat, png, tiff("stack.tif", movie(2, 3, 1)))) {
			final String message = refused(file).getMessage();
			assertTrue(message.startsWith(file + ": It has one time point") && message.contains("Use it as it is"), message);
		}
		final String channels = refused(nifti("channels.nii", NiftiType.INT16, 1, false)).getMessage();
		assertTrue(channels.contains("fourth axis has 3 entries") && channels.contains("Re-order Hyperstack"), channels);
		assertEquals(List.of(), names());
		assertFalse(Files.exists(folder.resolve("split")), "nor is a folder made");
	}

	@Test
	void theInputIsNeverReplaced() throws IOException {
		Files.createDirectory(folder.resolve("split"));
		final Path real = tiff("split/movie_t002.tif", movie(1, 1, 3)), link = folder.resolve("movie.tif");
		final byte[] before = Files.readAllBytes(real);
		Files.createSymbolicLink(link, real);
		final String message = refused(link).getMessage();
		assertTrue(message.contains("movie_t002.tif") && message.contains("would be replaced"), message);
		assertEquals(List.of("movie_t002.tif"), names());
		assertArrayEquals(before, Files.readAllBytes(real));
	}

	/** NB: or each channel would be a case of its own; labels have none. */
	@Test
	void channelsOfNnUNetsLayoutStayAtTheEnd() {
		for (final String[] name : new String[][] { { "imagesTr/movie_0000.tif", "movie_t001_0000.tif" }, {
			"imagesTr/movie_0001_0000.tif", "movie_0001_t001_0000.tif" }, { "labelsTr/movie_0001.tif", "movie_0001_t001.tif" }, {
				"images/movie_0001.tif", "movie_0001_t001.tif" }, { "imagesTs/0001.tif", "0001_t001.tif" }, {
					"imagesTr/mouse_2024.tif", "mouse_2024_t001.tif" } })
			assertEquals(List.of(Path.of("a", name[1])), names(name[0], Path.of("a"), 1, ".tif"));
	}

	@Test
	void timePointsOfAnEarlierSplitAreTold() throws IOException {
		split(tiff("movie.tif", movie(1, 1, 5)));
		final List<String> changes = split(tiff("movie.tif", movie(1, 1, 3))).changes();
		assertTrue(changes.toString().contains("movie_t004.tif and 1 more."),
			changes.toString());
		Files.writeString(folder.resolve("split/movie_t0001.tif"), "");
		Files.writeString(folder.resolve("split/movie_table.tif"), "");
		assertTrue(split(tiff("movie.tif", movie(1, 1, 5))).changes().toString().contains("movie_t0001.tif."));
	}

	@Test
	void theOutputIsAFolder() {
		final Path file = tiff("movie.tif", movie(1, 1, 3));
		assertEquals(List.of(), new ConvertOptions(file, folder.resolve("new/split"), List.of(), true).validate());
		assertEquals(List.of(), new ConvertOptions(file, folder, List.of(), true).validate());
		assertTrue(new ConvertOptions(file, folder.resolve("a.tif"), List.of(), true).validate().toString().contains(
			"a.tif is the name of a file"));
		assertFalse(new ConvertOptions(file, file, List.of(), true).validate().isEmpty());
		assertEquals(1, new ConvertOptions(file, null, List.of(), true).validate().size());
		assertFalse(new ConvertOptions(file, folder.resolve("split")).validate().isEmpty(), "a folder without the option");
	}

	@Test
	void whatIsFinishedStaysAfterACancellation() throws IOException {
		for (final Path file : List.of(tiff("movie.tif", movie(2, 2, 5)), nifti("scan.nii.gz", NiftiType.INT16, 1, true))) {
			assertThrows(CancelledException.class, () -> split(file, Recorded.until(3, "Time point")));
			final String stem = file.getFileName().toString().replaceFirst("\\..*", ""), ending = file.toString().endsWith(
				".tif") ? ".tif" : ".nii.gz";
			final List<String> left = names().stream().filter(name -> name.contains(stem)).toList();
			assertEquals(List.of(stem + "_t001" + ending, stem + "_t002" + ending), left);
		}
	}

	@Test
	void aTruncatedFileIsNamed() throws IOException {
		// so large that pixels are missing, and not only what comes after them
		final ImageStack stack = new ImageStack(64, 64);
		for (int t = 0; t < 4; t++)
			stack.addSlice(new ShortProcessor(64, 64));
		final ImagePlus movie = new ImagePlus("movie", stack);
		movie.setDimensions(1, 1, 4);
		for (final Path file : List.of(tiff("movie.tif", movie), described("movie.ome.tif", stack, ome("XYZCT", 1, 1, 4,
			"<TiffData/>")), nifti("scan.nii", NiftiType.INT16, 1, true), nifti("scan.nii.gz", NiftiType.INT16, 1,
				true)))
		{
			final byte[] whole = Files.readAllBytes(file);
			for (final int part : new int[] { 2, 3 }) {
				Files.write(file, Arrays.copyOf(whole, whole.length * (part - 1) / part));
				final String message = refused(file).getMessage();
				assertTrue(message.startsWith(file + ": "), message);
			}
		}
	}

	/** The product of the sizes is not a number of pages, even where it does not fit into a long. */
	@Test
	void hugeNumbersInAHeaderAreRefused() throws IOException {
		final ImageStack stack = movie(1, 1, 4).getStack();
		final long most = Integer.MAX_VALUE;
		final List<String> texts = List.of(ome("XYZCT", most, most, most, ""), ome("XYZCT", 4, most, most, "<TiffData/>"),
			ome("XYZCT", 1, 1, most, "<TiffData/>"), ome("XYZCT", 2, 2, most, ""), ome("XYZCT", 1, 65536, 65536, ""), ome("XYZCT", 65536, 65536, 2147483646,
				""), "ImageJ=1.54p\nimages=4\nchannels=2147483647\nslices=2147483647\nframes=2147483647\n",
			"ImageJ=1.54p\nimages=4\nslices=1\nframes=2147483647\n", "ImageJ=1.54p\nimages=2147483647\nframes=2147483647\n");
		for (final String text : texts) {
			final Path file = described("huge.tif", stack, text);
			for (final String message : List.of(refused(file).getMessage(), assertThrows(ProblemException.class,
				() -> ImageFile.read(file)).getMessage()))
				assertTrue(message.startsWith(file + ": Its ") && message.contains("it has 4 pages"), message);
		}
	}

	@Test
	void aTimeLapseIsConvertedAsAWholeToo() throws IOException {
		final ImagePlus movie = movie(2, 1, 3);
		final Path file = tiff("movie.tif", movie), copy = folder.resolve("copy.tif"), nifti = folder.resolve("a.nii.gz");
		assertEquals(List.of(copy), Converter.convert(new ConvertOptions(file, copy), Progress.none()).files());
		assertPoints(movie, split(copy));
		final ConvertResult result = Converter.convert(new ConvertOptions(copy, nifti), Progress.none());
		assertTrue(result.changes().toString().contains("3 time points became the fourth axis"), result.changes()
			.toString());
		assertEquals(2, result.channels());
		final ImagePlus back = ImageFile.open(nifti);
		assertArrayEquals(movie.getDimensions(), back.getDimensions());
		assertEquals(120, back.getCalibration().frameInterval, 1e-3);
		for (int n = 1; n <= movie.getStackSize(); n++)
			assertTrue(Objects.deepEquals(movie.getStack().getPixels(n), back.getStack().getPixels(n)), "plane " + n);
	}

	private static List<Path> names(final String input, final Path to, final int count, final String ending) {
		return new TimePointFiles(new ConvertOptions(Path.of(input), to, List.of(), true), Progress.none()).names(count,
			ending);
	}

	@Test
	void namesSortByTime() {
		final Path to = Path.of("to");
		assertEquals(to.resolve("a_t0001.tif"), names("x/a.ome.tif", to, 1000, ".tif").get(0));
		assertEquals(to.resolve("a.b_t999.nii.gz"), names("a.b.NII.GZ", to, 999, ".nii.gz").get(
			998));
		assertEquals(to.resolve("plain_t002.tif"), names("plain", to, 2, ".tif").get(1));
		assertEquals(to.resolve("100%_t001.tif"), names("100%.tiff", to, 2, ".tif").get(0));
	}

	@Test
	void unitsOfTimeAreKnown() {
		assertEquals(90, TimeAxis.of(1.5, "min").seconds());
		assertEquals(0.25, TimeAxis.of(250, " ms").seconds());
		assertEquals(3600, TimeAxis.of(1, "Hours").seconds());
		for (final TimeAxis unknown : List.of(TimeAxis.of(3, "frames"), TimeAxis.of(3, null), TimeAxis.of(Double.NaN, "s"),
			TimeAxis.of(-1, "s")))
			assertEquals(TimeAxis.UNKNOWN, unknown);
	}
}
