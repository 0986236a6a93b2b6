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
import java.util.function.UnaryOperator;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Many tensors as one vector, which is sent once: a single large message is faster than many small ones, and workers
 * cannot wait for each other in different orders (engine.md 9).
 */
final class FusedVector {

	private FusedVector() {
		// static methods only
	}

	/**
	 * Joins tensors to a vector, changes it and divides it again.
	 *
	 * @param parts tensors of known shape
	 * @param change keeps the length of the vector
	 */
	static List<Operand<TFloat32>> mapped(final Ops tf, final List<? extends Operand<TFloat32>> parts,
		final UnaryOperator<Operand<TFloat32>> change)
	{
		final Operand<TInt32> flat = tf.constant(new int[] { -1 });
		final List<Operand<TFloat32>> vectors = new ArrayList<>();
		final int[] lengths = new int[parts.size()];
		for (int i = 0; i < lengths.length; i++) {
			vectors.add(tf.reshape(parts.get(i), flat));
			lengths[i] = Math.toIntExact(parts.get(i).shape().size());
			if (lengths[i] < 0) throw new IllegalArgumentException("a tensor of unknown shape cannot be sent");
		}
		final Operand<TFloat32> joined = change.apply(vectors.size() == 1 ? vectors.get(0) : tf.concat(vectors, tf.constant(
			0)));
		final List<Operand<TFloat32>> result = new ArrayList<>();
		int begin = 0;
		for (int i = 0; i < lengths.length; i++) {
			final Operand<TFloat32> piece = tf.slice(joined, tf.constant(new int[] { begin }), tf.constant(new int[] {
				lengths[i] }));
			result.add(tf.reshape(piece, tf.constant(parts.get(i).shape().asArray())));
			begin += lengths[i];
		}
		return result;
	}
}
