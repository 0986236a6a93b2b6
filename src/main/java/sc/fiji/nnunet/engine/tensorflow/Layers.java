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

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.data.LeakyReluGrad;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Builds the layers of a U-Net: the forward pass and, on a tape, the backward pass. Activations are samples ×
 * (z ×) y × x × channels.
 *
 * @param <T> the type of the activations
 */
final class Layers<T extends TNumber> {

	/** Fewer channels than this are summed by another operation: see {@link #sumOfChannels}. */
	private static final int FEW = 16;

	private final Ops tf;
	private final Class<T> type;
	private final Tape<T> tape;
	private final int dimensions;

	/**
	 * @param type float32, or a shorter type for mixed precision
	 * @param dimensions 2 or 3
	 */
	Layers(final Ops tf, final Class<T> type, final Tape<T> tape, final int dimensions) {
		this.tf = tf;
		this.type = type;
		this.tape = tape;
		this.dimensions = dimensions;
	}

	/** A convolution. */
	Operand<T> convolution(final Operand<T> x, final Variable kernel, final List<Integer> stride,
		final boolean symmetric)
	{
		final Operand<T> weight = weight(kernel);
		final List<Long> steps = spread(stride);
		final int[] pad = symmetric ? padding(kernel, stride) : new int[dimensions];
		final boolean padded = Arrays.stream(pad).anyMatch(n -> n > 0);
		final Operand<T> wide = padded ? pad(x, pad) : x;
		final String mode = padded ? "VALID" : "SAME";
		final Operand<T> y = dimensions == 3 ? tf.nn.conv3d(wide, weight, steps, mode) : tf.nn.conv2d(wide, weight, steps,
			mode);
		return tape.record(y, dy -> {
			final Operand<TInt32> size = tf.constant(ints(kernel
				.shape().asArray()));
			final Operand<TInt32> missing = padded || stride.get(0) > 1 ? null : missingPlanes(wide, kernel);
			final Operand<T> dw = dimensions == 3 ? tf.nn.conv3dBackpropFilter(deepened(wide, missing), size, deepened(dy,
				missing), steps, mode) : tf.nn.conv2dBackpropFilter(wide, size, dy, steps, mode);
			tape.give(kernel, full(dw));
			if (!tape.needs(x)) return;
			final Operand<TInt32> shape = tf.shape(wide);
			final Operand<T> dx = dimensions == 3 ? tf.nn.conv3dBackpropInput(shape, weight, dy, steps, mode) : tf.nn
				.conv2dBackpropInput(shape, weight, dy, steps, mode);
			tape.give(x, padded ? tf.slice(dx, tf.constant(begin(pad)), tf.shape(x)) : dx);
		});
	}

	/**
	 * How many planes a volume has too few for the gradient by the weights of a convolution whose padding is left to
	 * TensorFlow, as paddings for it; null if it can take any number. NB: with two planes, the bfloat16 gradient of a
	 * kernel of three (in general, with fewer planes than the kernel has, but more than one) in oneDNN of TensorFlow 2.16
	 * on processors with avx512_bf16 reads memory that holds anything. It is right along the other axes, with explicit
	 * padding, in 2D and in float32 (tried for all of these).
	 */
	private Operand<TInt32> missingPlanes(final Operand<T> x, final Variable kernel) {
		final int depth = (int) kernel.shape().get(0);
		if (type != TBfloat16.class || dimensions != 3 || depth == 1) return null;
		final Operand<TInt32> planes = tf.slice(tf.shape(x), tf.constant(new int[] { 1 }), tf.constant(new int[] { 1 }));
		final int[][] behind = new int[dimensions + 2][2];
		behind[1][1] = 1;
		return tf.math.mul(tf.constant(behind), tf.math.maximum(tf.math.sub(tf.constant(depth), planes), tf.constant(0)));
	}

	/** The volume with planes of zeros behind it, which add nothing to sums; if none are missing, nothing is copied. */
	private Operand<T> deepened(final Operand<T> x, final Operand<TInt32> missing) {
		return missing == null ? x : tf.pad(x, missing, tf.dtypes.cast(tf.constant(0f), type));
	}

	/** A transposed convolution whose kernel equals its stride, cropped to the size of a skip connection. */
	Operand<T> up(final Operand<T> x, final Variable kernel, final List<Integer> stride, final Operand<T> skip) {
		final Operand<T> weight = weight(kernel);
		final List<Long> steps = spread(stride);
		final Operand<TInt32> shape = tf.shape(skip);
		final Operand<T> y = dimensions == 3 ? tf.nn.conv3dBackpropInput(shape, weight, x, steps, "SAME") : tf.nn
			.conv2dBackpropInput(shape, weight, x, steps, "SAME");
		return tape.record(y, dy -> {
			final Operand<TInt32> size = tf.constant(ints(kernel.shape().asArray()));
			final Operand<T> dw = dimensions == 3 ? tf.nn.conv3dBackpropFilter(dy, size, x, steps, "SAME") : tf.nn
				.conv2dBackpropFilter(dy, size, x, steps, "SAME");
			tape.give(kernel, full(dw));
			if (tape.needs(x)) tape.give(x, dimensions == 3 ? tf.nn.conv3d(dy, weight, steps, "SAME") : tf.nn.conv2d(dy,
				weight, steps, "SAME"));
		});
	}

	/** Adds a number per channel. */
	Operand<T> bias(final Operand<T> x, final Variable bias) {
		return tape.record(tf.nn.biasAdd(x, weight(bias)), dy -> {
			tape.give(bias, sumOfChannels(dy));
			tape.give(x, dy);
		});
	}

	/**
	 * The sum of each channel. NB: of few channels, the biasAddGrad of TensorFlow 2.16 on a CPU gives sums whose last
	 * digits differ from run to run, even with one thread; so heads would not be trained in the same way twice.
	 */
	private Operand<TFloat32> sumOfChannels(final Operand<T> x) {
		final int last = x.shape().numDimensions() - 1;
		if (x.shape().size(last) >= FEW) return full(tf.nn.biasAddGrad(x));
		final int[] others = new int[last];
		for (int i = 0; i < last; i++)
			others[i] = i;
		return tf.reduceSum(full(x), tf.constant(others));
	}

	/** The leaky ReLU. */
	Operand<T> leaky(final Operand<T> x, final double slope) {
		final Operand<T> y = tf.nn.leakyRelu(x, LeakyRelu.alpha((float) slope));
		// NB: TensorFlow's own gradient for bfloat16 on processors takes 40 times as long as that in float32
		if (type == TBfloat16.class) return tape.record(y, dy -> tape.give(x, tf.dtypes.cast(LeakyReluGrad.create(tf.scope(),
			full(dy), full(y), LeakyReluGrad.alpha((float) slope)), type)));
		return tape.record(y, dy -> tape.give(x, LeakyReluGrad.create(tf.scope(), dy, y, LeakyReluGrad.alpha(
			(float) slope))));
	}

	/** Concatenates the channels of a and b. */
	Operand<T> concatenate(final Operand<T> a, final Operand<T> b, final int channelsOfA, final int channelsOfB) {
		final Operand<TInt32> axis = tf.constant(dimensions + 1);
		return tape.record(tf.concat(List.of(a, b), axis), dy -> {
			final int[] from = new int[dimensions + 2];
			final int[] size = new int[dimensions + 2];
			Arrays.fill(size, -1);
			size[dimensions + 1] = channelsOfA;
			tape.give(a, tf.slice(dy, tf.constant(from.clone()), tf.constant(size.clone())));
			from[dimensions + 1] = channelsOfA;
			size[dimensions + 1] = channelsOfB;
			tape.give(b, tf.slice(dy, tf.constant(from), tf.constant(size)));
		});
	}

	/** The sum of two activations. */
	Operand<T> add(final Operand<T> a, final Operand<T> b) {
		return tape.record(tf.math.add(a, b), dy -> {
			tape.give(a, dy);
			tape.give(b, dy);
		});
	}

	/** Means over blocks of the size of the stride. */
	Operand<T> pool(final Operand<T> x, final List<Integer> stride) {
		final List<Long> block = spread(stride);
		final Operand<TInt32> shape = tf.shape(x);
		final Operand<T> y = dimensions == 3 ? tf.nn.avgPool3d(x, block, block, "VALID") : tf.nn.avgPool(x, block, block,
			"VALID");
		return tape.record(y, dy -> tape.give(x, dimensions == 3 ? tf.nn.avgPool3dGrad(shape, dy, block, block,
			"VALID") : tf.nn.avgPoolGrad(shape, dy, block, block, "VALID")));
	}

	/** The value of a weight in the type of the activations. */
	private Operand<T> weight(final Variable variable) {
		return tf.dtypes.cast(variable.value(), type);
	}

	private Operand<TFloat32> full(final Operand<T> gradient) {
		return tf.dtypes.cast(gradient, TFloat32.class);
	}

	private List<Long> spread(final List<Integer> stride) {
		final List<Long> result = new ArrayList<>();
		result.add(1L);
		for (final int step : stride)
			result.add((long) step);
		result.add(1L);
		return result;
	}

	/** The padding on both sides that PyTorch uses for strided convolutions; none where SAME is equivalent. */
	private int[] padding(final Variable kernel, final List<Integer> stride) {
		final int[] margin = new int[dimensions];
		if (stride.stream().allMatch(step -> step == 1)) return margin;
		for (int axis = 0; axis < dimensions; axis++)
			margin[axis] = (int) (kernel.shape().get(axis) - 1) / 2;
		return margin;
	}

	private Operand<T> pad(final Operand<T> x, final int[] margin) {
		final int[][] before = new int[dimensions + 2][2];
		for (int axis = 0; axis < dimensions; axis++)
			Arrays.fill(before[axis + 1], margin[axis]);
		return tf.pad(x, tf.constant(before), tf.dtypes.cast(tf.constant(0f), type));
	}

	private int[] begin(final int[] margin) {
		final int[] begin = new int[dimensions + 2];
		System.arraycopy(margin, 0, begin, 1, dimensions);
		return begin;
	}

	private static int[] ints(final long[] values) {
		return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
	}
}
