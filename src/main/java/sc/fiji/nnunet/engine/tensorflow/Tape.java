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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * Records how the gradient of each layer is computed while a network is built, and then builds the backward pass.
 * <p>
 * NB: TensorFlow's own registry of gradients in C++ supports neither 3-D convolutions nor a combined gradient of a
 * convolution, its norm and its activation; with the tape each layer chooses what is cheapest.
 * </p>
 *
 * @param <T> the type of the activations
 */
final class Tape<T extends TNumber> {

	private final Ops tf;
	private final Deque<Runnable> steps = new ArrayDeque<>();
	private final Map<Output<T>, List<Operand<T>>> gradients = new HashMap<>();
	private final Map<String, List<Operand<TFloat32>>> parameters = new LinkedHashMap<>();

	Tape(final Ops tf) {
		this.tf = tf;
	}

	/**
	 * Records a layer.
	 *
	 * @param result the output of the layer
	 * @param back receives the gradient of the result and {@link #give gives} those of the layer's inputs
	 * @return result
	 */
	Operand<T> record(final Operand<T> result, final Consumer<Operand<T>> back) {
		gradients.put(result.asOutput(), new ArrayList<>());
		steps.push(() -> {
			final List<Operand<T>> parts = gradients.remove(result.asOutput());
			if (!parts.isEmpty()) back.accept(sum(parts));
		});
		return result;
	}

	/** Whether anything on the tape depends on the gradient of this value. */
	boolean needs(final Operand<T> value) {
		return gradients.containsKey(value.asOutput());
	}

	/** Adds to the gradient of a value. */
	void give(final Operand<T> value, final Operand<T> gradient) {
		final List<Operand<T>> parts = gradients.get(value.asOutput());
		if (parts != null) parts.add(gradient);
	}

	/** Adds to the gradient of a weight. */
	void give(final Variable weight, final Operand<TFloat32> gradient) {
		parameters.computeIfAbsent(weight.name(), name -> new ArrayList<>()).add(gradient);
	}

	/** Builds the backward pass, once, from the gradients that were given so far. */
	void back() {
		while (!steps.isEmpty())
			steps.pop().run();
	}

	/** The gradient of a weight after {@link #back}, or null if nothing depends on it. */
	Operand<TFloat32> gradient(final Variable weight) {
		final List<Operand<TFloat32>> parts = parameters.get(weight.name());
		return parts == null ? null : sum(parts);
	}

	private <U extends TNumber> Operand<U> sum(final List<Operand<U>> parts) {
		return parts.size() == 1 ? parts.get(0) : tf.math.addN(parts);
	}
}
