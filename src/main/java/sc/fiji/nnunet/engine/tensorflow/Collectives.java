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
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.SwitchCond;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

import sc.fiji.nnunet.engine.Exchange;

/**
 * Builds sums over workers in a graph.
 * <p>
 * NB: version 2 of TensorFlow's operation. Version 3, which the Java API has a class for, crashes in graph mode across
 * servers (engine.md 9).
 * </p>
 *
 * @param workers the number of workers
 * @param hint nccl or ring
 * @param exchange precision and timeouts
 */
record Collectives(int workers, String hint, Exchange exchange) {

	private static final String OPERATION = "CollectiveReduceV2";

	/** What is summed. NB: TensorFlow fails if operations of different kinds share the key of a group. */
	enum Kind {
			/** Sums that the loss is made of. */
			LOSS,
			/** Gradients of all weights. */
			GRADIENTS,
			/** Values of all variables. */
			VARIABLES;

		/** The key of the group of workers. */
		int group() {
			return 1 + ordinal();
		}

		/** The key of an operation. */
		int instance(final boolean patient) {
			return 101 + 2 * ordinal() + (patient ? 1 : 0);
		}
	}

	/** Sums a vector in every run. */
	Operand<TFloat32> sum(final Ops tf, final Kind kind, final Operand<TFloat32> vector) {
		return reduce(tf, kind, vector, true);
	}

	/**
	 * Sums a vector, with either of two timeouts. NB: the timeout is fixed when the graph is built, so there are two
	 * operations, one of which runs.
	 *
	 * @param patient above 0 in the first step, in which the others may still be starting
	 */
	Operand<TFloat32> sum(final Ops tf, final Kind kind, final Operand<TFloat32> vector,
		final Operand<TFloat32> patient)
	{
		final Operand<TBool> first = tf.math.greater(patient, tf.constant(0f));
		final boolean half = exchange.half() && kind == Kind.GRADIENTS;
		if (half) return tf.dtypes.cast(either(tf, kind, tf.dtypes.cast(vector, TBfloat16.class), first), TFloat32.class);
		return either(tf, kind, vector, first);
	}

	private <T extends TType> Operand<T> either(final Ops tf, final Kind kind, final Operand<T> vector,
		final Operand<TBool> first)
	{
		final SwitchCond<TBool> gate = tf.switchCond(first, first);
		final Ops patient = tf.withControlDependencies(tf.identity(gate.outputTrue()));
		final Ops usual = tf.withControlDependencies(tf.identity(gate.outputFalse()));
		return tf.merge(List.of(reduce(tf, kind, patient.identity(vector), true), reduce(tf, kind, usual.identity(vector),
			false))).output();
	}

	private <T extends TType> Operand<T> reduce(final Ops tf, final Kind kind, final Operand<T> vector,
		final boolean patient)
	{
		final OperationBuilder builder = tf.scope().env().opBuilder(OPERATION, tf.scope().makeOpName(OPERATION), tf
			.scope());
		builder.addInput(vector.asOutput());
		for (final int key : new int[] { workers, kind.group(), kind.instance(patient) })
			builder.addInput(tf.constant(key).asOutput());
		builder.addInputList(new Output<?>[0]);
		builder.setAttr("merge_op", "Add").setAttr("final_op", "Id").setAttr("communication_hint", hint).setAttr(
			"timeout_seconds", (float) (patient ? exchange.firstSeconds() : exchange.seconds())).setAttr("is_stateless",
				false);
		return builder.build().<T> output(0);
	}
}
