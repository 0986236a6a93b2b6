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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import sc.fiji.nnunet.augment.SamplingSpec;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.progress.Seconds;

/**
 * The effective settings of a training: the options, with every "auto" resolved by the {@link Regime} of recipe and
 * preset.
 *
 * @param plan the plan with the network and batch size that are used
 * @param training loss, optimizer and precision
 * @param schedule the learning rate's curve
 * @param budget when it ends
 * @param stepsPerEpoch steps per epoch
 * @param skipEval number of epochs at the start without validation
 * @param volumesPerBatch for 2D: the number of volumes from which the slices of a batch are taken (NVIDIA's nvol)
 * @param samples sampling and augmentation
 * @param patches the sizes of its patches over its time
 */
public record TrainSettings(Plan plan, TrainingSpec training, Schedule schedule, Budget budget, int stepsPerEpoch,
	int skipEval, int volumesPerBatch, Regime.Samples samples, Patches patches)
{

	/** Share of a budget during which the rate rises. */
	private static final double WARM_UP = 0.05;

	/**
	 * @param options the user's options; must be valid
	 * @param planned the dataset's plan
	 * @param trainingCases the number of training cases
	 * @param oriented whether the files of all of them give the orientation in the body
	 * @param precision the arithmetic that the engine's self-test chose
	 */
	public static TrainSettings of(final TrainOptions options, final Plan planned, final int trainingCases,
		final boolean oriented, final Precision precision)
	{
		return of(options, planned, trainingCases, oriented, precision, 1, Pace.FULL);
	}

	/**
	 * The same for several workers, a slower processor, or a GPU.
	 *
	 * @param workers their number; the batch is that of all of them together
	 * @param pace how fast the device is, or all workers together
	 */
	static TrainSettings of(final TrainOptions options, final Plan planned, final int trainingCases,
		final boolean oriented, final Precision precision, final int workers, final Pace pace)
	{
		return of(options, planned, trainingCases, oriented, precision, workers, pace, Integer.MAX_VALUE);
	}

	/**
	 * The same for cases of few slices.
	 *
	 * @param slices the fewest slices of a prepared case, which a run of slices must not exceed
	 */
	static TrainSettings of(final TrainOptions options, final Plan planned, final int trainingCases,
		final boolean oriented, final Precision precision, final int workers, final Pace pace, final int slices)
	{
		final Regime regime = options.preset().of(planned.recipe());
		final SamplingOptions sampling = options.sampling();
		final int batch = sampling.batchSize() > 0 ? sampling.batchSize() : regime.size().batch(planned) *
			(regime.samples().sampling().perWorker() ? workers : 1);
		final NetworkSpec network = network(options.network(), planned, regime);
		final Plan known = planned.withNetwork(network).withBatchSize(batch).mirrored(sampling.mirroring().or(regime
			.samples().mirrorsOriented() || !oriented));
		final OptimizationOptions how = options.optimization();
		final TrainingSpec training = new TrainingSpec(loss(how, known, regime), optimizer(how, regime.optimization()),
			precision, how.averaging().or(regime.optimization().averaged()));
		final BudgetOptions limits = options.budget();
		final Budget budget = new Budget(limits.given() ? limits.epochs() : regime.length().epochs(), limits.steps(), limits
			.minutes(), limits.patience());
		final Schedule schedule = schedule(how, training.optimizer().rule(), regime.optimization(), limits.given());
		final int skipEval = options.validation().skipEval();
		final int asked = sampling.volumes() > 0 ? sampling.volumes() : volumes(batch);
		// NB: an epoch is NVIDIA's, whatever the cases hold (recipe-nvidia.md 6.1)
		final int perEpoch = stepsPerEpoch(options, regime, known, trainingCases, asked);
		final int volumes = within(slices, asked, known, regime);
		final double speed = pace.share() * regime.length().pace();
		final int longest = regime.size().sliceEdge();
		// NB: a number of steps is one of whole patches, and so is what a user says about patches
		final boolean grows = pace.growing() && budget.timed() && sampling.patchShare() == 1;
		final Patches patches = grows ? Patches.growing(known, longest, regime.samples().first(), budget.minutes(),
			one -> new Passes(one, trainingCases, speed).steps(budget, perEpoch)) : Patches.constant(known, longest, sampling
				.patchShare());
		final Plan plan = known.withPatch(patches.last());
		final Regime.Samples samples = regime.samples().lasting(new Passes(plan, trainingCases, speed).of(budget,
			perEpoch));
		return new TrainSettings(plan, training, schedule, budget, perEpoch, skipEval > 0 ? skipEval : regime.length()
			.skipEval(), volumes, sampling.augmentation() == null ? samples : samples.with(sampling.augmentation(), samples
				.mirrorsOriented()), patches);
	}

	/** The same with the patches of the beginning. */
	TrainSettings small() {
		return new TrainSettings(plan.withPatch(patches.first()), training, schedule, budget, stepsPerEpoch, skipEval,
			volumesPerBatch, samples, patches);
	}

	/** Until which share of the time the patches are smaller; 0 if they never are. */
	double smallUntil() {
		return patches.until();
	}

	/**
	 * NVIDIA's two volumes per batch of slices, or the next larger number that divides a planned batch (recipe-nvidia.md
	 * 3.4).
	 */
	private static int volumes(final int batch) {
		int volumes = Math.min(2, batch);
		while (batch % volumes != 0)
			volumes++;
		return volumes;
	}

	/** The same number, or a larger one if the runs of slices would be longer than a case. */
	private static int within(final int slices, final int volumes, final Plan plan, final Regime regime) {
		// NB: a number that does not divide the batch is the user's, and is refused (Loading.check)
		if (!plan.is2d() || !regime.samples().sampling().runs() || plan.batchSize() % volumes != 0) return volumes;
		return new SamplingSpec(plan.patchZyx(), plan.batchSize(), 0, volumes, true, 0, 1).withinDepth(slices).nvol();
	}

	/** The number of blocks of a batch, each from one case ({@link SamplingSpec}). */
	int blocks() {
		return blocks(plan, samples, volumesPerBatch);
	}

	/** The number of samples that a worker takes of a batch, at least 1. */
	int own(final Workers workers) {
		final int blocks = blocks();
		final int own = Together.begin(blocks, workers.rank() + 1, workers.count()) - Together.begin(blocks, workers.rank(),
			workers.count());
		return Math.max(1, own * plan.batchSize() / blocks);
	}

	/** The network to train, with fresh weights. */
	Network network(final Engine engine, final long seed) {
		return engine.network(plan.network(), training, plan.patch(), own(engine.workers()), seed);
	}

	private static int stepsPerEpoch(final TrainOptions options, final Regime regime, final Plan plan,
		final int trainingCases, final int volumes)
	{
		if (options.budget().stepsPerEpoch() > 0) return options.budget().stepsPerEpoch();
		if (regime.length().stepsPerEpoch() > 0) return regime.length().stepsPerEpoch();
		final int perStep = blocks(plan, regime.samples(), volumes);
		return Math.max(1, (trainingCases + perStep - 1) / perStep);
	}

	private static int blocks(final Plan plan, final Regime.Samples samples, final int volumes) {
		return plan.is2d() && samples.sampling().runs() ? volumes : plan.batchSize();
	}

	private static NetworkSpec network(final NetworkOptions options, final Plan plan, final Regime regime) {
		NetworkSpec network = plan.network();
		final int finest = options.features() > 0 ? options.features() : regime.size().features();
		if (finest > 0) network = network.scaledTo(finest);
		if (options.fewerStages() > 0) network = network.withoutStages(options.fewerStages());
		if (options.norm() != null) network = network.withNorm(options.norm());
		if (options.negativeSlope() >= 0) network = network.withNegativeSlope(options.negativeSlope());
		final boolean deep = options.deepSupervision().or(regime.deepSupervision());
		return network.withDeepSupervision(deep ? plan.recipe().blocks().heads(network.stages()) : 0);
	}

	private static LossSpec loss(final OptimizationOptions options, final Plan plan, final Regime regime) {
		final LossSpec loss = regime.loss().apply(plan.network().deepSupervision());
		return loss.with(options.lossBatchReduction().or(plan.batchDice()), options.lossIncludeBackground().or(loss
			.background()), plan.labels().regions().stream().map(region -> region.labels()).toList(), plan.labels().ignore());
	}

	private static OptimizerSpec optimizer(final OptimizationOptions options, final Regime.Optimization regime) {
		return OptimizerSpec.of(options.optimizer() != null ? options.optimizer() : regime.rule(), options.momentum(),
			regime
			.nesterov(), options.weightDecay() >= 0 ? options.weightDecay() : regime.weightDecay(), regime.clipNorm(), options
				.lookahead());
	}

	private static Schedule schedule(final OptimizationOptions options, final Rule rule,
		final Regime.Optimization regime, final boolean budgeted)
	{
		final double rate = options.learningRate() > 0 ? options.learningRate() : regime.rate(rule);
		final Schedule.Kind kind = options.scheduler() != null ? options.scheduler() : budgeted ? regime.budgetSchedule()
			: regime.schedule();
		return switch (kind) {
			case NONE -> Schedule.none(rate);
			case POLY -> Schedule.poly(rate, options.endLearningRate() >= 0 ? options.endLearningRate() : regime.polyEnd());
			case COSINE -> Schedule.cosine(rate, Math.max(0, options.endLearningRate()));
			case COSINE_ANNEALING -> Schedule.cosineAnnealing(rate, options.firstCycle(), options.peakDecay());
			case WARM_UP_COSINE -> Schedule.warmUpCosine(rate, Math.max(0, options.endLearningRate()), WARM_UP);
		};
	}

	/**
	 * The settings that must be equal for a checkpoint to be resumed, as lines of text that are compared one by one. NB:
	 * where patches are smaller because time is short, they may grow with more of it.
	 */
	public List<String> identity() {
		final List<String> lines = new ArrayList<>();
		lines.add("network " + plan.network());
		lines.add("patch " + patches.whole());
		lines.add("batch " + plan.batchSize());
		lines.add("loss " + training.loss());
		lines.add("optimizer " + training.optimizer());
		return lines;
	}

	/** The optimizer that an {@link #identity} names, which may be that of an earlier version, or null. */
	static Optional<Rule> optimizer(final List<String> identity) {
		if (identity == null) return Optional.empty();
		return Arrays.stream(Rule.values()).filter(rule -> identity.stream().anyMatch(line -> line.startsWith(
			"optimizer OptimizerSpec[rule=" + rule + ","))).findFirst();
	}

	/** The settings in words, a line each. */
	public List<String> describe() {
		final NetworkSpec network = plan.network();
		final String norm = network.norm().name().toLowerCase(Locale.ROOT);
		final String smaller = patches.enough() == 0 ? "" : " (smaller than planned, so that there are more steps; " +
			patches.whole() + " from about " + Seconds.words(60 * patches.enough()) + " on)";
		return List.of("network: " + network.dimensions() + "D U-Net, features " + network.features() + ", " + norm +
			" norm" + (network.deepSupervision() > 0 ? ", deep supervision with " + network.deepSupervision() +
				" extra heads" : ""), "patch " + plan.patch() + smaller + ", batch " + plan.batchSize() + ", " +
					stepsPerEpoch + " steps per epoch", "optimizer " + training.optimizer().rule() + ", rate " + schedule
						.rate() + ", schedule " + schedule.kind().name().toLowerCase(Locale.ROOT) + ", weight decay " + training
							.optimizer().weightDecay() + (training.averaged() ? ", averaged weights" : ""), "augmentation " +
								Checks.word(samples.augmentations()) + (plan.oneSided() ? ", no mirror images"
									: ", mirror images") + ", precision " + training.precision());
	}
}
