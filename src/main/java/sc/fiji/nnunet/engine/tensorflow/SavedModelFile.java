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

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

import com.google.protobuf.InvalidProtocolBufferException;

import sc.fiji.nnunet.engine.FrozenNetwork;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;

/** Reads and writes the file {@code saved_model.pb} of a SavedModel. */
final class SavedModelFile {

	static final String NAME = "saved_model.pb";

	private static final String CURE = "Export the model again, or give another folder.";

	/** The largest message of protocol buffers, less the structure of the graph. */
	private static final long LARGEST = Integer.MAX_VALUE - (1 << 24);

	private SavedModelFile() {
		// static methods only
	}

	static void write(final FrozenNetwork network, final Path folder) throws IOException {
		final Path file = folder.resolve(NAME);
		if (bytes(network) > LARGEST) throw new ProblemException(file, "The folds together are larger than the 2 GB" +
			" that a SavedModel of constants can hold.", "Export fewer folds with folds=...");
		final SavedModel model = SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(FrozenGraph.of(
			network)).build();
		try (WholeFile whole = new WholeFile(file)) {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(whole.temporary()))) {
				model.writeTo(out);
			}
			whole.commit();
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, model.getSerializedSize(), exc);
		}
	}

	private static long bytes(final FrozenNetwork network) {
		long numbers = 0;
		for (final Map<String, float[]> fold : network.folds())
			for (final float[] weight : fold.values())
				numbers += weight.length;
		return numbers * Float.BYTES;
	}

	/**
	 * The graph of a SavedModel that {@link #write} wrote.
	 *
	 * @throws ProblemException if there is none, or it is another program's
	 */
	static MetaGraphDef read(final Path folder) throws IOException {
		final Path file = folder.resolve(NAME);
		if (!Files.isRegularFile(file)) throw new ProblemException(folder, "There is no " + NAME + ".", CURE);
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
			for (final MetaGraphDef graph : SavedModel.parseFrom(in).getMetaGraphsList())
				if (graph.containsSignatureDef(FrozenGraph.SIGNATURE) && has(graph, FrozenGraph.IMAGE) && has(graph,
					FrozenGraph.LOGITS)) return graph;
		}
		catch (final InvalidProtocolBufferException exc) {
			throw new ProblemException(file, "is damaged (" + exc.getMessage() + ").", CURE, exc);
		}
		throw new ProblemException(file, "is not a SavedModel of nnU-Net for Fiji.",
			"Give a folder that Export wrote.");
	}

	private static boolean has(final MetaGraphDef graph, final String node) {
		return graph.getGraphDef().getNodeList().stream().anyMatch(one -> one.getName().equals(node));
	}
}
