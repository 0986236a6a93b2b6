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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

import com.google.protobuf.ByteString;

import sc.fiji.nnunet.file.Half;


/**
 * Rewrites a graph for readers of any age: constants that are cast to a shorter type are stored in that type, casts to
 * the type that a value has already, over which TensorFlow's optimizer stumbles, and attributes that only describe the
 * graph are left out.
 */
final class CompactGraph {

	private final Map<String, NodeDef> nodes = new HashMap<>();

	private CompactGraph(final List<NodeDef> list) {
		list.forEach(node -> nodes.put(node.getName(), node));
	}

	static GraphDef of(final GraphDef graph) {
		final CompactGraph compact = new CompactGraph(graph.getNodeList());
		final List<NodeDef> cast = graph.getNodeList().stream().filter(node -> !isIdle(node)).map(compact::connected)
			.map(compact::converted).toList();
		final Set<String> used = new HashSet<>();
		cast.forEach(node -> node.getInputList().forEach(input -> used.add(input.replaceFirst("^\\^", "").replaceFirst(
			":\\d+$", ""))));
		final GraphDef.Builder result = GraphDef.newBuilder().setVersions(graph.getVersions());
		for (final NodeDef node : cast)
			if (!node.getOp().equals("Const") || used.contains(node.getName())) result.addNode(plain(node));
		return result.build();
	}

	/** Whether a node casts to the type that its input has. */
	private static boolean isIdle(final NodeDef node) {
		return node.getOp().equals("Cast") && node.getAttrOrThrow("SrcT").getType() == node.getAttrOrThrow("DstT")
			.getType();
	}

	/** A node whose inputs come from before the casts that are left out. */
	private NodeDef connected(final NodeDef node) {
		final NodeDef.Builder result = node.toBuilder();
		for (int i = 0; i < node.getInputCount(); i++) {
			String input = node.getInput(i);
			while (nodes.containsKey(input) && isIdle(nodes.get(input)))
				input = nodes.get(input).getInput(0);
			result.setInput(i, input);
		}
		return result.build();
	}

	/** NB: names that begin with an underscore are notes of one version of TensorFlow. */
	private static NodeDef plain(final NodeDef node) {
		final NodeDef.Builder result = node.toBuilder();
		for (final String name : node.getAttrMap().keySet())
			if (name.startsWith("_")) result.removeAttr(name);
		return result.build();
	}

	/** A cast of a constant as a constant; any other node as it is. */
	private NodeDef converted(final NodeDef node) {
		if (!node.getOp().equals("Cast")) return node;
		final NodeDef source = nodes.get(node.getInput(0));
		final DataType type = node.getAttrOrThrow("DstT").getType();
		if (source == null || !source.getOp().equals("Const") || type != DataType.DT_HALF && type !=
			DataType.DT_BFLOAT16) return node;
		final TensorProto values = source.getAttrOrThrow("value").getTensor();
		if (values.getDtype() != DataType.DT_FLOAT || values.getTensorContent().isEmpty()) return node;
		final TensorProto shorter = TensorProto.newBuilder().setDtype(type).setTensorShape(values.getTensorShape())
			.setTensorContent(shorter(values.getTensorContent(), type)).build();
		return NodeDef.newBuilder().setName(node.getName()).setOp("Const")
			.putAttr("dtype", AttrValue.newBuilder().setType(type).build())
			.putAttr("value", AttrValue.newBuilder().setTensor(shorter).build()).build();
	}

	private static ByteString shorter(final ByteString content, final DataType type) {
		final FloatBuffer floats = content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
		final ByteBuffer bytes = ByteBuffer.allocate(floats.remaining() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		while (floats.hasRemaining())
			bytes.putShort(type == DataType.DT_HALF ? Half.of(floats.get()) : bfloat16(floats.get()));
		return ByteString.copyFrom(bytes.flip());
	}

	/** Rounds to the nearest number, to the even one of two. */
	private static short bfloat16(final float value) {
		final int bits = Float.floatToRawIntBits(value);
		return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
	}
}
