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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.preprocess.NpyWriter;
import sc.fiji.nnunet.progress.Progress;

/** Writes models for {@code src/test/scripts/check_torch.py}: {@code TorchExamples <folder>}. */
final class TorchExamples {

	private static final int SAMPLES = 2;

	private TorchExamples() {
		// only static methods
	}

	public static void main(final String[] args) throws IOException {
		final Engine engine = TensorFlowEngine.open(Device.cpu());
		final Map<String, NetworkSpec> all = new LinkedHashMap<>(Examples.all());
		for (final int dimensions : new int[] { 2, 3 })
			for (final NetworkSpec.Norm norm : new NetworkSpec.Norm[] { NetworkSpec.Norm.BATCH, NetworkSpec.Norm.NONE })
				all.put("nnunet " + norm + " " + dimensions + "d", Examples.network(dimensions, Recipe.NNUNET,
					norm == NetworkSpec.Norm.BATCH).withNorm(norm));
		for (final Map.Entry<String, NetworkSpec> entry : all.entrySet()) {
			write(engine, entry.getKey(), Examples.model(engine, entry.getValue(), Examples.labels(false), 1), Path.of(
				args[0]));
			write(engine, entry.getKey() + " regions", Examples.model(engine, entry.getValue(), Examples.labels(true),
				2), Path.of(args[0]));
		}
	}

	private static void write(final Engine engine, final String name, final TrainedModel model, final Path all)
		throws IOException
	{
		final Path folder = Files.createDirectories(all.resolve(name.replace(' ', '_')));
		final NetworkSpec spec = model.network();
		final int[] size = spec.dimensions() == 3 ? new int[] { 6, 12, 8 } : new int[] { 12, 20 };
		final float[] image = Examples.image(spec, SAMPLES, size);
		final int voxels = image.length / SAMPLES / spec.inputChannels();
		write(folder.resolve("input.npy"), Examples.turn(image, SAMPLES, voxels, spec.inputChannels()), spec
			.inputChannels(), size);
		write(folder.resolve("output.npy"), Examples.turn(Examples.probabilities(engine, model, image, SAMPLES, size),
			SAMPLES, voxels, spec.outputs()), spec.outputs(), size);
		TorchScriptFile.write(model, folder.resolve("weights.pt"), Progress.none());
		if (spec.blocks().convolutionBias()) NnUNetFolder.write(model, folder.resolve(NnUNetFolder.name(model.plan())),
			Progress.none());
	}

	private static void write(final Path file, final float[] values, final int channels, final int[] size)
		throws IOException
	{
		final long[] shape = new long[size.length + 2];
		shape[0] = SAMPLES;
		shape[1] = channels;
		for (int axis = 0; axis < size.length; axis++)
			shape[axis + 2] = size[axis];
		try (NpyWriter out = NpyWriter.floats(file, shape)) {
			out.write(values, 0, values.length);
			out.commit();
		}
	}
}
