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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.DatasetCheck;
import sc.fiji.nnunet.dataset.DatasetReport;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.TwoFoldersLayout;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Preprocessing accepts what the check of a dataset accepts, and refuses what it refuses, with the same words. */
class CheckAndPreprocessTest {

	private static final int WIDTH = 40, HEIGHT = 32;

	@TempDir
	Path temp;

	/** Changes a valid dataset of five slices with two classes. */
	private interface Change {

		void on(Path folder) throws IOException;
	}

	private record Kind(String name, boolean usable, Change change) {
	}

	private static final List<Kind> KINDS = List.of( //
		new Kind("sound", true, folder -> {
			// as it is
		}), //
		new Kind("palette labels", true, folder -> labels(folder, CheckAndPreprocessTest::palette)), //
		new Kind("labels of one bit", true, folder -> labels(folder, CheckAndPreprocessTest::bits)), //
		new Kind("grey RGB labels", true, folder -> labels(folder, n -> rgb(n, new int[] { 0, 0x646464, 0xc8c8c8 }))), //
		new Kind("coloured labels without a table", false, folder -> {
			describe(folder);
			labels(folder, n -> rgb(n, new int[] { 0, 0xff0000, 0x00ff00 }));
		}), //
		new Kind("coloured labels with a table", true, folder -> {
			Files.writeString(folder.resolve("labels/colours.csv"), "value,red,green,blue\n0,0,0,0\n1,255,0,0\n2,0,255,0\n");
			labels(folder, n -> rgb(n, new int[] { 0, 0xff0000, 0x00ff00 }));
		}), //
		new Kind("a colour that the table lacks", false, folder -> {
			Files.writeString(folder.resolve("labels/colours.csv"), "value,red,green,blue\n0,0,0,0\n1,255,0,0\n2,0,255,0\n");
			describe(folder);
			labels(folder, n -> rgb(n, new int[] { 0, 0xff0000, n == 3 ? 0x00fe00 : 0x00ff00 }));
		}), //
		new Kind("an image of zeros", false, folder -> image(folder, 2, 0)), //
		new Kind("a constant image", true, folder -> image(folder, 2, 7)), //
		new Kind("an image below zero", false, folder -> image(folder, 2, -7)), //
		new Kind("an image with NaN", false, folder -> image(folder, 2, Float.NaN)), //
		new Kind("a missing label", false, folder -> {
			describe(folder);
			Files.delete(folder.resolve("labels/c2.png"));
		}), //
		new Kind("a missing image", false, folder -> {
			describe(folder);
			Files.delete(folder.resolve("images/c2.png"));
		}), //
		new Kind("an unknown label", false, folder -> {
			describe(folder);
			final LabelMap labels = new LabelMap(grid(WIDTH));
			labels.plane(0)[5] = 9;
			ImageFile.writeLabels(folder.resolve("labels/c2.png"), labels);
		}), //
		new Kind("fractions as labels", false, folder -> {
			describe(folder);
			final Volume volume = new Volume(grid(WIDTH), 1);
			volume.plane(0, 0)[3] = 0.5f;
			ImageFile.write(folder.resolve("labels/c2.nii"), volume);
			Files.move(folder.resolve("labels/c2.nii"), folder.resolve("labels/c2.png"), StandardCopyOption.REPLACE_EXISTING);
		}), //
		new Kind("fractions as labels in TIFF", false, folder -> {
			describe(folder);
			final Volume volume = new Volume(grid(WIDTH), 1);
			volume.plane(0, 0)[3] = 0.5f;
			ImageFile.write(folder.resolve("labels/c2.tif"), volume);
			Files.move(folder.resolve("labels/c2.tif"), folder.resolve("labels/c2.png"), StandardCopyOption.REPLACE_EXISTING);
		}), //
		new Kind("a label of another size", false, folder -> {
			describe(folder);
			ImageFile.writeLabels(folder.resolve("labels/c2.png"), new LabelMap(grid(WIDTH + 1)));
		}), //
		new Kind("calibrated images and masks without a size", true, folder -> {
			for (int n = 0; n < 5; n++) {
				final Volume volume = new Volume(Geometry.of(new long[] { WIDTH, HEIGHT, 1 }, 0.3, 0.3, 1), 1);
				for (int i = 0; i < WIDTH * HEIGHT; i++)
					volume.plane(0, 0)[i] = 1 + (i + n) % 7;
				ImageFile.write(folder.resolve("images/c.tif"), volume);
				Files.move(folder.resolve("images/c.tif"), folder.resolve("images/c" + n + ".png"),
					StandardCopyOption.REPLACE_EXISTING);
			}
		}), //
		new Kind("a mask with a size that is not its image's", false, folder -> {
			describe(folder);
			final LabelMap labels = new LabelMap(Geometry.of(new long[] { WIDTH, HEIGHT, 1 }, 0.5, 0.5, 1));
			labels.plane(0)[5] = 1;
			ImageFile.writeLabels(folder.resolve("labels/c2.tif"), labels);
			Files.move(folder.resolve("labels/c2.tif"), folder.resolve("labels/c2.png"), StandardCopyOption.REPLACE_EXISTING);
		}), //
		new Kind("a damaged label", false, folder -> {
			describe(folder);
			final byte[] bytes = Files.readAllBytes(folder.resolve("labels/c2.png"));
			bytes[bytes.length / 2] ^= 1;
			Files.write(folder.resolve("labels/c2.png"), bytes);
		}), //
		new Kind("an image of another number of channels", false, folder -> {
			describe(folder);
			ImageIO.write(rgb(2, new int[] { 0x102030, 0xff0000, 0x00ff00 }), "png",
				folder.resolve("images/c2.png").toFile());
		}), //
		new Kind("channels 0.2 voxels apart", true, folder -> channels(folder, 0.2, 1)), //
		new Kind("channels 0.7 voxels apart", false, folder -> channels(folder, 0.7, 1)), //
		// NB: no voxel is half a voxel away
		new Kind("channels of another spacing", false, folder -> channels(folder, 0, 1.005)));

	@TestFactory
	Stream<DynamicTest> bothSayTheSameOf() {
		return KINDS.stream().flatMap(kind -> Recipe.ALL.stream().map(recipe -> DynamicTest.dynamicTest(kind.name() + ", " +
			recipe.name(), () -> compare(kind, recipe))));
	}

	private void compare(final Kind kind, final Recipe recipe) throws IOException {
		final Path folder = temp.resolve(kind.name().replace(' ', '_') + "_" + recipe.name());
		sound(folder);
		kind.change().on(folder);
		final Dataset dataset = Datasets.open(folder);
		final DatasetReport report = check(dataset, recipe);
		final Set<Problem> refused = new HashSet<>();
		try {
			new Preprocessor(null).run(dataset, PreprocessOptions.builder().dataset(folder).output(folder.resolveSibling(
				folder.getFileName() + "_out")).recipe(recipe.name()).build(), Progress.none());
		}
		catch (final ProblemException exc) {
			refused.addAll(exc.problems());
		}
		assertEquals(new HashSet<>(report.problems()), refused);
		final boolean usable = kind.usable() || kind.name().contains("below zero") && recipe == Recipe.NNUNET;
		assertEquals(usable, refused.isEmpty(), report.toTable());
	}

	private static DatasetReport check(final Dataset dataset, final Recipe recipe) throws IOException {
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			return DatasetCheck.check(dataset, CheckOptions.defaults().withForeground(recipe.foreground()), Progress.none(),
				executor);
		}
		finally {
			executor.shutdownNow();
		}
	}

	/** Warnings of conversion about a file are also in the check's table and in preprocessing, file by file. */
	@Test
	void warningsOfFilesReachTheUser() throws IOException {
		final Path folder = temp.resolve("odd");
		sound(folder);
		final Path odd = folder.resolve("images/c2.png");
		final byte[] pixel = Files.readAllBytes(Path.of("src/test/resources/tiff/white_is_zero.tif"));
		Files.write(odd, pixel);
		ImageFile.writeLabels(folder.resolve("labels/c2.png"), new LabelMap(ImageFile.geometry(odd)));
		Files.write(folder.resolve("images/_left_out.tif"), pixel);
		final Dataset dataset = Datasets.open(folder);
		final String table = check(dataset, Recipe.NVIDIA).toTable();
		assertTrue(table.contains("c2.png") && table.contains("shows 0 as white"), table);
		assertTrue(table.contains("_left_out.tif"), table);
		final Recorded said = new Recorded();
		new Preprocessor(null).run(dataset, PreprocessOptions.builder().dataset(folder).output(temp.resolve("odd_out"))
			.build(), said);
		assertTrue(said.lines.stream().anyMatch(line -> line.contains("c2.png") && line.contains(
			"shows 0 as white")), said.lines.toString());
		assertTrue(said.lines.stream().anyMatch(line -> line.contains("_left_out.tif")), said.lines.toString());
	}

	@Test
	void aChannelThatIsMovedIsUsedWithAWarning() throws IOException {
		final Path folder = temp.resolve("moved");
		channels(folder, 0.2, 1);
		final Dataset dataset = Datasets.open(folder);
		final String warning = "puts voxels up to 0.2 voxels from where that of the first channel c2_0000.nii puts them";
		final String table = check(dataset, Recipe.NVIDIA).toTable();
		assertTrue(table.contains(warning), table);
		final Recorded said = new Recorded();
		new Preprocessor(null).run(dataset, PreprocessOptions.builder().dataset(folder).output(temp.resolve("moved_out"))
			.build(), said);
		assertTrue(said.lines.stream().anyMatch(line -> line.contains("c2_0001.nii") && line.contains(warning)), said.lines
			.toString());
	}

	/** nnU-Net's layout with two channels; the second one of a case is moved along x, or has another spacing there. */
	private static void channels(final Path folder, final double shift, final double edge) throws IOException {
		Files.createDirectories(folder.resolve("imagesTr"));
		Files.createDirectories(folder.resolve("labelsTr"));
		final long[] size = { WIDTH, HEIGHT, 1 };
		for (int n = 0; n < 5; n++) {
			final LabelMap labels = labels(n);
			for (int channel = 0; channel < 2; channel++) {
				final boolean odd = n == 2 && channel == 1;
				final double x = odd ? edge : 1;
				final Volume volume = new Volume(new Geometry(size, new double[] { x, 1, 1 }, new double[] { x, 0, 0, odd ? shift
					: 0, 0, 1, 0, 0, 0, 0, 1, 0 }, null), 1);
				for (int i = 0; i < WIDTH * HEIGHT; i++)
					volume.plane(0, 0)[i] = 50 + 60 * labels.plane(0)[i] + channel;
				ImageFile.write(folder.resolve("imagesTr/c" + n + "_000" + channel + ".nii"), volume);
			}
			ImageFile.writeLabels(folder.resolve("labelsTr/c" + n + ".nii"), labels);
		}
		Files.writeString(folder.resolve("dataset.json"), "{\"channel_names\": {\"0\": \"a\", \"1\": \"b\"}, \"labels\": " +
			"{\"background\": 0, \"one\": 1, \"two\": 2}, \"numTraining\": 5, \"file_ending\": \".nii\"}");
	}

	private static Geometry grid(final int width) {
		return Geometry.of(new long[] { width, HEIGHT, 1 }, 1, 1, 1);
	}

	private static int label(final int n, final int x, final int y) {
		return (x - 20 - n) * (x - 20 - n) + (y - 16) * (y - 16) < 80 ? 1 : (x - 6) * (x - 6) + (y - 7) * (y - 7) < 20 ? 2
			: 0;
	}

	private static void sound(final Path folder) throws IOException {
		Files.createDirectories(folder.resolve("images"));
		Files.createDirectories(folder.resolve("labels"));
		for (int n = 0; n < 5; n++) {
			final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
			for (int y = 0; y < HEIGHT; y++)
				for (int x = 0; x < WIDTH; x++)
					image.getRaster().setSample(x, y, 0, 50 + 60 * label(n, x, y));
			ImageIO.write(image, "png", folder.resolve("images/c" + n + ".png").toFile());
		}
		labels(folder, CheckAndPreprocessTest::grey);
	}

	/** Fixes what the dataset is, whatever is changed afterwards. */
	private static void describe(final Path folder) throws IOException {
		Files.writeString(folder.resolve(Datasets.FILE), new TwoFoldersLayout().propose(folder));
	}

	private interface Drawing {

		BufferedImage of(int n);
	}

	private static void labels(final Path folder, final Drawing drawing) throws IOException {
		for (int n = 0; n < 5; n++)
			ImageIO.write(drawing.of(n), "png", folder.resolve("labels/c" + n + ".png").toFile());
	}

	private static BufferedImage filled(final int n, final BufferedImage image, final int most) {
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++)
				image.getRaster().setSample(x, y, 0, Math.min(most, label(n, x, y)));
		return image;
	}

	private static BufferedImage grey(final int n) {
		return filled(n, new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY), 2);
	}

	private static BufferedImage bits(final int n) {
		return filled(n, new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_BINARY), 1);
	}

	private static BufferedImage palette(final int n) {
		final byte[] red = { 0, -128, 0 }, green = { 0, 0, -128 };
		return filled(n, new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 3, red,
			green, new byte[3])), 2);
	}

	private static BufferedImage rgb(final int n, final int[] colours) {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++)
				image.setRGB(x, y, colours[label(n, x, y)]);
		return image;
	}

	/** NB: the content of a file counts, not its name. */
	private static void image(final Path folder, final int n, final float value) throws IOException {
		final Volume volume = new Volume(grid(WIDTH), 1);
		Arrays.fill(volume.plane(0, 0), value);
		final Path file = folder.resolve("images/c" + n + ".png");
		final Path written = folder.resolve("images/c" + n + ".nii");
		ImageFile.write(written, volume);
		Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
		// the affine of NIfTI's grid is the one of its label
		ImageFile.writeLabels(folder.resolve("labels/x.nii"), labels(n));
		Files.move(folder.resolve("labels/x.nii"), folder.resolve("labels/c" + n + ".png"),
			StandardCopyOption.REPLACE_EXISTING);
	}

	private static LabelMap labels(final int n) {
		final LabelMap labels = new LabelMap(grid(WIDTH));
		for (int y = 0; y < HEIGHT; y++)
			for (int x = 0; x < WIDTH; x++)
				labels.plane(0)[y * WIDTH + x] = (short) label(n, x, y);
		return labels;
	}
}
