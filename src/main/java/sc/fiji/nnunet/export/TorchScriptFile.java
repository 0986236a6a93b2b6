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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.pth.PthWriter;

/**
 * Writes a trained model as TorchScript, which PyTorch opens without Python: samples × channels × (z ×) y × x in,
 * probabilities of the outputs in the same order out. The sizes of an image must be multiples of the network's total
 * stride.
 */
final class TorchScriptFile {

	private static final String MODULE = "NnUNet";
	private static final String INPUT = "x";

	private TorchScriptFile() {
		// only static methods
	}

	/**
	 * Writes the file, whole or not at all.
	 *
	 * @throws ProblemException if it cannot be written
	 * @throws CancelledException if the user wants the job to end
	 */
	static void write(final TrainedModel model, final Path file, final Progress progress) throws ProblemException {
		final NetworkSpec spec = model.network();
		final TorchScriptLayers layers = new TorchScriptLayers(spec.dimensions());
		final List<String> logits = new ArrayList<>();
		for (int fold = 0; fold < model.folds().size(); fold++) {
			final TorchScriptLayers one = model.folds().size() == 1 ? layers : layers.fold(fold);
			logits.add(new UNetWalk<>(spec, model.folds().get(fold), one).logits(INPUT));
		}
		final String result = layers.probabilities(layers.mean(logits), model.isSoftmax());
		final Map<String, Object> attributes = new LinkedHashMap<>(layers.parameters());
		attributes.putAll(layers.buffers());
		attributes.put("training", false);
		PthWriter.writeScript(file, MODULE, attributes, code(layers, result), progress);
	}

	private static String code(final TorchScriptLayers layers, final String result) {
		final StringBuilder code = new StringBuilder("class " + MODULE + "(Module):\n");
		code.append("  __parameters__ = ").append(names(layers.parameters().keySet())).append('\n');
		code.append("  __buffers__ = ").append(names(layers.buffers().keySet())).append('\n');
		for (final Map<String, ?> attributes : List.of(layers.parameters(), layers.buffers()))
			for (final String name : attributes.keySet())
				code.append("  ").append(name).append(" : Tensor\n");
		code.append("  training : bool\n");
		code.append("  def forward(self: __torch__.").append(MODULE).append(",\n    ").append(INPUT).append(
			": Tensor) -> Tensor:\n");
		for (final String statement : layers.code())
			code.append("    ").append(statement).append('\n');
		return code.append("    return ").append(result).append('\n').toString();
	}

	private static String names(final Collection<String> names) {
		return names.stream().map(name -> '"' + name + "\", ").collect(Collectors.joining("", "[", "]"));
	}
}
