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
package sc.fiji.nnunet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** The folds of a split that configurations share, and how alike they are. */
class TrainingFoldTest {

	@TempDir
	private Path temp;

	/** Five volumes of 5 to 9 slices, prepared for 2D. */
	private Path prepared() throws IOException {
		final Path raw = temp.resolve("Mine");
		Files.createDirectories(raw.resolve("images"));
		Files.createDirectories(raw.resolve("masks"));
		for (int n = 0; n < 5; n++) {
			final Volume image = new Volume(Geometry.of(new long[] { 32, 32, 5 + n }, 1, 1, 2), 1);
			final LabelMap mask = new LabelMap(image.geometry());
			for (int z = 0; z < 5 + n; z++)
				for (int i = 0; i < 1024; i++) {
					image.plane(0, z)[i] = 1 + i % 7;
					mask.plane(z)[i] = (short) (i % 7 / 4);
				}
			ImageFile.write(raw.resolve("images/c" + n + ".tif"), image);
			ImageFile.writeLabels(raw.resolve("masks/c" + n + ".tif"), mask);
		}
		return new Preprocessor(null).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(temp.resolve(
			"out")).configuration("2d").patch(List.of(16, 16)).build(), Progress.none()).folder();
	}

	private static TrainOptions options(final Path data, final int fold) {
		return TrainOptions.builder().data(data).configuration("2d").fold(fold).build();
	}

	/** As when a case was added, and the other configuration alone was prepared again. */
	@Test
	void aCaseThatWasPreparedForAnotherConfigurationOnlyIsNamed() throws IOException {
		final Path data = prepared(), file = data.resolve("splits.json");
		final List<String> names = new ArrayList<>(PreprocessedDataset.open(data, "2d").caseNames());
		names.add("c9");
		Splits.of(names, 5).write(file);
		final ProblemException refused = assertThrows(ProblemException.class, () -> TrainingFold.of(options(data, 1)));
		assertEquals(1, refused.problems().size(), refused.getMessage());
		assertEquals(file + ": names the case c9, which was not preprocessed for 2d. Run preprocess again with " +
			"configuration=2d, or correct the split.", refused.getMessage());
		new Splits(List.of(new Splits.Split(List.of("c0", "c1"), List.of("c1", "c9")))).write(file);
		final String both = assertThrows(ProblemException.class, () -> TrainingFold.of(options(data, 0))).getMessage();
		assertTrue(both.contains("c9, which was not preprocessed") && both.contains("lists the case c1 more than once"),
			both);
	}

	/** NB: the slices of the most shallow case decide how many cases are in a step, and so the steps per epoch. */
	@Test
	void theSlicesAreThoseOfAllFolds() throws IOException {
		final PreprocessedDataset data = PreprocessedDataset.open(prepared(), "2d");
		assertEquals(5, data.get("c0").size()[0]);
		assertEquals(5, TrainingFold.slices(data), "also for the fold that holds c0 out");
	}
}
