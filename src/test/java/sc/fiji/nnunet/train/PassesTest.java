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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.augment.Augmentations;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.predict.Selection;

class PassesTest {

	private static final List<List<Integer>> KERNELS = List.of(List.of(3, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3), List
		.of(3, 3, 3));
	private static final List<List<Integer>> STRIDES = List.of(List.of(1, 1, 1), List.of(2, 2, 2), List.of(2, 2, 2), List
		.of(2, 2, 2));

	/** The hippocampus network; the median shape is that of the dataset, or empty as in a plan of NVIDIA's tables. */
	private static Plan plan(final List<Double> median) {
		final Labels labels = Labels.of("background", "anterior", "posterior");
		final NetworkSpec network = new NetworkSpec(3, 1, 3, new NetworkSpec.Shape(List.of(32, 64, 128, 256), KERNELS,
			STRIDES, List.of(2, 2, 2, 2), List.of(2, 2, 2)), new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-3, false,
				false, false, NetworkSpec.DecoderKernels.BELOW, 0.01), 0);
		return new Plan(1, "Any", Recipe.NVIDIA, "3d", List.of("MRI"), labels, List.of(0, 1, 2), List.of(1.0, 1.0, 1.0),
			median, List.of(40, 56, 40), 2, network, List.of(Normalization.zScore(true)), true, null, List.of());
	}

	private static TrainSettings settings(final TrainOptions.Builder options) {
		return TrainSettings.of(options.build(), plan(List.of()), 160, true, Precision.FP32);
	}

	private static Passes passes(final Plan plan) {
		return new Passes(plan, 160, Regime.Length.PROCESSOR);
	}

	@Test
	void stepsTimesBatchOverCasesArePassesAndLargeCasesHoldSeveralPatches() {
		assertEquals(25, passes(plan(List.of())).of(new Budget(0, 2000, 0, 0), 80), 1e-12);
		assertEquals(25, passes(plan(List.of(36.0, 50.0, 35.0))).of(new Budget(0, 2000, 0, 0), 80), 1e-12);
		assertEquals(25 / 8.0, passes(plan(List.of(80.0, 112.0, 80.0))).of(new Budget(0, 2000, 0, 0), 80), 1e-12);
		assertEquals(10, passes(plan(List.of())).of(new Budget(10, 0, 0, 0), 80), 1e-12);
	}

	/** With a fourth of the work per sample, a minute is about 600 steps of two samples. */
	@Test
	void minutesCountByTheSpeedOfTwoCores() {
		final Plan slim = plan(List.of()).withNetwork(plan(List.of()).network().scaledTo(16));
		final double five = passes(slim).of(new Budget(0, 0, 5, 0), 80);
		assertTrue(five > 20 && five < 35, "" + five);
		assertEquals(6 * five, passes(slim).of(new Budget(0, 0, 30, 0), 80), 1e-9);
	}

	@Test
	void augmentationGrowsWithTheNumberOfPasses() {
		final TrainOptions.Builder cpu = TrainOptions.builder().preset("cpu");
		assertEquals(Augmentations.LIGHT, settings(cpu.steps(800)).samples().augmentations());
		assertEquals(Augmentations.LIGHT, settings(cpu.steps(0).minutes(2)).samples().augmentations());
		assertEquals(Augmentations.MODERATE, settings(cpu.minutes(30)).samples().augmentations());
		assertEquals(Augmentations.NNUNET, settings(cpu.minutes(300)).samples().augmentations());
		final TrainOptions.Builder gpu = TrainOptions.builder().preset("gpu").batchSize(9);
		assertEquals(Augmentations.LIGHT, settings(gpu.minutes(0.15)).samples().augmentations());
		assertEquals(Augmentations.MODERATE, settings(gpu.minutes(0.5)).samples().augmentations());
		assertEquals(Augmentations.NNUNET, settings(gpu.minutes(1)).samples().augmentations());
		assertEquals(Augmentations.NVIDIA, settings(cpu.augmentation("nvidia")).samples().augmentations());
		assertEquals(Augmentations.NVIDIA, settings(TrainOptions.builder().minutes(2)).samples().augmentations(),
			"a recipe has one list");
	}

	/** On two threads with AVX2 ten minutes are 13 passes, not 57. */
	@Test
	void onASlowProcessorMinutesAreFewerPasses() {
		final TrainOptions options = TrainOptions.builder().preset("cpu").minutes(10).build();
		final TrainSettings fast = TrainSettings.of(options, plan(List.of()), 160, true, Precision.FP32, 1, Pace.FULL);
		final TrainSettings slow = TrainSettings.of(options, plan(List.of()), 160, true, Precision.FP32, 1, new Pace(0.22, true));
		assertEquals(0, fast.smallUntil());
		assertEquals(Augmentations.MODERATE, fast.samples().augmentations());
		assertEquals(240 / (0.22 * passes(fast.plan()).steps(fast.budget(), 80)), slow.smallUntil(), 1e-9);
		assertTrue(slow.smallUntil() > 0.2, "" + slow.smallUntil());
		assertEquals(Augmentations.LIGHT, slow.samples().augmentations());
		assertEquals(fast.identity(), slow.identity(), "a checkpoint of one is resumed on the other");
	}

	/** The time of 240 steps, at most half of a training of less than 1,600. */
	@Test
	void patchesAreSmallerInTheFirstStepsOfMinutes() {
		final TrainOptions.Builder cpu = TrainOptions.builder().preset("cpu");
		final TrainSettings two = settings(cpu.minutes(2));
		assertEquals(List.of(24, 40, 24), two.small().plan().patch());
		assertEquals(List.of(40, 56, 40), two.plan().patch());
		assertEquals(240 / passes(two.plan()).steps(two.budget(), 80), two.smallUntil(), 1e-9);
		assertTrue(two.smallUntil() > 0.2 && two.smallUntil() < 0.35, "" + two.smallUntil());
		assertEquals(0, settings(cpu.minutes(5)).smallUntil(), "2,300 steps");
		assertEquals(0.5, settings(cpu.minutes(0.2)).smallUntil());
		assertEquals(0, settings(cpu.minutes(2).patchShare(0.8)).smallUntil(), "the user's share is that of all steps");
		assertEquals(0, settings(cpu.patchShare(1).minutes(0).steps(500)).smallUntil(),
			"a number of steps is one of whole patches");
		assertEquals(0, settings(TrainOptions.builder().minutes(2)).smallUntil(), "a recipe has whole patches");
	}

	private static TrainSettings settings(final Preset preset, final Plan plan, final double minutes, final Pace pace) {
		return TrainSettings.of(TrainOptions.builder().preset(preset.name()).minutes(minutes).build(), plan, 19, true,
			Precision.FP32, 1, pace);
	}

	/** 350 steps of 32 x 160 x 160, of 9.5 s on two threads with AVX2, take 56 minutes. */
	@Test
	void whereStepsAreFewPatchesAreSmallerToTheEnd() {
		final Plan large = large();
		final Pace slow = new Pace(0.22, true);
		long voxels = 0;
		for (final double minutes : new double[] { 0.1, 2, 5, 15, 30, 50, 60 }) {
			final TrainSettings settings = settings(Preset.CPU, large, minutes, slow);
			final Passes passes = new Passes(settings.plan(), 19, 0.22 * Regime.Length.PROCESSOR);
			final long now = settings.plan().patch().stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
			assertTrue(now >= voxels, "more time, larger patches: " + settings.plan().patch());
			assertTrue(minutes < 2 || passes.steps(settings.budget(), 10) >= 350, settings.plan().patch() + " in " + minutes);
			for (int axis = 0; axis < 3; axis++)
				assertEquals(0, settings.plan().patch().get(axis) % large.network().totalStride()[axis]);
			assertEquals(minutes > 56, settings.plan().patch().equals(large.patch()), settings.plan().patch() + " in " + minutes);
			assertEquals(settings(Preset.CPU, large, 600, slow).identity(), settings.identity(), "more time goes on with it");
			assertEquals(minutes < 55, settings.describe().get(1).contains(
				"[32, 160, 160] from about 56 min on"), settings.describe().get(1));
			voxels = now;
		}
		assertEquals(List.of(8, 32, 32), settings(Preset.CPU, large, 0.1, slow).plan().patch(), "the smallest");
		assertEquals(List.of(24, 96, 96), settings(Preset.CPU, large, 5, Pace.FULL).plan().patch(), "faster, so larger");
		assertEquals(large.patch(), settings(Preset.CPU, large, 5, Pace.CARD).plan().patch(), "a GPU would be idle");
		assertEquals(large.patch(), settings(Preset.GPU, large, 5, Pace.CARD).plan().patch());
		assertEquals(large.patch(), settings(Preset.RECIPE, large, 5, slow).plan().patch(), "a recipe has whole patches");
		final TrainOptions.Builder cpu = TrainOptions.builder().preset("cpu");
		assertEquals(large.patch(), TrainSettings.of(cpu.steps(5).build(), large, 19, true, Precision.FP32, 1, slow).plan()
			.patch(), "a number of steps is one of whole patches");
		assertEquals(List.of(24, 128, 128), TrainSettings.of(cpu.steps(0).minutes(5).patchShare(0.95).build(), large, 19,
			true, Precision.FP32, 1, slow).plan().patch(), "what the user says");
	}

	/** An anisotropic CT. */
	static Plan large() {
		final List<List<Integer>> flat = List.of(List.of(1, 1, 1), List.of(1, 2, 2), List.of(1, 2, 2), List.of(2, 2, 2), List
			.of(2, 2, 2), List.of(2, 2, 2));
		final List<List<Integer>> kernels = List.of(List.of(1, 3, 3), List.of(1, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3),
			List.of(3, 3, 3), List.of(3, 3, 3));
		final NetworkSpec network = new NetworkSpec(3, 1, 3, new NetworkSpec.Shape(List.of(32, 64, 128, 256, 320, 320),
			kernels, flat, List.of(2, 2, 2, 2, 2, 2), List.of(2, 2, 2, 2, 2)), plan(List.of()).network().blocks(), 0);
		return plan(List.of(32.0, 155.0, 156.0)).withPatch(List.of(32, 160, 160)).withNetwork(network);
	}

	@Test
	void aNetworkMayHaveFewerStagesAndASmallerPatch() {
		final TrainSettings settings = settings(TrainOptions.builder().preset("cpu").fewerStages(1).patchShare(0.75));
		assertEquals(List.of(16, 32, 64), settings.plan().network().features());
		assertEquals(1, settings.plan().network().deepSupervision());
		assertEquals(List.of(28, 40, 28), settings.plan().patch(), "multiples of 4, the strides of three stages");
	}

	@Test
	void allCasesAreTrainedAsLongAsTheFoldsWere(@TempDir final Path folder) throws IOException {
		final Path results = Files.createDirectories(folder.resolve("results_3d"));
		final TrainOptions all = TrainOptions.builder().data(folder).fold(-1).preset("cpu").build();
		assertSame(all, all.likeFolds(), "no fold has ended");
		for (int fold = 0; fold < 2; fold++) {
			final Path own = Files.createDirectory(results.resolve("fold_" + fold));
			Selection.of(1000 + 500 * fold, Selection.Weights.AVERAGED, Selection.Choice.NOTHING, 0.8, 0.81, 0.82).write(own);
			assertEquals(1000 + 250 * fold, all.likeFolds().budget().steps(), "the mean of those that have ended");
		}
		assertEquals(1250, all.likeFolds().budget().steps());
		assertEquals(1250, TrainOptions.builder().data(folder).minutes(3).build().onAllCases("3d").budget().steps());
		assertEquals(7, TrainOptions.builder().data(folder).fold(-1).steps(7).build().likeFolds().budget().steps());
		assertEquals(0, TrainOptions.builder().data(folder).fold(1).build().likeFolds().budget().steps());
	}

	/** As many steps with larger patches would take many times as long. */
	@Test
	void allCasesAreTrainedWithThePatchesOfTheFolds(@TempDir final Path folder) throws IOException {
		final Plan planned = large();
		final TrainSettings short5 = settings(Preset.CPU, planned, 5, new Pace(0.22, true));
		final Path fold = Files.createDirectories(folder.resolve("results_3d/fold_0"));
		Selection.of(600, Selection.Weights.AVERAGED, Selection.Choice.NOTHING, 0.8, 0.81, 0.82).write(fold);
		PlanFile.write(PlanFile.of(folder, "3d"), planned);
		PlanFile.write(fold.resolve("plan.json"), short5.plan());
		final TrainOptions.Builder all = TrainOptions.builder().data(folder).fold(-1).preset("cpu");
		assertEquals(short5.plan().patch(), TrainSettings.of(all.build().likeFolds(), planned, 24, true, Precision.FP32)
			.plan().patch());
		assertEquals(0.95, all.patchShare(0.95).build().likeFolds().sampling().patchShare(), "what the user says");
		PlanFile.write(fold.resolve("plan.json"), settings(Preset.CPU, planned, 500, Pace.FULL).plan());
		assertEquals(1, all.patchShare(1).build().likeFolds().sampling().patchShare());
	}
}
