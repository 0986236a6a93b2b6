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

import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_BYTES;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_FLOAT;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_INT32;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_INT64;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_MESSAGE;
import static com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_STRING;

import java.util.stream.Stream;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;

/**
 * The messages of an ONNX file, as far as networks need them: their fields, with the numbers that ONNX gives them.
 * NB: described here instead of in generated classes, so that the build needs no compiler for protocol buffers.
 */
final class OnnxSchema {

	/** {@code TensorProto.DataType.FLOAT}. */
	static final int FLOAT = 1;
	/** {@code TensorProto.DataType.INT64}. */
	static final int INT64 = 7;

	private static final FileDescriptor FILE = file();

	private OnnxSchema() {
		// static methods only
	}

	private static FileDescriptor file() {
		final FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("onnx").setPackage("onnx");
		file.addMessageType(message("ModelProto", one("ir_version", 1, TYPE_INT64),
			one("producer_name", 2, TYPE_STRING), one("graph", 7, "GraphProto"),
			many("opset_import", 8, "OperatorSetIdProto")));
		file.addMessageType(message("OperatorSetIdProto", one("domain", 1, TYPE_STRING),
			one("version", 2, TYPE_INT64)));
		file.addMessageType(message("GraphProto", many("node", 1, "NodeProto"), one("name", 2, TYPE_STRING),
			many("initializer", 5, "TensorProto"), many("input", 11, "ValueInfoProto"),
			many("output", 12, "ValueInfoProto")));
		file.addMessageType(message("NodeProto", many("input", 1, TYPE_STRING), many("output", 2, TYPE_STRING),
			one("name", 3, TYPE_STRING), one("op_type", 4, TYPE_STRING), many("attribute", 5, "AttributeProto")));
		file.addMessageType(message("AttributeProto", one("name", 1, TYPE_STRING), one("f", 2, TYPE_FLOAT), one("i", 3,
			TYPE_INT64), many("ints", 8, TYPE_INT64), one("type", 20, TYPE_INT32)));
		file.addMessageType(message("TensorProto", many("dims", 1, TYPE_INT64), one("data_type", 2, TYPE_INT32),
			one("name", 8, TYPE_STRING), one("raw_data", 9, TYPE_BYTES)));
		file.addMessageType(message("ValueInfoProto", one("name", 1, TYPE_STRING), one("type", 2, "TypeProto")));
		file.addMessageType(message("TypeProto", one("tensor_type", 1, "Tensor")));
		file.addMessageType(message("Tensor", one("elem_type", 1, TYPE_INT32), one("shape", 2, "TensorShapeProto")));
		file.addMessageType(message("TensorShapeProto", many("dim", 1, "Dimension")));
		file.addMessageType(message("Dimension", one("dim_value", 1, TYPE_INT64), one("dim_param", 2, TYPE_STRING)));
		try {
			return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
		}
		catch (final DescriptorValidationException exc) {
			throw new IllegalStateException("the description of ONNX is invalid", exc);
		}
	}

	private static DescriptorProto message(final String name, final FieldDescriptorProto.Builder... fields) {
		final DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
		Stream.of(fields).forEach(message::addField);
		return message.build();
	}

	private static FieldDescriptorProto.Builder one(final String name, final int number,
		final FieldDescriptorProto.Type type)
	{
		return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setType(type).setLabel(
			FieldDescriptorProto.Label.LABEL_OPTIONAL);
	}

	private static FieldDescriptorProto.Builder one(final String name, final int number, final String message) {
		return one(name, number, TYPE_MESSAGE).setTypeName(message);
	}

	private static FieldDescriptorProto.Builder many(final String name, final int number,
		final FieldDescriptorProto.Type type)
	{
		return one(name, number, type).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
	}

	private static FieldDescriptorProto.Builder many(final String name, final int number, final String message) {
		return many(name, number, TYPE_MESSAGE).setTypeName(message);
	}

	/** A message that is being filled. */
	static final class Filled {

		private final DynamicMessage.Builder builder;

		private Filled(final DynamicMessage.Builder builder) {
			this.builder = builder;
		}

		/** Sets a field. */
		Filled set(final String field, final Object value) {
			builder.setField(field(field), value instanceof Filled message ? message.build() : value);
			return this;
		}

		/** Adds values to a repeated field. */
		Filled add(final String field, final Object... values) {
			for (final Object value : values)
				builder.addRepeatedField(field(field), value instanceof Filled message ? message.build() : value);
			return this;
		}

		/** The finished message. */
		Message build() {
			return builder.build();
		}

		private FieldDescriptor field(final String name) {
			return builder.getDescriptorForType().findFieldByName(name);
		}
	}

	/** An empty message of a type, such as {@code NodeProto}. */
	static Filled message(final String type) {
		return new Filled(DynamicMessage.newBuilder(FILE.findMessageTypeByName(type)));
	}
}
