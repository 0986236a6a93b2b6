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

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;

import ai.djl.tensorflow.engine.SavedModelBundle;

/** Opens sessions on a server of TensorFlow, as DJL's classes need them. */
final class ServerSession {

	private ServerSession() {
		// one static method
	}

	/** @param target the server, such as grpc://localhost:2222 */
	static SavedModelBundle open(final MetaGraphDef definition, final ConfigProto config, final String target) {
		try (PointerScope scope = new PointerScope()) {
			final TF_Status status = TF_Status.newStatus();
			final TF_Graph graph = TF_Graph.newGraph();
			tensorflow.TF_GraphImportGraphDef(graph, TF_Buffer.newBufferFromString(definition.getGraphDef()),
				TF_ImportGraphDefOptions.newImportGraphDefOptions(), status);
			status.throwExceptionIfNotOK();
			final TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
			final BytePointer bytes = new BytePointer(config.toByteArray());
			tensorflow.TF_SetConfig(options, bytes, bytes.capacity(), status);
			status.throwExceptionIfNotOK();
			tensorflow.TF_SetTarget(options, target);
			final TF_Session session = TF_Session.newSession(graph, options, status);
			status.throwExceptionIfNotOK();
			graph.retainReference();
			session.retainReference();
			return new SavedModelBundle(graph, session, definition);
		}
	}
}
