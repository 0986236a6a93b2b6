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


import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The parts of a graph that XLA leaves alone: what runs once, such as setting weights, and what has other sizes with
 * every image. XLA would compile each of them anew, which takes seconds, and gain nothing.
 */
final class Uncompiled {

	/** Names of the parts, which their nodes begin with. */
	static final String WINDOWS = "windows", VALUES = "values", FILES = "files";

	/** The attribute by which TensorFlow's automatic clustering asks whether a node may be compiled. */
	private static final String COMPILE = "_XlaCompile";

	private Uncompiled() {
		// static methods only
	}

	/** The graph with these parts marked. */
	static GraphDef marked(final GraphDef graph) {
		final GraphDef.Builder marked = graph.toBuilder();
		final AttrValue no = AttrValue.newBuilder().setB(false).build();
		for (final NodeDef.Builder node : marked.getNodeBuilderList())
			if (isPart(node.getName())) node.putAttr(COMPILE, no);
		return marked.build();
	}

	private static boolean isPart(final String name) {
		return name.startsWith(WINDOWS + "/") || name.startsWith(VALUES + "/") || name.startsWith(FILES + "/");
	}
}
