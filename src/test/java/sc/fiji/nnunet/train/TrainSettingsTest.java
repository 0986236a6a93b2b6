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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.augment.SamplingSpec;
import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StandInEngine;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.plan.Fingerprint;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.Planner;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.progress.Recorded;

/** Tests how "auto" is resolved: recipe-nvidia.md 1.2, 5.3, 6.1 to 6.4, recipe-nnunet.md 4. */
class TrainSettingsTest {

	private static final List<List<Integer>> KERNELS_3D = List.of(List.of(3, 3, 3), List.of(3, 3, 3), List.of(3, 3, 3),
		List.of(3, 3, 3));
	private static final List<List<Integer>> STRIDES_3D = List.of(List.of(1, 1, 1), List.of(2, 2, 2), List.of(2, 2, 2),
		List.of(2, 2, 2));

	private static Plan plan(final Recipe recipe, final boolean flat, final Labels labels) {
		final List<List<Integer>> kernels = flat ? KERNELS_3D.stream().map(k -> k.subList(1, 3)).toList() : KERNELS_3D;
		final List<List<Integer>> strides = flat ? STRIDES_3D.stream().map(s -> s.subList(1, 3)).toList() : STRIDES_3D;
		final NetworkSpec network = new NetworkSpec(flat ? 2 : 3, 1, labels.outputs(), new NetworkSpec.Shape(List.of(32,
			64, 128, 256), kernels, strides, List.of(2, 2, 2, 2), List.of(2, 2, 2)),
			new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-3, false, false, false,
			NetworkSpec.DecoderKernels.BELOW, 0.01), 0);
		return new Plan(1, "Task04_Hippocampus", recipe, flat ? "2d" : "3d", List.of("MRI"), labels, List.of(0, 1, 2), List
			.of(1.0, 1.0, 1.0), List.of(), flat ? List.of(56, 40) : List.of(40, 56, 40), flat ? 64 : 9, network, List.of(
				Normalization.zScore(true)), true, null, List.of());
	}

	private static final Labels CLASSES = Labels.of("background", "anterior", "posterior");

	private static TrainSettings settings(final TrainOptions.Builder options, final Recipe recipe, final boolean flat,
		final int cases)
	{
		return TrainSettings.of(options.build(), plan(recipe, flat, CLASSES), cases, true, Precision.FP32);
	}

	/** NB: a batch of 64 slices comes from two cases, if these have 32 slices. */
	@Test
	void shallowCasesMakeMoreBlocksPerStep() {
		final Plan slices = plan(Recipe.NVIDIA, true, CLASSES);
		final TrainOptions options = TrainOptions.builder().build();
		final TrainSettings deep = TrainSettings.of(options, slices, 20, true, Precision.FP32, 1, Pace.FULL, 32);
		assertEquals(2, deep.volumesPerBatch());
		assertEquals(10, deep.stepsPerEpoch());
		final TrainSettings shallow = TrainSettings.of(options, slices, 20, true, Precision.FP32, 1, Pace.FULL, 10);
		assertEquals(8, shallow.volumesPerBatch());
		assertEquals(8, shallow.blocks());
		assertEquals(10, shallow.stepsPerEpoch(), "an epoch is as long as NVIDIA's");
	}

	@Test
	void defaultsAreThoseOfNvidia() {
		final TrainSettings settings = settings(TrainOptions.builder(), Recipe.NVIDIA, false, 160);
		assertEquals(Rule.ADAM, settings.training().optimizer().rule());
		assertEquals(1e-4, settings.training().optimizer().weightDecay());
		assertEquals(3e-4, settings.schedule().rate());
		assertEquals(Schedule.Kind.COSINE_ANNEALING, settings.schedule().kind());
		assertEquals(1000, settings.budget().epochs());
		assertEquals(0, settings.plan().network().deepSupervision());
		assertEquals(1e-6, settings.training().loss().smooth());
		assertEquals(9, settings.plan().batchSize());
	}

	@Test
	void stepsPerEpochAreCasesOverBatchRoundedUp() {
		assertEquals(194, settings(TrainOptions.builder().batchSize(2), Recipe.NVIDIA, false, 387).stepsPerEpoch());
		assertEquals(194, settings(TrainOptions.builder().batchSize(64), Recipe.NVIDIA, true, 387).stepsPerEpoch(),
			"in 2D the two volumes of a batch count");
		assertEquals(250, settings(TrainOptions.builder(), Recipe.NNUNET, false, 387).stepsPerEpoch());
		assertEquals(7, settings(TrainOptions.builder().stepsPerEpoch(7), Recipe.NVIDIA, false, 387).stepsPerEpoch());
	}

	@Test
	void deepSupervisionHasTheWeightsOfEachRecipe() {
		final TrainSettings nvidia = settings(TrainOptions.builder().deepSupervision("true"), Recipe.NVIDIA, false, 160);
		assertEquals(2, nvidia.plan().network().deepSupervision());
		assertEquals(List.of(1 / 1.875, 0.5 / 1.875, 0.25 / 1.875), nvidia.training().loss().deepWeights());
		assertFalse(nvidia.training().loss().downsampleLabels());
		final TrainSettings nnunet = settings(TrainOptions.builder(), Recipe.NNUNET, false, 160);
		assertEquals(List.of(1 / 1.5, 0.5 / 1.5, 0.0), nnunet.training().loss().deepWeights());
		assertTrue(nnunet.training().loss().downsampleLabels());
	}

	@Test
	void nnUNetTrainsWithNesterovAndPoly() {
		final TrainSettings settings = settings(TrainOptions.builder().epochs(10), Recipe.NNUNET, false, 160);
		assertEquals(Rule.SGD, settings.training().optimizer().rule());
		assertTrue(settings.training().optimizer().nesterov());
		assertEquals(12, settings.training().optimizer().clipNorm());
		assertEquals(3e-5, settings.training().optimizer().weightDecay());
		assertEquals(Schedule.Kind.POLY, settings.schedule().kind());
		assertEquals(0.01, settings.schedule().rate());
		assertEquals(2500, settings.budget().totalSteps(settings.stepsPerEpoch()));
	}

	@Test
	void aBudgetStretchesTheSchedule() {
		for (final TrainOptions.Builder budget : List.of(TrainOptions.builder().minutes(5), TrainOptions.builder().steps(
			500), TrainOptions.builder().epochs(5)))
			assertEquals(Schedule.Kind.WARM_UP_COSINE, settings(budget, Recipe.NVIDIA, false, 160).schedule().kind());
		assertEquals(Schedule.Kind.POLY, settings(TrainOptions.builder().minutes(5).scheduler("poly"), Recipe.NVIDIA, false,
			160).schedule().kind());
	}

	@Test
	void widthsAndNormAreOverridden() {
		final TrainSettings narrow = settings(TrainOptions.builder().features(8).norm("batch"), Recipe.NVIDIA, false, 160);
		assertEquals(List.of(8, 16, 32, 64), narrow.plan().network().features());
		assertEquals(NetworkSpec.Norm.BATCH, narrow.plan().network().norm());
		final TrainSettings cpu = settings(TrainOptions.builder().preset("cpu"), Recipe.NVIDIA, false, 160);
		assertEquals(List.of(16, 32, 64, 128), cpu.plan().network().features());
		assertEquals(2, cpu.plan().batchSize());
	}

	@Test
	void presetNvidiaEqualsItsScriptUnlessTheUserOverridesIt() {
		for (final String name : List.of("nvidia", "seed")) {
			final TrainOptions.Builder script = TrainOptions.builder().preset(name).device("gpu");
			assertTrue(script.build().presetHardware().xla());
			final TrainSettings three = settings(script, Recipe.NVIDIA, false, 160);
			assertEquals(300, three.budget().epochs());
			assertEquals(100, three.skipEval());
			assertEquals(2, three.plan().batchSize());
			assertEquals(2, three.plan().network().deepSupervision());
			assertEquals(Schedule.Kind.WARM_UP_COSINE, three.schedule().kind());
			assertEquals(64, settings(script, Recipe.NVIDIA, true, 160).plan().batchSize());
			assertEquals(Schedule.Kind.POLY, settings(script, Recipe.NNUNET, false, 160).schedule().kind());
		}
		assertFalse(TrainOptions.builder().preset("nvidia").device("cpu").build().presetHardware().xla());
		assertFalse(TrainOptions.builder().device("gpu").build().presetHardware().xla());
		final TrainSettings chosen = settings(TrainOptions.builder().preset("nvidia").minutes(3).batchSize(16).skipEval(7)
			.deepSupervision("false"), Recipe.NVIDIA, true, 160);
		assertEquals(0, chosen.budget().epochs());
		assertEquals(16, chosen.plan().batchSize());
		assertEquals(7, chosen.skipEval());
		assertEquals(0, chosen.plan().network().deepSupervision());
	}

	@Test
	void presetCpuKeepsTheRecipesLossAndDecay() {
		final TrainSettings settings = settings(TrainOptions.builder().preset("cpu"), Recipe.NNUNET, false, 387);
		assertEquals(Rule.MUON, settings.training().optimizer().rule());
		assertEquals(3e-5, settings.training().optimizer().weightDecay());
		assertEquals(12, settings.training().optimizer().clipNorm());
		assertEquals(2e-3, settings.schedule().rate());
		assertEquals(Schedule.Kind.WARM_UP_COSINE, settings.schedule().kind());
		assertEquals(1e-5, settings.training().loss().smooth());
		assertEquals(194, settings.stepsPerEpoch());
		assertEquals(0.01, settings(TrainOptions.builder().preset("cpu").optimizer("sgd"), Recipe.NNUNET, false, 387)
			.schedule().rate());
	}

	@Test
	void everyWrongValueIsOneProblem() {
		final List<String> wrong = TrainOptions.builder().data(Path.of("none")).preset(null).batchSize(-3).features(-7)
			.learningRate(Double.NaN).momentum(2).weightDecay(Double.NaN).skipEval(-1).patience(-1).stepsPerEpoch(-1).epochs(
				-1).threads(-1).device(null).logName(null).optimizer("lion").norm(null).blend(null).negativeSlope(
					Double.NEGATIVE_INFINITY).minutes(Double.POSITIVE_INFINITY).endLearningRate(Double.POSITIVE_INFINITY)
			.configuration(null).fold(5).build().validate().stream().map(Problem::where).toList();
		assertEquals(List.of("norm", "optimizer", "preset", "blend", "configuration", "fold", "epochs", "minutes",
			"patience", "stepsperepoch", "features", "negativeslope", "learningrate", "momentum", "endlearningrate",
			"weightdecay", "batchsize", "skipeval", "logname", "device", "threads"), wrong);
		assertEquals("optimizer: is 'lion'. Give one of " + String.join(", ", Auto.words(Rule.class)) + ".", TrainOptions
			.builder().optimizer("lion").build().validate().get(0).toString());
	}

	@Test
	void presetCpuShortensLongSlicesOnly() {
		final Plan slices = plan(Recipe.NVIDIA, true, CLASSES);
		final TrainOptions cpu = TrainOptions.builder().preset("cpu").build();
		assertEquals(List.of(56, 40), TrainSettings.of(cpu, slices, 20, true, Precision.FP32).plan().patch());
		assertEquals(List.of(256, 248), TrainSettings.of(cpu, slices.withPatch(List.of(512, 248)), 20, true, Precision.FP32)
			.plan().patch());
		assertEquals(List.of(512, 512), TrainSettings.of(TrainOptions.builder().build(), slices.withPatch(List.of(512,
			512)), 20, true, Precision.FP32).plan().patch());
		final Plan volumes = plan(Recipe.NVIDIA, false, CLASSES).withPatch(List.of(16, 320, 320));
		assertEquals(List.of(16, 320, 320), TrainSettings.of(cpu, volumes, 20, true, Precision.FP32).plan().patch());
	}

	/** The plan's network, patch and batch with the schedule of preset cpu, and epochs that a GPU does not end at once. */
	@Test
	void presetGpuKeepsThePlanAndTheShortSchedule() {
		for (final Recipe recipe : Recipe.ALL) {
			final TrainSettings gpu = settings(TrainOptions.builder().preset("gpu").minutes(3), recipe, false, 160);
			final TrainSettings cpu = settings(TrainOptions.builder().preset("cpu").minutes(3), recipe, false, 160);
			assertEquals(List.of(32, 64, 128, 256), gpu.plan().network().features());
			assertEquals(List.of(40, 56, 40), gpu.plan().patch());
			assertEquals(9, gpu.plan().batchSize());
			assertEquals(250, gpu.stepsPerEpoch());
			assertEquals(0, gpu.smallUntil(), "a network would be compiled for each size");
			assertEquals(cpu.schedule(), gpu.schedule());
			assertEquals(cpu.training().optimizer().weightDecay(), gpu.training().optimizer().weightDecay());
			assertEquals(Rule.ADAM, gpu.training().optimizer().rule(), "Muon was never tried on a GPU");
			assertEquals(cpu.plan().oneSided(), gpu.plan().oneSided());
			assertEquals(cpu.plan().network().deepSupervision(), gpu.plan().network().deepSupervision());
			assertTrue(gpu.samples().scattered());
		}
		assertEquals(List.of(512, 512), TrainSettings.of(TrainOptions.builder().preset("gpu").build(), plan(Recipe.NVIDIA,
			true, CLASSES).withPatch(List.of(512, 512)), 20, true, Precision.FP32).plan().patch());
	}

	@ParameterizedTest
	@CsvSource({ "cpu, true, preset=gpu trains", "gpu, false, preset=cpu", "cpu, false,", "gpu, true,", "recipe, true,",
		"nvidia, false," })
	void aPresetForOtherDevicesIsMentioned(final String preset, final boolean gpu, final String advice)
		throws Exception
	{
		final Recorded recorded = new Recorded();
		final TrainOptions options = TrainOptions.builder().preset(preset).build();
		new Rehearsal(settings(TrainOptions.builder().preset(preset), Recipe.NVIDIA, false, 160), recorded).prepare(options
			.preset(), new StandInEngine() {

				@Override
				public Device device() {
					return new Device(gpu ? 0 : -1, 1);
				}

				@Override
				public OptionalLong availableMemory() {
					return OptionalLong.empty();
				}
			});
		assertEquals(advice != null, recorded.lines.stream().anyMatch(line -> line.startsWith("preset=")));
		if (advice != null) assertTrue(recorded.lines.get(0).contains(advice), recorded.lines.get(0));
	}

	/** What is compiled for the self-test is what the training runs. */
	@Test
	void theSelfTestTrainsTheSameNetworkInTheSameWay() throws Exception {
		final TrainOptions.Builder options = TrainOptions.builder().preset("gpu").weightDecay(0.5).batchSize(3);
		final TrainSettings settings = settings(options, Recipe.NNUNET, false, 160);
		final Precision chosen = new Together(Workers.alone()).precision(options.build(), new StandInEngine() {

			@Override
			public Precision preferredPrecision(final NetworkSpec spec, final TrainingSpec training,
				final List<Integer> patch, final int samples)
			{
				assertEquals(settings.plan().network(), spec);
				assertEquals(settings.training(), training);
				assertEquals(settings.plan().patch(), patch);
				assertEquals(3, samples);
				return Precision.FP16;
			}
		}, settings, new Recorded());
		assertEquals(Precision.FP16, chosen);
	}

	/** NB: one that is made for other batches is built anew before the first step. In 2D whole runs of slices are shared. */
	@ParameterizedTest
	@CsvSource({ "false, 3, 0, 0, 1, 3", "false, 3, 0, 0, 2, 2", "false, 3, 0, 1, 2, 1", "false, 3, 0, 3, 4, 1",
		"true, 64, 4, 0, 3, 32", "true, 64, 4, 2, 3, 16", "true, 64, 64, 0, 3, 22" })
	void theNetworkIsMadeForItsBatches(final boolean flat, final int batch, final int volumes, final int rank,
		final int workers, final int own)
	{
		final TrainSettings settings = settings(TrainOptions.builder().batchSize(batch).volumes(volumes),
			Recipe.NVIDIA, flat, 160);
		final List<Object> made = new ArrayList<>();
		settings.network(new StandInEngine() {

			@Override
			public Workers workers() {
				return new TogetherTest.Threaded(rank, workers, null, null);
			}

			@Override
			public Network network(final NetworkSpec spec, final TrainingSpec training, final List<Integer> patch,
				final int samples, final long seed)
			{
				made.addAll(List.of(spec, training, patch, samples, seed));
				return null;
			}
		}, 7);
		assertEquals(List.of(settings.plan().network(), settings.training(), settings.plan().patch(), own, 7L), made);
	}

	@Test
	void presetCpuMirrorsOnlyImagesWithoutOrientation() {
		final Plan plan = plan(Recipe.NVIDIA, false, CLASSES);
		for (final boolean oriented : new boolean[] { false, true }) {
			assertFalse(TrainSettings.of(TrainOptions.builder().build(), plan, 20, oriented, Precision.FP32).plan()
				.oneSided());
			assertEquals(oriented, TrainSettings.of(TrainOptions.builder().preset("cpu").build(), plan, 20, oriented,
				Precision.FP32).plan().oneSided());
			assertFalse(TrainSettings.of(TrainOptions.builder().preset("cpu").mirroring("true").build(), plan, 20, oriented,
				Precision.FP32).plan().oneSided());
			assertTrue(TrainSettings.of(TrainOptions.builder().mirroring("false").build(), plan, 20, oriented,
				Precision.FP32).plan().oneSided());
		}
	}

	@Test
	void presetCpuScattersSmallCasesAndTheRecipesDoNot() {
		for (final Recipe recipe : List.of(Recipe.NVIDIA, Recipe.NNUNET)) {
			assertTrue(settings(TrainOptions.builder().preset("cpu"), recipe, false, 160).samples().scattered());
			assertTrue(settings(TrainOptions.builder().preset("cpu").augmentation("light"), recipe, false, 160).samples()
				.scattered());
			assertFalse(settings(TrainOptions.builder(), recipe, false, 160).samples().scattered());
		}
	}

	@Test
	void nvidiasRareOptionsAreSupported() {
		final TrainOptions.Builder options = TrainOptions.builder().scheduler("poly").endLearningRate(7e-5)
			.lossBatchReduction("false").lossIncludeBackground("true").negativeSlope(0.2).volumes(4);
		final TrainSettings settings = settings(options, Recipe.NVIDIA, true, 386);
		assertEquals(7e-5, settings.schedule().end());
		assertFalse(settings.training().loss().batchDice());
		assertTrue(settings.training().loss().background());
		assertEquals(0.2, settings.plan().network().blocks().negativeSlope());
		assertEquals(1e-3, settings.plan().network().blocks().normEpsilon(), "the norm is as planned");
		assertEquals(4, settings.volumesPerBatch());
		assertEquals(97, settings.stepsPerEpoch(), "386 cases, four per batch");
		final Schedule annealing = settings(TrainOptions.builder().scheduler("cosine_annealing").firstCycle(512).peakDecay(
			0.5), Recipe.NVIDIA, false, 160).schedule();
		assertEquals(512, annealing.firstCycle());
		assertEquals(0.5, annealing.peakDecay());
		final Schedule poly = settings(TrainOptions.builder().scheduler("poly"), Recipe.NVIDIA, false, 160).schedule();
		assertEquals(1e-5, poly.end(), "recipe-nvidia.md 1.2");
		assertEquals(0.0, settings(TrainOptions.builder(), Recipe.NNUNET, false, 160).schedule().end());
		assertEquals(7e-5, settings(TrainOptions.builder().endLearningRate(7e-5), Recipe.NNUNET, false, 160).schedule()
			.end());
		for (final String scheduler : new String[] { "cosine", "warm_up_cosine" }) {
			assertEquals(7e-5, settings(TrainOptions.builder().scheduler(scheduler).endLearningRate(7e-5), Recipe.NVIDIA, false,
				160).schedule().end());
			assertEquals(0.0, settings(TrainOptions.builder().scheduler(scheduler), Recipe.NVIDIA, false, 160).schedule().end());
		}
		assertTrue(settings(TrainOptions.builder(), Recipe.NVIDIA, false, 160).training().loss().batchDice());
		assertEquals(0.01, settings(TrainOptions.builder(), Recipe.NVIDIA, false,
			160).plan().network().blocks().negativeSlope());
	}

	@Test
	void regionsAndIgnoreReachTheLoss() {
		final Labels regions = new Labels(List.of("background", "edema", "core"), List.of(new Labels.Region("whole", List
			.of(1, 2), 1), new Labels.Region("core", List.of(2), 2)), 3);
		for (final Recipe recipe : Recipe.ALL) {
			final TrainSettings settings = TrainSettings.of(TrainOptions.builder().build(), plan(recipe, false, regions), 20,
				true, Precision.FP32);
			assertEquals(List.of(List.of(1, 2), List.of(2)), settings.training().loss().regions());
			assertEquals(3, settings.training().loss().ignore());
		}
	}

	@Test
	void theIdentityDistinguishesNetworks() {
		final List<String> wide = settings(TrainOptions.builder(), Recipe.NVIDIA, false, 160).identity();
		assertEquals(wide, settings(TrainOptions.builder().minutes(3).tta(true), Recipe.NVIDIA, false, 160).identity(),
			"a longer budget may resume from the same checkpoint");
		assertFalse(wide.equals(settings(TrainOptions.builder().features(16), Recipe.NVIDIA, false, 160).identity()));
		assertFalse(wide.equals(settings(TrainOptions.builder().optimizer("sgd"), Recipe.NVIDIA, false, 160).identity()));
	}

	/** Training can divide the batches and shorten the patches of any plan. */
	@Test
	void anyPlanCanBeTrained() throws Exception {
		final Random random = new Random(11);
		int odd = 0;
		for (int round = 0; round < 150; round++) {
			final boolean flat = random.nextInt(5) == 0;
			final List<Integer> shape = List.of(flat ? 1 : 4 + random.nextInt(200), 8 + random.nextInt(600), 8 + random
				.nextInt(600));
			final List<Double> spacing = List.of(0.3 + 8 * random.nextDouble(), 0.2 + 2 * random.nextDouble(), 0.2 + 2 *
				random.nextDouble());
			final int cases = 2 + random.nextInt(40);
			final Fingerprint print = new Fingerprint(1, "", Collections.nCopies(cases, "a"), Collections.nCopies(cases,
				spacing), Collections.nCopies(cases, shape), 1, List.of());
			final Dataset dataset = new Dataset("Mine", Path.of("Mine"), List.of("MRI"), CLASSES, Collections.nCopies(cases,
				new Case("a", List.of(Path.of("a.nii")), Path.of("b.nii"))), List.of(), ".nii");
			for (final Recipe recipe : Recipe.ALL)
				for (final Plan plan : new Planner(dataset, recipe, PlanChoices.NONE).plan(print).values())
					for (final Preset preset : Preset.ALL) {
						final TrainSettings settings = TrainSettings.of(TrainOptions.builder().preset(preset.name()).build(), plan,
							cases, true, Precision.FP32);
						final Plan trained = settings.plan();
						final int volumes = settings.volumesPerBatch();
						final String what = plan.configuration() + " of " + recipe.name() + ", " + preset.name() + ": " + shape;
						assertEquals(0, trained.batchSize() % volumes, what);
						assertTrue(settings.stepsPerEpoch() > 0, what);
						final int[] stride = trained.network().totalStride();
						for (int axis = 0; axis < stride.length; axis++)
							assertEquals(0, trained.patch().get(axis) % stride[axis], what);
						new SamplingSpec(trained.patchZyx(), trained.batchSize(), 0.33, settings.samples().sampling().runs()
							? volumes : 0, trained.is2d(), 1, settings.stepsPerEpoch());
						if (trained.is2d() && trained.batchSize() % 2 == 1) odd++;
					}
		}
		assertTrue(odd > 10, "batches that two volumes do not divide were among them: " + odd);
	}
}
