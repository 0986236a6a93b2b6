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
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The change of a kernel in a step of Muon: the gradient with all its singular values made nearly equal, so that
 * directions in which the loss hardly falls are learned as fast as the few that are in every gradient (K. Jordan and
 * others, 2024, kellerjordan.github.io/posts/muon).
 * <p>
 * A kernel is taken as a matrix X whose columns are its last axis, one of more than 64 columns as several. Five times,
 * aX + bXX'X + c(XX')²X brings singular values between 0.002 and 1 to between 0.68 and 1.2. X is needed at the beginning
 * and the end only: between them all is a polynomial of X'X, or XX' if that is smaller. NB: it is computed in float64,
 * since it holds squares of singular values, and the products of a GPU have ten bits in float32: an eigenvalue that is a
 * little below zero grows in every round.
 * </p>
 */
final class MuonGraph {

	/** The author's polynomial. */
	private static final double A = 3.4445, B = -4.7750, C = 2.0315;
	private static final int ROUNDS = 5;

	/** Wider kernels are divided: 512 columns at once took nearly as long as all else in a step of EM slices. */
	private static final long MOST = 64;

	/** A smaller gradient stays small. NB: squares of less than 1e-19 are zero in float32. */
	private static final float SMALLEST = 1e-15f;

	private final Ops tf;

	MuonGraph(final Ops tf) {
		this.tf = tf;
	}

	/** Whether a weight is updated so: kernels of more than one voxel, so not those of heads and of shortcuts. */
	static boolean updates(final Variable weight) {
		final Shape shape = weight.shape();
		final boolean kernel = weight.role() == Variable.Role.KERNEL || weight.role() == Variable.Role.UNIFORM_KERNEL;
		return kernel && shape.size() > columns(shape) * shape.get(shape.numDimensions() - 2);
	}

	private static long columns(final Shape shape) {
		return shape.get(shape.numDimensions() - 1);
	}

	/**
	 * The change for a learning rate of 1, whose root mean square is about 1. NB: Adam's is smaller; with the same rate, a
	 * change of half the size learned less, and one of twice the size as much (docs/measurements.md).
	 *
	 * @param gradient with momentum, of that shape
	 */
	Operand<TFloat32> change(final Operand<TFloat32> gradient, final Shape shape) {
		final long columns = columns(shape);
		final long rows = shape.size() / columns;
		final Operand<TFloat32> all = tf.reshape(gradient, tf.constant(new long[] { rows, columns }));
		final List<Operand<TFloat32>> blocks = new ArrayList<>();
		final long count = (columns + MOST - 1) / MOST;
		for (long block = 0; block < count; block++) {
			final long from = columns * block / count, width = columns * (block + 1) / count - from;
			blocks.add(block(count == 1 ? all : tf.slice(all, tf.constant(new long[] { 0, from }), tf.constant(new long[] { rows,
				width })), rows, width));
		}
		return tf.reshape(count == 1 ? blocks.get(0) : tf.concat(blocks, tf.constant(1)), tf.constant(shape.asArray()));
	}

	private Operand<TFloat32> block(final Operand<TFloat32> raw, final long rows, final long columns) {
		final boolean tall = rows >= columns;
		final Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.nn.l2Loss(raw)));
		final Operand<TFloat32> x = tf.math.div(raw, tf.math.maximum(norm, tf.constant(SMALLEST)));
		final Operand<TFloat32> polynomial = tf.dtypes.cast(polynomial(gram(tf.dtypes.cast(x, TFloat64.class), tall), Math
			.min(rows, columns)), TFloat32.class);
		final Operand<TFloat32> equal = tall ? tf.linalg.matMul(x, polynomial) : tf.linalg.matMul(polynomial, x);
		return tf.math.mul(equal, tf.constant((float) Math.sqrt(Math.max(rows, columns))));
	}

	/** X'X, or XX' if X has more columns than rows. */
	private Operand<TFloat64> gram(final Operand<TFloat64> x, final boolean tall) {
		return tf.linalg.matMul(x, x, tall ? MatMul.transposeA(true) : MatMul.transposeB(true));
	}

	/** The matrix by which X is multiplied in all rounds together. */
	private Operand<TFloat64> polynomial(final Operand<TFloat64> gram, final long side) {
		final double[] diagonal = new double[(int) side];
		Arrays.fill(diagonal, A);
		final Operand<TFloat64> linear = tf.linalg.tensorDiag(tf.constant(diagonal));
		Operand<TFloat64> square = gram;
		Operand<TFloat64> product = round(linear, square);
		Operand<TFloat64> factor = product;
		for (int round = 1; round < ROUNDS; round++) {
			square = tf.linalg.matMul(tf.linalg.matMul(factor, square), factor);
			factor = round(linear, square);
			product = tf.linalg.matMul(product, factor);
		}
		return product;
	}

	/** What X is multiplied by in a round: a + bX'X + c(X'X)². */
	private Operand<TFloat64> round(final Operand<TFloat64> linear, final Operand<TFloat64> square) {
		final Operand<TFloat64> cubic = tf.math.mul(tf.constant(B), square);
		final Operand<TFloat64> quintic = tf.math.mul(tf.constant(C), tf.linalg.matMul(square, square));
		return tf.math.add(linear, tf.math.add(cubic, quintic));
	}
}
