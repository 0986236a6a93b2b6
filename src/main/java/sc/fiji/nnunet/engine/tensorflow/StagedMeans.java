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

import java.util.List;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.EuclideanNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Means and variances summed in stages: over blocks of voxels, then over the blocks of a row, the rows of a plane and
 * the planes.
 * <p>
 * A processor's operations add one voxel after the other to a float32 sum. If it is large and most voxels have the same
 * value, as air has in a CT, each addition is rounded in the same direction: of 128 × 128 × 128 voxels, nine of ten
 * constant, a mean was off by a tenth of the standard deviation.
 * </p>
 */
final class StagedMeans {

	/** Numbers of voxels in a block, the best first: fewer cost time, more cost digits. */
	private static final int[] BLOCKS = { 16, 20, 18, 14, 12, 22, 24, 10, 15, 21, 11, 13, 9, 8 };

	private final Ops tf;
	private final int dimensions;

	/** @param dimensions 2 or 3 */
	StagedMeans(final Ops tf, final int dimensions) {
		this.tf = tf;
		this.dimensions = dimensions;
	}

	private Operand<TInt32> part(final Operand<TInt32> shape, final int first, final int count) {
		return tf.slice(shape, tf.constant(new int[] { first }), tf.constant(new int[] { count }));
	}

	/**
	 * The moments of one sample in two passes over memory, as many as the batch norm of oneDNN takes for them. NB: the
	 * variance is the mean square less the square of the mean within rows, and the squared differences between them.
	 *
	 * @param x one × (z ×) y × x × channels
	 * @param channels their number
	 */
	<T extends TNumber> Moments of(final Operand<T> x, final Operand<TInt32> shape, final int channels) {
		final Operand<TInt32> width = part(shape, dimensions, 1);
		// NB: the squares of shorter types have so few digits that those of a row are summed exactly
		final Operand<TInt32> block = x.type() == TFloat32.class ? block(width) : width;
		final Operand<TInt32> any = tf.constant(new int[] { -1 });
		final Operand<TInt32> features = tf.constant(new int[] { channels });
		final Operand<TFloat32> blocks = tf.reshape(tf.dtypes.cast(x, TFloat32.class), tf.concat(List.of(any, tf.math.div(
			width, block), block, features), tf.constant(0)));
		final Operand<TFloat32> means = tf.math.mean(tf.math.mean(blocks, tf.constant(2)), tf.constant(1));
		final Operand<TFloat32> lengths = EuclideanNorm.create(tf.scope(), EuclideanNorm.create(tf.scope(), blocks, tf
			.constant(2)), tf.constant(1));
		final Operand<TFloat32> squares = tf.math.div(tf.math.square(lengths), tf.dtypes.cast(width, TFloat32.class));
		final Operand<TInt32> rows = tf.concat(List.of(any, part(shape, 2, dimensions - 2), features), tf.constant(0));
		final Operand<TFloat32> mean = overRows(means, rows);
		final Operand<TFloat32> variance = overRows(tf.math.add(tf.math.sub(squares, tf.math.square(means)), tf.math
			.squaredDifference(means, mean)), rows);
		return new Moments(mean, tf.math.maximum(variance, tf.constant(0f)));
	}

	/** The mean of each channel's values for rows, given their shape as (z ×) y × channels. */
	private Operand<TFloat32> overRows(final Operand<TFloat32> values, final Operand<TInt32> rows) {
		Operand<TFloat32> mean = tf.reshape(values, rows);
		for (int axis = dimensions - 2; axis >= 0; axis--)
			mean = tf.math.mean(mean, tf.constant(axis));
		return mean;
	}

	/** The number of voxels in a block, which divides a row; the whole row if none does. */
	private Operand<TInt32> block(final Operand<TInt32> width) {
		final Operand<TInt32> sizes = tf.concat(List.of(tf.constant(BLOCKS), width), tf.constant(0));
		final Operand<TInt32> fits = tf.dtypes.cast(tf.math.equal(tf.math.mod(width, sizes), tf.constant(0)), TInt32.class);
		return tf.gather(sizes, tf.expandDims(tf.math.argMax(fits, tf.constant(0)), tf.constant(0)), tf.constant(0));
	}
}
