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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.TrainingSpec;

/** Compares logits, loss, gradients and optimizers with PyTorch in float64, within the tolerances of golden/network. */
public class GoldenNetworkTest {

	private static final OptimizerSpec ADAM = OptimizerSpec.adam(0.1);

	@ParameterizedTest
	@ValueSource(strings = { "unet3d", "unet3d_deep", "unet2d" })
	public void logitsLossAndGradientsEqualPyTorchs(final String name) throws IOException {
		final Golden golden = Golden.of(name);
		try (TensorFlowNetwork network = network(golden, PlainStep.RULE)) {
			final var batch = golden.batch();
			final float[] logits = new float[golden.logits().length];
			network.predict(batch.images(), batch.samples(), batch.size(), logits);
			final float[] expected = golden.logits();
			for (int i = 0; i < logits.length; i++)
				assertEquals(expected[i], logits[i], 5e-4, "logit " + i);
			assertEquals(golden.loss(), network.loss(batch).loss(), 1e-5 * golden.loss());
			final Map<String, float[]> before = network.weights();
			final StepResult step = network.step(batch, PlainStep.RATE);
			final Map<String, float[]> gradients = PlainStep.gradients(before, network.weights());
			assertEquals(golden.norms().keySet(), gradients.keySet());
			double total = 0;
			for (final var norm : golden.norms().entrySet()) {
				assertEquals(norm.getValue(), norm(gradients.get(norm.getKey())), 1e-3 * norm.getValue(), norm.getKey());
				total += norm.getValue() * norm.getValue();
			}
			assertEquals(Math.sqrt(total), step.gradientNorm(), 1e-3 * Math.sqrt(total));
		}
	}

	@ParameterizedTest
	@CsvSource({ "unet3d,adam", "unet3d,radam", "unet3d,lookahead_adam", "unet3d_deep,adam", "unet2d,sgd",
		"unet2d,nesterov" })
	public void theLossesOfTrainingStepsEqualPyTorchs(final String name, final String optimizer) throws IOException {
		final Golden golden = Golden.of(name);
		final double[] expected = golden.trajectory(optimizer);
		final double rate = optimizer.endsWith("adam") ? 1e-3 : 1e-2;
		try (TensorFlowNetwork network = network(golden, optimizer(optimizer))) {
			for (int step = 0; step < expected.length; step++) {
				final StepResult result = network.step(golden.batch(), rate);
				assertEquals(expected[step], result.loss(), golden.trajectoryTolerance(optimizer) * expected[step], "step " +
					step);
				assertTrue(result.applied());
				assertEquals(step + 1, network.steps());
			}
		}
	}

	private static OptimizerSpec optimizer(final String name) {
		return switch (name) {
			case "sgd" -> new OptimizerSpec(OptimizerSpec.Rule.SGD, 0.99, false, 0, 0, 0, 0.1, 0, false);
			case "nesterov" -> new OptimizerSpec(OptimizerSpec.Rule.SGD, 0.99, true, 0, 0, 0, 0.1, 0, false);
			case "radam" -> new OptimizerSpec(OptimizerSpec.Rule.RADAM, 0, false, 0.9, 0.999, 1e-7, 0.1, 0, false);
			case "lookahead_adam" -> new OptimizerSpec(OptimizerSpec.Rule.ADAM, 0, false, 0.9, 0.999, 1e-7, 0.1, 0, true);
			default -> ADAM;
		};
	}

	private static TensorFlowNetwork network(final Golden golden, final OptimizerSpec optimizer) throws IOException {
		final TrainingSpec training = new TrainingSpec(LossSpec.nvidia(golden.heads()), optimizer, Precision.FP32);
		final TensorFlowNetwork network = (TensorFlowNetwork) TensorFlowEngine.open(Device.cpu()).network(golden.spec(),
			training, 1);
		network.assign(golden.weights());
		return network;
	}

	private static double norm(final float[] values) {
		double sum = 0;
		for (final float value : values)
			sum += (double) value * value;
		return Math.sqrt(sum);
	}
}
