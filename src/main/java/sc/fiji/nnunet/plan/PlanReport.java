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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.progress.Seconds;

/**
 * A plan in words: what will happen, why, and what it will cost.
 */
public final class PlanReport {

	/** A training step is counted as three forward passes (recipe-nnunet.md 1.9), a multiply-add as two operations. */
	private static final double OPERATIONS = 3 * 2;

	/** Feature maps are kept for the backward pass; gradients and workspaces take about as much again. */
	private static final double BYTES_PER_ELEMENT = 4 * 2;

	private PlanReport() {
		// static methods only
	}

	/**
	 * The report, line by line.
	 *
	 * @param stepsPerEpoch training steps in an epoch
	 * @param operationsPerSecond floating-point operations per second of this machine in training; 0 = unknown, times are
	 *          left out
	 */
	public static List<String> lines(final Plan plan, final int stepsPerEpoch, final double operationsPerSecond) {
		final NetworkSpec network = plan.network();
		final NetworkCost cost = NetworkCost.of(network, plan.patch());
		final List<String> lines = new ArrayList<>();
		lines.add(plan.dataset() + ", recipe " + plan.recipe().name() + ", configuration " + plan.configuration());
		lines.add("  channels       " + String.join(", ", plan.channels()));
		lines.add("  classes        " + classes(plan));
		lines.add("  spacing        " + (plan.is2d() ? join(plan.spacing().subList(1, 3)) : join(plan.spacing())) + " mm");
		lines.add("  intensities    " + plan.normalization().stream().map(PlanReport::words).distinct().collect(Collectors
			.joining("; ")));
		lines.add("  patch          " + join(plan.patch()) + " voxels, " + plan.batchSize() + " per step");
		lines.add("  network        " + network.stages() + " stages of " + join(network.features(), ", ") + " features; " +
			(network.blocks().residual() ? "residual encoder" : "plain") + "; bottleneck " + join(bottleneck(plan)));
		lines.add("  strides        " + network.strides().stream().map(stride -> join(stride)).collect(Collectors.joining(
			", ")));
		lines.add("  kernels        " + network.kernels().stream().map(kernel -> join(kernel)).collect(Collectors.joining(
			", ")));
		lines.add(String.format(Locale.ROOT, "  size           %,d parameters, %.1f billion multiply-adds per patch", cost
			.parameters(), cost.multiplyAdds() / 1e9));
		lines.add(String.format(Locale.ROOT, "  memory         about %.1f GB for training", (cost.featureMaps() * plan
			.batchSize() * BYTES_PER_ELEMENT + 16d * cost.parameters()) / 1e9));
		if (operationsPerSecond > 0) {
			final double step = cost.multiplyAdds() * plan.batchSize() * OPERATIONS / operationsPerSecond;
			lines.add(String.format(Locale.ROOT, "  time           roughly %s per step, %s per epoch of %d steps", Seconds
				.words(step), Seconds.words(step * stepsPerEpoch), stepsPerEpoch));
		}
		if (plan.previous() != null) lines.add("  input          also the prediction of " + plan.previous());
		for (final String reason : plan.reasons())
			lines.add("  - " + reason);
		return lines;
	}

	private static String classes(final Plan plan) {
		final Labels labels = plan.labels();
		if (labels.instances()) return String.join(", ", labels.names()) + "; objects are numbered" + (plan
			.smallestObject() == null ? "" : ", the smallest insides have " + number(plan.smallestObject()) + " voxels");
		final String ignored = labels.ignore() >= 0 ? "; " + labels.ignore() + " is ignored" : "";
		if (labels.regions().isEmpty()) return String.join(", ", labels.names()) + ignored;
		return labels.regions().stream().map(region -> region.name() + " = " + region.labels()).collect(Collectors.joining(
			", ")) + ignored;
	}

	private static String words(final Normalization rule) {
		switch (rule.scheme()) {
			case CT:
				return String.format(Locale.ROOT, "clipped to %s … %s, minus %s, divided by %s", number(rule.clipMin()),
					number(rule.clipMax()), number(rule.mean()), number(rule.std()));
			case Z_SCORE:
				return rule.masked() ? "zero mean and unit standard deviation of the foreground"
					: "zero mean and unit standard deviation";
			case RESCALE_0_1:
				return "stretched to 0 … 1";
			case RGB_0_1:
				return "colours divided by 255";
			default:
				return "as they are";
		}
	}

	private static List<Integer> bottleneck(final Plan plan) {
		final int[] stride = plan.network().totalStride();
		final List<Integer> size = new ArrayList<>();
		for (int d = 0; d < stride.length; d++)
			size.add((plan.patch().get(d) + stride[d] - 1) / stride[d]);
		return size;
	}

	private static String join(final List<? extends Number> numbers) {
		return join(numbers, " x ");
	}

	private static String join(final List<? extends Number> numbers, final String between) {
		return numbers.stream().map(n -> number(n.doubleValue())).collect(Collectors.joining(between));
	}

	private static String number(final double value) {
		return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf((float) value);
	}
}
