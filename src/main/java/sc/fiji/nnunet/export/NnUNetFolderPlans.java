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
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;

/** Writes a plan as nnU-Net's {@code plans.json}, in the form of nnU-Net 2.4 and later, with its one configuration. */
final class NnUNetFolderPlans {

	static final String NAME = "nnUNetPlans";

	private static final String MODULES = "dynamic_network_architectures.architectures.unet.";

	/** nnU-Net's names of our configurations, where they differ. */
	private static final Map<String, String> CONFIGURATIONS = Map.of("3d", "3d_fullres", "3d_cascade",
		"3d_cascade_fullres");

	/** PyTorch's own slope of the leaky ReLU. */
	private static final double SLOPE = 0.01;

	private NnUNetFolderPlans() {
		// only static methods
	}

	/** nnU-Net's name of a configuration. */
	static String configuration(final String ours) {
		return CONFIGURATIONS.getOrDefault(ours, ours);
	}

	/** The plans as a tree of plain values. */
	static Map<String, Object> of(final Plan plan) {
		final Map<String, Object> plans = new LinkedHashMap<>();
		plans.put("dataset_name", plan.dataset());
		plans.put("plans_name", NAME);
		plans.put("original_median_spacing_after_transp", plan.spacing());
		plans.put("original_median_shape_after_transp", shape(plan));
		plans.put("image_reader_writer", "SimpleITKIO");
		plans.put("transpose_forward", plan.transpose());
		plans.put("transpose_backward", back(plan.transpose()));
		plans.put("configurations", Map.of(configuration(plan.configuration()), one(plan)));
		plans.put("experiment_planner_used", plan.network().blocks().residual() ? "nnUNetPlannerResEncM"
			: "ExperimentPlanner");
		plans.put("label_manager", "LabelManager");
		plans.put("foreground_intensity_properties_per_channel", intensities(plan));
		return plans;
	}

	private static List<Integer> back(final List<Integer> transpose) {
		final Integer[] back = new Integer[transpose.size()];
		for (int axis = 0; axis < back.length; axis++)
			back[transpose.get(axis)] = axis;
		return Arrays.asList(back);
	}

	/** NB: nnU-Net looks at the median shape when it plans, not when it predicts or trains. */
	private static List<Integer> shape(final Plan plan) {
		if (plan.medianShape().isEmpty()) return Arrays.stream(plan.patchZyx()).boxed().toList();
		return plan.medianShape().stream().map(size -> (int) Math.rint(size)).toList();
	}

	private static Map<String, Object> one(final Plan plan) {
		final int flat = 3 - plan.network().dimensions();
		final Map<String, Object> one = new LinkedHashMap<>();
		one.put("data_identifier", NAME + "_" + configuration(plan.configuration()));
		one.put("preprocessor_name", "DefaultPreprocessor");
		one.put("batch_size", plan.batchSize());
		one.put("patch_size", plan.patch());
		one.put("median_image_size_in_voxels", shape(plan).subList(flat, 3));
		one.put("spacing", plan.spacing().subList(flat, 3));
		one.put("normalization_schemes", plan.normalization().stream().map(NnUNetFolderPlans::scheme).toList());
		one.put("use_mask_for_norm", plan.normalization().stream().map(Normalization::masked).toList());
		for (final String what : List.of("data", "seg", "probabilities")) {
			one.put("resampling_fn_" + what, "resample_data_or_seg_to_shape");
			one.put("resampling_fn_" + what + "_kwargs", resampling(what));
		}
		one.put("architecture", architecture(plan.network()));
		one.put("batch_dice", plan.batchDice());
		if (plan.previous() != null) one.put("previous_stage", configuration(plan.previous()));
		return one;
	}

	private static String scheme(final Normalization normalization) {
		return switch (normalization.scheme()) {
			case CT -> "CTNormalization";
			case Z_SCORE -> "ZScoreNormalization";
			case RESCALE_0_1 -> "RescaleTo01Normalization";
			case RGB_0_1 -> "RGBTo01Normalization";
			case NONE -> "NoNormalization";
		};
	}

	/** recipe-nnunet.md 2.4 */
	private static Map<String, Object> resampling(final String what) {
		final Map<String, Object> arguments = new LinkedHashMap<>();
		arguments.put("is_seg", what.equals("seg"));
		arguments.put("order", what.equals("data") ? 3 : 1);
		arguments.put("order_z", 0);
		arguments.put("force_separate_z", null);
		return arguments;
	}

	private static Map<String, Object> architecture(final NetworkSpec spec) {
		final boolean residual = spec.blocks().residual();
		final String axes = spec.dimensions() + "d";
		final Map<String, Object> arguments = new LinkedHashMap<>();
		arguments.put("n_stages", spec.stages());
		arguments.put("features_per_stage", spec.features());
		arguments.put("conv_op", "torch.nn.modules.conv.Conv" + axes);
		arguments.put("kernel_sizes", spec.kernels());
		arguments.put("strides", spec.strides());
		arguments.put(residual ? "n_blocks_per_stage" : "n_conv_per_stage", spec.encoderBlocks());
		// NB: nnU-Net counts decoder stages from the coarsest on
		final List<Integer> decoder = new ArrayList<>(spec.decoderBlocks());
		Collections.reverse(decoder);
		arguments.put("n_conv_per_stage_decoder", decoder);
		arguments.put("conv_bias", spec.blocks().convolutionBias());
		arguments.put("norm_op", norm(spec.norm(), axes));
		arguments.put("norm_op_kwargs", spec.norm() == NetworkSpec.Norm.NONE ? null : Map.of("eps", spec.blocks()
			.normEpsilon(), "affine", true));
		arguments.put("dropout_op", null);
		arguments.put("dropout_op_kwargs", null);
		arguments.put("nonlin", "torch.nn.LeakyReLU");
		final Map<String, Object> activation = new LinkedHashMap<>(Map.of("inplace", true));
		if (spec.blocks().negativeSlope() != SLOPE) activation.put("negative_slope", spec.blocks().negativeSlope());
		arguments.put("nonlin_kwargs", activation);
		final Map<String, Object> architecture = new LinkedHashMap<>();
		architecture.put("network_class_name", MODULES + (residual ? "ResidualEncoderUNet" : "PlainConvUNet"));
		architecture.put("arch_kwargs", arguments);
		architecture.put("_kw_requires_import", List.of("conv_op", "norm_op", "dropout_op", "nonlin"));
		return architecture;
	}

	private static String norm(final NetworkSpec.Norm norm, final String axes) {
		return switch (norm) {
			case INSTANCE -> "torch.nn.modules.instancenorm.InstanceNorm" + axes;
			case BATCH -> "torch.nn.modules.batchnorm.BatchNorm" + axes;
			case NONE -> null;
			case GROUP -> throw new IllegalArgumentException("nnU-Net has no group norm");
		};
	}

	/** NB: of the intensities, nnU-Net's CT scheme uses mean, standard deviation and the two percentiles. */
	private static Map<String, Object> intensities(final Plan plan) {
		final Map<String, Object> all = new LinkedHashMap<>();
		for (int channel = 0; channel < plan.normalization().size(); channel++) {
			final Normalization one = plan.normalization().get(channel);
			final Map<String, Object> values = new LinkedHashMap<>();
			values.put("max", one.clipMax());
			values.put("mean", one.mean());
			values.put("median", one.mean());
			values.put("min", one.clipMin());
			values.put("percentile_00_5", one.clipMin());
			values.put("percentile_99_5", one.clipMax());
			values.put("std", one.std());
			all.put(String.valueOf(channel), values);
		}
		return all;
	}
}
