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
package sc.fiji.nnunet.engine.tensorflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Builds a U-Net in a graph from its {@link NetworkSpec}: NVIDIA's (recipe-nvidia.md 4), and
 * nnU-Net v2's plain and residual-encoder ones (recipe-nnunet.md 1.8c).
 * <p>
 * Names: {@code enc0/conv0/kernel} (encoder stage 0 is the finest), in residual encoders
 * {@code stem/conv0} and {@code enc0/block0/conv0}, {@code dec0/up/kernel} (decoder stage 0 ends at
 * the finest resolution), {@code head0/kernel}.
 * </p>
 *
 * @param <T> the type of the activations
 */
final class UNetGraph<T extends TNumber> {

	private final Ops tf;
	private final Variables variables;
	private final NetworkSpec spec;
	private final Class<T> type;
	private final Tape<T> tape;
	private final Layers<T> layers;
	private final NormLayers<T> norms;
	private final List<Integer> unit;
	private final List<Operand<T>> heads = new ArrayList<>();
	private Operand<T> finest;

	/**
	 * @param type float32, or a shorter type for mixed precision
	 * @param images float32 samples × (z ×) y × x × channels
	 * @param training whether the extra heads are built and statistics are those of the batch
	 * @param part the samples of this copy of the network
	 */
	UNetGraph(final Ops tf, final Variables variables, final NetworkSpec spec, final Class<T> type,
		final Operand<TFloat32> images, final boolean training, final Parts part)
	{
		this.tf = tf;
		this.variables = variables;
		this.spec = spec;
		this.type = type;
		tape = new Tape<>(tf);
		layers = new Layers<>(tf, type, tape, spec.dimensions());
		norms = new NormLayers<>(tf, type, tape, spec, training, part);
		unit = Collections.nCopies(spec.dimensions(), 1);
		build(tf.dtypes.cast(images, type), training ? spec.deepSupervision() : 0);
	}

	/** Raw logits, finest head first, samples × (z ×) y × x × outputs. */
	List<Operand<TFloat32>> logits() {
		final List<Operand<TFloat32>> logits = new ArrayList<>();
		for (final Operand<T> head : heads)
			logits.add(tf.dtypes.cast(head, TFloat32.class));
		return logits;
	}

	/** What the finest head makes logits of, samples × (z ×) y × x × features. */
	Operand<TFloat32> features() {
		return tf.dtypes.cast(finest, TFloat32.class);
	}

	/** The logits of a part of {@link #features}. */
	Operand<TFloat32> logits(final Operand<TFloat32> part) {
		return tf.dtypes.cast(head(tf.dtypes.cast(part, type), 0), TFloat32.class);
	}

	/**
	 * Builds the backward pass.
	 *
	 * @param gradients of the loss with respect to each of {@link #logits}; null where there is none
	 * @return the gradients of the loss with respect to each trained weight, in their order; null where there is none
	 */
	List<Operand<TFloat32>> back(final List<Operand<TFloat32>> gradients) {
		for (int head = 0; head < heads.size(); head++)
			if (gradients.get(head) != null) tape.give(heads.get(head), tf.dtypes.cast(gradients.get(head), type));
		tape.back();
		final List<Operand<TFloat32>> result = new ArrayList<>();
		for (final Variable weight : variables.trained())
			result.add(tape.gradient(weight));
		return result;
	}

	/** Updates of running statistics, to be built where it is known that the step is applied. */
	List<Function<Ops, Op>> updates() {
		return norms.updates();
	}

	private void build(final Operand<T> images, final int extraHeads) {
		final List<Operand<T>> skips = new ArrayList<>();
		Operand<T> x = images;
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
		for (int stage = spec.stages() - 2; stage >= 0; stage--) {
			x = decoderStage(x, skips.get(stage), stage);
			if (stage <= extraHeads) heads.add(0, head(x, stage));
			else if (stage <= spec.deepSupervision()) headWeights(stage); // NB: the weights exist in prediction too
		}
		if (heads.isEmpty()) heads.add(head(x, 0));
		finest = x;
	}

	private Operand<T> encoderStage(final Operand<T> input, final int stage, final int channels) {
		final int features = spec.features().get(stage);
		final List<Integer> kernel = spec.kernels().get(stage);
		Operand<T> x = input;
		for (int block = 0; block < spec.encoderBlocks().get(stage); block++) {
			final List<Integer> stride = block == 0 ? spec.strides().get(stage) : unit;
			final int from = block == 0 ? channels : features;
			x = spec.blocks().residual() ? residual(x, "enc" + stage + "/block" + block, kernel, stride, from, features)
				: layer(x, "enc" + stage + "/conv" + block, kernel, stride, from, features);
		}
		return x;
	}

	private Operand<T> decoderStage(final Operand<T> below, final Operand<T> skip, final int stage) {
		final String name = "dec" + stage;
		final int features = spec.features().get(stage);
		final int featuresBelow = spec.features().get(stage + 1);
		final List<Integer> stride = spec.strides().get(stage + 1);
		final List<Integer> kernel = spec.kernels().get(spec.blocks().decoderKernels() ==
			NetworkSpec.DecoderKernels.BELOW ? stage + 1 : stage);
		final Operand<T> up = layers.bias(layers.up(below, upKernel(name + "/up/kernel", stride, features, featuresBelow),
			stride, skip), variables.get(name + "/up/bias", Variable.Role.BIAS, 0, features));
		Operand<T> x = layers.concatenate(up, skip, features, features);
		for (int block = 0; block < spec.decoderBlocks().get(stage); block++)
			x = layer(x, name + "/conv" + block, kernel, unit, block == 0 ? 2 * features : features, features);
		return x;
	}

	/** Convolution, norm, leaky ReLU. */
	private Operand<T> layer(final Operand<T> x, final String name, final List<Integer> kernel,
		final List<Integer> stride, final int from, final int to)
	{
		return layers.leaky(normed(x, name, kernel, stride, from, to, spec.blocks().convolutionBias(), 1),
			spec.blocks().negativeSlope());
	}

	private Operand<T> normed(final Operand<T> x, final String name, final List<Integer> kernel,
		final List<Integer> stride, final int from, final int to, final boolean bias, final double gamma)
	{
		Operand<T> y = layers.convolution(x, kernel(name + "/kernel", kernel, from, to), stride,
			spec.blocks().symmetricPadding());
		if (bias) y = layers.bias(y, variables.get(name + "/bias", Variable.Role.BIAS, 0, to));
		return norms.apply(variables, y, name, to, gamma);
	}

	/**
	 * Two convolutions and a shortcut; the last norm's gamma starts at zero, so that the block initially equals the
	 * shortcut.
	 */
	private Operand<T> residual(final Operand<T> x, final String name, final List<Integer> kernel,
		final List<Integer> stride, final int from, final int to)
	{
		final Operand<T> inner = layer(x, name + "/conv0", kernel, stride, from, to);
		final Operand<T> main = normed(inner, name + "/conv1", kernel, unit, to, to, spec.blocks().convolutionBias(),
			0);
		Operand<T> shortCut = stride.equals(unit) ? x : layers.pool(x, stride);
		if (from != to) shortCut = normed(shortCut, name + "/skip", unit, unit, from, to, false, 1);
		return layers.leaky(layers.add(main, shortCut), spec.blocks().negativeSlope());
	}

	private Operand<T> head(final Operand<T> x, final int stage) {
		final Variable[] weights = headWeights(stage);
		return layers.bias(layers.convolution(x, weights[0], unit, false), weights[1]);
	}

	private Variable[] headWeights(final int stage) {
		final String name = "head" + stage;
		return new Variable[] { kernel(name + "/kernel", unit, spec.features().get(stage), spec.outputs()), variables.get(
			name + "/bias", Variable.Role.BIAS, 0, spec.outputs()) };
	}

	/** Initially normally distributed with variance 2 / (1 + slope²) / inputs (recipe-nvidia.md 4.6). */
	private Variable kernel(final String name, final List<Integer> size, final int from, final int to) {
		return variables.get(name, Variable.Role.KERNEL, he(volume(size) * from), shape(size, from, to));
	}

	/**
	 * Initialised with Glorot's uniform distribution in NVIDIA's nnU-Net, and like all other kernels in nnU-Net v2, which
	 * counts the outputs as inputs.
	 */
	private Variable upKernel(final String name, final List<Integer> size, final int to, final int from) {
		if (spec.blocks().convolutionBias()) return variables.get(name, Variable.Role.KERNEL, he(volume(size) * to),
			shape(size, to, from));
		final double limit = Math.sqrt(6.0 / (volume(size) * (from + to)));
		return variables.get(name, Variable.Role.UNIFORM_KERNEL, limit, shape(size, to, from));
	}

	private double he(final long inputs) {
		return Math.sqrt(2 / (1 + spec.blocks().negativeSlope() * spec.blocks().negativeSlope()) / inputs);
	}

	private static long volume(final List<Integer> size) {
		long volume = 1;
		for (final int n : size)
			volume *= n;
		return volume;
	}

	private static long[] shape(final List<Integer> size, final long... last) {
		final long[] shape = new long[size.size() + 2];
		for (int axis = 0; axis < size.size(); axis++)
			shape[axis] = size.get(axis);
		System.arraycopy(last, 0, shape, size.size(), 2);
		return shape;
	}
}
