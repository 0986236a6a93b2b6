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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.tensorflow.Golden;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;

/** Runs exported ONNX files in ONNX Runtime and compares the probabilities with the engine's. */
class OnnxFileTest extends ProbabilitiesContract {

	private static final float TOLERANCE = 1e-4f;

	OnnxFileTest() {
		super(TOLERANCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unet3d", "unet3d_deep", "unet2d" })
	void goldenNetworksGiveTheProbabilitiesOfPyTorch(final String name) throws Exception {
		final Golden golden = Golden.of(name);
		final NetworkSpec spec = golden.spec();
		final Labels labels = new Labels(Collections.nCopies(spec.outputs(), "x"), List.of(), -1);
		final float[] logits = golden.logits();
		final double[] exact = new double[logits.length];
		for (int i = 0; i < exact.length; i++)
			exact[i] = logits[i];
		final Batch batch = golden.batch();
		final TrainedModel model = new TrainedModel(Examples.plan(spec, labels), List.of(golden.weights()));
		assertArrayEquals(Examples.probabilities(exact, spec.outputs(), true), run(model, batch.images(), batch
			.samples(), batch.size()), TOLERANCE);
	}

	@Test
	void aMissingWeightIsNamed() {
		final TrainedModel model = Examples.model(engine, Examples.network(2, Recipe.NVIDIA, false), Examples.labels(
			false), 1);
		final Map<String, float[]> weights = new HashMap<>(model.folds().get(0));
		weights.remove("enc1/conv0/kernel");
		final TrainedModel incomplete = new TrainedModel(model.plan(), List.of(weights));
		final Exception refused = assertThrows(IllegalArgumentException.class, () -> OnnxFile.message(incomplete));
		assertEquals("enc1/conv0/kernel needs the shape [3, 3, 4, 8], but has no values", refused.getMessage());
	}

	@Test
	void moreThanTwoGigabytesAreRefused() {
		final TrainedModel model = new TrainedModel(Examples.plan(Examples.network(2, Recipe.NVIDIA, false), Examples
			.labels(false)), Collections.nCopies(600, Map.of("x", new float[1 << 20])));
		assertThrows(ProblemException.class, () -> OnnxFile.write(model, folder.resolve("large.onnx")));
	}

	@Override
	float[] run(final TrainedModel model, final float[] image, final int samples, final int[] size)
		throws IOException, OrtException
	{
		final Path file = folder.resolve("weights.onnx");
		OnnxFile.write(model, file);
		final int channels = model.network().inputChannels();
		final int voxels = image.length / samples / channels;
		final long[] shape = new long[size.length + 2];
		shape[0] = samples;
		shape[1] = channels;
		for (int axis = 0; axis < size.length; axis++)
			shape[axis + 2] = size[axis];
		final OrtEnvironment environment = OrtEnvironment.getEnvironment();
		try (OrtSession session = environment.createSession(file.toString());
				OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(Examples.turn(image, samples,
					voxels,
					channels)), shape);
				OrtSession.Result result = session.run(Map.of("input", input)))
		{
			final FloatBuffer output = ((OnnxTensor) result.get("output").orElseThrow()).getFloatBuffer();
			final float[] values = new float[output.remaining()];
			output.get(values);
			return Examples.turn(values, samples, model.network().outputs(), voxels);
		}
	}
}
