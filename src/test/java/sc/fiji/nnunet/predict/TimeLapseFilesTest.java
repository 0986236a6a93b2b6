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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ShortProcessor;
import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.imagefile.ConvertOptions;
import sc.fiji.nnunet.imagefile.Converter;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Files with several time points are predicted as the files into which Convert splits them. */
class TimeLapseFilesTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	private static final int DEPTH = 8, HEIGHT = 9, WIDTH = 10, AREA = HEIGHT * WIDTH;

	@TempDir
	private Path folder;

	private Path images;
	private Path results;
	private final Recorded log = new Recorded(told -> false);

	@BeforeEach
	void prepare() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		results = folder.resolve("results_3d");
		ToyEngine.fold(results, "0", PLAN, "best", "last");
	}

	/** The value of a voxel: every time point and channel has other objects above the threshold of 5. */
	private static int value(final int t, final int channel, final int z, final int n) {
		return 1 + (n * 7 + z * 3 + t * 5 + channel * 2) % 10;
	}

	/** A hyperstack with channels and time points. */
	private Path tiff(final String name, final int channels, final int frames) {
		final ImageStack stack = new ImageStack(WIDTH, HEIGHT);
		for (int t = 0; t < frames; t++)
			for (int z = 0; z < DEPTH; z++)
				for (int channel = 0; channel < channels; channel++) {
					final short[] plane = new short[AREA];
					for (int n = 0; n < AREA; n++)
						plane[n] = (short) value(t, channel, z, n);
					stack.addSlice(new ShortProcessor(WIDTH, HEIGHT, plane, null));
				}
		final ImagePlus image = new ImagePlus(name, stack);
		image.setDimensions(channels, DEPTH, frames);
		image.setOpenAsHyperStack(true);
		image.getCalibration().setUnit("mm");
		final Path file = images.resolve(name);
		assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
		return file;
	}

	/** A NIfTI file with axes x, y, z, time, channel, voxels of 1000 micrometres, and a fourth axis in seconds. */
	private Path nifti(final String name, final int channels, final int frames) throws IOException {
		final Geometry geometry = Geometry.of(new long[] { WIDTH, HEIGHT, DEPTH }, new double[] { 1000, 1000,
			1000 });
		final NiftiHeader plain = NiftiWriter.header(geometry, channels * frames, NiftiType.UINT8);
		final double[] pixdim = plain.forms().pixdim().clone();
		pixdim[4] = 2.5;
		final Geometry.Forms forms = new Geometry.Forms(plain.forms().qformCode(), plain.forms().sformCode(), pixdim, plain
			.forms().quaternion(), plain.forms().srow(), 3 | 8, plain.forms().notes());
		final long[] dims = channels == 1 ? new long[] { WIDTH, HEIGHT, DEPTH, frames } : new long[] { WIDTH, HEIGHT, DEPTH,
			frames, channels };
		final Path file = images.resolve(name);
		try (NiftiWriter out = NiftiWriter.create(file, new NiftiHeader(plain.version(), plain.order(), plain.pair(), plain
			.type(), dims, forms, plain.slope(), plain.intercept(), plain.offset(), plain.intent(), plain.acquisition())))
		{
			final float[] plane = new float[AREA];
			for (int channel = 0; channel < channels; channel++)
				for (int t = 0; t < frames; t++)
					for (int z = 0; z < DEPTH; z++) {
						for (int n = 0; n < AREA; n++)
							plane[n] = value(t, channel, z, n);
						out.write(plane);
					}
			out.commit();
		}
		return file;
	}

	private PredictResult predict(final Path input, final String output) throws IOException {
		final PredictOptions options = PredictOptions.builder().model(results).input(input).output(folder.resolve(output))
			.table(true).build();
		return Predictor.run(options, ModelFolder.open(results), ToyEngine.threshold(5), null, log.again());
	}

	private static List<Path> files(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(ImageFile::isImage).sorted().toList();
		}
	}

	private static List<String> names(final List<Path> files) {
		return files.stream().map(file -> file.getFileName().toString()).toList();
	}

	private List<Case> cases(final int channels) throws IOException {
		final Plan plan = new Plan(PLAN.format(), PLAN.dataset(), PLAN.recipe(), PLAN.configuration(), Collections.nCopies(
			channels, "MRI"), PLAN.labels(), PLAN.transpose(), PLAN.spacing(), PLAN.medianShape(), PLAN.patch(), PLAN
				.batchSize(), PLAN.network(), PLAN.normalization(), PLAN.batchDice(), PLAN.previous(), PLAN.reasons());
		return InputCases.of(PredictOptions.builder().input(images).build(), Optional.empty(), List.of(new ModelFolder(folder,
			plan, List.of())));
	}

	@Test
	void labelsAndTablesAreThoseOfTheSplitFiles() throws IOException {
		for (final Path file : List.of(tiff("movie.tif", 1, 3), nifti("scan.nii.gz", 1, 2)))
			Converter.convert(new ConvertOptions(file, folder.resolve("split"), List.of(), true), Progress.none());
		final Path one = folder.resolve("split/single.nii.gz");
		Files.copy(folder.resolve("split/scan_t002.nii.gz"), one);
		Files.copy(one, images.resolve("single.nii.gz"));
		assertTrue(predict(images, "whole").failures().isEmpty());
		assertTrue(log.lines.contains("2 files have together 5 time points, each of which is a case of its own."), log.lines
			.toString());
		assertTrue(predict(folder.resolve("split"), "parts").failures().isEmpty());
		final List<Path> whole = files(folder.resolve("whole")), parts = files(folder.resolve("parts"));
		assertEquals(List.of("movie_t001.tif", "movie_t002.tif", "movie_t003.tif", "scan_t001.nii.gz", "scan_t002.nii.gz",
			"single.nii.gz"), names(whole));
		assertEquals(names(parts), names(whole));
		for (int i = 0; i < whole.size(); i++)
			assertArrayEquals(Files.readAllBytes(parts.get(i)), Files.readAllBytes(whole.get(i)), parts.get(i).toString());
		for (final String table : List.of("objects.csv", "counts.csv"))
			assertEquals(Files.readString(folder.resolve("parts").resolve(table)), Files.readString(folder.resolve("whole")
				.resolve(table)));
		final LabelMap second = ImageFile.readLabels(whole.get(1));
		for (int z = 0; z < DEPTH; z++)
			for (int n = 0; n < AREA; n++)
				assertEquals(value(1, 0, z, n) > 5 ? 1 : 0, second.plane(z)[n]);
		try (NiftiReader in = NiftiReader.open(whole.get(3))) {
			assertEquals(0, in.header().forms().units() & NiftiWriter.TIME);
			assertEquals(3, in.header().dims().length);
		}
	}

	@Test
	void whatIsFinishedIsNotPredictedAgain() throws IOException {
		final Path movie = tiff("movie.tif", 1, 3);
		assertEquals(3, predict(movie, "out").written().size());
		assertTrue(log.lines.contains("movie.tif has 3 time points, each of which is a case of its own."), log.lines
			.toString());
		assertTrue(log.lines.stream().anyMatch(line -> line.startsWith("3 cases with at most ") && !line.contains(" 0 windows")),
			"the grids of time points are known: " + log.lines);
		Files.delete(folder.resolve("out/movie_t002.tif"));
		final PredictResult again = predict(movie, "out");
		assertEquals(List.of("movie_t002.tif"), names(again.written()));
		assertEquals(List.of("movie_t001.tif", "movie_t003.tif"), names(again.skipped()));
	}

	/** NB: a thousand time points have names of four digits, so that the labels of the first ones would be there twice. */
	@Test
	void labelsOfOtherTimePointsAreTold() throws IOException {
		final Path movie = images.resolve("movie.tif"), out = Files.createDirectory(folder.resolve("out"));
		final List<Case> grown = IntStream.range(0, 1000).mapToObj(t -> new Case(TimePoints.name("movie", t, 1000), List.of(
			movie), null, t)).toList();
		for (final String other : List.of("movie_t0001.tif", "movie_t0001.tif.txt", "movies_t001.tif", "movie_t01.tif"))
			Files.createFile(out.resolve(other));
		assertEquals(1, InputCases.remarks(grown, out).size(), "that there are a thousand");
		for (final String earlier : List.of("movie_t001.tif", "movie_t999.tif"))
			Files.createFile(out.resolve(earlier));
		final String told = InputCases.remarks(grown, out).get(1);
		assertTrue(told.startsWith(out.resolve("movie_t001.tif") + " and 1 more are of no time point that is predicted here"),
			told);
		assertEquals(1, InputCases.remarks(grown, folder.resolve("gone")).size());
		assertEquals(List.of(), InputCases.remarks(List.of(new Case("movie", List.of(movie), null)), out));
		Files.createFile(out.resolve("cell_t004.tif"));
		assertEquals(3, predict(tiff("cell.tif", 1, 3), "out").written().size());
		assertEquals(1, log.lines.stream().filter(line -> line.startsWith(out.resolve("cell_t004.tif") + " is of no time point"))
			.count(), log.lines.toString());
	}

	/** The channels of a time point come from its planes, in one file or in several. */
	@Test
	void channelsOfATimePoint() throws IOException {
		tiff("a.tif", 2, 3);
		nifti("b.nii.gz", 2, 3);
		for (final Case one : cases(2)) {
			final Volume volume = ImageFile.read(one.images(), one.timePoint());
			assertEquals(2, volume.channels());
			for (int channel = 0; channel < 2; channel++)
				for (int z = 0; z < DEPTH; z++)
					for (int n = 0; n < AREA; n++)
						assertEquals(value(one.timePoint(), channel, z, n), volume.plane(channel, z)[n], one.name());
		}
		assertEquals(6, cases(2).size());
		Files.delete(images.resolve("a.tif"));
		Files.delete(images.resolve("b.nii.gz"));
		nifti("c_0000.nii.gz", 1, 3);
		nifti("c_0001.nii.gz", 1, 3);
		final List<Case> cases = cases(2);
		assertEquals(List.of("c_t001", "c_t002", "c_t003"), cases.stream().map(Case::name).toList());
		assertEquals(2, ImageFile.read(cases.get(1).images(), 1).channels());
	}

	/** Time points count as channels if the network needs as many; what has another number of channels is not split. */
	@Test
	void theNumberOfChannelsDecides() throws IOException {
		nifti("scan.nii.gz", 1, 4);
		assertEquals(List.of("scan"), cases(4).stream().map(Case::name).toList());
		assertEquals(4, cases(1).size());
		assertEquals(List.of("scan"), cases(2).stream().map(Case::name).toList());
		Files.delete(images.resolve("scan.nii.gz"));
		tiff("movie.tif", 2, 3);
		final PredictResult result = predict(images, "out");
		final String told = result.failures().get(0).problems().toString();
		assertTrue(told.contains("It has 3 time points, each of 2 channels"), told);
	}

	@Test
	void aTimePointThatIsCutOffFailsAlone() throws IOException {
		final Path scan = nifti("scan.nii.gz", 1, 3);
		final byte[] bytes = Files.readAllBytes(scan);
		Files.write(scan, Arrays.copyOf(bytes, bytes.length * 4 / 5));
		final PredictResult result = predict(images, "out");
		assertEquals("scan_t001.nii.gz", result.written().get(0).getFileName().toString());
		assertEquals("scan_t003", result.failures().get(result.failures().size() - 1).name());
		assertEquals(scan.toString(), result.failures().get(0).problems().get(0).where());
	}

	@Test
	void aTimePointThatWasSplitBesideItsFileIsAProblem() throws IOException {
		final Path movie = tiff("movie.tif", 1, 2);
		Converter.convert(new ConvertOptions(movie, images, List.of(), true), Progress.none());
		final String told = assertThrows(ProblemException.class,
			() -> predict(images, "out")).getMessage();
		assertTrue(told.contains("has the same case name as"), told);
	}
}
