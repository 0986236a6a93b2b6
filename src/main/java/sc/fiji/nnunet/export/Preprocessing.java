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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;

/**
 * How bioimage.io states the normalisation of a plan, as far as it can: one list of steps for all channels.
 *
 * @param steps the steps, for the description
 * @param sentence what users must know, for the README
 */
record Preprocessing(List<Map<String, Object>> steps, String sentence) {

	private static final String STACK =
		" In a stack, that is counted over the whole stack; the format counts in each slice.";

	/** @param axes the names of the space axes of the network's grid */
	static Preprocessing of(final Plan plan, final List<String> axes) {
		final List<Normalization> rules = plan.normalization();
		final List<Map<String, Object>> steps = new ArrayList<>();
		steps.add(step("ensure_dtype", Map.of("dtype", "float32")));
		final String reason = unstated(plan);
		if (!reason.isEmpty()) return new Preprocessing(steps, reason + " " + words(rules) + (mayBeOfStacks(
			plan) ? STACK : "") + " Do that before the model is run; with the test image it is done already.");
		final Normalization first = rules.get(0);
		switch (first.scheme()) {
			case CT -> {
				steps.add(step("clip", arguments("min", first.clipMin(), "max", first.clipMax())));
				steps.add(step("fixed_zero_mean_unit_variance", rules.size() == 1 ? arguments("mean", first.mean(),
					"std",
					first.std()) : arguments("mean", rules.stream().map(Normalization::mean).toList(), "std",
					rules.stream()
						.map(Normalization::std).toList(), "axis", "channel")));
			}
			case Z_SCORE -> steps.add(step("zero_mean_unit_variance", arguments("axes", axes, "eps", 1e-6)));
			case RESCALE_0_1 -> steps.add(step("scale_range", arguments("axes", axes, "eps", 1e-6)));
			case RGB_0_1 -> steps.add(step("scale_linear", arguments("gain", 1 / 255.0, "offset", 0.0)));
			case NONE -> {
				// nothing to state
			}
		}
		return new Preprocessing(steps, words(rules) + (first.scheme() == Normalization.Scheme.Z_SCORE && first.masked()
			? " The format cannot leave zeros out: it counts all voxels, which is the same only in images without zeros."
			: "") + (mayBeOfStacks(plan) ? STACK : ""));
	}

	/** Whether the steps are the normalisation of a plan, but for zeros that it may leave out. */
	static boolean isStated(final Plan plan) {
		return unstated(plan).isEmpty();
	}

	/** Why the format cannot state the rules; empty if it can. */
	private static String unstated(final Plan plan) {
		final List<Normalization> rules = plan.normalization();
		final Normalization first = rules.get(0);
		// NB: a step is for all channels
		if (plan.network().inputChannels() > rules.size()) return "The channels behind those of the image hold the labels of " +
			"the previous stage: 1 in voxels of the label, else 0. They stay as they are, which the format cannot state:" +
			" only the image is normalised.";
		if (rules.stream().anyMatch(rule -> rule.scheme() != first.scheme()))
			return "The channels are normalised by different rules, which the format cannot state:";
		if (first.scheme() == Normalization.Scheme.CT && rules.stream().anyMatch(rule -> rule.clipMin() != first.clipMin() ||
			rule.clipMax() != first.clipMax())) return "The channels are clipped differently, which the format cannot state:";
		if (mayBeOfStacks(plan) && !plan.medianShape().isEmpty())
			return "The images are stacks, and the format cannot state what is counted over all of one:";
		return "";
	}

	/** Whether the network gets slices that are normalised by statistics of their stack; true where nobody can tell. */
	private static boolean mayBeOfStacks(final Plan plan) {
		return plan.is2d() && plan.normalization().stream().anyMatch(rule -> rule.scheme() == Normalization.Scheme.Z_SCORE ||
			rule.scheme() == Normalization.Scheme.RESCALE_0_1) && (plan.medianShape().isEmpty() || plan.medianShape().get(0) > 1);
	}

	private static Map<String, Object> step(final String id, final Map<String, Object> arguments) {
		return arguments("id", id, "kwargs", arguments);
	}

	private static Map<String, Object> arguments(final Object... pairs) {
		final Map<String, Object> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			map.put((String) pairs[i], pairs[i + 1]);
		return map;
	}

	/** The rules for people, a sentence per channel. */
	private static String words(final List<Normalization> rules) {
		final List<String> sentences = new ArrayList<>();
		for (int channel = 0; channel < rules.size(); channel++)
			sentences.add((rules.size() == 1 ? "" : "Channel " + channel + ": ") + words(rules.get(channel)));
		return String.join(" ", sentences);
	}

	private static String words(final Normalization rule) {
		return switch (rule.scheme()) {
			case CT -> "Intensities are clipped to " + rule.clipMin() + " to " + rule.clipMax() + ", then " +
				rule.mean() +
				" is subtracted and the result divided by " + rule.std() + ".";
			case Z_SCORE -> "Intensities get mean 0 and standard deviation 1" + (rule.masked()
				? ", both counted over the voxels that are not 0, and zeros stay." : ".");
			case RESCALE_0_1 -> "Intensities are scaled to 0 to 1.";
			case RGB_0_1 -> "Intensities are divided by 255.";
			case NONE -> "Intensities are used as they are.";
		};
	}
}
