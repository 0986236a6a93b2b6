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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/** The weights of one graph by name, in the order of their creation, and their initial values. */
final class Variables {

	private final Ops tf;
	private final Map<String, float[]> fixed;
	private final Map<String, Variable> byName = new LinkedHashMap<>();

	Variables(final Ops tf) {
		this(tf, null);
	}

	/** @param fixed the values of all weights by name, which become constants of the graph; null = variables */
	Variables(final Ops tf, final Map<String, float[]> fixed) {
		this.tf = tf;
		this.fixed = fixed;
	}

	/** The weight of that name, created when it is first requested. */
	Variable get(final String name, final Variable.Role role, final double scale, final long... shape) {
		final Variable known = byName.get(name);
		if (known != null) return known;
		final Shape size = Shape.of(shape);
		if (fixed != null) return constant(name, role, scale, size);
		final VarHandleOp handle = tf.withName(name.replace('/', '.')).varHandleOp(TFloat32.class, size, VarHandleOp
			.sharedName(name));
		final Variable variable = new Variable(name, size, role, scale, handle, tf.readVariableOp(handle, TFloat32.class));
		byName.put(name, variable);
		return variable;
	}

	private Variable constant(final String name, final Variable.Role role, final double scale, final Shape size) {
		final float[] values = fixed.get(name);
		if (values == null || values.length != size.size()) throw new IllegalArgumentException(name +
			" needs the shape " + size + ", but has " + (values == null ? "no" : values.length + "") + " values");
		final Operand<TFloat32> value = tf.withName(name.replace('/', '.')).constant(size, DataBuffers.of(values));
		final Variable constant = new Variable(name, size, role, scale, null, value);
		byName.put(name, constant);
		return constant;
	}

	Collection<Variable> all() {
		return byName.values();
	}

	List<Variable> trained() {
		final List<Variable> result = new ArrayList<>();
		for (final Variable variable : byName.values())
			if (variable.trained()) result.add(variable);
		return result;
	}

	/**
	 * The initial values of a variable: each has a random stream of its own that depends on the seed and on its name.
	 */
	static float[] initial(final Variable variable, final long seed) {
		final float[] values = new float[Math.toIntExact(variable.shape().size())];
		final RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ variable.name().hashCode());
		switch (variable.role()) {
			case KERNEL -> {
				for (int i = 0; i < values.length; i++)
					values[i] = (float) (variable.scale() * random.nextGaussian());
			}
			case UNIFORM_KERNEL -> {
				for (int i = 0; i < values.length; i++)
					values[i] = (float) (variable.scale() * (2 * random.nextDouble() - 1));
			}
			default -> Arrays.fill(values, (float) variable.scale());
		}
		return values;
	}
}
