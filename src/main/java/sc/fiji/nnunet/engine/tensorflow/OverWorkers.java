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
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The sums over workers of a training step. The loss divides its sums over the whole batch by the numbers of the whole
 * batch, so that the gradients of the workers only have to be added: nothing is weighted by their shares.
 *
 * @param tf the graph
 * @param collectives the sums over workers
 * @param patient above 0 in the first step
 */
record OverWorkers(Ops tf, Collectives collectives, Operand<TFloat32> patient) {

	/** The sum over workers of one kind of vectors. */
	UnaryOperator<Operand<TFloat32>> of(final Collectives.Kind kind) {
		return vector -> collectives.sum(tf, kind, vector, patient);
	}

	/** Gradients added over workers; null where there is none. */
	List<Operand<TFloat32>> added(final List<Operand<TFloat32>> own) {
		final List<Operand<TFloat32>> present = own.stream().filter(one -> one != null).toList();
		final List<Operand<TFloat32>> sums = FusedVector.mapped(tf, present, of(Collectives.Kind.GRADIENTS));
		final Iterator<Operand<TFloat32>> next = sums.iterator();
		final List<Operand<TFloat32>> all = new ArrayList<>();
		for (final Operand<TFloat32> gradient : own)
			all.add(gradient == null ? null : next.next());
		return all;
	}
}
