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
package sc.fiji.nnunet.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Transpose;

/**
 * Decides patch, spacing, network, batch and normalisation for a dataset.
 * <p>
 * A dataset whose folder is named exactly as in the recipe's table, if it has one (recipe-nvidia.md 2.2), is planned as
 * prescribed there; every other dataset is planned by nnU-Net's rules (recipe-nnunet.md section 1). The result depends
 * on the arguments only.
 * </p>
 */
public final class Planner {

	/** Below this share of the median shape, a patch requires a low-resolution configuration (recipe-nnunet.md 1.8b). */
	private static final double LOWRES_THRESHOLD = 0.25;

	private final Dataset dataset;
	private final Recipe recipe;
	private final PlanChoices choices;
	private final Optional<NvidiaTask> task;
	private final Architecture architecture;
	private final PatchPlanner patches;

	/**
	 * @throws ProblemException if the recipe does not have the chosen architecture
	 */
	public Planner(final Dataset dataset, final Recipe recipe, final PlanChoices choices) throws ProblemException {
		this.dataset = dataset;
		this.recipe = recipe;
		this.choices = choices;
		task = recipe.planning().task(dataset.name());
		architecture = choices.architecture();
		requireArchitecture();
		final Labels labels = dataset.labels();
		final int classes = (labels.regions().isEmpty() ? labels.classes() : labels.regions().size() + 1) + (labels
			.ignore() >= 0 ? 1 : 0);
		patches = new PatchPlanner(architecture, classes, choices.memory() > 0 ? choices.memory() : architecture.memory());
	}

	private void requireArchitecture() throws ProblemException {
		final List<Architecture> known = recipe.planning().architectures();
		if (known.contains(architecture)) return;
		throw new ProblemException(new Problem("architecture", "is " + Checks.word(architecture) + ", which recipe " +
			recipe.name() + " does not have.", "Give " + String.join(" or ", known.stream().map(Checks::word).toList()) +
				", or recipe " + String.join(" or ", Recipe.ALL.stream().filter(one -> one.planning().architectures().contains(
					architecture)).map(Recipe::name).toList()) + "."));
	}

	/** Whether planning needs a fingerprint of the images, or of numbered objects. */
	public boolean needsFingerprint() {
		return task.isEmpty() || dataset.labels().instances();
	}

	/** Whether planning needs the intensities of the labelled voxels. */
	public boolean needsIntensities() {
		final boolean known = task.isPresent() && task.get().ct() != null;
		return !known && recipe.planning().channels().hasCt(dataset.channels()) || choices
			.normalization() == Normalization.Scheme.CT;
	}

	/**
	 * Plans every configuration that makes sense for the dataset: 2d; for volumes also 3d; and where the patch covers
	 * little of an image also 3d_lowres and 3d_cascade.
	 *
	 * @param fingerprint of the training cases, cropped by the recipe's rule; may be null unless
	 *          {@link #needsFingerprint}
	 * @return the plans by configuration
	 * @throws ProblemException if a choice is not possible for the dataset
	 */
	public Map<String, Plan> plan(final Fingerprint fingerprint) throws ProblemException {
		final Map<String, Plan> plans = decide(fingerprint);
		if (fingerprint == null || fingerprint.smallestObject() == null) return plans;
		final Fingerprint.SmallestObject smallest = fingerprint.smallestObject();
		if (smallest.voxels() > 0) plans.replaceAll((name, plan) -> plan.withSmallestObject(plan.isResampled() ? smallest
			.volume() / voxel(plan, fingerprint) : smallest.voxels()));
		return plans;
	}

	/** The volume of a voxel of a plan. NB: single slices have the depth with which their objects were measured. */
	private static double voxel(final Plan plan, final Fingerprint fingerprint) {
		final double depth = TargetSpacing.isFlat(fingerprint) ? TargetSpacing.medians(fingerprint.spacings())[0] : plan
			.spacing().get(0);
		return depth * plan.spacing().get(1) * plan.spacing().get(2);
	}

	private Map<String, Plan> decide(final Fingerprint fingerprint) throws ProblemException {
		final Map<String, Plan> plans = new LinkedHashMap<>();
		if (task.isPresent()) {
			final NvidiaPlanner nvidia = new NvidiaPlanner(dataset, recipe, task.get(), choices);
			plans.put("2d", nvidia.plan(true, normalization(fingerprint)));
			plans.put("3d", nvidia.plan(false, normalization(fingerprint)));
			return plans;
		}
		final List<Normalization> normalization = normalization(fingerprint);
		final double[] collected = recipe.planning().spacing().of(fingerprint);
		final boolean turned = recipe.planning().thickAxisFirst() && !TargetSpacing.isFlat(fingerprint);
		final int[] order = turned ? Transpose.toFront(TargetSpacing.largest(collected))
			: new int[] { 0, 1, 2 };
		final double[] spacing = choices.spacing().isEmpty() ? Transpose.apply(collected, order) : choices.spacing()
			.stream().mapToDouble(s -> s).toArray();
		final double[] median = medianShape(fingerprint, spacing, order);
		final double voxels = product(median) * fingerprint.cases().size();
		final Grid full = new Grid(order, spacing, median, normalization);
		plans.put("2d", full.plan("2d", size(tail(spacing), tail(median), voxels, true), true, List.of()));
		if (median[0] == 1) return plans;
		final PatchPlanner.Size size = size(spacing, median, voxels, false);
		final Lowres lowres = recipe.planning().lowres() ? lowres(spacing, median, size) : null;
		if (lowres == null) {
			plans.put("3d", full.plan("3d", size, false, List.of()));
			return plans;
		}
		final Grid coarse = new Grid(order, lowres.spacing, lowres.median, normalization);
		plans.put("3d_lowres", coarse.plan("3d_lowres", lowres.size, false, List.of()));
		plans.put("3d", full.plan("3d", size, true, List.of()));
		plans.put("3d_cascade", full.plan("3d_cascade", size, true, dataset.labels().names().subList(1, dataset.labels()
			.classes())));
		return plans;
	}

	private List<Normalization> normalization(final Fingerprint fingerprint) throws ProblemException {
		final List<String> channels = dataset.channels();
		final ChannelRule rule = recipe.planning().channels();
		if (choices.normalization() == null) {
			final boolean known = task.isPresent() && task.get().ct() != null && rule.hasCt(channels);
			return known ? Collections.nCopies(channels.size(), task.get().ct()) : rule.of(channels, fingerprint);
		}
		final List<Normalization> result = new ArrayList<>();
		for (int channel = 0; channel < channels.size(); channel++)
			result.add(Normalizations.of(choices.normalization(), channel, rule.masked(fingerprint), fingerprint));
		return result;
	}

	private PatchPlanner.Size size(final double[] spacing, final double[] median, final double voxels,
		final boolean flat)
	{
		final boolean chosen = choices.patch().size() == (flat ? 2 : 3);
		return chosen ? patches.plan(choices.patch(), spacing, voxels) : patches.plan(spacing, median, voxels);
	}

	private double[] medianShape(final Fingerprint fingerprint, final double[] spacing, final int[] order) {
		final List<List<Integer>> sizes = new ArrayList<>();
		for (int i = 0; i < fingerprint.cases().size(); i++) {
			final int[] size = Transpose.apply(fingerprint.shapesAfterCrop().get(i).stream().mapToInt(n -> n).toArray(),
				order);
			final double[] old = Transpose.apply(fingerprint.spacings().get(i).stream().mapToDouble(s -> s).toArray(),
				order);
			final int[] now = recipe.newSize(size, old, spacing);
			sizes.add(List.of(now[0], now[1], now[2]));
		}
		return TargetSpacing.medians(sizes);
	}

	/** A coarser grid on which the patch covers enough of an image. */
	private record Lowres(double[] spacing, double[] median, PatchPlanner.Size size) {
	}

	/** Coarsens step by step, the finest axes first: recipe-nnunet.md 1.8b. Null if it is not worthwhile. */
	private Lowres lowres(final double[] fullSpacing, final double[] fullMedian, final PatchPlanner.Size full) {
		double medianVoxels = product(fullMedian);
		double patchVoxels = voxels(full);
		final double[] spacing = fullSpacing.clone();
		Lowres lowres = null;
		while (patchVoxels / medianVoxels < LOWRES_THRESHOLD) {
			final double coarsest = spacing[TargetSpacing.largest(spacing)];
			boolean uneven = false;
			for (final double s : spacing)
				uneven |= coarsest / s > 2;
			final double[] median = new double[3];
			medianVoxels = 1;
			for (int d = 0; d < 3; d++) {
				if (!uneven || coarsest / spacing[d] > 2) spacing[d] *= 1.03;
				final double exact = fullSpacing[d] / spacing[d] * fullMedian[d];
				median[d] = Math.rint(exact);
				medianVoxels *= exact;
			}
			final PatchPlanner.Size size = size(spacing, median, medianVoxels * dataset.training().size(), false);
			patchVoxels = voxels(size);
			lowres = new Lowres(spacing.clone(), median, size);
		}
		return lowres == null || product(fullMedian) / medianVoxels < 2 ? null : lowres;
	}

	private static double voxels(final PatchPlanner.Size size) {
		return size.topology().patch().stream().mapToDouble(n -> n).reduce(1, (a, b) -> a * b);
	}

	private static double product(final double[] numbers) {
		return numbers[0] * numbers[1] * numbers[2];
	}

	private static double[] tail(final double[] three) {
		return new double[] { three[1], three[2] };
	}

	/** The grid that several configurations share. */
	private final class Grid {

		private final int[] order;
		private final double[] spacing;
		private final double[] median;
		private final List<Normalization> normalization;

		Grid(final int[] order, final double[] spacing, final double[] median, final List<Normalization> normalization) {
			this.order = order;
			this.spacing = spacing;
			this.median = median;
			this.normalization = normalization;
		}

		Plan plan(final String configuration, final PatchPlanner.Size size, final boolean batchDice,
			final List<String> extraChannels)
		{
			final Topology topology = size.topology();
			final int channels = dataset.channels().size() + extraChannels.size();
			final NetworkSpec network = Networks.of(recipe, architecture, topology, channels, dataset.labels().outputs());
			final int batch = choices.batchSize() > 0 ? choices.batchSize() : size.batchSize();
			final List<String> reasons = Reasons.of(recipe, choices, size, order, spacing, median,
				configuration.equals("3d_lowres"));
			return new Plan(Plan.FORMAT, dataset.name(), recipe, configuration, dataset.channels(), dataset.labels(), List.of(
				order[0], order[1], order[2]), List.of(spacing[0], spacing[1], spacing[2]), List.of(median[0], median[1],
					median[2]), topology.patch(), batch, network, normalization, recipe.planning().batchDice() || batchDice,
				extraChannels.isEmpty() ? null : "3d_lowres", reasons);
		}
	}
}
