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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

import sc.fiji.nnunet.engine.OptimizerSpec;

/** Tests Muon with matrices of known singular values, and with PyTorch. */
public class MuonGraphTest {

	@AutoClose
	private final GraphLab lab = new GraphLab();
	private int inputs;

	/** Tall, wide and square matrices; singular values over two decades, of any size. */
	@ParameterizedTest
	@CsvSource({ "3x3x2x4, 1", "1x3x2x8, 1e-6", "2x2x2x1x8, 1e4", "3x3x3x16x16, 1", "3x3x1x2, 1e-15" })
	public void singularValuesBecomeNearlyEqual(final String axes, final double size) {
		final long[] shape = Arrays.stream(axes.split("x")).mapToLong(Long::parseLong).toArray();
		final int columns = (int) shape[shape.length - 1];
		final int rows = (int) (LongStream.of(shape).reduce(1, (a, b) -> a * b) / columns);
		final int rank = Math.min(rows, columns);
		final double[][] left = orthonormal(rank, rows, 1);
		final double[][] right = orthonormal(rank, columns, 2);
		final double[] values = new double[rank];
		double squares = 0;
		for (int i = 0; i < rank; i++) {
			values[i] = Math.pow(10, -2.0 * i / Math.max(1, rank - 1));
			squares += values[i] * values[i];
		}
		final float[] gradient = new float[rows * columns];
		final double[] expected = new double[rows * columns];
		for (int i = 0; i < rank; i++) {
			final double equal = equal(values[i] / Math.sqrt(squares));
			assertEquals(0.9, equal, 0.3);
			for (int j = 0; j < gradient.length; j++) {
				final double outer = left[i][j / columns] * right[i][j % columns];
				gradient[j] += (float) (size * values[i] * outer);
				expected[j] += Math.sqrt(Math.max(rows, columns)) * equal * outer;
			}
		}
		final float[] change = change(gradient, shape);
		for (int j = 0; j < change.length; j++)
			assertEquals(expected[j], change[j], 1e-3, "element " + j);
	}

	/** 100 columns are two times 50. */
	@Test
	public void wideKernelsAreTakenInParts() {
		final Random random = new Random(3);
		final float[] gradient = new float[18 * 100], left = new float[18 * 50], right = new float[18 * 50];
		for (int i = 0; i < gradient.length; i++) {
			gradient[i] = (float) random.nextGaussian();
			(i % 100 < 50 ? left : right)[i / 100 * 50 + i % 50] = gradient[i];
		}
		final float[] all = change(gradient, 3, 3, 2, 100), first = change(left, 3, 3, 2, 50), second = change(right, 3, 3, 2,
			50);
		for (int i = 0; i < all.length; i++)
			assertEquals((i % 100 < 50 ? first : second)[i / 100 * 50 + i % 50], all[i], 1e-5, "element " + i);
	}

	/** NB: the momentum of a kernel whose gradient is zero shrinks to nothing. */
	@ParameterizedTest
	@ValueSource(floats = { 0, 1e-17f, 1e-19f, 1e-20f, 1e-30f })
	public void aGradientOfNearlyNothingIsNotTakenForALargeOne(final float size) {
		final float[] gradient = new float[3 * 3 * 2 * 4];
		Arrays.fill(gradient, size);
		for (final float change : change(gradient, 3, 3, 2, 4))
			assertTrue(Math.abs(change) <= (size == 0 ? 0 : 0.61), size + " changes a kernel by " + change);
	}

	@ParameterizedTest
	@CsvSource({ "KERNEL,3x3x3x16x32,true", "KERNEL,1x3x3x16x32,true", "KERNEL,3x3x16x32,true",
		"UNIFORM_KERNEL,2x2x2x16x32,true", "KERNEL,1x1x1x16x3,false", "KERNEL,1x1x16x3,false", "BIAS,32,false",
		"NORM,32,false" })
	public void kernelsOfMoreThanOneVoxelAreUpdatedSo(final Variable.Role role, final String axes, final boolean so) {
		final Shape shape = Shape.of(Arrays.stream(axes.split("x")).mapToLong(Long::parseLong).toArray());
		assertEquals(so, MuonGraph.updates(new Variable("a", shape, role, 1, null, null)));
	}

	/**
	 * Four steps of {@code torch.optim.Muon} of PyTorch 2.15 (momentum 0.9, Nesterov, no decay), whose products are in
	 * bfloat16 and agree with the same in float64 to 1 %: {@code src/test/scripts/muon.py} prints them.
	 */
	@Test
	public void stepsEqualPyTorchs() {
		final long[] shape = { 3, 1, 2, 2 };
		final Variables weights = new Variables(lab.tf);
		final Variables state = new Variables(lab.tf);
		final Variable kernel = weights.get("a", Variable.Role.KERNEL, 1, shape);
		final Variable bias = weights.get("b", Variable.Role.BIAS, 0, 1);
		final OptimizerSpec spec = OptimizerSpec.of(OptimizerSpec.Rule.MUON, 0, false, 0, 0, false);
		final OptimizerGraph.Update update = new OptimizerGraph(lab.tf, spec, weights.trained(), state, false).update(List
			.<Operand<TFloat32>> of(lab.input("ga", shape), lab.input("gb", 1)), lab.tf.constant(1f), lab.input("rate"), List
				.of(), null);
		lab.set(kernel, new float[12]);
		lab.set(bias, 0);
		for (final Variable variable : state.all())
			lab.set(variable, Variables.initial(variable, 0));
		for (int step = 0; step < 4; step++) {
			final float[] gradient = new float[12];
			for (int i = 0; i < 12; i++)
				gradient[i] = (float) Math.sin(1 + 0.7 * i + 1.3 * step * i);
			lab.run(Map.of("ga", gradient, "gb", new float[] { 1 }, "rate", new float[] { 0.02f }), List.of(), update.done());
		}
		final double[] expected = { -0.10008, -0.03473, -0.01249, -0.00148, -0.01228, 0.13568, 0.01918, -0.02110, 0.02008,
			-0.02513, -0.09779, -0.00779 };
		final float[] seen = lab.run(Map.of(), List.of(kernel.value()))[0];
		for (int i = 0; i < 12; i++)
			assertEquals(expected[i], seen[i], 1.5e-3, "element " + i);
		assertEquals(-0.08, lab.run(Map.of(), List.of(bias.value()))[0][0], 1e-5, "Adam's four steps");
	}

	private float[] change(final float[] gradient, final long... shape) {
		final String name = "gradient" + inputs++;
		final Operand<TFloat32> change = new MuonGraph(lab.tf).change(lab.input(name, shape), Shape.of(shape));
		return lab.run(Map.of(name, gradient), List.of(change))[0];
	}

	/** A singular value after five rounds of the author's polynomial. */
	private static double equal(final double value) {
		double s = value;
		for (int round = 0; round < 5; round++)
			s = 3.4445 * s - 4.7750 * Math.pow(s, 3) + 2.0315 * Math.pow(s, 5);
		return s;
	}

	/** Vectors of unit length at right angles. */
	private static double[][] orthonormal(final int count, final int length, final long seed) {
		final Random random = new Random(seed);
		final double[][] vectors = new double[count][length];
		for (int i = 0; i < count; i++) {
			Arrays.setAll(vectors[i], j -> random.nextGaussian());
			for (int k = 0; k < i; k++) {
				final double along = product(vectors[i], vectors[k]);
				for (int j = 0; j < length; j++)
					vectors[i][j] -= along * vectors[k][j];
			}
			final double norm = Math.sqrt(product(vectors[i], vectors[i]));
			for (int j = 0; j < length; j++)
				vectors[i][j] /= norm;
		}
		return vectors;
	}

	private static double product(final double[] a, final double[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += a[i] * b[i];
		return sum;
	}
}
