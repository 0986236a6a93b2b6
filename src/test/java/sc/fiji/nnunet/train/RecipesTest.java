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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Runs the whole pipeline for every recipe and dimension: plan, preprocess, a few steps, held-out cases on their own
 * grid.
 */
class RecipesTest {

	@TempDir
	private Path temp;

	@ParameterizedTest
	@CsvSource({ "nvidia,3", "nvidia,2", "nnunet,3", "nnunet,2" })
	void everyRecipeAndDimensionRunsTheWholePipeline(final String recipe, final int dim) throws IOException {
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1))) {
			final Dataset dataset = new Phantom(5, 0, 7).write(temp.resolve("raw").resolve("Task77_Small"), Progress.none());
			new Preprocessor(executor).run(dataset, PreprocessOptions.builder().dataset(dataset.folder()).output(temp).recipe(
				recipe).dim(dim).patch(dim == 3 ? List.of(16, 16, 16) : List.of(32, 32)).batchSize(4).build(), Progress
					.none());
			final TrainResult result = new Trainer(TrainOptions.builder().data(temp.resolve("Task77_Small")).configuration(
				dim + "d").steps(2).features(4).amp("fp32").build(), engine, executor, Progress.none()).run();
			assertEquals(2, result.steps());
			final Plan plan = PlanFile.read(result.folder().resolve("plan.json"));
			assertEquals(dim, plan.network().dimensions());
			assertEquals(recipe.equals("nnunet"), plan.network().deepSupervision() > 0);
			for (final String name : Splits.read(temp.resolve("Task77_Small/splits.json")).fold(0).val()) {
				final Path image = dataset.folder().resolve("imagesTr").resolve(name + ".nii.gz");
				final Path mask = result.folder().resolve("validation").resolve(name + ".nii.gz");
				assertArrayEquals(ImageFile.geometry(image).size(), ImageFile.geometry(mask).size());
				assertArrayEquals(ImageFile.geometry(image).affine(), ImageFile.geometry(mask).affine());
			}
			assertTrue(result.validationDice() >= 0 && result.validationDice() <= 1, "" + result.validationDice());
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aBatchThatCannotBeDividedAmongItsVolumesIsRefused() throws IOException {
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1))) {
			final Dataset dataset = new Phantom(5, 0, 7).write(temp.resolve("raw").resolve("Task77_Small"), Progress.none());
			new Preprocessor(executor).run(dataset, PreprocessOptions.builder().dataset(dataset.folder()).output(temp).dim(2)
				.patch(List.of(32, 32)).batchSize(4).build(), Progress.none());
			final TrainOptions options = TrainOptions.builder().data(temp.resolve("Task77_Small")).configuration("2d").steps(
				1).features(4).amp("fp32").volumes(3).build();
			final ProblemException e = assertThrows(ProblemException.class, () -> new Trainer(options, engine, executor,
				Progress.none()).run());
			assertEquals(
				"nvol: is 3, which does not divide a batch of 4 slices. Give a batchsize that is a multiple of nvol.", e
					.getMessage());
		}
		finally {
			executor.shutdownNow();
		}
	}
}
