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

/**
 * Sums over the samples of a batch. If several workers hold samples of the batch, all sums are added over the workers in
 * one operation.
 */
final class BatchSums {

	private final Ops tf;
	private final List<Operand<TFloat32>> own = new ArrayList<>();

	BatchSums(final Ops tf) {
		this.tf = tf;
	}

	/**
	 * Adds a tensor of sums, whose shape must be known.
	 *
	 * @return its place among the totals
	 */
	int add(final Operand<TFloat32> sums) {
		own.add(sums);
		return own.size() - 1;
	}

	/**
	 * The totals, in the order of the sums.
	 *
	 * @param overWorkers adds a vector over all workers; null if there is only this one
	 */
	List<Operand<TFloat32>> totals(final UnaryOperator<Operand<TFloat32>> overWorkers) {
		return overWorkers == null ? own : FusedVector.mapped(tf, own, overWorkers);
	}
}
