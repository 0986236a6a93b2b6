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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

import sc.fiji.nnunet.engine.OptimizerSpec;

/** Tests updates of two numbers, a kernel and a norm's parameter, with given gradients. */
public class OptimizerGraphTest {

	@AutoClose
	private final GraphLab lab = new GraphLab();
	private Variables weights;
	private Variables state;
	private OptimizerGraph.Update update;

	@Test
	public void weightDecayDoesNotApplyToNorms() {
		build(new OptimizerSpec(OptimizerSpec.Rule.SGD, 0, false, 0, 0, 0, 0.5, 0, false), false);
		step(0.1f, 0, 0);
		assertValues(2 - 0.1 * 0.5 * 2, 3);
	}

	@Test
	public void gradientsAreClippedByTheirGlobalNorm() {
		build(new OptimizerSpec(OptimizerSpec.Rule.SGD, 0, false, 0, 0, 0, 0, 2, false), false);
		assertEquals(5, step(1, 3, 4)[0], 1e-5);
		assertValues(2 - 3 * 0.4, 3 - 4 * 0.4);
		assertEquals(1, step(1, 0.6f, 0.8f)[0], 1e-6);
		assertValues(2 - 3 * 0.4 - 0.6, 3 - 4 * 0.4 - 0.8);
	}

	@Test
	public void aGradientThatIsNotFiniteChangesNothing() {
		build(OptimizerSpec.adam(1e-4), false);
		assertEquals(1, step(0.1f, 1, 1)[1]);
		final float[][] before = values();
		for (final float bad : new float[] { Float.NaN, Float.POSITIVE_INFINITY }) {
			assertEquals(0, step(0.1f, 1, bad)[1]);
			final float[][] after = values();
			for (int i = 0; i < before.length; i++)
				assertArrayEquals(before[i], after[i]);
		}
		assertEquals(1, state("optimizer/step"));
	}

	@Test
	public void lookaheadSkipsASkippedStep() {
		build(new OptimizerSpec(OptimizerSpec.Rule.SGD, 0, false, 0, 0, 0, 0, 0, true), false);
		lab.set(find(state, "optimizer/slow/a"), 2);
		lab.set(find(state, "optimizer/slow/b"), 3);
		for (int i = 0; i < 5; i++)
			step(1, 0.1f, 0);
		assertEquals(0, step(1, Float.NaN, 0)[1]); // would have been the sixth
		assertValues(1.5, 3);
		step(1, 0.1f, 0);
		assertValues((2 + 1.4) / 2, 3);
		assertEquals(1.7, state("optimizer/slow/a"), 1e-5);
		step(1, 0.1f, 0);
		assertValues(1.6, 3);
	}

	@Test
	public void theLossScaleIsHalvedAndDoubled() {
		build(new OptimizerSpec(OptimizerSpec.Rule.SGD, 0, false, 0, 0, 0, 0, 0, false), true);
		assertEquals(32768, state("optimizer/scale"));
		assertEquals(5, step(1, 3 * 32768f, 4 * 32768f)[0], 1e-5); // gradients come scaled
		assertValues(-1, -1);
		step(1, Float.POSITIVE_INFINITY, 0);
		assertValues(-1, -1);
		assertEquals(16384, state("optimizer/scale"));
		assertEquals(0, state("optimizer/good"));
		for (int i = 0; i < 1999; i++)
			step(1, 0, 0);
		assertEquals(16384, state("optimizer/scale"));
		assertEquals(1999, state("optimizer/good"));
		step(1, 0, 0);
		assertEquals(32768, state("optimizer/scale"));
		assertEquals(0, state("optimizer/good"));
		lab.set(find(state, "optimizer/scale"), 1);
		step(1, Float.NaN, 0);
		assertEquals(1, state("optimizer/scale"));
	}

	/** A trial step leaves everything as it is, including the loss scale if a gradient is not finite. */
	@Test
	public void aTrialStepChangesNothing() {
		build(OptimizerSpec.adam(1e-4), true);
		step(0.1f, 3 * 32768f, 4 * 32768f);
		final float[][] before = values();
		for (final float value : new float[] { 1, Float.NaN }) {
			assertEquals(0, step(0, 0.1f, value, 2)[1]);
			final float[][] after = values();
			for (int i = 0; i < before.length; i++)
				assertArrayEquals(before[i], after[i]);
		}
		assertEquals(1, step(0.1f, 1, 2)[1]);
	}

	private void build(final OptimizerSpec spec, final boolean scaling) {
		weights = new Variables(lab.tf);
		state = new Variables(lab.tf);
		weights.get("a", Variable.Role.KERNEL, 1, 1);
		weights.get("b", Variable.Role.NORM, 1, 1);
		final OptimizerGraph optimizer = new OptimizerGraph(lab.tf, spec, weights.trained(), state, scaling);
		final List<Operand<TFloat32>> gradients = List.of(lab.input("ga", 1), lab.input("gb", 1));
		update = optimizer.update(gradients, lab.input("wanted"), lab.input("rate"), List.of(), null);
		lab.set(find(weights, "a"), 2);
		lab.set(find(weights, "b"), 3);
		for (final Variable variable : state.all())
			lab.set(variable, Variables.initial(variable, 0));
	}

	/** The norm, and whether the step was applied. */
	private float[] step(final float rate, final float a, final float b) {
		return step(1, rate, a, b);
	}

	private float[] step(final float wanted, final float rate, final float a, final float b) {
		final float[][] result = lab.run(Map.of("wanted", new float[] { wanted }, "rate", new float[] { rate }, "ga",
			new float[] { a }, "gb", new float[] { b }), List.of(update.norm(), update.applied()), update.done());
		return new float[] { result[0][0], result[1][0] };
	}

	private float[][] values() {
		final List<Operand<TFloat32>> all = new ArrayList<>();
		for (final Variable variable : weights.all())
			all.add(variable.value());
		for (final Variable variable : state.all())
			all.add(variable.value());
		return lab.run(Map.of(), all);
	}

	private void assertValues(final double a, final double b) {
		final float[][] values = values();
		assertEquals(a, values[0][0], 1e-5);
		assertEquals(b, values[1][0], 1e-5);
	}

	private double state(final String name) {
		return lab.run(Map.of(), List.of(find(state, name).value()))[0][0];
	}

	private static Variable find(final Variables variables, final String name) {
		return variables.all().stream().filter(variable -> variable.name().equals(name)).findFirst().orElseThrow();
	}
}
