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
package sc.fiji.nnunet.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.model.NnUNetModel;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.pth.PthFile;
import sc.fiji.nnunet.pth.Tensor;

/**
 * Exported models of nnU-Net are read back by our own reader of its models, and have the keys of a checkpoint that
 * nnU-Net wrote. nnU-Net itself opens them in src/test/scripts/check_torch.py.
 */
class NnUNetFolderTest extends WithEngine {

	private static final Path NNUNET = Path.of("src/test/resources/nnunetv2");

	static Stream<NetworkSpec> networks() {
		return Stream.of(2, 3).flatMap(dimensions -> {
			final NetworkSpec plain = Examples.network(dimensions, Recipe.NNUNET, false);
			final NetworkSpec residual = Examples.network(dimensions, Recipe.NNUNET, true);
			return Stream.of(plain, residual, residual.withNorm(NetworkSpec.Norm.BATCH), plain.withNorm(
				NetworkSpec.Norm.NONE));
		});
	}

	@ParameterizedTest
	@MethodSource("networks")
	void theModelIsReadBackAsItWasWritten(final NetworkSpec spec) throws IOException {
		for (final boolean regions : new boolean[] { false, true }) {
			final TrainedModel model = Examples.model(engine, spec, Examples.labels(regions), 2);
			final NnUNetModel read = write(model);
			final Plan plan = read.plan();
			// NB: without norms there is no epsilon to write
			final NetworkSpec network = spec.norm() != NetworkSpec.Norm.NONE ? plan.network() : plan.network().withNorm(
				spec.norm(), spec.blocks().normEpsilon());
			assertEquals(spec, network.withDeepSupervision(spec.deepSupervision()));
			// NB: beside regions nnU-Net has no names of single labels
			assertEquals(model.plan().labels().regions(), plan.labels().regions());
			if (!regions) assertEquals(model.plan().labels(), plan.labels());
			assertEquals(model.plan().channels(), plan.channels());
			assertEquals(model.plan().patch(), plan.patch());
			assertEquals(model.plan().normalization(), plan.normalization());
			assertEquals(model.plan().recipe().resampling(), plan.recipe().resampling());
			assertEquals(false, plan.oneSided());
			assertEquals(model.plan().spacing().subList(3 - spec.dimensions(), 3), plan.spacing().subList(3 - spec
				.dimensions(), 3));
			assertEquals(List.of("0", "1"), read.folds().stream().map(NnUNetModel.Fold::name).toList());
			for (int fold = 0; fold < 2; fold++)
				equal(model.folds().get(fold), read.weights(read.folds().get(fold), "final"));
		}
	}

	private static void equal(final Map<String, float[]> expected, final Map<String, float[]> read) {
		assertEquals(expected.keySet(), read.keySet());
		expected.forEach((name, values) -> assertArrayEquals(values, read.get(name), name));
	}

	/** nnU-Net's own checkpoints have these keys, and no others are allowed when it loads one. */
	@ParameterizedTest
	@ValueSource(strings = { "Dataset901_TinyCT/nnUNetTrainer__nnUNetPlans__3d_fullres",
		"Dataset902_TinyRegions/nnUNetTrainer__nnUNetResEncUNetMPlans__2d" })
	void aModelOfNnUNetItselfIsWrittenWithTheSameTensorsUnderTheSameNames(final String name) throws IOException {
		final NnUNetModel original = Models.open(NNUNET.resolve(name));
		final NnUNetModel.Fold fold = original.folds().get(0);
		final TrainedModel model = new TrainedModel(original.plan(), List.of(original.weights(fold, "final")));
		final Path target = folder.resolve(NnUNetFolder.name(original.plan()));
		NnUNetFolder.write(model, target, Progress.none());
		try (PthFile theirs = PthFile.open(original.shown(fold, "final"));
				PthFile ours = PthFile.open(target.resolve("fold_0/checkpoint_final.pth")))
		{
			final Map<String, Tensor> expected = theirs.tensors("network_weights");
			final Map<String, Tensor> written = ours.tensors("network_weights");
			assertEquals(expected.keySet(), written.keySet());
			for (final Map.Entry<String, Tensor> entry : expected.entrySet()) {
				assertArrayEquals(entry.getValue().shape(), written.get(entry.getKey()).shape());
				assertArrayEquals(entry.getValue().floats(), written.get(entry.getKey()).floats());
			}
			assertTrue(ours.dictionary().keySet().containsAll(theirs.dictionary().keySet()));
			assertEquals(theirs.dictionary().get("inference_allowed_mirroring_axes"), ours.dictionary().get(
				"inference_allowed_mirroring_axes"));
		}
		final Plan again = Models.open(target).plan();
		assertEquals(original.plan().network(), again.network());
		assertEquals(original.plan().labels(), again.labels());
		assertEquals(original.plan().transpose(), again.transpose());
		assertEquals(original.plan().spacing(), again.spacing());
	}

	@Test
	void aNetworkWithoutMirroringIsNotMirroredByNnUNet() throws IOException {
		final TrainedModel model = Examples.model(engine, Examples.network(2, Recipe.NNUNET, false),
			Examples.labels(false), 1);
		final TrainedModel oneSided = new TrainedModel(model.plan().mirrored(false), model.folds());
		assertEquals("nnUNetTrainerNoMirroring__nnUNetPlans__2d", NnUNetFolder.name(oneSided.plan()));
		assertTrue(write(oneSided).plan().oneSided());
	}

	@Test
	void headsThatWereNotTrainedAreWrittenAsZeros() throws IOException {
		final NetworkSpec spec = Examples.network(2, Recipe.NNUNET, false).withDeepSupervision(0);
		final TrainedModel model = Examples.model(engine, spec, Examples.labels(false), 1);
		final NnUNetModel read = write(model);
		final Map<String, float[]> weights = read.weights(read.folds().get(0), "final");
		assertArrayEquals(new float[8 * 3], weights.get("head1/kernel"));
		assertArrayEquals(model.folds().get(0).get("head0/kernel"), weights.get("head0/kernel"));
	}

	@Test
	void otherNetworksAreRejectedWithTheirReason() {
		rejected(Examples.plan(Examples.network(3, Recipe.NVIDIA, false), Examples.labels(false)), "recipe nvidia");
		rejected(Examples.plan(Examples.network(3, Recipe.NNUNET, false).withNorm(NetworkSpec.Norm.GROUP),
			Examples.labels(false)), "group norms");
		rejected(Examples.plan(Examples.network(3, Recipe.NNUNET, true).withNorm(NetworkSpec.Norm.NONE), Examples.labels(
			false)), "without norms");
		final Labels single = new Labels(List.of("background", "a", "b", "c"), List.of(new Labels.Region("a",
			List.of(1), 1), new Labels.Region("b", List.of(2), 2), new Labels.Region("c", List.of(3), 3)), -1);
		rejected(Examples.plan(Examples.network(3, Recipe.NNUNET, false), single), "one label each");
	}

	private void rejected(final Plan plan, final String reason) {
		final String message = assertThrows(ProblemException.class, () -> NnUNetFolder.write(new TrainedModel(plan,
			List.of(Map.of())), folder, Progress.none())).getMessage();
		assertTrue(message.contains(reason), message);
	}

	@Test
	void anIgnoreLabelAndNamesThatOccurTwiceAreWrittenSoThatNnUNetReadsThem() throws IOException {
		final Labels labels = new Labels(List.of("background", "a", "a"), List.of(), 3);
		final NnUNetModel read = write(Examples.model(engine, Examples.network(2, Recipe.NNUNET, false), labels, 1));
		assertEquals(List.of("background", "a", "a 2"), read.plan().labels().names());
		assertEquals(3, read.plan().labels().ignore());
	}

	@Test
	void anEarlierExportIsReplacedWithAllItsFolds() throws IOException {
		final NetworkSpec spec = Examples.network(2, Recipe.NNUNET, false);
		final TrainedModel three = Examples.model(engine, spec, Examples.labels(false), 3);
		write(three);
		final Path target = folder.resolve(NnUNetFolder.name(three.plan()));
		assertEquals(List.of("dataset.json", "fold_0", "fold_1", "fold_2", "plans.json"), list(target));
		final NnUNetModel read = write(new TrainedModel(three.plan(), List.of(three.folds().get(2))));
		assertEquals(List.of("dataset.json", "fold_0", "plans.json"), list(target));
		equal(three.folds().get(2), read.weights(read.folds().get(0), "final"));
		// NB: as an export leaves it that is interrupted
		Files.delete(target.resolve("plans.json"));
		assertEquals(3, write(three).folds().size());
	}

	@Test
	void whatNoExportOfTheDatasetWroteIsKept() throws IOException {
		final TrainedModel model = Examples.model(engine, Examples.network(2, Recipe.NNUNET, false), Examples.labels(false),
			1);
		final Path target = folder.resolve(NnUNetFolder.name(model.plan()));
		write(model);
		final Path curve = Files.writeString(target.resolve("fold_0/progress.png"), "a training");
		kept(model, target, "holds fold_0/progress.png, which no export writes");
		Files.delete(curve);
		final Plan plan = model.plan();
		kept(new TrainedModel(Examples.plan(plan, "Dataset008_Other", plan.recipe(), "2d"), model.folds()), target,
			"no export of Dataset008_Other");
		for (final String name : List.of("plans.json", "dataset.json"))
			Files.copy(NNUNET.resolve("Dataset902_TinyRegions/nnUNetTrainer__nnUNetResEncUNetMPlans__2d").resolve(name), target
				.resolve(name), StandardCopyOption.REPLACE_EXISTING);
		kept(model, target, "holds a model that is no export of Dataset007_Example");
		Files.delete(target.resolve("dataset.json"));
		kept(model, target, "holds a model that is no export of Dataset007_Example");
	}

	private static void kept(final TrainedModel model, final Path target, final String reason) throws IOException {
		final List<String> before = list(target);
		final byte[] weights = Files.readAllBytes(target.resolve("fold_0/checkpoint_final.pth"));
		final String message = assertThrows(ProblemException.class, () -> NnUNetFolder.write(model, target, Progress
			.none())).getMessage();
		assertTrue(message.startsWith(target + ": ") && message.contains(reason), message);
		assertEquals(before, list(target));
		assertArrayEquals(weights, Files.readAllBytes(target.resolve("fold_0/checkpoint_final.pth")));
	}

	private static List<String> list(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	private NnUNetModel write(final TrainedModel model) throws IOException {
		final Path target = folder.resolve(NnUNetFolder.name(model.plan()));
		NnUNetFolder.write(model, target, Progress.none());
		try (Stream<Path> files = Files.walk(target)) {
			assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".tmp")).toList());
		}
		return Models.open(target);
	}
}
