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
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Predicts with toy cascades: the first stage finds voxels above 5, the last one repeats what it is told in the channels
 * of the labels, wherever the image is not negative.
 */
class CascadePredictionTest {

	private static final int[] SIZE = { 10, 12, 14 };

	@TempDir
	private Path temp;

	private Path input;
	private Path cascade;
	private final Plan coarse = named(ToyNetwork.plan("nnunet", 3, 2, 8, 8, 8), "3d_lowres", null, 2);
	private final Plan fine = named(ToyNetwork.plan("nnunet", 3, 2, 4, 6, 8), "3d_cascade", "3d_lowres", 1);

	private static Plan named(final Plan plan, final String name, final String previous, final double spacing) {
		final NetworkSpec spec = plan.network();
		final NetworkSpec network = new NetworkSpec(3, previous == null ? 1 : 3, spec.outputs(), spec.shape(), spec.blocks(),
			0);
		return new Plan(plan.format(), plan.dataset(), plan.recipe(), name, plan.channels(), plan.labels(), plan.transpose(),
			List.of(spacing, spacing, spacing), plan.medianShape(), plan.patch(), plan.batchSize(), network, plan
				.normalization(), plan.batchDice(), previous, plan.reasons());
	}

	/** One network for both stages, told apart by its number of input channels. */
	private static ToyEngine engine() {
		return new ToyEngine(spec -> new ToyNetwork(spec, (images, base, voxels, size, logits, out) -> {
			final int channels = spec.inputChannels();
			for (int v = 0; v < voxels; v++) {
				final int at = base + v * channels;
				final boolean first = channels == 1;
				logits[out + 3 * v + 1] = first ? images[at] > 5 ? 1 : -1 : images[at + 1] - 0.5f;
				logits[out + 3 * v + 2] = first ? -1 : images[at + 2] - 0.5f;
			}
		}));
	}

	@BeforeEach
	void write() throws IOException {
		final Volume image = new Volume(Geometry.ofZyx(SIZE, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < SIZE[0]; z++)
			for (int i = 0; i < SIZE[1] * SIZE[2]; i++)
				image.plane(0, z)[i] = z >= 4 && i % SIZE[2] < 8 ? 10 + 0.1f * (i % 3) : 1 + 0.1f * (i % 3);
		input = Files.createDirectories(temp.resolve("images")).resolve("a.nii.gz");
		ImageFile.write(input, image);
		ToyEngine.fold(temp.resolve("results_3d_lowres"), "0", coarse, "best");
		ToyEngine.fold(temp.resolve("results_3d_lowres"), "1", coarse, "best");
		cascade = temp.resolve("results_3d_cascade");
		ToyEngine.fold(cascade, "0", fine, "best");
		ToyEngine.fold(cascade, "1", fine, "best");
	}

	private PredictOptions.Builder options(final String output) {
		return PredictOptions.builder().model(cascade).input(input.getParent()).output(temp.resolve(output)).folds("0");
	}

	private static PredictResult run(final PredictOptions options, final ToyEngine engine) throws IOException {
		return Predictor.run(options, ModelFolder.open(options.model()), engine, null, Progress.none());
	}

	private LabelMap labels(final String output) throws IOException {
		return ImageFile.readLabels(temp.resolve(output).resolve("a.nii.gz"));
	}

	@Test
	void thePreviousStageIsPredictedFirstByTheFoldsOfTheSameNames() throws IOException {
		final ToyEngine engine = engine();
		assertEquals(1, run(options("auto").build(), engine).written().size());
		final LabelMap labels = labels("auto");
		int different = 0;
		for (int z = 0; z < SIZE[0]; z++)
			for (int i = 0; i < SIZE[1] * SIZE[2]; i++)
				if (labels.plane(z)[i] != (z >= 4 && i % SIZE[2] < 8 ? 1 : 0)) different++;
		assertEquals(0, different, "what the first stage finds at half the resolution, whose edges are those of the block");
		assertEquals(List.of("fold_0", "fold_0"), engine.made.stream().map(one -> one.restored.getParent().getFileName()
			.toString()).toList());
		assertEquals(List.of("results_3d_lowres", "results_3d_cascade"), engine.made.stream().map(one -> one.restored
			.getParent().getParent().getFileName().toString()).toList());
		assertEquals(2, engine.closed);
	}

	/** Cross-validation trains the last stage on all cases, and not the first one. */
	@Test
	void aLastStageThatWasTrainedOnAllCasesFollowsTheFoldsOfTheFirst() throws IOException {
		ToyEngine.fold(cascade, "all", fine, "best");
		final ToyEngine folds = engine();
		assertEquals(1, run(options("folds").folds("").build(), folds).written().size());
		assertEquals(List.of("fold_0", "fold_1", "fold_0", "fold_1"), used(folds));
		final ToyEngine all = engine();
		assertEquals(1, run(options("all").folds("all").build(), all).written().size());
		assertEquals(List.of("fold_0", "fold_1", "fold_all"), used(all));
	}

	private static List<String> used(final ToyEngine engine) {
		return engine.made.stream().map(one -> one.restored.getParent().getFileName().toString()).toList();
	}

	@Test
	void labelFilesOfThePreviousStageMayBeGivenInstead() throws IOException {
		final LabelMap given = new LabelMap(Geometry.ofZyx(SIZE, new double[] { 1, 1, 1 }));
		for (int z = 0; z < SIZE[0]; z++)
			for (int i = 0; i < SIZE[1] * SIZE[2]; i++)
				given.plane(z)[i] = (short) ((z + i) % 3);
		final Path folder = Files.createDirectories(temp.resolve("given"));
		final PredictOptions options = options("out").previous(folder).build();
		final String missing = run(options, engine()).failures().get(0).problems().toString();
		assertTrue(missing.contains("has no label file of a"), missing);
		ImageFile.writeLabels(folder.resolve("a.nii.gz"), given);
		final ToyEngine engine = engine();
		assertEquals(1, run(options, engine).written().size());
		assertEquals(1, engine.made.size(), "the first stage is not needed");
		for (int z = 0; z < SIZE[0]; z++)
			assertArrayEquals(given.plane(z), labels("out").plane(z));
		assertThrows(ProblemException.class, () -> run(options("given").previous(folder).build(), engine()),
			"the labels of the previous stage would be replaced");
	}

	@Test
	void newLabelsOfThePreviousStageArePredictedFromAgain() throws IOException {
		final Path folder = Files.createDirectories(temp.resolve("given"));
		final LabelMap given = new LabelMap(Geometry.ofZyx(SIZE, new double[] { 1, 1, 1 }));
		final PredictOptions options = options("out").previous(folder).build();
		for (short label = 1; label <= 2; label++) {
			for (int z = 0; z < SIZE[0]; z++)
				Arrays.fill(given.plane(z), label);
			ImageFile.writeLabels(folder.resolve("a.nii.gz"), given);
			assertEquals(1, run(options, engine()).written().size());
			assertEquals(label, labels("out").plane(5)[7]);
			assertEquals(1, run(options, engine()).skipped().size());
		}
	}

	@Test
	void labelsOfAnotherSizeOrAnotherModelAreRefused() throws IOException {
		final Path folder = Files.createDirectories(temp.resolve("given"));
		final LabelMap small = new LabelMap(Geometry.ofZyx(new int[] { 2, 2, 2 }, new double[] { 1, 1, 1 }));
		ImageFile.writeLabels(folder.resolve("a.nii.gz"), small);
		final PredictOptions options = options("out").previous(folder).build();
		final String size = run(options, engine()).failures().get(0).problems().toString();
		assertTrue(size.contains("[10, 12, 14] voxels along z, y, x; the labels of the previous stage have [2, 2, 2]"), size);
		final LabelMap strange = new LabelMap(Geometry.ofZyx(SIZE, new double[] { 1, 1, 1 }));
		strange.plane(3)[7] = 9;
		ImageFile.writeLabels(folder.resolve("a.nii.gz"), strange);
		final String label = run(options, engine()).failures().get(0).problems().toString();
		assertTrue(label.contains("the label 9"), label);
	}

	@Test
	void aCascadeWithoutItsFirstStageIsRefusedWithWhatToGive() throws IOException {
		final Path alone = ToyEngine.fold(temp.resolve("alone/results_3d_cascade"), "0", fine, "best");
		final String message = assertThrows(ProblemException.class, () -> run(options("out").model(alone).folds("").build(),
			engine())).getMessage();
		assertTrue(message.contains("results_3d_lowres that predicts its first stage"), message);
		assertTrue(message.contains("previous="), message);
		assertEquals(1, run(options("out").model(alone).folds("").previous(temp.resolve("results_3d_lowres")).build(),
			engine()).written().size());
		final String fold = assertThrows(ProblemException.class, () -> {
			ToyEngine.fold(cascade, "2", fine, "best");
			run(options("two").folds("2").build(), engine());
		}).getMessage();
		assertTrue(fold.contains("There is no trained fold 2"), fold);
	}

	/** NB: the name of its folder is that of no fold. */
	@Test
	void anExportedLastStageFollowsTheFoldThatItWasMadeFrom() throws IOException {
		final Path exported = Files.createDirectories(temp.resolve("exported/saved_model_task_Toy_dim_3_cascade_fp32"));
		PlanFile.write(exported.resolve("plan.json"), fine);
		Files.createFile(exported.resolve("saved_model.pb"));
		assertEquals(List.of("0", "1"), previousFolds(exported), "of several folds, or of one that nobody knows");
		FoldCases.of("Toy", 1, 5, List.of(), List.of()).write(exported);
		assertEquals(List.of("1"), previousFolds(exported));
		FoldCases.of("Toy", -1, 5, List.of(), List.of()).write(exported);
		assertEquals(List.of("0", "1"), previousFolds(exported), "trained on all cases, as the first stage is not");
		FoldCases.of("Toy", 3, 5, List.of(), List.of()).write(exported);
		assertTrue(assertThrows(ProblemException.class, () -> previousFolds(exported)).getMessage().contains(
			"There is no trained fold 3"));
	}

	private List<String> previousFolds(final Path last) throws IOException {
		final PredictOptions options = options("out").model(last).previous(temp.resolve("results_3d_lowres")).build();
		return PreviousStage.of(options, ModelFolder.open(last)).model().folds().stream().map(ModelFolder.Fold::name).toList();
	}

	@Test
	void aSecondRunKnowsWhichPreviousStageItHad() throws IOException {
		run(options("out").build(), engine());
		assertEquals(1, run(options("out").build(), engine()).skipped().size());
		final Path folder = Files.createDirectories(temp.resolve("given"));
		assertThrows(ProblemException.class, () -> run(options("out").previous(folder).build(), engine()));
	}

	@Test
	void windowsHoldTheLabelsBesideTheImageMirroredAlike() {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 2, 3, 4 }, new double[] { 1, 1, 1 }), 1);
		final LabelMap previous = new LabelMap(image.geometry());
		for (int i = 0; i < 24; i++) {
			image.plane(0, i / 12)[i % 12] = i % 3;
			previous.plane(i / 12)[i % 12] = (short) (i % 3 == 0 ? -1 : i % 3);
		}
		final WindowReader reader = new WindowReader(image, previous, 2, new int[] { 3, 4, 5 });
		final float[] target = new float[2 * 3 * 60];
		for (int flip = 0; flip < 8; flip++) {
			reader.read(new int[] { 0, -1, 0 }, flip, target, 3 * 60);
			int inside = 0;
			for (int v = 60; v < 120; v++) {
				assertEquals(target[3 * v] == 1 ? 1 : 0, target[3 * v + 1]);
				assertEquals(target[3 * v] == 2 ? 1 : 0, target[3 * v + 2]);
				inside += target[3 * v] > 0 ? 1 : 0;
			}
			assertEquals(16, inside);
		}
	}
}
