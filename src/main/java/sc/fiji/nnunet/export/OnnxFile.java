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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.google.protobuf.Message;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Writes a trained model as an ONNX file: one input, {@code input}, with axes b, c, (z,) y, x of a prepared image, and
 * one output, {@code output}, of probabilities.
 */
final class OnnxFile {

	/** The largest message of protocol buffers, less the structure of the graph. */
	private static final long LARGEST = Integer.MAX_VALUE - (1 << 24);

	private OnnxFile() {
		// static methods only
	}

	/**
	 * Writes the file, whole or not at all.
	 *
	 * @throws IOException if it cannot be written
	 */
	static void write(final TrainedModel model, final Path file) throws IOException {
		if (model.bytes() > LARGEST) throw new ProblemException(file, "The folds together are larger than the 2" +
			" GB that an ONNX file can hold.", "Export fewer folds with folds=...");
		final Message message = message(model);
		try (WholeFile whole = new WholeFile(file)) {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(whole.temporary()))) {
				message.writeTo(out);
			}
			whole.commit();
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, message.getSerializedSize(), exc);
		}
	}

	/** The file's content. */
	static Message message(final TrainedModel model) {
		final NetworkSpec spec = model.network();
		final OnnxGraph graph = new OnnxGraph();
		graph.input("input", shape(spec, spec.inputChannels()));
		graph.output("output", shape(spec, spec.outputs()));
		final String logits = logits(model, graph);
		if (model.isSoftmax()) graph.node("Softmax", logits).with("axis", 1L).add("output");
		else graph.node("Sigmoid", logits).add("output");
		return graph.model();
	}

	/** The mean of the folds' logits. */
	private static String logits(final TrainedModel model, final OnnxGraph graph) {
		final NetworkSpec spec = model.network();
		final List<String> folds = new ArrayList<>();
		for (int fold = 0; fold < model.folds().size(); fold++) {
			final String prefix = model.folds().size() == 1 ? "" : "fold" + fold + "/";
			final OnnxLayers layers = new OnnxLayers(graph, prefix, spec.dimensions());
			folds.add(new UNetWalk<>(spec, model.folds().get(fold), layers).logits("input"));
		}
		return folds.size() == 1 ? folds.get(0) : graph.node("Mean", folds.toArray(String[]::new)).add();
	}

	private static List<Object> shape(final NetworkSpec spec, final int channels) {
		final List<String> axes = spec.dimensions() == 3 ? List.of("z", "y", "x") : List.of("y", "x");
		return Stream.concat(Stream.of("b", channels), axes.stream()).map(Object.class::cast).toList();
	}
}
