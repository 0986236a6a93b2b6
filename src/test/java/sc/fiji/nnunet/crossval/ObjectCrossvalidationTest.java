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
package sc.fiji.nnunet.crossval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.evaluate.Measure;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.PostProcessing;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Two configurations, of which one has the better foreground, and the other the better objects. */
class ObjectCrossvalidationTest {

	private static final int CASES = 4;
	private static final int SIZE = 12;

	/** The voxels of the one object that are missed; each has 144. */
	private static final int MISSED = 16;

	@TempDir
	Path folder;

	private ExecutorService executor;
	private Path data;

	@BeforeEach
	void setUp() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		final Path raw = folder.resolve("raw/Cells");
		Files.createDirectories(raw.resolve("imagesTr"));
		Files.createDirectories(raw.resolve("labelsTr"));
		final String list = IntStream.range(0, CASES).mapToObj(i -> "{\"image\": \"./imagesTr/case" + i +
			".nii.gz\", \"label\": \"./labelsTr/case" + i + ".nii.gz\"}").collect(Collectors.joining(", "));
		Files.writeString(raw.resolve("dataset.json"), "{\"name\": \"Cells\", \"modality\": {\"0\": \"MRI\"}, " +
			"\"labels\": {\"0\": \"background\", \"1\": \"cell\"}, \"instances\": true, \"numTraining\": " + CASES +
			", \"training\": [" + list + "], \"numTest\": 0, \"test\": []}");
		for (int i = 0; i < CASES; i++) {
			final LabelMap label = cells(0, 2);
			final Volume image = new Volume(label.geometry(), 1);
			for (int z = 0; z < SIZE; z++)
				for (int v = 0; v < SIZE * SIZE; v++)
					image.plane(0, z)[v] = 10 + 5 * label.plane(z)[v] + (7 * v + 3 * z + i) % 4;
			ImageFile.write(raw.resolve("imagesTr/case" + i + ".nii.gz"), image);
			ImageFile.writeLabels(raw.resolve("labelsTr/case" + i + ".nii.gz"), label);
		}
		for (final String configuration : List.of("2d", "3d"))
			new Preprocessor(executor).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(folder.resolve(
				"out")).configuration(configuration).folds(2).build(), Progress.none());
		data = folder.resolve("out/Cells");
	}

	@AfterEach
	void tearDown() {
		executor.shutdownNow();
	}

	@Test
	void theBetterObjectsAreChosenAndNoPostProcessingIsSought() throws IOException {
		final Recorded progress = new Recorded();
		final CrossvalidationResult result = new Crossvalidation(CrossvalidateOptions.builder().data(data).configurations(List
			.of("2d", "3d")).ensembles(false).folds(2).worst(1).build(), this::train, null, executor, progress).run();
		assertEquals(List.of("3d"), result.best());
		final double quality = ((144.0 - MISSED) / 144 + 1) / 2;
		assertEquals(0, result.scores().get("2d"), 1e-12);
		assertEquals(quality, result.scores().get("3d"), 1e-12);
		assertEquals(Measure.PQ, result.summary().scored());
		assertEquals(quality, result.summary().score(), 1e-12);
		// as one object, the foreground was perfect
		assertEquals(2.0 * (288 - MISSED) / (288 + 288 - MISSED), result.summary().dice(), 1e-12);
		assertTrue(progress.lines.contains("2d: mean foreground PQ 0.00000 over all folds"), progress.lines.toString());
		assertEquals(List.of(), result.postProcessing().rules());
		assertEquals(result.postProcessing(), PostProcessing.read(result.folder().resolve("postprocessing.json")));
		final String reason = "Post-processing was not sought: its rules are for classes";
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith(reason)), progress.lines.toString());
		final String page = Files.readString(result.folder().resolve("report.html"));
		for (final String words : List.of(reason, "mean foreground PQ 0.9444 after", "<th>mean PQ</th>",
			"case0, mean PQ 0.9444", "<th>pred objects</th>"))
			assertTrue(page.contains(words), words);
	}

	private void train(final String configuration, final int fold, final Progress progress) throws IOException {
		final Path output = data.resolve("results_" + configuration).resolve("fold_" + fold);
		Files.createDirectories(output.resolve("validation"));
		for (final String name : Splits.read(data.resolve("splits.json")).fold(fold).val())
			ImageFile.writeLabels(output.resolve("validation/" + name + ".nii.gz"), configuration.equals("2d") ? cells(0, 1)
				: cells(MISSED, 2));
		WholeFile.write(output.resolve("summary.json"), "{}");
	}

	/** Two blocks that touch, one of which lacks some of its first voxels; the number of the other one is given. */
	private static LabelMap cells(final int missing, final int second) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { SIZE, SIZE, SIZE }, new double[] { 1, 1, 1 }));
		int left = missing;
		for (int z = 3; z < 9; z++)
			for (int y = 3; y < 9; y++)
				for (int x = 2; x < 10; x++)
					if (x >= 6 || left-- <= 0) map.plane(z)[SIZE * y + x] = (short) (x < 6 ? 1 : second);
		return map;
	}
}
