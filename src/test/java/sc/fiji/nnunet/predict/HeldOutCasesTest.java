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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** Of four cases fold 0 has learned from c0 and c2, and fold 1 from c1 and c3. */
class HeldOutCasesTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);
	private static final Plan FLAT = ToyNetwork.plan("nvidia", 2, 2, 6, 6);

	@TempDir
	private Path folder;

	private Path raw;
	private Path labels;
	private final ToyEngine engine = ToyEngine.threshold(5);

	@BeforeEach
	void prepare() throws IOException {
		raw = folder.resolve("Task");
		labels = folder.resolve("labels");
		Files.createDirectories(raw.resolve("imagesTr"));
		final List<String> training = new ArrayList<>();
		for (int c = 0; c < 4; c++) {
			final Volume volume = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
			for (int z = 0; z < 8; z++)
				for (int i = 0; i < 90; i++)
					volume.plane(0, z)[i] = 1 + i % 10;
			ImageFile.write(raw.resolve("imagesTr/c" + c + ".nii.gz"), volume);
			training.add("{\"image\": \"./imagesTr/c" + c + ".nii.gz\", \"label\": \"./labelsTr/c" + c + ".nii.gz\"}");
		}
		Files.writeString(raw.resolve("dataset.json"), "{\"modality\": {\"0\": \"MRI\"}, \"labels\": {\"0\": " +
			"\"background\", \"1\": \"x\"}, \"training\": [" + String.join(", ", training) + "], \"test\": []}");
	}

	/** Writes a trained fold, and returns the folder of its results. */
	private Path fold(final String results, final int fold, final Plan plan) throws IOException {
		final Path written = ToyEngine.fold(folder.resolve(results), Integer.toString(fold), plan, "best");
		final List<FoldCases.Member> even = members("c0", "c2");
		final List<FoldCases.Member> odd = members("c1", "c3");
		FoldCases.of("Task", fold, 2, fold == 0 ? even : odd, fold == 0 ? odd : even).write(written);
		return folder.resolve(results);
	}

	private static List<FoldCases.Member> members(final String... names) {
		return Stream.of(names).map(name -> new FoldCases.Member(name, null)).toList();
	}

	private PredictOptions.Builder options(final Path model) {
		return PredictOptions.builder().model(model).input(raw).part("validation").output(labels);
	}

	private PredictResult run(final PredictOptions options) throws IOException {
		return Predictor.run(options, ModelFolder.open(options.model()), engine, null, Progress.none());
	}

	private String refusal(final PredictOptions.Builder options) {
		final String message = assertThrows(ProblemException.class, () -> run(options.build())).getMessage();
		assertEquals(0, engine.made.size(), "refused before work");
		return message;
	}

	/** As those of preset cpu may be: they predict as several models. */
	@Test
	void foldsOfDifferentPatchesAreSeveralFolds() throws IOException {
		fold("results_3d", 0, PLAN);
		final Path results = fold("results_3d", 1, PLAN.withPatch(List.of(4, 4, 4)));
		final String message = refusal(options(results));
		assertTrue(message.contains("the folds 0, 1") && message.contains("folds=0"), message);
		assertEquals(List.of(labels.resolve("c1.nii.gz"), labels.resolve("c3.nii.gz")), run(options(results).folds("0")
			.build()).written());
	}

	@Test
	void otherConfigurationsMustHaveHeldOutTheSameCases() throws IOException {
		final Path first = fold("results_3d", 0, PLAN).resolve("fold_0");
		fold("results_2d", 0, FLAT);
		final Path flat = fold("results_2d", 1, FLAT);
		final String all = refusal(options(first).ensemble(List.of(flat)));
		assertTrue(all.contains("results_2d") && all.contains("the folds 0, 1"), all);
		final String other = refusal(options(first).ensemble(List.of(flat.resolve("fold_1"))));
		assertTrue(other.contains("was trained on 2 of the 2 cases") && other.contains("such as c1"), other);
		ToyEngine.fold(folder.resolve("results_x"), "0", FLAT, "best");
		final String unknown = refusal(options(first).ensemble(List.of(folder.resolve("results_x"))));
		assertTrue(unknown.contains("does not say which cases it was trained on"), unknown);
		assertEquals(2, run(options(first).folds("0").ensemble(List.of(flat)).build()).written().size());
	}

	@Test
	void thePreviousStageOfACascadeMustHaveHeldThemOutToo() throws IOException {
		final Plan coarse = cascade("3d_lowres", null);
		fold("results_3d_lowres", 0, coarse);
		final Path lowres = fold("results_3d_lowres", 1, coarse);
		final Path last = fold("results_3d_cascade", 0, cascade("3d_cascade", "3d_lowres"));
		final String other = refusal(options(last).previous(lowres.resolve("fold_1")));
		assertTrue(other.contains("was trained on 2 of the 2 cases"), other);
		final PredictOptions options = options(last).build();
		assertEquals(List.of("c1", "c3"), InputCases.of(options, InputCases.dataset(options.input()), Ensemble.choose(
			options, ModelFolder.open(last))).stream().map(Case::name).toList(), "the fold of the same name");
	}

	private static Plan cascade(final String name, final String previous) {
		final NetworkSpec spec = PLAN.network();
		final NetworkSpec network = new NetworkSpec(3, previous == null ? 1 : 2, spec.outputs(), spec.shape(), spec.blocks(),
			0);
		return new Plan(PLAN.format(), PLAN.dataset(), PLAN.recipe(), name, PLAN.channels(), PLAN.labels(), PLAN.transpose(),
			PLAN.spacing(), PLAN.medianShape(), PLAN.patch(), PLAN.batchSize(), network, PLAN.normalization(), PLAN
				.batchDice(), previous, PLAN.reasons());
	}
}
