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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.augment.Augmentations.Strength;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.NetworkSpec.Norm;
import sc.fiji.nnunet.plan.Plan;

/**
 * What a training really does: the options with every "auto" decided by the recipe and the preset.
 *
 * @param plan the plan with the network and batch size that are trained
 * @param training loss, optimizer and precision
 * @param schedule the learning rate's curve
 * @param budget when it ends
 * @param stepsPerEpoch steps per epoch
 * @param volumesPerBatch for 2D: from how many volumes the slices of a batch come (NVIDIA's nvol)
 * @param augmentation how much the samples are varied
 */
public record TrainSettings(Plan plan, TrainingSpec training, Schedule schedule, Budget budget, int stepsPerEpoch,
	int volumesPerBatch, Strength augmentation)
{

	/** Recipe nvidia without a budget: NVIDIA's number of epochs (recipe-nvidia.md 1.2). */
	private static final int NVIDIA_EPOCHS = 1000;

	/** Length of an epoch of recipe nnunet (recipe-nnunet.md 4). */
	private static final int NNUNET_STEPS = 250;

	/** Share of a budget during which the rate rises. */
	private static final double WARM_UP = 0.05;

	/** Feature maps of the finest stage in preset cpu: a quarter of the work per step, twice the steps that matter. */
	private static final int CPU_FEATURES = 16;

	/** Initial rate of preset cpu, for Adam over a warm-up; it was reasoned, others were not tried. */
	private static final double CPU_RATE = 2e-3;

	/**
	 * Longest edge of a slice's patch in preset cpu: on EM slices four steps with 256² gave more than one with 512²
	 * (docs/measurements.md).
	 */
	private static final int CPU_EDGE = 256;

	/**
	 * @param options what the user said; must be valid
	 * @param planned the dataset's plan
	 * @param trainingCases the number of cases that are trained on
	 * @param oriented whether all of them say how they lie in the body
	 * @param precision the arithmetic that the engine's self-test chose
	 */
	public static TrainSettings of(final TrainOptions options, final Plan planned, final int trainingCases,
		final boolean oriented, final Precision precision)
	{
		final boolean cpu = options.preset().equals("cpu");
		final boolean nnunet = planned.recipe().name().equals("nnunet");
		final NetworkSpec network = network(options, planned, cpu, nnunet);
		final int batch = options.batchSize() > 0 ? options.batchSize() : cpu && !planned.is2d() ? Math.min(2, planned
			.batchSize()) : planned.batchSize();
		final Plan plan = planned.withPatch(cpu ? shortened(planned) : planned.patch()).withNetwork(network).withBatchSize(batch)
			.mirrored(mirrored(options, cpu && oriented));
		final TrainingSpec training = new TrainingSpec(loss(options, plan, nnunet), optimizer(options, cpu, nnunet), precision);
		final int perStep = plan.is2d() && !nnunet ? options.volumes() : batch;
		final int stepsPerEpoch = options.stepsPerEpoch() > 0 ? options.stepsPerEpoch() : nnunet && !cpu ? NNUNET_STEPS
			: Math.max(1, (trainingCases + perStep - 1) / perStep);
		final boolean budgeted = options.epochs() > 0 || options.steps() > 0 || options.minutes() > 0;
		final Budget budget = new Budget(budgeted ? options.epochs() : NVIDIA_EPOCHS, options.steps(), options.minutes(),
			options.patience());
		return new TrainSettings(plan, training, schedule(options, training.optimizer(), cpu, nnunet, budgeted), budget,
			stepsPerEpoch, options.volumes(), cpu ? Strength.LIGHT : Strength.FULL);
	}

	/**
	 * Where left and right, front and back mean something, a short training has no time to spare for images that do not
	 * exist: 1,600 steps on hippocampi gave Dice 0.886 without and 0.870 with mirror images (docs/measurements.md).
	 */
	private static boolean mirrored(final TrainOptions options, final boolean shortAndOriented) {
		return options.mirroring().equals("auto") ? !shortAndOriented : Boolean.parseBoolean(options.mirroring());
	}

	/** The patch of preset cpu: that of a slice is cut where it is long, to what the network's strides divide. */
	private static List<Integer> shortened(final Plan plan) {
		if (!plan.is2d()) return plan.patch();
		final int[] stride = plan.network().totalStride();
		final List<Integer> patch = new ArrayList<>();
		for (int axis = 0; axis < 2; axis++)
			patch.add(Math.min(plan.patch().get(axis), Math.max(1, CPU_EDGE / stride[axis]) * stride[axis]));
		return patch;
	}

	private static NetworkSpec network(final TrainOptions options, final Plan plan, final boolean cpu,
		final boolean nnunet)
	{
		NetworkSpec network = plan.network();
		final int finest = options.features() > 0 ? options.features() : cpu ? CPU_FEATURES : network.features().get(0);
		network = network.scaledTo(finest);
		if (!options.norm().equals("auto")) network = network.withNorm(Norm.valueOf(options.norm().toUpperCase(
			Locale.ROOT)));
		final boolean deep = chosen(options.deepSupervision(), nnunet || cpu);
		if (options.negativeSlope() >= 0) network = network.withNegativeSlope(options.negativeSlope());
		// NVIDIA's nnU-Net needs three decoder levels and then has two extra heads (recipe-nvidia.md 4.5); nnU-Net has one per level
		final int heads = nnunet ? network.stages() - 2 : Math.min(2, network.stages() - 2);
		return network.withDeepSupervision(deep ? Math.max(0, heads) : 0);
	}

	/** What the user said, or what "auto" means. */
	private static boolean chosen(final String option, final boolean auto) {
		return option.equals("auto") ? auto : Boolean.parseBoolean(option);
	}

	private static LossSpec loss(final TrainOptions options, final Plan plan, final boolean nnunet) {
		final int heads = plan.network().deepSupervision();
		final List<List<Integer>> regions = plan.labels().regions().stream().map(region -> region.labels()).toList();
		if (!nnunet) {
			final LossSpec nvidia = LossSpec.nvidia(heads);
			return new LossSpec(chosen(options.lossBatchReduction(), nvidia.batchDice()), chosen(options.lossIncludeBackground(), nvidia
				.background()), nvidia.smooth(), regions, plan.labels().ignore(), nvidia
				.deepWeights(), nvidia.downsampleLabels());
		}
		// recipe-nnunet.md 4: 1/2^i, the coarsest 0, sum 1
		final List<Double> weights = new ArrayList<>();
		double sum = 0;
		for (int head = 0; head <= heads; head++) {
			final double weight = head > 0 && head == heads ? 0 : Math.pow(0.5, head);
			weights.add(weight);
			sum += weight;
		}
		final double total = sum;
		weights.replaceAll(weight -> weight / total);
		return new LossSpec(chosen(options.lossBatchReduction(), plan.batchDice()), chosen(options.lossIncludeBackground(),
			false), 1e-5, regions, plan.labels().ignore(), weights, true);
	}

	private static OptimizerSpec optimizer(final TrainOptions options, final boolean cpu, final boolean nnunet) {
		final String rule = !options.optimizer().equals("auto") ? options.optimizer() : nnunet && !cpu ? "sgd" : "adam";
		final double decay = options.weightDecay() >= 0 ? options.weightDecay() : nnunet ? 3e-5 : 1e-4;
		final double clip = nnunet ? 12 : 0;
		return switch (rule) {
			case "sgd" -> new OptimizerSpec(Rule.SGD, options.momentum(), nnunet, 0, 0, 0, decay, clip, options
				.lookahead());
			case "radam" -> new OptimizerSpec(Rule.RADAM, 0, false, 0.9, 0.999, 1e-7, decay, clip, options.lookahead());
			default -> new OptimizerSpec(Rule.ADAM, 0, false, 0.9, 0.999, 1e-7, decay, clip, options.lookahead());
		};
	}

	private static Schedule schedule(final TrainOptions options, final OptimizerSpec optimizer, final boolean cpu,
		final boolean nnunet, final boolean budgeted)
	{
		final double rate = options.learningRate() > 0 ? options.learningRate() : optimizer.rule() == Rule.SGD ? 0.01
			: cpu ? CPU_RATE : 3e-4;
		return switch (options.scheduler()) {
			case "none" -> Schedule.none(rate);
			case "poly" -> Schedule.poly(rate, options.endLearningRate() >= 0 ? options.endLearningRate() : nnunet ? 0
				: 1e-5);
			case "cosine" -> Schedule.cosine(rate);
			case "cosine_annealing" -> Schedule.cosineAnnealing(rate, options.firstCycle(), options.peakDecay());
			default -> nnunet && !cpu ? Schedule.poly(rate, Math.max(0, options.endLearningRate())) : budgeted || cpu ? Schedule.warmUpCosine(rate, WARM_UP)
				: Schedule.cosineAnnealing(rate, options.firstCycle(), options.peakDecay());
		};
	}

	/** What must be equal for a checkpoint to be resumed, as text; names what differs when compared line by line. */
	public List<String> identity() {
		final List<String> lines = new ArrayList<>();
		lines.add("network " + plan.network());
		lines.add("patch " + plan.patch());
		lines.add("batch " + plan.batchSize());
		lines.add("loss " + training.loss());
		lines.add("optimizer " + training.optimizer());
		return lines;
	}

	/** The settings for people, a line each. */
	public List<String> describe() {
		final NetworkSpec network = plan.network();
		return List.of("network: " + network.dimensions() + "D U-Net, features " + network.features() + ", " + network
			.norm().name().toLowerCase(Locale.ROOT) + " norm" + (network.deepSupervision() > 0
				? ", deep supervision with " + network.deepSupervision() + " extra heads" : ""), "patch " + plan.patch() +
					", batch " + plan.batchSize() + ", " + stepsPerEpoch + " steps per epoch", "optimizer " + training
						.optimizer().rule() + ", rate " + schedule.rate() + ", schedule " + schedule.kind()
							.name().toLowerCase(Locale.ROOT) + ", weight decay " + training.optimizer().weightDecay(),
			"augmentation " + augmentation.name().toLowerCase(Locale.ROOT) + (plan.oneSided() ? ", no mirror images" : ", mirror images") +
				", precision " + training.precision());
	}
}
