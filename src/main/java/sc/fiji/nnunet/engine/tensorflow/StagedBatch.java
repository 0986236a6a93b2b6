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
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Stage;
import org.tensorflow.op.core.Unstage;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * A place on the device where batches wait for their step. The tensors that come out of it can also be fed, so that one
 * graph takes a batch from here or from memory.
 */
final class StagedBatch {

	/** One batch for the next step, one that arrives meanwhile. */
	private static final long WAITING = 2;

	private static final String NAME = "batches";

	private final Ops tf;
	private final Placeholder<TFloat32> x;
	private final Placeholder<TUint8> y;
	private final Stage stage;
	private final Unstage taken;

	/**
	 * @param x images that are brought to the device
	 * @param y their labels
	 */
	StagedBatch(final Ops tf, final Placeholder<TFloat32> x, final Placeholder<TUint8> y) {
		this.tf = tf;
		this.x = x;
		this.y = y;
		stage = tf.stage(List.of(x, y), Stage.sharedName(NAME), Stage.capacity(WAITING));
		taken = tf.unstage(List.of(TFloat32.class, TUint8.class), Unstage.sharedName(NAME), Unstage.capacity(WAITING));
	}

	/** Brings a batch here. */
	Op stage() {
		return stage;
	}

	/** The images that come out. */
	Operand<TFloat32> images() {
		return out(0);
	}

	/** The labels that come out. */
	Operand<TUint8> labels() {
		return out(1);
	}

	/** The images that come out, with the shape that is known of them. */
	Operand<TFloat32> shapedImages() {
		return tf.ensureShape(images(), x.asOutput().shape());
	}

	/** The labels that come out, with the shape that is known of them. */
	Operand<TUint8> shapedLabels() {
		return tf.ensureShape(labels(), y.asOutput().shape());
	}

	@SuppressWarnings("unchecked")
	private <T extends TType> Operand<T> out(final int index) {
		return (Output<T>) taken.values().get(index);
	}
}
