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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads the network of a configuration of nnU-Net's plans, in the form with the key {@code architecture} or that of
 * nnU-Net 2.0 to 2.3.
 */
final class NetworkReader {

	private static final String PLAIN = "PlainConvUNet", RESIDUAL = "ResidualEncoderUNet";
	/** PyTorch's defaults. */
	private static final double EPSILON = 1e-5, SLOPE = 0.01;
	private static final int MOST_STAGES = 16, MOST_BLOCKS = 1000;
	/** What does not change the result of a trained network, or is read below. */
	private static final Set<String> KNOWN = Set.of("n_stages", "features_per_stage", "conv_op", "kernel_sizes",
		"strides", "n_conv_per_stage", "n_blocks_per_stage", "n_conv_per_stage_decoder", "conv_bias", "norm_op",
		"norm_op_kwargs", "dropout_op", "dropout_op_kwargs", "nonlin", "nonlin_kwargs", "deep_supervision", "nonlin_first",
		"bottleneck_channels", "stem_channels", "block", "stochastic_depth_p", "squeeze_excitation");

	private final int axes;
	private final int channels;
	private final int outputs;

	/**
	 * @param axes of the patch
	 * @param channels of the input, those of an earlier stage included
	 */
	NetworkReader(final int axes, final int channels, final int outputs) {
		this.axes = axes;
		this.channels = channels;
		this.outputs = outputs;
	}

	/**
	 * The network of a configuration.
	 *
	 * @throws ProblemException with the first key that asks for something else than our networks
	 */
	NetworkSpec read(final Section configuration) throws ProblemException {
		if (!configuration.has("architecture")) return old(configuration);
		final Section architecture = configuration.section("architecture");
		final String path = architecture.text("network_class_name");
		final boolean residual = isResidual(path.substring(path.lastIndexOf('.') + 1), architecture,
			"network_class_name");
		final Section arguments = architecture.section("arch_kwargs");
		supported(arguments, residual);
		final int stages = stages(arguments, arguments.whole("n_stages"), "n_stages");
		final String convolutions = residual ? "n_blocks_per_stage" : "n_conv_per_stage";
		final NetworkSpec.Shape shape = new NetworkSpec.Shape(arguments.each("features_per_stage", stages), kernels(
			arguments, "kernel_sizes", stages), strides(arguments, "strides", stages), counts(arguments, convolutions,
				stages), reversed(counts(arguments, "n_conv_per_stage_decoder", stages - 1)));
		return network(shape, new NetworkSpec.Blocks(norm(arguments), arguments.sectionOrEmpty("norm_op_kwargs").number(
			"eps", EPSILON), arguments.flag("conv_bias", false), true, residual, NetworkSpec.DecoderKernels.SKIP, slope(
				arguments)));
	}

	private NetworkSpec old(final Section plan) throws ProblemException {
		final boolean residual = isResidual(plan.text("UNet_class_name"), plan, "UNet_class_name");
		final List<Integer> encoder = plan.wholes("n_conv_per_stage_encoder");
		final int stages = stages(plan, encoder.size(), "n_conv_per_stage_encoder");
		final List<Integer> features = new ArrayList<>();
		for (int stage = 0; stage < stages; stage++)
			features.add(Math.min(plan.whole("UNet_base_num_features") << stage, plan.whole("unet_max_num_features")));
		final NetworkSpec.Shape shape = new NetworkSpec.Shape(features, kernels(plan, "conv_kernel_sizes", stages), strides(
			plan, "pool_op_kernel_sizes", stages), counts(plan, "n_conv_per_stage_encoder", stages), reversed(counts(plan,
				"n_conv_per_stage_decoder", stages - 1)));
		return network(shape, new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, EPSILON, true, true, residual,
			NetworkSpec.DecoderKernels.SKIP, SLOPE));
	}

	private NetworkSpec network(final NetworkSpec.Shape shape, final NetworkSpec.Blocks blocks) {
		return new NetworkSpec(axes, channels, outputs, shape, blocks, Recipe.NNUNET.blocks().heads(shape.features()
			.size()));
	}

	private static boolean isResidual(final String name, final Section where, final String key) throws ProblemException {
		if (name.equals(PLAIN)) return false;
		if (name.equals(RESIDUAL)) return true;
		throw where.unsupported(key, "only " + PLAIN + " and " + RESIDUAL + " can be computed");
	}

	private static int stages(final Section where, final int stages, final String key) throws ProblemException {
		if (stages < 2 || stages > MOST_STAGES) throw where.wrong(key, "means " + stages + " stages; networks have 2 to " +
			MOST_STAGES);
		return stages;
	}

	/** Refuses arguments that change the result. */
	private void supported(final Section arguments, final boolean residual) throws ProblemException {
		for (final String key : arguments.members().keySet())
			if (!KNOWN.contains(key) && arguments.has(key)) throw arguments.unsupported(key, "this argument is not known");
		if (!arguments.text("conv_op").endsWith("Conv" + axes + "d")) throw arguments.unsupported("conv_op",
			"the patch has " + axes + " axes");
		if (arguments.flag("nonlin_first", false)) throw arguments.unsupported("nonlin_first",
			"the norm comes before the activation here");
		if (arguments.flag("squeeze_excitation", false)) throw arguments.unsupported("squeeze_excitation",
			"such blocks cannot be computed");
		if (arguments.has("bottleneck_channels")) throw arguments.unsupported("bottleneck_channels",
			"blocks with a bottleneck cannot be computed");
		if (arguments.has("block") && !arguments.text("block").endsWith("BasicBlockD")) throw arguments.unsupported("block",
			"only BasicBlockD can be computed");
		if (residual && arguments.has("stem_channels") && arguments.whole("stem_channels") != arguments.each(
			"features_per_stage", arguments.whole("n_stages")).get(0)) throw arguments.unsupported("stem_channels",
				"it must be as wide as the first stage");
	}

	private static NetworkSpec.Norm norm(final Section arguments) throws ProblemException {
		if (!arguments.has("norm_op")) return NetworkSpec.Norm.NONE;
		final Section details = arguments.sectionOrEmpty("norm_op_kwargs");
		final String name = arguments.text("norm_op");
		final boolean batch = name.matches(".*BatchNorm[123]d");
		if (!batch && !name.matches(".*InstanceNorm[123]d")) throw arguments.unsupported("norm_op",
			"only instance norm and batch norm can be computed");
		if (!details.flag("affine", batch)) throw arguments.unsupported("norm_op_kwargs",
			"norms without scale and shift cannot be computed");
		if (details.flag("track_running_stats", batch) != batch) throw arguments.unsupported("norm_op_kwargs",
			"only batch norm may have running statistics, and must");
		return batch ? NetworkSpec.Norm.BATCH : NetworkSpec.Norm.INSTANCE;
	}

	private static double slope(final Section arguments) throws ProblemException {
		final String name = arguments.text("nonlin");
		if (name.endsWith(".ReLU")) return 0;
		if (!name.endsWith(".LeakyReLU")) throw arguments.unsupported("nonlin",
			"only ReLU and LeakyReLU can be computed");
		return arguments.sectionOrEmpty("nonlin_kwargs").number("negative_slope", SLOPE);
	}

	private List<List<Integer>> kernels(final Section where, final String key, final int stages)
		throws ProblemException
	{
		final List<List<Integer>> kernels = where.each(key, stages, axes);
		for (final List<Integer> kernel : kernels)
			for (final int size : kernel)
				if (size < 1 || size % 2 == 0 || size > 99) throw where.unsupported(key, "kernels have odd sizes here");
		return kernels;
	}

	private List<List<Integer>> strides(final Section where, final String key, final int stages)
		throws ProblemException
	{
		final List<List<Integer>> strides = where.each(key, stages, axes);
		for (final List<Integer> stride : strides)
			for (final int step : stride)
				if (step < 1 || step > 16) throw where.wrong(key, "holds a stride of " + step);
		if (!strides.get(0).equals(Collections.nCopies(axes, 1))) throw where.unsupported(key,
			"the first stage has the full resolution here");
		return strides;
	}

	private static List<Integer> counts(final Section where, final String key, final int places)
		throws ProblemException
	{
		final List<Integer> counts = where.each(key, places);
		for (final int count : counts)
			if (count < 1 || count > MOST_BLOCKS) throw where.wrong(key, String.format(Locale.ROOT, "holds %d", count));
		return counts;
	}

	/** NB: nnU-Net counts decoder stages from the coarsest on. */
	private static List<Integer> reversed(final List<Integer> coarsestFirst) {
		final List<Integer> result = new ArrayList<>(coarsestFirst);
		Collections.reverse(result);
		return result;
	}
}
