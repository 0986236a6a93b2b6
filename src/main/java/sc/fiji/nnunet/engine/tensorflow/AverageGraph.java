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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.SwitchCond;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Builds the average of all weights over the steps: a moving average that forgets more slowly the longer the training
 * has lasted.
 * <p>
 * A step counts by its voxels, times those of all steps until then to the power of {@link #POWER}. So the average always
 * spans the same share of the training, whatever its length, and needs no number but that of the voxels: a resumed
 * training continues it exactly. That power gives the steps a mean age of 1 / (POWER + 2) of the training, a ninth.
 * Voxels and not steps, because trainings of few minutes begin with many steps of small patches and end with a few of
 * large ones, whose weights differ (docs/measurements.md).
 * </p>
 */
final class AverageGraph {

	/** What the names of the averages begin with; the weight's name follows. */
	static final String PREFIX = "optimizer/average/";

	/** The variable that counts the voxels of a sample of all steps. */
	static final String VOXELS = PREFIX + "voxels";

	/** How strongly late steps count; 7 makes the spread of their ages a tenth of the training. */
	private static final float POWER = 7;

	/** The first steps are all taken in; later, one in {@link #PERIOD}, which costs less and changes little. */
	private static final float ALL = 64;
	private static final float PERIOD = 8;

	private final Ops tf;
	private final Operand<TFloat32> voxels;
	private final Variable counted;
	private final Map<Variable, Variable> averages = new LinkedHashMap<>();

	/**
	 * @param labels of the step, samples × (z ×) y × x
	 * @param weights trained weights and running statistics
	 * @param state receives their averages
	 */
	AverageGraph(final Ops tf, final Operand<TUint8> labels, final Iterable<Variable> weights, final Variables state) {
		this.tf = tf;
		final Operand<TInt32> size = tf.slice(tf.shape(labels), tf.constant(new int[] { 1 }), tf.constant(new int[] {
			-1 }));
		voxels = tf.prod(tf.dtypes.cast(size, TFloat32.class), tf.constant(0));
		counted = state.get(VOXELS, Variable.Role.STATISTIC, 0);
		for (final Variable weight : weights)
			averages.put(weight, state.get(PREFIX + weight.name(), Variable.Role.STATISTIC, 0, weight.shape().asArray()));
	}

	/** Whether a variable is an average of a weight, or counts for them. */
	static boolean holds(final String name) {
		return name.startsWith(PREFIX);
	}

	/**
	 * Builds the update.
	 *
	 * @param after true once the weights are updated
	 * @param count the number of steps, this one included
	 * @return true once the averages are updated or need no update
	 */
	Operand<TBool> update(final Operand<TBool> after, final Operand<TFloat32> count) {
		// NB: earlier versions counted steps, so that a checkpoint of theirs goes on as if all of them had been of this size
		final Operand<TFloat32> before = tf.select(tf.math.greater(counted.value(), tf.constant(0f)), counted.value(), tf.math
			.mul(tf.math.sub(count, tf.constant(1f)), voxels));
		final Operand<TFloat32> all = tf.math.add(before, voxels);
		final Op counting = tf.withControlDependencies(after).assignVariableOp(counted.handle(), all);
		final Operand<TBool> ready = tf.withControlDependencies(counting).identity(after);
		final Operand<TBool> early = tf.math.lessEqual(count, tf.constant(ALL));
		final Operand<TBool> due = tf.math.logicalOr(early, tf.math.equal(tf.math.floorMod(count, tf.constant(PERIOD)), tf
			.constant(0f)));
		final SwitchCond<TBool> gate = tf.switchCond(ready, due);
		final Operand<TBool> go = tf.identity(gate.outputTrue());
		final Ops gated = tf.withControlDependencies(go);
		// NB: when patches grow, some of the last steps were smaller than this one, which is soon forgotten
		final Operand<TFloat32> steps = tf.select(early, tf.constant(1f), tf.constant(PERIOD));
		final Operand<TFloat32> kept = tf.math.maximum(tf.constant(0f), tf.math.sub(tf.constant(1f), tf.math.div(tf.math
			.mul(steps, voxels), all)));
		final Operand<TFloat32> taken = tf.math.sub(tf.constant(1f), tf.math.pow(kept, tf.constant(POWER + 1)));
		final List<Op> updates = new ArrayList<>(List.of(go));
		averages.forEach((weight, average) -> updates.add(gated.assignSubVariableOp(average.handle(), tf.math.mul(taken, tf
			.math.sub(average.value(), gated.readVariableOp(weight.handle(), TFloat32.class))))));
		final Operand<TBool> done = tf.withControlDependencies(updates).identity(tf.constant(true));
		return tf.merge(List.of(done, tf.identity(gate.outputFalse()))).output();
	}

	/** Exchanges weights and averages. */
	static Op exchange(final Ops tf, final Map<Variable, Variable> averages) {
		final List<Op> reads = new ArrayList<>();
		averages.forEach((weight, average) -> {
			reads.add(weight.value());
			reads.add(average.value());
		});
		final Ops then = tf.withControlDependencies(reads);
		final List<Op> assignments = new ArrayList<>();
		averages.forEach((weight, average) -> {
			assignments.add(then.assignVariableOp(weight.handle(), average.value()));
			assignments.add(then.assignVariableOp(average.handle(), weight.value()));
		});
		return tf.withControlDependencies(assignments).noOp();
	}

	/** The averages by weight, among the optimizer's variables; empty if none are kept. */
	static Map<Variable, Variable> of(final List<Variable> weights, final List<Variable> state) {
		final Map<Variable, Variable> averages = new LinkedHashMap<>();
		for (final Variable weight : weights)
			for (final Variable variable : state)
				if (variable.name().equals(PREFIX + weight.name())) averages.put(weight, variable);
		return averages;
	}
}
