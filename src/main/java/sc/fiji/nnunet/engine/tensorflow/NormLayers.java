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
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.nn.FusedBatchNormGrad;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Builds normalisation layers (recipe-nvidia.md 4.4): zero mean and unit population variance, then
 * scale and shift per channel. Statistics are always float32.
 * <ul>
 * <li>instance: statistics per sample and channel;</li>
 * <li>group: per sample and 32 groups of channels (as many as there are channels, if fewer);</li>
 * <li>batch: per channel; running means with momentum 0.99 replace them in prediction.</li>
 * </ul>
 *
 * @param <T> the type of the activations
 */
final class NormLayers<T extends TNumber> {

	private static final int GROUPS = 32;
	private static final float MOMENTUM = 0.99f;

	private final Ops tf;
	private final Class<T> type;
	private final Tape<T> tape;
	private final NetworkSpec spec;
	private final boolean training;
	private final int samples;
	private final StagedMeans means;
	private final List<Function<Ops, Op>> updates = new ArrayList<>();

	/**
	 * @param training whether statistics are those of the batch
	 * @param part the samples of this copy of the network
	 */
	NormLayers(final Ops tf, final Class<T> type, final Tape<T> tape, final NetworkSpec spec, final boolean training,
		final Parts part)
	{
		this.tf = tf;
		this.type = type;
		this.tape = tape;
		this.spec = spec;
		this.training = training;
		samples = part.samples();
		means = part.large() ? new StagedMeans(tf, spec.dimensions()) : null;
	}

	/** The updates of running statistics, to be built where it is known that the step is applied. */
	List<Function<Ops, Op>> updates() {
		return updates;
	}

	/**
	 * Normalises activations.
	 *
	 * @param x samples × (z ×) y × x × channels
	 * @param name of the layer, in front of {@code /gamma} and {@code /beta}
	 * @param start initial value of gamma
	 */
	Operand<T> apply(final Variables variables, final Operand<T> x, final String name, final int channels,
		final double start)
	{
		if (spec.norm() == NetworkSpec.Norm.NONE) return x;
		final Variable gamma = variables.get(name + "/gamma", Variable.Role.NORM, start, channels);
		final Variable beta = variables.get(name + "/beta", Variable.Role.NORM, 0, channels);
		return switch (spec.norm()) {
			case BATCH -> batch(variables, x, name, gamma, beta);
			case GROUP -> group(x, gamma, beta, channels);
			default -> samples > 0 ? fused(x, gamma, beta) : normalize(x, x, axes(false), gamma, beta, null);
		};
	}

	private Operand<T> batch(final Variables variables, final Operand<T> x, final String name, final Variable gamma,
		final Variable beta)
	{
		final long channels = gamma.shape().get(0);
		final Variable mean = variables.get(name + "/moving_mean", Variable.Role.STATISTIC, 0, channels);
		final Variable variance = variables.get(name + "/moving_variance", Variable.Role.STATISTIC, 1, channels);
		if (training) return normalize(x, x, axes(true), gamma, beta, new Variable[] { mean, variance });
		final Operand<TFloat32> scale = tf.math.mul(gamma.value(), tf.math.rsqrt(tf.math.add(variance.value(), tf.constant(
			(float) spec.blocks().normEpsilon()))));
		final Operand<TFloat32> shift = tf.math.sub(beta.value(), tf.math.mul(mean.value(), scale));
		return shorten(tf.math.add(tf.math.mul(full(x), scale), shift));
	}

	/** Some activations of one sample, normalised, and what the gradient needs. */
	private record Normal<T extends TNumber>(Operand<T> y, Operand<TFloat32> mean, Operand<TFloat32> variance) {
	}

	/**
	 * The instance norm of one sample is a batch norm, for which TensorFlow has a single operation, as for its gradient:
	 * 14 passes over memory for norm and activation, forward and backward, instead of 42.
	 */
	private Operand<T> fused(final Operand<T> x, final Variable gamma, final Variable beta) {
		final Operand<TInt32> shape = tf.shape(x);
		final Operand<TInt32> rows = tf.constant(new int[] { samples, -1, 1, (int) gamma.shape().get(0) });
		final List<? extends Operand<T>> parts = split(tf.reshape(x, rows));
		final Operand<TFloat32> none = tf.constant(new float[0]);
		final float epsilon = (float) spec.blocks().normEpsilon();
		final List<Normal<T>> norms = new ArrayList<>();
		final List<Operand<T>> results = new ArrayList<>();
		for (final Operand<T> part : parts) {
			norms.add(normal(part, shape, gamma, beta));
			results.add(norms.get(norms.size() - 1).y);
		}
		return tape.record(tf.reshape(join(results), shape), dy -> {
			final List<? extends Operand<T>> gradients = split(tf.reshape(dy, rows));
			final List<Operand<T>> back = new ArrayList<>();
			for (int i = 0; i < norms.size(); i++) {
				final Normal<T> norm = norms.get(i);
				// NB: the last input is for GPUs
				final FusedBatchNormGrad<T, TFloat32> gradient = tf.nn.fusedBatchNormGrad(gradients.get(i), parts.get(i), gamma
					.value(), norm.mean, norm.variance, none, FusedBatchNormGrad.epsilon(epsilon), FusedBatchNormGrad.isTraining(
						true));
				tape.give(gamma, gradient.scaleBackprop());
				tape.give(beta, gradient.offsetBackprop());
				back.add(gradient.xBackprop());
			}
			tape.give(x, tf.reshape(join(back), shape));
		});
	}

	/** Takes the moments of a large window from {@link StagedMeans}; those of others belong to the operation. */
	private Normal<T> normal(final Operand<T> x, final Operand<TInt32> shape, final Variable gamma,
		final Variable beta)
	{
		final FusedBatchNorm.Options epsilon = FusedBatchNorm.epsilon((float) spec.blocks().normEpsilon());
		if (means == null) {
			final Operand<TFloat32> none = tf.constant(new float[0]);
			final FusedBatchNorm<T, TFloat32> own = tf.nn.fusedBatchNorm(x, gamma.value(), beta.value(), none, none, epsilon,
				FusedBatchNorm.isTraining(true));
			return new Normal<>(own.y(), own.reserveSpace1(), own.reserveSpace2());
		}
		final Moments moments = means.of(x, shape, (int) gamma.shape().get(0));
		final FusedBatchNorm<T, TFloat32> given = tf.nn.fusedBatchNorm(x, gamma.value(), beta.value(), moments.mean(),
			moments.variance(), epsilon, FusedBatchNorm.isTraining(false));
		return new Normal<>(given.y(), moments.mean(), moments.variance());
	}

	private List<? extends Operand<T>> split(final Operand<T> x) {
		return samples == 1 ? List.of(x) : tf.split(tf.constant(0), x, (long) samples).output();
	}

	private Operand<T> join(final List<Operand<T>> parts) {
		return samples == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
	}

	/** Group norm is the instance norm of samples × (z ×) y × x × groups × channels of a group. */
	private Operand<T> group(final Operand<T> x, final Variable gamma, final Variable beta, final int channels) {
		final int groups = Math.min(GROUPS, channels);
		if (channels % groups != 0) throw new IllegalArgumentException("group norm needs feature counts that are" +
			" multiples of " + GROUPS + " (or fewer features), and " + channels + " is not");
		final Operand<TInt32> voxels = tf.slice(tf.shape(x), tf.constant(new int[] { 0 }), tf.constant(new int[] { spec
			.dimensions() + 1 }));
		final Operand<T> grouped = tf.reshape(x, tf.concat(List.of(voxels, tf.constant(new int[] { groups, channels /
			groups })), tf.constant(0)));
		final int[] axes = Arrays.copyOf(axes(false), spec.dimensions() + 1);
		axes[spec.dimensions()] = spec.dimensions() + 2;
		return normalize(x, grouped, axes, gamma, beta, null);
	}

	/**
	 * y = (v - mean) / sqrt(variance + epsilon) · gamma + beta, where v is a view of x with other axes.
	 *
	 * @param axes the axes of v over which the statistics are computed
	 */
	private Operand<T> normalize(final Operand<T> x, final Operand<T> view, final int[] axes,
		final Variable gamma, final Variable beta, final Variable[] running)
	{
		final Operand<TFloat32> v = full(view);
		final boolean grouped = view != x;
		final Moments moments = grouped || running != null || samples == 0 ? inTwoPasses(v, axes) : inOnePass(v, tf.constant(axes));
		final Operand<TFloat32> mean = moments.mean();
		final Operand<TFloat32> variance = moments.variance();
		if (running != null) {
			updates.add(average(running[0], mean));
			updates.add(average(running[1], variance));
		}
		final Operand<TFloat32> inverse = tf.math.rsqrt(tf.math.add(variance, tf.constant((float)
			spec.blocks().normEpsilon())));
		final Operand<TInt32> perChannel = grouped ? tf.slice(tf.shape(view), tf.constant(new int[] { spec.dimensions() +
			1 }), tf.constant(new int[] { 2 })) : tf.constant(new int[] { -1 });
		final Operand<TFloat32> g = tf.reshape(gamma.value(), perChannel);
		final Operand<TFloat32> b = tf.reshape(beta.value(), perChannel);
		final Operand<TFloat32> scale = tf.math.mul(inverse, g);
		final Operand<TFloat32> shift = tf.math.sub(b, tf.math.mul(mean, scale));
		final Operand<T> y = shorten(tf.math.add(tf.math.mul(v, scale), shift));
		final Operand<TInt32> shape = tf.shape(x);
		if (!grouped) return tape.record(y, dy -> back(x, v, full(dy), new Statistics(tf.constant(axes), mean, inverse), gamma, beta));
		return tape.record(tf.reshape(y, shape), gradient -> {
			final Operand<TFloat32> dy = full(tf.reshape(gradient, tf.shape(view)));
			final Operand<TInt32> overSamples = tf.constant(axes(true));
			final Operand<TFloat32> normal = tf.math.mul(tf.math.sub(v, mean), inverse);
			final Operand<TFloat32> product = tf.math.mul(dy, normal);
			final Operand<TInt32> flat = tf.constant(new int[] { -1 });
			tape.give(gamma, tf.reshape(tf.reduceSum(product, overSamples, ReduceSum.keepDims(false)), flat));
			tape.give(beta, tf.reshape(tf.reduceSum(dy, overSamples, ReduceSum.keepDims(false)), flat));
			final Operand<TFloat32> meanOfGradient = inStages(tf.math.mul(dy, g), axes);
			final Operand<TFloat32> meanOfProduct = inStages(tf.math.mul(product, g), axes);
			final Operand<TFloat32> dv = tf.math.mul(inverse, tf.math.sub(tf.math.sub(tf.math.mul(dy, g), meanOfGradient),
				tf.math.mul(normal, meanOfProduct)));
			tape.give(x, tf.reshape(shorten(dv), shape));
		});
	}

	/** Mean and population variance over some axes, which are kept with size one. */
	private Moments inTwoPasses(final Operand<TFloat32> v, final int[] axes) {
		final Operand<TFloat32> mean = inStages(v, axes);
		return new Moments(mean, inStages(tf.math.squaredDifference(v, mean), axes));
	}

	/**
	 * The mean over rows, then over those of a plane, and so on: a single sum of many equal values would not be exact
	 * ({@link StagedMeans}).
	 */
	private Operand<TFloat32> inStages(final Operand<TFloat32> v, final int[] axes) {
		Operand<TFloat32> mean = v;
		for (int i = axes.length - 1; i >= 0; i--)
			mean = tf.math.mean(mean, tf.constant(axes[i]), Mean.keepDims(true));
		return mean;
	}

	/**
	 * The moments of each sample and channel, for which XLA reads the activations once. NB: they are taken of the distances
	 * from the first voxel, so that large values with a small variance lose no digits. A processor sums one voxel
	 * after the other, and where that voxel is unlike the others, the difference of such sums was off by 40 % in variance.
	 */
	private Moments inOnePass(final Operand<TFloat32> v, final Operand<TInt32> axes) {
		final int[] size = new int[spec.dimensions() + 2];
		Arrays.fill(size, 1);
		size[0] = -1;
		size[size.length - 1] = -1;
		final Operand<TFloat32> first = tf.slice(v, tf.constant(new int[size.length]), tf.constant(size));
		final Operand<TFloat32> distance = tf.math.sub(v, first);
		final Operand<TFloat32> mean = tf.math.mean(distance, axes, Mean.keepDims(true));
		final Operand<TFloat32> square = tf.math.mean(tf.math.square(distance), axes, Mean.keepDims(true));
		return new Moments(tf.math.add(first, mean), tf.math.maximum(tf.constant(0f), tf.math.sub(square, tf.math.square(
			mean))));
	}

	/** Statistics of activations over some axes, which are kept with size one. */
	private record Statistics(Operand<TInt32> axes, Operand<TFloat32> mean, Operand<TFloat32> inverse) {
	}

	/**
	 * The gradient where each channel has statistics of its own, which is dx = a · dy + b · v + c with three numbers per
	 * channel, made of two sums: 8 passes over memory with single operations, 2 where XLA joins them.
	 */
	private void back(final Operand<T> x, final Operand<TFloat32> v, final Operand<TFloat32> dy, final Statistics of,
		final Variable gamma, final Variable beta)
	{
		final Operand<TFloat32> sum = tf.reduceSum(dy, of.axes, ReduceSum.keepDims(true));
		final Operand<TFloat32> product = tf.math.mul(of.inverse, tf.reduceSum(tf.math.mul(dy, tf.math.sub(v, of.mean)),
			of.axes, ReduceSum.keepDims(true)));
		final Operand<TInt32> overSamples = tf.constant(axes(true));
		tape.give(gamma, tf.reduceSum(product, overSamples, ReduceSum.keepDims(false)));
		tape.give(beta, tf.reduceSum(sum, overSamples, ReduceSum.keepDims(false)));
		final Operand<TFloat32> count = tf.dtypes.cast(tf.math.div(tf.size(v), tf.size(sum)), TFloat32.class);
		final Operand<TFloat32> a = tf.math.mul(of.inverse, gamma.value());
		final Operand<TFloat32> b = tf.math.neg(tf.math.div(tf.math.mul(tf.math.mul(a, of.inverse), product), count));
		final Operand<TFloat32> c = tf.math.neg(tf.math.add(tf.math.div(tf.math.mul(a, sum), count), tf.math.mul(b,
			of.mean)));
		tape.give(x, shorten(tf.math.add(tf.math.mul(a, dy), tf.math.add(tf.math.mul(b, v), c))));
	}

	private Function<Ops, Op> average(final Variable running, final Operand<TFloat32> value) {
		final Operand<TFloat32> flat = tf.reshape(value, tf.constant(new int[] { -1 }));
		final Operand<TFloat32> step = tf.math.mul(tf.math.sub(flat, running.value()), tf.constant(1 - MOMENTUM));
		return gated -> gated.assignAddVariableOp(running.handle(), step);
	}

	/** All axes but the channels', with or without the samples'. */
	private int[] axes(final boolean samples) {
		final int first = samples ? 0 : 1;
		final int[] axes = new int[spec.dimensions() + 1 - first];
		for (int i = 0; i < axes.length; i++)
			axes[i] = i + first;
		return axes;
	}

	private Operand<TFloat32> full(final Operand<T> value) {
		return tf.dtypes.cast(value, TFloat32.class);
	}

	private Operand<T> shorten(final Operand<TFloat32> value) {
		return tf.dtypes.cast(value, type);
	}
}
