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

import java.util.List;
import java.util.function.IntFunction;

import sc.fiji.nnunet.augment.Augmentations;
import sc.fiji.nnunet.augment.PatchSampler;
import sc.fiji.nnunet.augment.Sampling;
import sc.fiji.nnunet.augment.SamplingSpec;
import sc.fiji.nnunet.augment.ScatteredSampler;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.Recipe;

/**
 * The defaults of a training: plain data. Each recipe has one, which a {@link Preset} may change.
 *
 * @param recipe the recipe to which it belongs
 * @param samples sampling and augmentation
 * @param length length of a training
 * @param size changes to the plan's network and batch
 * @param loss the loss for a number of extra heads
 * @param deepSupervision whether coarser levels contribute to the loss
 * @param optimization optimizer and learning rate
 */
public record Regime(Recipe recipe, Samples samples, Length length, Size size, IntFunction<LossSpec> loss,
	boolean deepSupervision, Optimization optimization)
{

	/**
	 * Sampling and augmentation.
	 *
	 * @param augmentations the augmentations, in their order
	 * @param mirrorsOriented whether there is mirroring even if all files give the orientation in the body
	 * @param keepsZeros whether voxels outside of the mask within which a channel was normalised are finally set to 0
	 *          again
	 * @param sampling where patches are taken and from which cases
	 * @param scattered whether a case that is smaller than a patch lies anywhere in it, rather than in its middle
	 * @param longer the augmentations of longer trainings, the longest last
	 * @param first the patches of a training in minutes, where they are smaller than planned
	 */
	public record Samples(Augmentations augmentations, boolean mirrorsOriented, boolean keepsZeros, Sampling sampling,
		boolean scattered, List<Longer> longer, First first)
	{

		Samples with(final Augmentations others, final boolean mirrors, final Longer... more) {
			return new Samples(others, mirrors, keepsZeros, sampling, scattered, List.of(more), first);
		}

		/** The same with small cases anywhere in their patches. */
		Samples everywhere() {
			return new Samples(augmentations, mirrorsOriented, keepsZeros, sampling, true, longer, first);
		}

		/** The same with smaller patches in trainings of minutes. */
		Samples beginning(final First smaller) {
			return new Samples(augmentations, mirrorsOriented, keepsZeros, sampling, scattered, longer, smaller);
		}

		/** Decides where blocks are taken. */
		PatchSampler sampler(final SamplingSpec spec, final Labels labels) {
			final PatchSampler sampler = sampling.sampler(spec, labels);
			return scattered ? new ScatteredSampler(sampler, spec.blockZyx(), spec.is2d()) : sampler;
		}

		/** The samples of a training that sees each part of its cases so many times. */
		Samples lasting(final double passes) {
			Augmentations chosen = augmentations;
			for (final Longer one : longer)
				if (passes >= one.passes) chosen = one.augmentations;
			return with(chosen, mirrorsOriented);
		}
	}

	/**
	 * The augmentations of longer trainings.
	 *
	 * @param passes how often each part of the cases must be seen at least
	 * @param augmentations what is used then
	 */
	public record Longer(double passes, Augmentations augmentations) {
	}

	/**
	 * Smaller patches in trainings of minutes, for which a step takes less time.
	 *
	 * @param fewest with fewer steps than this a training has patches that are smaller than planned to its end
	 * @param share each edge's share of the last patches' at the beginning
	 * @param steps for how long: the time of so many steps with the last patches
	 * @param below the number of those steps from which on a training does not begin with smaller ones
	 */
	public record First(double fewest, double share, double steps, double below) {

		/** The largest share of a training. */
		private static final double MOST = 0.5;

		/** Whole patches from the first step on. */
		static final First WHOLE = new First(0, 1, 0, 0);

		/** Until which share of its time a training has them, in all of which so many of the last patches' steps fit. */
		double until(final double allSteps) {
			return allSteps < below ? Math.min(MOST, steps / allSteps) : 0;
		}
	}

	/**
	 * The length of a training.
	 *
	 * @param epochs epochs if the user gives no budget
	 * @param stepsPerEpoch steps per epoch; 0 = as many as the recipe's epoch has (recipe-nvidia.md 6.1)
	 * @param skipEval number of epochs at the start without validation
	 * @param pace floating-point operations per second by which a budget in minutes is turned into steps and passes over
	 *          the data: a constant, so that the settings of a training do not depend on what else runs on the computer
	 */
	public record Length(int epochs, int stepsPerEpoch, int skipEval, double pace) {

		/** Two cores with bfloat16: 15 samples of 29 GFLOP in a second (docs/measurements.md). */
		static final double PROCESSOR = 4e11;

		/**
		 * nnU-Net v2 on an RTX 4090: 33 steps of 9 samples of 116 GFLOP in a second, its author's figure; newer cards take
		 * up to three times as many.
		 */
		static final double CARD = 3.4e13;
	}

	/**
	 * Changes to the plan's network and batch; 0 = none.
	 *
	 * @param features feature maps of the finest stage
	 * @param sliceEdge longest edge of a slice's patch
	 * @param slices samples per step in 2D
	 * @param patches samples per step in 3D
	 * @param mostPatches the largest number of samples per step in 3D
	 */
	public record Size(int features, int sliceEdge, int slices, int patches, int mostPatches) {

		/** Samples per step. */
		int batch(final Plan plan) {
			final int given = plan.is2d() ? slices : patches;
			if (given > 0) return given;
			return plan.is2d() || mostPatches == 0 ? plan.batchSize() : Math.min(mostPatches, plan.batchSize());
		}
	}

	/**
	 * Optimizer and learning rate.
	 *
	 * @param rule the update rule
	 * @param nesterov for SGD
	 * @param weightDecay factor of the L2 term
	 * @param clipNorm gradients with a larger global norm are scaled down to it; 0 = never
	 * @param sgdRate highest rate of SGD
	 * @param adaptiveRate highest rate of the other rules
	 * @param schedule the rate's curve
	 * @param budgetSchedule the rate's curve if the user gives a budget
	 * @param polyEnd the rate at the end of a poly schedule
	 * @param averaged whether averaged weights are kept and used
	 */
	public record Optimization(Rule rule, boolean nesterov, double weightDecay, double clipNorm, double sgdRate,
		double adaptiveRate, Schedule.Kind schedule, Schedule.Kind budgetSchedule, double polyEnd, boolean averaged)
	{

		double rate(final Rule chosen) {
			return chosen == Rule.SGD ? sgdRate : adaptiveRate;
		}

		Optimization with(final Rule other, final double rate, final Schedule.Kind kind) {
			return new Optimization(other, nesterov, weightDecay, clipNorm, sgdRate, rate, kind, kind, polyEnd,
				averaged);
		}

		/** The same with the schedule for budgets in all cases. */
		Optimization budgeted() {
			return new Optimization(rule, nesterov, weightDecay, clipNorm, sgdRate, adaptiveRate, budgetSchedule,
				budgetSchedule, polyEnd, averaged);
		}
	}

	/** No changes to the plan. */
	private static final Size PLANNED = new Size(0, 0, 0, 0, 0);

	/** NVIDIA's nnU-Net: recipe-nvidia.md 1.2, 3.3, 5 and 6. */
	public static final Regime NVIDIA = new Regime(Recipe.NVIDIA, new Samples(Augmentations.NVIDIA, true, false,
		Sampling.NVIDIA, false, List.of(), First.WHOLE), new Length(1000, 0, 0, Length.PROCESSOR), PLANNED, LossSpec::nvidia,
		false,
		new Optimization(Rule.ADAM, false, 1e-4, 0, 0.01, 3e-4, Schedule.Kind.COSINE_ANNEALING,
			Schedule.Kind.WARM_UP_COSINE, 1e-5, true));

	/** nnU-Net v2: recipe-nnunet.md 3 and 4. */
	public static final Regime NNUNET = new Regime(Recipe.NNUNET, new Samples(Augmentations.NNUNET, true, true,
		Sampling.NNUNET, false, List.of(), First.WHOLE), new Length(1000, 250, 0, Length.PROCESSOR), PLANNED, LossSpec::nnunet, true,
		new Optimization(Rule.SGD, true, 3e-5, 12, 0.01, 3e-4, Schedule.Kind.POLY, Schedule.Kind.POLY, 0, true));

	/** The regimes of all recipes. */
	public static final List<Regime> ALL = List.of(NVIDIA, NNUNET);

	/** The regime of a recipe. */
	public static Regime of(final Recipe recipe) {
		return ALL.stream().filter(regime -> regime.recipe.equals(recipe)).findFirst().orElseThrow();
	}

	Regime with(final Samples other) {
		return new Regime(recipe, other, length, size, loss, deepSupervision, optimization);
	}

	Regime with(final Length other) {
		return new Regime(recipe, samples, other, size, loss, deepSupervision, optimization);
	}

	Regime with(final Size other) {
		return new Regime(recipe, samples, length, other, loss, deepSupervision, optimization);
	}

	Regime with(final Optimization other) {
		return new Regime(recipe, samples, length, size, loss, deepSupervision, other);
	}

	Regime withDeepSupervision(final boolean deep) {
		return new Regime(recipe, samples, length, size, loss, deep, optimization);
	}
}
