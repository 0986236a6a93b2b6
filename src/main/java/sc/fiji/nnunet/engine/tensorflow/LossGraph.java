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
import java.util.function.UnaryOperator;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Builds the loss in a graph: cross-entropy plus one minus soft Dice, summed over the heads with
 * their weights (recipe-nvidia.md 5, recipe-nnunet.md 4).
 * <p>
 * A coarse prediction that is upsampled to the full grid by nearest neighbour is constant in each block, so its loss is
 * computed at the coarse resolution against the number of voxels of each class in the block: the same value at a
 * fraction of the cost.
 * </p>
 */
final class LossGraph {

	private final Ops tf;
	private final NetworkSpec network;
	private final LossSpec spec;
	private final Operand<TFloat32> targets;
	private final Operand<TFloat32> counted;
	private final Operand<TFloat32> total;
	private final Operand<TFloat32> statistics;
	private final List<Operand<TFloat32>> gradients = new ArrayList<>();

	/** The loss of one head and its gradient with respect to the head's logits. */
	private record Part(Operand<TFloat32> loss, Operand<TFloat32> gradient) {
	}

	/** The loss of the samples of one process. */
	LossGraph(final Ops tf, final NetworkSpec network, final LossSpec spec, final List<Operand<TFloat32>> logits,
		final Operand<TUint8> labels, final Operand<TFloat32> scale)
	{
		this(tf, network, spec, logits, labels, scale, null);
	}

	/**
	 * @param logits per head, samples × (z ×) y × x × outputs, finest first
	 * @param labels samples × (z ×) y × x
	 * @param scale factor of the gradients, or null
	 * @param overWorkers adds the sums of other workers, whose samples belong to the same batch; null if there are none
	 */
	LossGraph(final Ops tf, final NetworkSpec network, final LossSpec spec, final List<Operand<TFloat32>> logits,
		final Operand<TUint8> labels, final Operand<TFloat32> scale, final UnaryOperator<Operand<TFloat32>> overWorkers)
	{
		this.tf = tf;
		this.network = network;
		this.spec = spec;
		if (spec.deepWeights().size() != logits.size()) throw new IllegalArgumentException("the loss has " + spec
			.deepWeights().size() + " weights for " + logits.size() + " heads");
		final Operand<TInt32> values = tf.dtypes.cast(labels, TInt32.class);
		targets = targets(values);
		counted = spec.ignore() < 0 ? null : tf.expandDims(tf.dtypes.cast(tf.math.notEqual(values, tf.constant(spec
			.ignore())), TFloat32.class), tf.constant(-1));
		final BatchSums sums = new BatchSums(tf);
		final List<Head> heads = new ArrayList<>();
		for (int head = 0; head < logits.size(); head++)
			heads.add(spec.deepWeights().get(head) == 0 ? null : head(logits.get(head), head, sums));
		final int counts = sums.add(statistics(logits.get(0)));
		final List<Operand<TFloat32>> totals = sums.totals(overWorkers);
		statistics = totals.get(counts);
		Operand<TFloat32> sum = null;
		for (int head = 0; head < logits.size(); head++) {
			final double weight = spec.deepWeights().get(head);
			final Operand<TFloat32> factor = scale == null ? constant(weight) : tf.math.mul(scale, constant(weight));
			final Part part = weight == 0 ? null : part(heads.get(head), totals, factor);
			gradients.add(part == null ? null : part.gradient);
			if (part == null) continue;
			final Operand<TFloat32> weighted = tf.math.mul(part.loss, constant(weight));
			sum = sum == null ? weighted : tf.math.add(sum, weighted);
		}
		if (sum == null) throw new IllegalArgumentException("all heads of the loss have weight zero");
		total = sum;
	}

	/** The loss, a scalar; never scaled. */
	Operand<TFloat32> total() {
		return total;
	}

	/** Three rows with one number per output: true positives, predicted voxels, labelled voxels. */
	Operand<TFloat32> statistics() {
		return statistics;
	}

	/** The gradients of the (scaled) loss with respect to the logits of each head, null for heads with weight 0. */
	List<Operand<TFloat32>> gradients() {
		return gradients;
	}

	/** One number per voxel and output: 1 where the voxel's label belongs to the output. */
	private Operand<TFloat32> targets(final Operand<TInt32> values) {
		if (spec.regions().isEmpty()) return tf.oneHot(values, tf.constant(network.outputs()), tf.constant(1f), tf
			.constant(0f));
		final List<Operand<TFloat32>> regions = new ArrayList<>();
		for (final List<Integer> region : spec.regions()) {
			Operand<TBool> inside = null;
			for (final int value : region) {
				final Operand<TBool> equal = tf.math.equal(values, tf.constant(value));
				inside = inside == null ? equal : tf.math.logicalOr(inside, equal);
			}
			regions.add(tf.dtypes.cast(inside, TFloat32.class));
		}
		return tf.stack(regions, Stack.axis((long) network.dimensions() + 1));
	}

	/**
	 * The values of a head per voxel, and the places of its sums among all sums over the batch.
	 *
	 * @param p probabilities
	 * @param target per voxel of the head and output, how many voxels of the full grid have a label of that output
	 * @param weight per voxel of the head, how many voxels of the full grid count
	 * @param entropy place of the sum of the cross-entropy
	 * @param voxels place of the number of voxels that count
	 * @param dice the numbers that Dice is made of
	 */
	private record Head(Operand<TFloat32> p, Operand<TFloat32> target, Operand<TFloat32> weight, int entropy, int voxels,
		Dice dice)
	{
	}

	/**
	 * The numbers that Dice is made of. Over the batch these are places of sums; per sample it is computed at once.
	 *
	 * @param common over the batch, place of the sums of p · t; per sample, place of the sum of all Dice values
	 * @param predicted over the batch, place of the sums of p; per sample, place of the number of samples
	 * @param labelled over the batch, place of the sums of t
	 * @param value Dice per sample and output, null over the batch
	 * @param denominator its denominator, null over the batch
	 */
	private record Dice(int common, int predicted, int labelled, Operand<TFloat32> value,
		Operand<TFloat32> denominator)
	{
	}

	private Head head(final Operand<TFloat32> logits, final int head, final BatchSums sums) {
		final long[] size = factor(head);
		long block = 1;
		for (final long n : size)
			block *= n;
		if (block == 1) return head(logits, masked(targets, counted), counted, 1, sums);
		if (spec.downsampleLabels()) {
			final Operand<TFloat32> mask = counted == null ? null : sample(counted, size);
			return head(logits, masked(sample(targets, size), mask), mask, 1, sums);
		}
		final Operand<TFloat32> mask = counted == null ? null : blockSums(counted, size, block);
		return head(logits, blockSums(masked(targets, counted), size, block), mask, block, sums);
	}

	/**
	 * @param target per voxel of the head and output, how many voxels of the full grid have a label of that output
	 * @param mask per voxel of the head, how many voxels of the full grid count, or null if all do
	 * @param block the number of voxels of the full grid that a voxel of the head covers
	 * @param sums receives what is summed over the batch
	 */
	private Head head(final Operand<TFloat32> logits, final Operand<TFloat32> target, final Operand<TFloat32> mask,
		final long block, final BatchSums sums)
	{
		final boolean regions = !spec.regions().isEmpty();
		final Operand<TFloat32> weight = mask == null ? constant(block) : mask;
		final Operand<TFloat32> log = regions ? null : tf.nn.logSoftmax(logits);
		final Operand<TFloat32> p = regions ? tf.math.sigmoid(logits) : tf.math.exp(log);
		final Operand<TFloat32> entropy = regions ? tf.math.sub(tf.math.mul(weight, tf.math.softplus(logits)), tf.math.mul(
			target, logits)) : tf.math.neg(tf.math.mul(target, log));
		final Operand<TInt32> all = axes(0, network.dimensions() + 2);
		final Operand<TFloat32> voxels = mask == null ? tf.math.mul(tf.dtypes.cast(tf.size(logits), TFloat32.class),
			constant((double) block / network.outputs())) : sum(mask, all);
		return new Head(p, target, weight, sums.add(sum(entropy, all)), sums.add(voxels), dice(tf.math.mul(p, weight),
			tf.math.mul(p, target), target, sums));
	}

	private Part part(final Head head, final List<Operand<TFloat32>> totals, final Operand<TFloat32> factor) {
		final boolean regions = !spec.regions().isEmpty();
		final Operand<TFloat32> p = head.p;
		final Operand<TFloat32> marked = totals.get(head.voxels);
		final Operand<TFloat32> voxels = counted == null ? marked : tf.math.maximum(marked, constant(1));
		final Operand<TFloat32> count = regions ? tf.math.mul(voxels, constant(network.outputs())) : voxels;
		final DiceLoss dice = dice(head.dice, totals);
		final Operand<TFloat32> loss = tf.math.add(tf.math.div(totals.get(head.entropy), count), dice.loss);

		final Operand<TFloat32> byEntropy = tf.math.mul(tf.math.sub(tf.math.mul(p, head.weight), head.target), tf.math.div(
			factor, count));
		final Operand<TFloat32> byDice = tf.math.add(tf.math.mul(head.target, tf.math.mul(dice.byCommon, factor)), tf.math
			.mul(head.weight, tf.math.mul(dice.byPredicted, factor)));
		final Operand<TFloat32> pull = regions ? tf.math.mul(byDice, tf.math.sub(constant(1), p)) : tf.math.sub(byDice, tf
			.reduceSum(tf.math.mul(p, byDice), tf.constant(-1), ReduceSum.keepDims(true)));
		return new Part(loss, tf.math.add(byEntropy, tf.math.mul(p, pull)));
	}

	private Dice dice(final Operand<TFloat32> predicted, final Operand<TFloat32> common,
		final Operand<TFloat32> labelled, final BatchSums sums)
	{
		final Operand<TInt32> axes = axes(spec.batchDice() ? 0 : 1, network.dimensions() + 1);
		if (spec.batchDice()) return new Dice(sums.add(kept(common, axes)), sums.add(kept(predicted, axes)), sums.add(kept(
			labelled, axes)), null, null);
		final Operand<TFloat32> denominator = denominator(kept(predicted, axes), kept(labelled, axes));
		final Operand<TFloat32> value = tf.math.div(numerator(kept(common, axes)), denominator);
		final Operand<TInt32> samples = tf.reshape(tf.slice(tf.shape(common), tf.constant(new int[1]), tf.constant(
			new int[] { 1 })), tf.constant(new int[0]));
		return new Dice(sums.add(sum(tf.math.mul(value, shares()), axes(0, network.dimensions() + 2))), sums.add(tf.dtypes
			.cast(samples, TFloat32.class)), -1, value, denominator);
	}

	/**
	 * One minus soft Dice, its mean over outputs (and samples, without batch Dice).
	 *
	 * @param byCommon derivative with respect to the sum of p · t
	 * @param byPredicted derivative with respect to the sum of p
	 */
	private record DiceLoss(Operand<TFloat32> loss, Operand<TFloat32> byCommon, Operand<TFloat32> byPredicted) {
	}

	private DiceLoss dice(final Dice parts, final List<Operand<TFloat32>> totals) {
		if (parts.value != null) {
			final Operand<TFloat32> samples = totals.get(parts.predicted);
			final Operand<TFloat32> slope = tf.math.div(tf.math.div(shares(), samples), parts.denominator);
			return new DiceLoss(tf.math.sub(constant(1), tf.math.div(totals.get(parts.common), samples)), tf.math.mul(
				constant(-2), slope), tf.math.mul(parts.value, slope));
		}
		final Operand<TFloat32> denominator = denominator(totals.get(parts.predicted), totals.get(parts.labelled));
		final Operand<TFloat32> value = tf.math.div(numerator(totals.get(parts.common)), denominator);
		final Operand<TFloat32> loss = tf.math.sub(constant(1), sum(tf.math.mul(value, shares()), axes(0, network
			.dimensions() + 2)));
		final Operand<TFloat32> slope = tf.math.div(shares(), denominator);
		return new DiceLoss(loss, tf.math.mul(constant(-2), slope), tf.math.mul(value, slope));
	}

	private Operand<TFloat32> numerator(final Operand<TFloat32> common) {
		return tf.math.add(tf.math.mul(constant(2), common), constant(spec.smooth()));
	}

	private Operand<TFloat32> denominator(final Operand<TFloat32> predicted, final Operand<TFloat32> labelled) {
		return tf.math.add(tf.math.add(predicted, labelled), constant(spec.smooth()));
	}

	/** The share of each output in the mean of Dice. */
	private Operand<TFloat32> shares() {
		final float[] share = new float[network.outputs()];
		final boolean all = spec.background() || !spec.regions().isEmpty();
		Arrays.fill(share, 1f / (all ? share.length : share.length - 1));
		if (!all) share[0] = 0;
		return tf.constant(share);
	}

	private Operand<TFloat32> statistics(final Operand<TFloat32> logits) {
		final Operand<TFloat32> hard;
		if (spec.regions().isEmpty()) hard = tf.oneHot(tf.math.argMax(logits, tf.constant(-1), TInt32.class), tf.constant(
			network.outputs()), tf.constant(1f), tf.constant(0f));
		else hard = tf.dtypes.cast(tf.math.greater(logits, tf.constant(0f)), TFloat32.class);
		final Operand<TFloat32> predicted = masked(hard, counted);
		final Operand<TFloat32> labelled = masked(targets, counted);
		final Operand<TInt32> axes = axes(0, network.dimensions() + 1);
		return tf.stack(List.of(sum(tf.math.mul(predicted, labelled), axes), sum(predicted, axes), sum(labelled, axes)));
	}

	/** How many voxels of the full grid a voxel of a head covers, per axis. */
	private long[] factor(final int head) {
		final long[] factor = new long[network.dimensions()];
		Arrays.fill(factor, 1);
		for (int stage = 1; stage <= head; stage++)
			for (int axis = 0; axis < factor.length; axis++)
				factor[axis] *= network.strides().get(stage).get(axis);
		return factor;
	}

	/** The sums over blocks. */
	private Operand<TFloat32> blockSums(final Operand<TFloat32> x, final long[] factor, final long block) {
		final List<Long> size = new ArrayList<>();
		size.add(1L);
		for (final long n : factor)
			size.add(n);
		size.add(1L);
		final Operand<TFloat32> means = network.dimensions() == 3 ? tf.nn.avgPool3d(x, size, size, "VALID") : tf.nn
			.avgPool(x, size, size, "VALID");
		return tf.math.mul(means, constant(block));
	}

	/** One voxel of each block, the one after its centre, as PyTorch's nearest-exact takes. */
	private Operand<TFloat32> sample(final Operand<TFloat32> x, final long[] factor) {
		final int rank = network.dimensions() + 2;
		final int[] begin = new int[rank];
		final int[] step = new int[rank];
		Arrays.fill(step, 1);
		for (int axis = 0; axis < factor.length; axis++) {
			begin[axis + 1] = (int) factor[axis] / 2;
			step[axis + 1] = (int) factor[axis];
		}
		return tf.stridedSlice(x, tf.constant(begin), tf.constant(new int[rank]), tf.constant(step),
			StridedSlice.endMask((1L << rank) - 1));
	}

	private Operand<TFloat32> masked(final Operand<TFloat32> x, final Operand<TFloat32> mask) {
		return mask == null ? x : tf.math.mul(x, mask);
	}

	private Operand<TFloat32> sum(final Operand<TFloat32> x, final Operand<TInt32> axes) {
		return tf.reduceSum(x, axes, ReduceSum.keepDims(false));
	}

	private Operand<TInt32> axes(final int from, final int to) {
		final int[] axes = new int[to - from];
		for (int i = 0; i < axes.length; i++)
			axes[i] = from + i;
		return tf.constant(axes);
	}

	private Operand<TFloat32> kept(final Operand<TFloat32> x, final Operand<TInt32> axes) {
		return tf.reduceSum(x, axes, ReduceSum.keepDims(true));
	}

	private Operand<TFloat32> constant(final double value) {
		return tf.constant((float) value);
	}
}
