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

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * The names and shapes of a network's weights in PyTorch, with our names: nnU-Net's PlainConvUNet and
 * ResidualEncoderUNet.
 * <p>
 * Encoder stages are counted from the finest in both; decoder stages from the finest here, from the coarsest there.
 * </p>
 */
public final class WeightNames {

	/**
	 * A weight.
	 *
	 * @param theirs its name in PyTorch
	 * @param ours its name in our networks
	 * @param shape its shape in PyTorch
	 */
	public record Weight(String theirs, String ours, List<Long> shape) {
	}

	private final NetworkSpec spec;
	private final List<Integer> unit;
	private final List<Weight> weights = new ArrayList<>();

	private WeightNames(final NetworkSpec spec) {
		this.spec = spec;
		unit = Collections.nCopies(spec.dimensions(), 1);
	}

	/** All weights of a network, in the order of PyTorch's modules. */
	public static List<Weight> of(final NetworkSpec spec) {
		final WeightNames names = new WeightNames(spec);
		names.encoder();
		names.decoder();
		return names.weights;
	}

	private void encoder() {
		int channels = spec.inputChannels();
		if (spec.blocks().residual()) {
			layer("encoder.stem.convs.0", "stem/conv0", spec.kernels().get(0), channels, spec.features().get(0), spec.blocks()
				.convolutionBias());
			channels = spec.features().get(0);
		}
		for (int stage = 0; stage < spec.stages(); stage++) {
			final int features = spec.features().get(stage);
			for (int block = 0; block < spec.encoderBlocks().get(stage); block++) {
				final int from = block == 0 ? channels : features;
				if (spec.blocks().residual()) residual(stage, block, from, features);
				else layer("encoder.stages." + stage + ".0.convs." + block, "enc" + stage + "/conv" + block, spec.kernels().get(
					stage), from, features, spec.blocks().convolutionBias());
			}
			channels = features;
		}
	}

	/** NB: a block that only pools its shortcut has no weights there; one that also widens it has them behind the pool. */
	private void residual(final int stage, final int block, final int from, final int to) {
		final String theirs = "encoder.stages." + stage + ".blocks." + block;
		final String ours = "enc" + stage + "/block" + block;
		final boolean bias = spec.blocks().convolutionBias();
		layer(theirs + ".conv1", ours + "/conv0", spec.kernels().get(stage), from, to, bias);
		layer(theirs + ".conv2", ours + "/conv1", spec.kernels().get(stage), to, to, bias);
		final boolean pooled = block == 0 && !spec.strides().get(stage).equals(unit);
		if (from != to) layer(theirs + ".skip." + (pooled ? 1 : 0), ours + "/skip", unit, from, to, false);
	}

	private void decoder() {
		final int last = spec.stages() - 2;
		for (int stage = last; stage >= 0; stage--) {
			final int theirs = last - stage;
			final int features = spec.features().get(stage);
			final List<Integer> stride = spec.strides().get(stage + 1);
			for (int block = 0; block < spec.decoderBlocks().get(stage); block++)
				layer("decoder.stages." + theirs + ".convs." + block, "dec" + stage + "/conv" + block, spec.kernels().get(stage),
					block == 0 ? 2 * features : features, features, spec.blocks().convolutionBias());
			add("decoder.transpconvs." + theirs + ".weight", "dec" + stage + "/up/kernel", stride, spec.features().get(stage +
				1), features);
			if (spec.blocks().convolutionBias()) add("decoder.transpconvs." + theirs + ".bias", "dec" + stage + "/up/bias",
				List.of(), features);
			add("decoder.seg_layers." + theirs + ".weight", "head" + stage + "/kernel", unit, spec.outputs(), features);
			add("decoder.seg_layers." + theirs + ".bias", "head" + stage + "/bias", List.of(), spec.outputs());
		}
	}

	private void layer(final String theirs, final String ours, final List<Integer> kernel, final int from, final int to,
		final boolean bias)
	{
		add(theirs + ".conv.weight", ours + "/kernel", kernel, to, from);
		if (bias) add(theirs + ".conv.bias", ours + "/bias", List.of(), to);
		if (spec.norm() == NetworkSpec.Norm.NONE) return;
		add(theirs + ".norm.weight", ours + "/gamma", List.of(), to);
		add(theirs + ".norm.bias", ours + "/beta", List.of(), to);
		if (spec.norm() != NetworkSpec.Norm.BATCH) return;
		add(theirs + ".norm.running_mean", ours + "/moving_mean", List.of(), to);
		add(theirs + ".norm.running_var", ours + "/moving_variance", List.of(), to);
	}

	private void add(final String theirs, final String ours, final List<Integer> kernel, final int... channels) {
		final List<Long> shape = new ArrayList<>();
		for (final int count : channels)
			shape.add((long) count);
		for (final int size : kernel)
			shape.add((long) size);
		weights.add(new Weight(theirs, ours, shape));
	}
}
