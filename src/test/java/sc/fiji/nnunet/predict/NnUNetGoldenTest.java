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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.model.Fixtures;
import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Models of nnU-Net 2.8.1 predict what nnU-Net itself predicted on the CPU (src/test/resources/nnunetv2): the same label
 * in every voxel with weights and sums of windows in half precision, which are its own, and the same as nnU-Net's with
 * both in single precision (make_single_sums.py).
 */
class NnUNetGoldenTest {

	private static Engine engine;

	@TempDir
	Path folder;

	@BeforeAll
	static void open() throws IOException {
		engine = TensorFlowEngine.open(Device.cpu());
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private static Volume image(final boolean regions) throws IOException {
		final Path images = (regions ? Fixtures.REGIONS : Fixtures.FULL).resolveSibling("imagesTs");
		return ImageFile.read(regions ? List.of(images.resolve("case_0000.nii.gz"), images.resolve("case_0001.nii.gz")) : List
			.of(images.resolve("case_0000.nii.gz")));
	}

	private static LabelMap predict(final Path model, final String folds, final boolean mirrored,
		final String accumulation) throws IOException
	{
		final PredictOptions options = PredictOptions.builder().model(model).folds(folds).tta(mirrored).accumulation(
			accumulation).build();
		final Volume image = image(model.equals(Fixtures.REGIONS));
		try (Predictor predictor = Predictor.open(options, ModelFolder.open(model), List.of(image.geometry()), engine, null,
			Progress.none()))
		{
			return predictor.predict(image, Progress.none());
		}
	}

	private static int different(final LabelMap labels, final Path expected) throws IOException {
		final LabelMap theirs = ImageFile.readLabels(expected);
		assertArrayEquals(theirs.size(), labels.size());
		assertTrue(theirs.geometry().sameGrid(labels.geometry(), 1e-4));
		int different = 0;
		for (int z = 0; z < labels.size()[0]; z++)
			for (int i = 0; i < labels.plane(z).length; i++)
				if (labels.plane(z)[i] != theirs.plane(z)[i]) different++;
		return different;
	}

	@ParameterizedTest
	@CsvSource({ "3d_fullres_fold0, 0, false", "3d_fullres_fold0_mirrored, 0, true",
		"3d_fullres_folds01_mirrored, '0,1', true", "3d_lowres_fold0, 0, false", "2d_fold0, 0, false",
		"2d_fold0_mirrored, 0, true" })
	void labelsEqualNnUNets(final String expected, final String folds, final boolean mirrored) throws IOException {
		final Path model = expected.startsWith("2d") ? Fixtures.REGIONS : expected.startsWith("3d_lowres") ? Fixtures.LOW
			: Fixtures.FULL;
		final Path file = model.resolveSibling("expected").resolve(expected + ".nii.gz");
		assertEquals(0, different(predict(model, folds, mirrored, "fp16"), file), "fp16");
		// NB: nnU-Net's own labels change in up to 0.4 % of the voxels if it computes in single precision too
		assertEquals(0, different(predict(model, folds, mirrored, "fp32"), file.resolveSibling(expected +
			"_single.nii.gz")), "fp32");
	}

	@Test
	void narrowModelsAreFloat32OnAProcessorUnlessAskedOtherwise() throws IOException {
		final Recorded messages = new Recorded();
		for (final String precision : List.of("auto", "bf16")) {
			final PredictOptions options = PredictOptions.builder().model(Fixtures.FULL).folds("0").precision(precision)
				.build();
			Predictor.open(options, ModelFolder.open(Fixtures.FULL), List.of(image(false).geometry()), engine, null, messages)
				.close();
		}
		assertTrue(messages.lines.get(0).contains(", fp32, on cpu"), messages.lines.get(0));
		assertTrue(messages.lines.get(1).contains(", bf16, on cpu"), messages.lines.get(1));
	}

	/** A copy of the full-resolution model whose plans are changed. */
	private Path changed(final UnaryOperator<String> change) throws IOException {
		final Path model = Files.createDirectories(folder.resolve("model/fold_0")).getParent();
		for (final String name : List.of("dataset.json", "fold_0/checkpoint_final.pth"))
			Files.copy(Fixtures.FULL.resolve(name), model.resolve(name));
		final String plans = Files.readString(Fixtures.FULL.resolve("plans.json"));
		assertNotEquals(plans, change.apply(plans));
		Files.writeString(model.resolve("plans.json"), change.apply(plans));
		return model;
	}

	private static LabelMap predict(final Path model, final Path image) throws IOException {
		final PredictOptions options = PredictOptions.builder().model(model).accumulation("fp16").build();
		final Volume volume = ImageFile.read(List.of(image));
		try (Predictor predictor = Predictor.open(options, ModelFolder.open(model), List.of(volume.geometry()), engine, null,
			Progress.none()))
		{
			return predictor.predict(volume, Progress.none());
		}
	}

	@Test
	void aCascadePredictsItsEarlierStageFirst() throws IOException {
		final LabelMap labels = predict(Fixtures.CASCADE, Fixtures.CT.resolve("imagesTs/case_0000.nii.gz"));
		assertEquals(0, different(labels, Fixtures.CT.resolve("expected/3d_cascade_fullres_fold0.nii.gz")));
	}

	@Test
	void theEarlierStageOfACascadeMayBeGivenAsLabelFilesOrAsAModel() throws IOException {
		final Path given = Files.createDirectories(folder.resolve("given"));
		Files.copy(Fixtures.CT.resolve("expected/3d_lowres_fold0.nii.gz"), given.resolve("case.nii.gz"));
		for (final Path previous : List.of(given, Fixtures.LOW)) {
			final Path output = folder.resolve("labels of " + previous.getFileName());
			final PredictOptions options = PredictOptions.builder().model(Fixtures.CASCADE).previous(previous).accumulation(
				"fp16").device("cpu").input(Fixtures.CT.resolve("imagesTs")).output(output).build();
			Predictor.run(options, ModelFolder.open(Fixtures.CASCADE), engine, null, Progress.none());
			assertEquals(0, different(ImageFile.readLabels(output.resolve("case.nii.gz")), Fixtures.CT.resolve(
				"expected/3d_cascade_fullres_fold0.nii.gz")));
		}
	}

	@Test
	void aZipFilePredictsAFolderOfImagesOnce() throws IOException {
		final Path zip = Fixtures.zip(folder.resolve("model.zip"), Fixtures.FULL.getParent(), Fixtures.FULL);
		final Path output = folder.resolve("labels");
		final PredictOptions.Builder options = PredictOptions.builder().model(zip).folds("0").accumulation("fp16").device(
			"cpu").input(Fixtures.CT.resolve("imagesTs")).output(output);
		assertEquals(List.of(), options.build().validate());
		final PredictResult first = Predictor.run(options.build(), ModelFolder.open(zip), engine, null, Progress.none());
		assertEquals(List.of(output.resolve("case.nii.gz")), first.written());
		assertEquals(0, different(ImageFile.readLabels(output.resolve("case.nii.gz")), Fixtures.CT.resolve(
			"expected/3d_fullres_fold0.nii.gz")));
		assertEquals(1, Predictor.run(options.build(), ModelFolder.open(zip), engine, null, Progress.none()).skipped()
			.size());
		final ProblemException other = assertThrows(ProblemException.class, () -> Predictor.run(options.accumulation("fp32")
			.build(), ModelFolder.open(zip), engine, null, Progress.none()));
		assertTrue(other.getMessage().contains("with other settings"), other.getMessage());
	}

	@Test
	void labelsAreNotWrittenAmongTheFilesOfTheModel() throws IOException {
		final Path model = changed(plans -> plans + "\n");
		final PredictOptions options = PredictOptions.builder().model(model).input(Fixtures.CT.resolve("imagesTs")).output(
			model.resolve("fold_0")).build();
		assertThrows(ProblemException.class, () -> Predictor.run(options, ModelFolder.open(model), engine, null, Progress
			.none()));
		assertFalse(Files.exists(model.resolve("fold_0/case.nii.gz")));
	}

	@Test
	void theTrainingOnAllCasesIsNotAveragedWithFoldsAndACheckpointIsChosenByItsName() throws IOException {
		final Path model = changed(plans -> plans + "\n");
		Files.createDirectories(model.resolve("fold_all"));
		Files.copy(model.resolve("fold_0/checkpoint_final.pth"), model.resolve("fold_all/checkpoint_latest.pth"));
		final ModelFolder all = ModelFolder.open(model);
		assertEquals(List.of("0", "all"), all.folds().stream().map(ModelFolder.Fold::name).toList());
		assertEquals(List.of("0"), all.select("").folds().stream().map(ModelFolder.Fold::name).toList());
		assertEquals(model.resolve("fold_all/checkpoint_latest.pth"), all.select("all").folds().get(0).checkpoint(
			ModelFolder.Which.LAST));
		assertThrows(ProblemException.class, () -> all.select("0").folds().get(0).checkpoint(ModelFolder.Which.BEST));
	}

	@Test
	void anImageWhoseAxesRunAgainstTheWorldsIsReorientedAndBack() throws IOException {
		final Path model = changed(plans -> plans.replace("\"SimpleITKIO\"", "\"NibabelIOWithReorient\""));
		final LabelMap labels = predict(model, Fixtures.CT.resolve("imagesRAS/case_0000.nii.gz"));
		assertEquals(0, different(labels, Fixtures.CT.resolve("expected/ras.nii.gz")));
	}

	@ParameterizedTest
	@CsvSource({ "torch, false", "torch_thick, null" })
	void theInterpolationOfPyTorchEqualsNnUNets(final String expected, final String separate) throws IOException {
		final Path model = changed(plans -> plans.replace("\"resample_data_or_seg_to_shape\"",
			"\"resample_torch_fornnunet\"").replaceAll("\"order\": \\d,|\"order_z\": 0,", "").replace(
				"\"force_separate_z\": null", "\"force_separate_z\": " + separate));
		final LabelMap labels = predict(model, Fixtures.CT.resolve("imagesTs/case_0000.nii.gz"));
		assertEquals(0, different(labels, Fixtures.CT.resolve("expected").resolve(expected + ".nii.gz")));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void preparedImagesEqualNnUNets(final boolean regions) throws IOException {
		final Path model = regions ? Fixtures.REGIONS : Fixtures.FULL;
		final Volume x = new Preprocessor(null).prepare(image(regions), null, ModelFolder.open(model).plan()).x();
		final Path file = model.resolveSibling("expected").resolve("preprocessed.npy");
		final long[] shape = Fixtures.shape(file);
		assertArrayEquals(Arrays.stream(shape).mapToInt(n -> (int) n).skip(1).toArray(), x.size());
		final float[] theirs = Fixtures.npy(file);
		int at = 0;
		for (int channel = 0; channel < x.channels(); channel++)
			for (int z = 0; z < x.size()[0]; z++)
				for (final float value : x.plane(channel, z))
					assertEquals(theirs[at++], value, 1e-4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void weightsOfWindowsInHalfPrecisionEqualNnUNets(final boolean regions) throws IOException {
		final Path model = regions ? Fixtures.REGIONS : Fixtures.FULL;
		final int[] window = ModelFolder.open(model).plan().patch().stream().mapToInt(n -> n).toArray();
		assertArrayEquals(Fixtures.npy(model.resolveSibling("expected").resolve("gaussian_float16.npy")), ImportanceMap.of(
			WindowWeights.NNUNET_GAUSSIAN, window).halves().weights());
	}

	@Test
	void mirroredCopiesAreAddedInTheOrderOfNnUNet() {
		assertArrayEquals(new int[] { 0, 4, 2, 1, 6, 5, 3, 7 }, Flips.inNnUNetsOrder(Flips.of(3, true)));
		assertArrayEquals(new int[] { 0, 2, 1, 3 }, Flips.inNnUNetsOrder(Flips.of(2, true)));
		assertArrayEquals(new int[] { 0, 4, 2, 6 }, Flips.inNnUNetsOrder(Flips.of(List.of(0, 1))));
	}
}
