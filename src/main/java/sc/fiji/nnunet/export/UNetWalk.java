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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Goes through the layers of a trained U-Net from the image to the finest logits, as the engine computes them
 * (recipe-nvidia.md 4, recipe-nnunet.md 1.8c), for formats that are graphs.
 *
 * @param <V> what stands for an activation
 */
final class UNetWalk<V> {

	/** The groups of group norm, or as many as there are channels (recipe-nvidia.md 4.4). */
	private static final int GROUPS = 32;

	private final NetworkSpec spec;
	private final Map<String, float[]> weights;
	private final Layers<V> layers;
	private final List<Integer> unit;

	/** @param weights the values of the weights by name, such as {@code enc0/conv0/kernel} */
	UNetWalk(final NetworkSpec spec, final Map<String, float[]> weights, final Layers<V> layers) {
		this.spec = spec;
		this.weights = weights;
		this.layers = layers;
		unit = Collections.nCopies(spec.dimensions(), 1);
	}

	/** Raw logits of an image at the finest resolution. */
	V logits(final V image) {
		final List<V> skips = new ArrayList<>();
		V x = image;
		int channels = spec.inputChannels();
		if (spec.blocks().residual()) {
			channels = spec.features().get(0);
			x = layer(x, "stem/conv0", spec.kernels().get(0), unit, spec.inputChannels(), channels);
		}
		for (int stage = 0; stage < spec.stages(); stage++) {
			x = encoderStage(x, stage, channels);
			channels = spec.features().get(stage);
			skips.add(x);
		}
		for (int stage = spec.stages() - 2; stage >= 0; stage--)
			x = decoderStage(x, skips.get(stage), stage);
		return layers.convolution(x, convolution("head0", unit, unit, channels(0), spec.outputs(), true));
	}

	private V encoderStage(final V input, final int stage, final int channels) {
		final int features = channels(stage);
		final List<Integer> kernel = spec.kernels().get(stage);
		V x = input;
		for (int block = 0; block < spec.encoderBlocks().get(stage); block++) {
			final List<Integer> stride = block == 0 ? spec.strides().get(stage) : unit;
			final int from = block == 0 ? channels : features;
			x = spec.blocks().residual() ? residual(x, "enc" + stage + "/block" + block, kernel, stride, from, features)
				: layer(x, "enc" + stage + "/conv" + block, kernel, stride, from, features);
		}
		return x;
	}

	private V decoderStage(final V below, final V skip, final int stage) {
		final String name = "dec" + stage;
		final int features = channels(stage);
		final List<Integer> stride = spec.strides().get(stage + 1);
		final List<Integer> kernel = spec.kernels().get(spec.blocks().decoderKernels() ==
			NetworkSpec.DecoderKernels.BELOW ? stage + 1 : stage);
		final List<Integer> none = Collections.nCopies(spec.dimensions(), 0);
		final Weight upKernel = weight(name + "/up/kernel", shape(stride, features, channels(stage + 1)));
		final V up = layers.up(below, new Layers.Convolution(stride, none, none, upKernel, weight(name + "/up/bias",
			features)));
		V x = layers.concatenate(up, skip);
		for (int block = 0; block < spec.decoderBlocks().get(stage); block++)
			x = layer(x, name + "/conv" + block, kernel, unit, block == 0 ? 2 * features : features, features);
		return x;
	}

	private V residual(final V x, final String name, final List<Integer> kernel, final List<Integer> stride,
		final int from, final int to)
	{
		final boolean bias = spec.blocks().convolutionBias();
		final V inner = layer(x, name + "/conv0", kernel, stride, from, to);
		final V main = normed(inner, name + "/conv1", kernel, unit, to, to, bias);
		V shortCut = stride.equals(unit) ? x : layers.pool(x, stride);
		if (from != to) shortCut = normed(shortCut, name + "/skip", unit, unit, from, to, false);
		return layers.leaky(layers.add(main, shortCut), spec.blocks().negativeSlope());
	}

	private V layer(final V x, final String name, final List<Integer> kernel, final List<Integer> stride,
		final int from, final int to)
	{
		return layers.leaky(normed(x, name, kernel, stride, from, to, spec.blocks().convolutionBias()), spec.blocks()
			.negativeSlope());
	}

	private V normed(final V x, final String name, final List<Integer> kernel, final List<Integer> stride,
		final int from, final int to, final boolean bias)
	{
		final V y = layers.convolution(x, convolution(name, kernel, stride, from, to, bias));
		if (spec.norm() == NetworkSpec.Norm.NONE) return y;
		final boolean batch = spec.norm() == NetworkSpec.Norm.BATCH;
		return layers.norm(y, new Layers.Norm(spec.norm(), Math.min(GROUPS, to), spec.blocks().normEpsilon(),
			weight(name + "/gamma", to), weight(name + "/beta", to), batch ? weight(name + "/moving_mean", to) : null,
			batch ? weight(name + "/moving_variance", to) : null));
	}

	/**
	 * NB: image sizes are multiples of the total stride, so that TensorFlow's padding, which depends on the size, is
	 * the same for all of them: kernel - stride, the larger half behind (recipe-nvidia.md 4.3).
	 */
	private Layers.Convolution convolution(final String name, final List<Integer> kernel, final List<Integer> stride,
		final int from, final int to, final boolean bias)
	{
		final boolean symmetric = spec.blocks().symmetricPadding();
		final List<Integer> before = new ArrayList<>();
		final List<Integer> after = new ArrayList<>();
		for (int axis = 0; axis < kernel.size(); axis++) {
			final int all = symmetric ? kernel.get(axis) - 1 : Math.max(0, kernel.get(axis) - stride.get(axis));
			before.add(all / 2);
			after.add(symmetric ? all / 2 : all - all / 2);
		}
		return new Layers.Convolution(stride, before, after, weight(name + "/kernel", shape(kernel, from, to)), bias
			? weight(name + "/bias", to) : null);
	}

	private int channels(final int stage) {
		return spec.features().get(stage);
	}

	private Weight weight(final String name, final int... shape) {
		return new Weight(name, shape, weights.get(name));
	}

	private static int[] shape(final List<Integer> size, final int... last) {
		return Stream.concat(size.stream(), IntStream.of(last).boxed()).mapToInt(Integer::intValue).toArray();
	}
}
