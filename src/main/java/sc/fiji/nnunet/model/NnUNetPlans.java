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
package sc.fiji.nnunet.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import sc.fiji.nnunet.dataset.NnUNetDescription;
import sc.fiji.nnunet.plan.ImageAxes;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.plan.WindowRule;
import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.ResampleRule;

/**
 * The plans of nnU-Net v2, {@code plans.json}: several configurations, of which one belongs to a trained model.
 */
final class NnUNetPlans {

	/** nnU-Net's smallest divisor of a CT scheme. */
	private static final double SMALLEST_STD = 1e-8;
	private static final Map<String, ImageAxes> READERS = Map.of("SimpleITKIO", ImageAxes.STORED, "NibabelIO",
		ImageAxes.STORED, "Tiff3DIO", ImageAxes.STORED, "SimpleITKIOWithReorient", ImageAxes.RAS,
		"NibabelIOWithReorient", ImageAxes.RAS, "NaturalImage2DIO", ImageAxes.PIXELS);

	private final Section root;
	private final Section configurations;

	/**
	 * @param file where the plans were found, for messages
	 * @param key under which key they were found; empty for the root of the file
	 */
	NnUNetPlans(final Path file, final String key, final JsonObject json) throws ProblemException {
		root = new Section(file, key, json);
		configurations = root.section("configurations");
	}

	/** The names of all configurations. */
	Set<String> names() {
		return configurations.members().keySet();
	}

	/** The name of the dataset. */
	String dataset() throws ProblemException {
		return root.text("dataset_name", "dataset");
	}

	/** The configuration whose prediction another one gets as input; null if it gets none. */
	String previous(final String configuration) throws ProblemException {
		return configuration(configuration).text("previous_stage", null);
	}

	/** A configuration with what it inherits; its own keys count first. */
	private Section configuration(final String name) throws ProblemException {
		final JsonObject merged = new JsonObject();
		final Set<String> visited = new HashSet<>();
		for (String next = name; next != null;) {
			if (!visited.add(next)) throw configurations.wrong(next, "inherits from itself");
			if (!configurations.has(next)) throw configurations.wrong(next, "is missing; there are " + String.join(", ",
				names()));
			final Section one = configurations.section(next);
			for (final Map.Entry<String, JsonElement> entry : one.members().entrySet())
				if (!merged.has(entry.getKey())) merged.add(entry.getKey(), entry.getValue());
			next = one.text("inherits_from", null);
		}
		return new Section(root.file(), configurations.full(name), merged);
	}

	/**
	 * Our plan for a configuration.
	 *
	 * @param dataset the channels and labels
	 * @param mirrors the axes of the patch along which the network may be given mirrored windows
	 * @throws ProblemException with the first key that this program cannot follow exactly
	 */
	Plan plan(final String name, final NnUNetDescription dataset, final List<Integer> mirrors) throws ProblemException {
		final Section configuration = configuration(name);
		expect(configuration, "preprocessor_name", "DefaultPreprocessor");
		if (root.has("label_manager")) expect(root, "label_manager", "LabelManager");
		final List<Integer> patch = configuration.wholes("patch_size");
		if (patch.size() != 2 && patch.size() != 3) throw configuration.wrong("patch_size", "is " + patch);
		final String previous = configuration.text("previous_stage", null);
		final ResamplingReader resampling = new ResamplingReader(configuration);
		if (previous != null) resampling.segmentation();
		final int channels = dataset.channels().size();
		final NetworkSpec network = new NetworkReader(patch.size(), channels + (previous == null ? 0 : dataset.labels()
			.classes() - 1), dataset.labels().outputs()).read(configuration);
		final ResampleRule images = resampling.images();
		final Recipe recipe = Recipe.NNUNET.with(images, new Recipe.Inference(WindowRule.NNUNET,
			WindowWeights.NNUNET_GAUSSIAN, resampling.logits(), mirrors(mirrors, patch.size()), axes(), resampling
				.roundsLogits()));
		final Plan plan = new Plan(Plan.FORMAT, dataset(), recipe, name, dataset.channels(), dataset.labels(), transpose(),
			spacing(configuration, patch.size()), List.of(), patch, configuration.whole("batch_size"), network,
			normalization(configuration, channels), configuration.flag("batch_dice", false), previous, List.of(), mirrors
				.isEmpty());
		final String wrong = PlanFile.impossible(plan);
		if (wrong != null) throw new ProblemException(root.file(), "is not usable: " + wrong + ".",
			"Use another copy of the model.");
		final int[] stride = network.totalStride();
		for (int axis = 0; axis < stride.length; axis++)
			if (patch.get(axis) % stride[axis] != 0) throw configuration.unsupported("patch_size",
				"it must be a multiple of the network's strides");
		return plan;
	}

	private static void expect(final Section where, final String key, final String only) throws ProblemException {
		if (!where.text(key).equals(only)) throw where.unsupported(key, "only " + only + " can be followed");
	}

	/** The axes of the patch as axes of a volume; those of a 2D patch are y and x. */
	private static List<Integer> mirrors(final List<Integer> patchAxes, final int axes) {
		return patchAxes.stream().map(axis -> axis + 3 - axes).toList();
	}

	private ImageAxes axes() throws ProblemException {
		final String reader = root.text("image_reader_writer", "SimpleITKIO");
		final ImageAxes axes = READERS.get(reader);
		if (axes == null) throw root.unsupported("image_reader_writer", "only " + String.join(", ", READERS.keySet()
			.stream().sorted().toList()) + " are known");
		return axes;
	}

	private List<Integer> transpose() throws ProblemException {
		return root.has("transpose_forward") ? root.wholes("transpose_forward") : List.of(0, 1, 2);
	}

	/** Three numbers; that across the slices of a 2D configuration is not used. */
	private List<Double> spacing(final Section configuration, final int axes) throws ProblemException {
		final List<Double> spacing = new ArrayList<>(configuration.numbers("spacing"));
		if (spacing.size() == 3 && axes == 2) spacing.remove(0);
		if (spacing.size() != axes) throw configuration.wrong("spacing", "is " + spacing + " for a patch with " + axes +
			" axes");
		if (axes == 2) spacing.add(0, Math.max(spacing.get(0), spacing.get(1)));
		return spacing;
	}

	private List<Normalization> normalization(final Section configuration, final int channels) throws ProblemException {
		final List<String> schemes = configuration.texts("normalization_schemes");
		if (schemes.size() != channels) throw configuration.wrong("normalization_schemes", "has " + schemes.size() +
			" entries for " + channels + " channels");
		final List<Boolean> masks = configuration.flags("use_mask_for_norm");
		final List<Normalization> result = new ArrayList<>();
		for (int channel = 0; channel < channels; channel++) {
			final boolean masked = channel < masks.size() && masks.get(channel);
			result.add(switch (schemes.get(channel)) {
				case "ZScoreNormalization" -> Normalization.zScore(masked);
				case "CTNormalization" -> ct(channel);
				case "NoNormalization" -> plain(Normalization.Scheme.NONE);
				case "RescaleTo01Normalization" -> plain(Normalization.Scheme.RESCALE_0_1);
				case "RGBTo01Normalization" -> plain(Normalization.Scheme.RGB_0_1);
				default -> throw configuration.unsupported("normalization_schemes", schemes.get(channel) + " is not known");
			});
		}
		return result;
	}

	private static Normalization plain(final Normalization.Scheme scheme) {
		return new Normalization(scheme, false, 0, 0, 0, 1);
	}

	/** NB: the first versions had another name for the intensities. */
	private Normalization ct(final int channel) throws ProblemException {
		final String key = "foreground_intensity_properties_per_channel";
		final Section all = root.section(root.has(key) ? key : "foreground_intensity_properties_by_modality");
		final Section one = all.section(String.format(Locale.ROOT, "%d", channel));
		return Normalization.ct(one.number("percentile_00_5"), one.number("percentile_99_5"), one.number("mean"), Math.max(
			SMALLEST_STD, one.number("std")));
	}
}
