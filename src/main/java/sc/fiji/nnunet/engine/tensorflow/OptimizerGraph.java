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
import java.util.List;
import java.util.function.Function;

import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.SwitchCond;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

import sc.fiji.nnunet.engine.OptimizerSpec;

/**
 * Builds the update of all weights in a graph (recipe-nvidia.md 6.2, 6.4, 6.5).
 * <p>
 * A step whose gradients are not all finite changes no weight and no state. With loss scaling, such a step halves the
 * scale, and 2000 successful steps double it.
 * </p>
 */
final class OptimizerGraph {

	/** The variables of loss scaling, which other precisions than float16 do not have. */
	private static final String SCALE = "optimizer/scale", GOOD = "optimizer/good";

	private static final float FIRST_SCALE = 32768;
	private static final float GOOD_STEPS = 2000;
	private static final float LOOKAHEAD_PERIOD = 6;
	private static final float LOOKAHEAD_STEP = 0.5f;

	private final Ops tf;
	private final OptimizerSpec spec;
	private final List<Variable> weights;
	private final Variables state;
	private final Variable step;
	private final Variable scale;
	private final Variable good;

	/**
	 * @param weights the trained weights
	 * @param state receives the optimizer's own variables
	 * @param scaling whether the loss is scaled
	 */
	OptimizerGraph(final Ops tf, final OptimizerSpec spec, final List<Variable> weights, final Variables state,
		final boolean scaling)
	{
		this.tf = tf;
		this.spec = spec;
		this.weights = weights;
		this.state = state;
		step = state.get("optimizer/step", Variable.Role.STATISTIC, 0);
		scale = scaling ? state.get(SCALE, Variable.Role.STATISTIC, FIRST_SCALE) : null;
		good = scaling ? state.get(GOOD, Variable.Role.STATISTIC, 0) : null;
	}

	/** Whether a variable is one of those that scale the loss, which float16 alone has. */
	static boolean scales(final String name) {
		return name.equals(SCALE) || name.equals(GOOD);
	}

	/** The factor of the loss before its gradients are computed, or null. */
	Operand<TFloat32> scale() {
		return scale == null ? null : scale.value();
	}

	/**
	 * The result of an update.
	 *
	 *
	 * @param norm global norm of the unscaled gradients, before clipping
	 * @param applied 1, or 0 if the update was skipped
	 * @param done the operation to wait for
	 */
	record Update(Operand<TFloat32> norm, Operand<TFloat32> applied, Op done) {
	}

	/**
	 * Builds the update.
	 *
	 * @param gradients with respect to each of the weights, null where nothing depends on it
	 * @param wanted above 0 to apply the step; with 0 no weight and no state changes
	 * @param rate the learning rate, a scalar
	 * @param others further updates of a successful step
	 * @param average takes the updated weights in; null for none
	 */
	Update update(final List<Operand<TFloat32>> gradients, final Operand<TFloat32> wanted,
		final Operand<TFloat32> rate, final List<Function<Ops, Op>> others, final AverageGraph average)
	{
		final List<Operand<TFloat32>> squares = new ArrayList<>();
		for (final Operand<TFloat32> gradient : gradients)
			if (gradient != null) squares.add(tf.nn.l2Loss(gradient));
		Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(constant(2), tf.math.addN(squares)));
		if (scale != null) norm = tf.math.div(norm, scale.value());
		final Operand<TBool> finite = tf.math.isFinite(norm);
		final Operand<TBool> counts = tf.math.greater(wanted, constant(0));
		final Operand<TBool> applied = tf.math.logicalAnd(finite, counts);
		final SwitchCond<TBool> gate = tf.switchCond(applied, applied);
		final Op go = tf.identity(gate.outputTrue());
		final Operand<TBool> stop = tf.identity(gate.outputFalse());
		final Ops gated = tf.withControlDependencies(go);

		final List<Op> updates = new ArrayList<>(List.of(go));
		final Operand<TFloat32> factor = factor(norm);
		final Operand<TFloat32> count = tf.math.add(step.value(), constant(1));
		final Scalars scalars = new Scalars(tf, spec, count);
		for (int i = 0; i < weights.size(); i++) {
			if (gradients.get(i) == null) continue;
			final Operand<TFloat32> gradient = effective(weights.get(i), gradients.get(i), factor);
			updates.addAll(apply(gated, weights.get(i), gradient, rate, scalars));
		}
		updates.add(gated.assignVariableOp(step.handle(), count));
		for (final Function<Ops, Op> other : others)
			updates.add(other.apply(gated));
		final Operand<TBool> after = tf.withControlDependencies(updates).identity(tf.constant(true));
		final Operand<TBool> followed = spec.lookahead() ? lookahead(after, count) : after;
		final Operand<TBool> taken = average == null ? followed : average.update(followed, count);
		final Op merged = tf.merge(List.of(taken, stop));
		final List<Op> done = new ArrayList<>(List.of(merged));
		if (scale != null) done.addAll(rescale(finite, counts));
		return new Update(norm, tf.dtypes.cast(applied, TFloat32.class), tf.withControlDependencies(done).noOp());
	}

	/** The factor of the gradients, which removes the loss scale and clips the norm. */
	private Operand<TFloat32> factor(final Operand<TFloat32> norm) {
		Operand<TFloat32> factor = null;
		if (spec.clipNorm() > 0) factor = tf.math.minimum(constant(1), tf.math.div(constant(spec.clipNorm()), tf.math.add(
			norm, constant(1e-6))));
		if (scale == null) return factor;
		final Operand<TFloat32> inverse = tf.math.div(constant(1), scale.value());
		return factor == null ? inverse : tf.math.mul(factor, inverse);
	}

	private Operand<TFloat32> effective(final Variable weight, final Operand<TFloat32> gradient,
		final Operand<TFloat32> factor)
	{
		final Operand<TFloat32> scaled = factor == null ? gradient : tf.math.mul(gradient, factor);
		if (spec.weightDecay() == 0 || !weight.decays()) return scaled;
		return tf.math.add(scaled, tf.math.mul(weight.value(), constant(spec.weightDecay())));
	}

	private List<Op> apply(final Ops gated, final Variable weight, final Operand<TFloat32> gradient,
		final Operand<TFloat32> rate, final Scalars scalars)
	{
		return switch (spec.rule()) {
			case SGD -> {
				final Variable velocity = slot("velocity", weight);
				final Operand<TFloat32> momentum = constant(spec.momentum());
				// NB: NVIDIA's velocity contains the rate, PyTorch's (nnU-Net's) does not
				if (spec.nesterov()) yield List.of(gated.train.resourceApplyMomentum(weight.handle(), velocity.handle(), rate,
					gradient, momentum, ResourceApplyMomentum.useNesterov(true)));
				yield List.of(gated.train.resourceApplyKerasMomentum(weight.handle(), velocity.handle(), rate, gradient,
					momentum));
			}
			case ADAM -> adam(gated, weight, gradient, rate, scalars);
			case MUON -> MuonGraph.updates(weight) ? muon(gated, weight, gradient, rate) : adam(gated, weight, gradient, rate,
				scalars);
			case RADAM -> rectified(gated, weight, gradient, rate, scalars);
		};
	}

	private List<Op> adam(final Ops gated, final Variable weight, final Operand<TFloat32> gradient,
		final Operand<TFloat32> rate, final Scalars scalars)
	{
		return List.of(gated.train.resourceApplyAdam(weight.handle(), slot("m", weight).handle(), slot("v", weight).handle(),
			scalars.power1, scalars.power2, rate, constant(spec.beta1()), constant(spec.beta2()), constant(spec.epsilon()),
			gradient));
	}

	/** Muon with Nesterov's momentum. */
	private List<Op> muon(final Ops gated, final Variable weight, final Operand<TFloat32> gradient,
		final Operand<TFloat32> rate)
	{
		final Variable m = slot("m", weight);
		final Operand<TFloat32> mean = blend(m.value(), gradient, spec.beta1());
		final Operand<TFloat32> change = new MuonGraph(tf).change(blend(mean, gradient, spec.beta1()), weight.shape());
		return List.of(gated.assignVariableOp(m.handle(), mean), gated.assignSubVariableOp(weight.handle(), tf.math.mul(rate,
			change)));
	}

	/** RAdam: plain momentum until the variance is known well enough. */
	private List<Op> rectified(final Ops gated, final Variable weight, final Operand<TFloat32> gradient,
		final Operand<TFloat32> rate, final Scalars scalars)
	{
		final Variable m = slot("m", weight);
		final Variable v = slot("v", weight);
		final Operand<TFloat32> mean = blend(m.value(), gradient, spec.beta1());
		final Operand<TFloat32> square = blend(v.value(), tf.math.square(gradient), spec.beta2());
		final Operand<TFloat32> root = tf.math.add(tf.math.sqrt(tf.math.mul(square, scalars.correction2)), constant(spec
			.epsilon()));
		final Operand<TFloat32> denominator = tf.math.add(tf.math.mul(root, scalars.known), tf.math.sub(constant(1),
			scalars.known));
		final Operand<TFloat32> numerator = tf.math.mul(mean, tf.math.mul(rate, tf.math.mul(scalars.correction1,
			scalars.rectifier)));
		return List.of(gated.assignVariableOp(m.handle(), mean), gated.assignVariableOp(v.handle(), square), gated
			.assignSubVariableOp(weight.handle(), tf.math.div(numerator, denominator)));
	}

	/** Every sixth step the slow weights move half of the way to the fast ones, which then continue from there. */
	private Operand<TBool> lookahead(final Operand<TBool> after, final Operand<TFloat32> count) {
		final Operand<TBool> due = tf.math.equal(tf.math.floorMod(count, constant(LOOKAHEAD_PERIOD)), constant(0));
		final SwitchCond<TBool> gate = tf.switchCond(after, due);
		final Operand<TBool> go = tf.identity(gate.outputTrue());
		final Ops gated = tf.withControlDependencies(go);
		final List<Op> updates = new ArrayList<>(List.of(go));
		for (final Variable weight : weights) {
			final Variable slow = slot("slow", weight);
			final Operand<TFloat32> fast = gated.readVariableOp(weight.handle(), TFloat32.class);
			final Operand<TFloat32> next = tf.math.add(slow.value(), tf.math.mul(constant(LOOKAHEAD_STEP), tf.math.sub(fast,
				slow.value())));
			updates.add(gated.assignVariableOp(slow.handle(), next));
			updates.add(gated.assignVariableOp(weight.handle(), next));
		}
		final Operand<TBool> synchronised = tf.withControlDependencies(updates).identity(tf.constant(true));
		return tf.merge(List.of(synchronised, tf.identity(gate.outputFalse()))).output();
	}

	private List<Op> rescale(final Operand<TBool> finite, final Operand<TBool> counts) {
		final Operand<TFloat32> fine = tf.dtypes.cast(finite, TFloat32.class);
		final Operand<TFloat32> run = tf.math.mul(tf.math.add(good.value(), constant(1)), fine);
		final Operand<TFloat32> grown = tf.dtypes.cast(tf.math.greaterEqual(run, constant(GOOD_STEPS)), TFloat32.class);
		final Operand<TFloat32> change = tf.math.mul(tf.math.add(constant(1), grown), tf.math.add(constant(0.5), tf.math
			.mul(constant(0.5), fine)));
		final Operand<TFloat32> next = tf.math.maximum(constant(1), tf.math.mul(scale.value(), change));
		final Operand<TFloat32> left = tf.math.mul(run, tf.math.sub(constant(1), grown));
		return List.of(tf.assignVariableOp(scale.handle(), tf.select(counts, next, scale.value())), tf.assignVariableOp(good
			.handle(), tf.select(counts, left, good.value())));
	}

	/** A variable of the optimizer that belongs to a weight and starts at zero; slow weights start as the weight does. */
	private Variable slot(final String kind, final Variable weight) {
		return state.get("optimizer/" + kind + "/" + weight.name(), Variable.Role.STATISTIC, 0, weight.shape().asArray());
	}

	private Operand<TFloat32> blend(final Operand<TFloat32> old, final Operand<TFloat32> fresh, final double beta) {
		return tf.math.add(tf.math.mul(old, constant(beta)), tf.math.mul(fresh, constant(1 - beta)));
	}

	private Operand<TFloat32> constant(final double value) {
		return tf.constant((float) value);
	}

	/** The numbers that depend on the step only; computed in double precision because of cancellation. */
	private static final class Scalars {

		private final Operand<TFloat32> power1;
		private final Operand<TFloat32> power2;
		private final Operand<TFloat32> correction1;
		private final Operand<TFloat32> correction2;
		private final Operand<TFloat32> known;
		private final Operand<TFloat32> rectifier;

		Scalars(final Ops tf, final OptimizerSpec spec, final Operand<TFloat32> count) {
			final Operand<TFloat64> t = tf.dtypes.cast(count, TFloat64.class);
			final Operand<TFloat64> one = tf.constant(1.0);
			final Operand<TFloat64> b1 = tf.math.pow(tf.constant(spec.beta1()), t);
			final Operand<TFloat64> b2 = tf.math.pow(tf.constant(spec.beta2()), t);
			power1 = tf.dtypes.cast(b1, TFloat32.class);
			power2 = tf.dtypes.cast(b2, TFloat32.class);
			correction1 = tf.dtypes.cast(tf.math.div(one, tf.math.sub(one, b1)), TFloat32.class);
			correction2 = tf.dtypes.cast(tf.math.div(one, tf.math.sub(one, b2)), TFloat32.class);
			final double limit = 2 / (1 - spec.beta2()) - 1;
			final Operand<TFloat64> length = tf.math.sub(tf.constant(limit), tf.math.div(tf.math.mul(tf.constant(2.0), tf.math
				.mul(t, b2)), tf.math.sub(one, b2)));
			known = tf.dtypes.cast(tf.math.greaterEqual(length, tf.constant(5.0)), TFloat32.class);
			final Operand<TFloat64> square = tf.math.div(tf.math.mul(tf.math.mul(tf.math.sub(length, tf.constant(4.0)),
				tf.math.sub(length, tf.constant(2.0))), tf.constant(limit)), tf.math.mul(tf.constant((limit - 4) * (limit - 2)),
					length));
			final Operand<TFloat32> root = tf.dtypes.cast(tf.math.sqrt(tf.math.maximum(square, tf.constant(0.0))),
				TFloat32.class);
			rectifier = tf.math.add(tf.math.mul(root, known), tf.math.sub(tf.constant(1f), known));
		}
	}
}
