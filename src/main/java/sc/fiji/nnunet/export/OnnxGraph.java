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
package sc.fiji.nnunet.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;

/** An ONNX graph that grows node by node; values are known by their names. */
final class OnnxGraph {

	/** {@code AttributeProto.AttributeType}. */
	private static final int NUMBER = 1;
	private static final int INT = 2;
	private static final int INTS = 7;

	/** The version of the operators; ONNX Runtime 1.13, which deepImageJ has, knows them up to 17. */
	static final long OPSET = 17;
	/** The version of the file format that goes with it. */
	private static final long IR = 8;

	private final OnnxSchema.Filled graph = OnnxSchema.message("GraphProto").set("name", "nnunet");
	private int values;

	/** A node that is about to be added. */
	final class Node {

		private final OnnxSchema.Filled node;

		private Node(final String operator, final String... inputs) {
			node = OnnxSchema.message("NodeProto").set("op_type", operator).add("input", (Object[]) inputs);
		}

		Node with(final String name, final float value) {
			node.add("attribute", attribute(name, NUMBER).set("f", value));
			return this;
		}

		Node with(final String name, final long value) {
			node.add("attribute", attribute(name, INT).set("i", value));
			return this;
		}

		Node with(final String name, final List<Integer> numbers) {
			final OnnxSchema.Filled attribute = attribute(name, INTS);
			for (final int number : numbers)
				attribute.add("ints", (long) number);
			node.add("attribute", attribute);
			return this;
		}

		private OnnxSchema.Filled attribute(final String name, final int type) {
			return OnnxSchema.message("AttributeProto").set("name", name).set("type", type);
		}

		/** Adds the node; returns the name of its result. */
		String add() {
			return add("t" + ++values);
		}

		/** Adds the node, and gives its result a name. */
		String add(final String result) {
			graph.add("node", node.set("name", result).add("output", result));
			return result;
		}
	}

	Node node(final String operator, final String... inputs) {
		return new Node(operator, inputs);
	}

	/** Adds an array of float32 numbers; returns its name. */
	String floats(final String name, final int[] shape, final float... numbers) {
		final ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES)).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(numbers);
		return constant(name, OnnxSchema.FLOAT, shape, UnsafeByteOperations.unsafeWrap(bytes));
	}

	/** Adds a list of whole numbers; returns its name. */
	String integers(final String name, final long... numbers) {
		final ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asLongBuffer().put(numbers);
		return constant(name, OnnxSchema.INT64, new int[] { numbers.length }, UnsafeByteOperations.unsafeWrap(bytes));
	}

	private String constant(final String name, final int type, final int[] shape, final ByteString bytes) {
		final OnnxSchema.Filled tensor = OnnxSchema.message("TensorProto").set("name", name).set("data_type", type).set(
			"raw_data", bytes);
		for (final int n : shape)
			tensor.add("dims", (long) n);
		graph.add("initializer", tensor);
		return name;
	}

	/** Declares the graph's input. */
	void input(final String name, final List<?> shape) {
		graph.add("input", value(name, shape));
	}

	/** Declares the graph's output. */
	void output(final String name, final List<?> shape) {
		graph.add("output", value(name, shape));
	}

	/** @param shape numbers, and names of sizes that may change */
	private static OnnxSchema.Filled value(final String name, final List<?> shape) {
		final OnnxSchema.Filled sizes = OnnxSchema.message("TensorShapeProto");
		for (final Object size : shape)
			sizes.add("dim", size instanceof Integer n ? OnnxSchema.message("Dimension").set("dim_value", n.longValue())
				: OnnxSchema.message("Dimension").set("dim_param", size));
		final OnnxSchema.Filled tensor = OnnxSchema.message("Tensor").set("elem_type", OnnxSchema.FLOAT);
		return OnnxSchema.message("ValueInfoProto").set("name", name).set("type", OnnxSchema.message("TypeProto").set(
			"tensor_type", tensor.set("shape", sizes)));
	}

	/** The finished file. */
	Message model() {
		final OnnxSchema.Filled operators = OnnxSchema.message("OperatorSetIdProto").set("domain", "").set("version",
			OPSET);
		return OnnxSchema.message("ModelProto").set("ir_version", IR).set("producer_name", "nnU-Net for Fiji")
			.set("graph", graph).add("opset_import", operators).build();
	}
}
