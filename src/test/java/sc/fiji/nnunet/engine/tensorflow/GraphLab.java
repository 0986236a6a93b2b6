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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A graph for tests, with inputs by name and outputs as float arrays. */
final class GraphLab implements AutoCloseable {

	static {
		try {
			Natives.prepare(null);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private final Graph graph = new Graph();
	private Session session;
	final Ops tf = Ops.create(graph);

	Placeholder<TFloat32> input(final String name, final long... shape) {
		return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
	}

	/** Sets the value of a variable. */
	void set(final Variable variable, final float... values) {
		final Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(variable.shape()));
		final var assignment = tf.assignVariableOp(variable.handle(), value);
		try (TFloat32 tensor = tensor(variable.shape(), values)) {
			session().runner().feed(value, tensor).addTarget(assignment).run().close();
		}
	}

	/** Runs the graph once. */
	float[][] run(final Map<String, float[]> inputs, final Iterable<? extends Operand<TFloat32>> outputs,
		final org.tensorflow.op.Op... targets)
	{
		final Session.Runner runner = session().runner();
		final Map<String, TFloat32> fed = new LinkedHashMap<>();
		inputs.forEach((name, values) -> {
			fed.put(name, tensor(graph.operation(name).output(0).shape(), values));
			runner.feed(name, fed.get(name));
		});
		int count = 0;
		for (final Operand<TFloat32> output : outputs) {
			runner.fetch(output);
			count++;
		}
		for (final org.tensorflow.op.Op target : targets)
			runner.addTarget(target);
		try (Result result = runner.run()) {
			final float[][] values = new float[count][];
			for (int i = 0; i < count; i++) {
				final TFloat32 tensor = (TFloat32) result.get(i);
				values[i] = new float[(int) tensor.size()];
				tensor.copyTo(DataBuffers.of(values[i]));
			}
			return values;
		}
		finally {
			fed.values().forEach(TFloat32::close);
		}
	}

	private static TFloat32 tensor(final Shape shape, final float[] values) {
		return shape.numDimensions() == 0 ? TFloat32.scalarOf(values[0]) : TFloat32.tensorOf(shape, DataBuffers.of(
			values));
	}

	private Session session() {
		if (session == null) session = new Session(graph);
		return session;
	}

	@Override
	public void close() {
		if (session != null) session.close();
		graph.close();
	}
}
