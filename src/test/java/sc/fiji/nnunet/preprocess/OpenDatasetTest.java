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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.util.Intervals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.CheckOptions;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.DatasetCheck;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.OpenDataset;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.OpenImage;
import sc.fiji.nnunet.volume.Volume;

/** Images in memory as a dataset: they are prepared as their files would be. */
class OpenDatasetTest {

	private static final OpenDataset NONE = new OpenDataset(List.of("DAPI", "GFP"), List.of("background", "nucleus"));

	@TempDir
	Path folder;

	/** Two channels, axes XYCZ. */
	private static OpenImage image(final int seed) {
		final Img<UnsignedShortType> img = ArrayImgs.unsignedShorts(20, 18, 2, 16);
		int i = seed;
		for (final UnsignedShortType voxel : img)
			voxel.set(1 + i++ * 7919 % 1009);
		return OpenImage.of(img).axes("XYCZ").spacing(0.3, 0.3, 0.4).unit("micron");
	}

	/** A part of a larger image, which does not begin at 0. */
	private static OpenImage labels() {
		final Img<UnsignedByteType> img = ArrayImgs.unsignedBytes(22, 20, 18);
		int i = 0;
		for (final UnsignedByteType voxel : img)
			voxel.set(i++ / 22 % 3 == 0 ? 1 : 0);
		return OpenImage.of(img.view().interval(Intervals.expand(img, -1))).spacing(0.3, 0.3, 0.4).unit("micron");
	}

	@Test
	void imagesInMemoryArePreparedAsFilesAre() throws Exception {
		OpenDataset open = NONE;
		for (int i = 0; i < 5; i++)
			open = open.with("cell" + i, image(i), labels());
		final Dataset dataset = Datasets.open(open.write(folder.resolve("Cells"), Progress.none()));
		assertEquals("Cells", dataset.name());
		assertEquals(List.of("DAPI", "GFP"), dataset.channels());
		assertEquals(0, DatasetCheck.check(dataset, CheckOptions.defaults(), Progress.none(), ForkJoinPool.commonPool())
			.problems().size());
		new Preprocessor(ForkJoinPool.commonPool()).run(dataset, PreprocessOptions.builder().dataset(dataset.folder())
			.output(folder.resolve("out")).build(), Progress.none());
		final PreprocessedDataset prepared = PreprocessedDataset.open(folder.resolve("out/Cells"), PreprocessedDataset
			.configuration(folder.resolve("out/Cells")));
		assertEquals(5, prepared.caseNames().size());
		final PreparedCase expected = new Preprocessor(null).prepare(image(3).volume(), labels().labels(), prepared.plan());
		final PreprocessedCase stored = prepared.get("cell3");
		final int[] start = stored.record().storedStart();
		final int[] size = stored.size();
		final Volume image = stored.image();
		for (int z = 0; z < expected.x().size()[0]; z++)
			for (int i = 0; i < expected.x().size()[1] * expected.x().size()[2]; i++) {
				final int width = expected.x().size()[2];
				final int at = (i / width - start[1]) * size[2] + i % width - start[2];
				for (int channel = 0; channel < 2; channel++)
					assertEquals(expected.x().plane(channel, z)[i], image.plane(channel, z - start[0])[at], 1e-5);
				assertEquals(expected.y().plane(z)[i], stored.labels().plane(z - start[0])[at]);
			}
	}

	@Test
	void allProblemsComeAtOnceAndNothingIsWritten() throws Exception {
		final OpenDataset wrong = NONE.with("a/b", image(0), labels()).with("one", image(0).axes("XYZC"), labels()).with(
			"two", image(0), labels().spacing(1, 1, 1)).with("two", image(0), labels()).with("flat", OpenImage.of(ArrayImgs
				.floats(5, 5)), OpenImage.of(ArrayImgs.floats(5, 5)));
		final ProblemException problems = assertThrows(ProblemException.class, () -> wrong.write(folder.resolve("Bad"),
			Progress.none()));
		for (final String word : List.of("a/b", "16 channels", "have the grid", "is there twice", "has 1 channel;"))
			assertTrue(problems.getMessage().contains(word), word + ": " + problems.getMessage());
		assertArrayEquals(new String[0], folder.toFile().list());
	}
}
