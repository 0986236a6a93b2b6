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


import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.file.Leftovers;

/**
 * Compares networks on a device with PyTorch's float64 in golden/network, and a resumed training with one that was not
 * interrupted. Arguments: {@code cpu} or {@code gpu}. Each line says how far logits (as a share of the largest), loss,
 * gradient norms and the losses of ten steps are from those of PyTorch, as shares; the exit code is 1 if one of float32
 * is further than 1e-3. With TensorFloat-32 only {@code NVIDIA_TF32_OVERRIDE=0} in the environment keeps that bound.
 */
public final class GoldenProgram {

	private static final double BOUND = 1e-3;
	private static final OptimizerSpec ADAM = OptimizerSpec.adam(0.1);

	private final Device device;
	private boolean bad;

	private GoldenProgram(final Device device) {
		this.device = device;
	}

	public static void main(final String[] args) throws IOException {
		final Device device = args[0].equals("gpu") ? new Device(0, 0) : Device.cpu();
		TensorFlowEngine.open(device);
		final GoldenProgram program = new GoldenProgram(device);
		final List<Precision> precisions = device.isGpu() ? List.of(Precision.FP32, Precision.FP16) : List.of(
			Precision.FP32);
		for (final boolean xla : device.isGpu() ? new boolean[] { false, true } : new boolean[] { false })
			for (final Precision precision : precisions) {
				for (final String name : new String[] { "unet3d", "unet3d_deep", "unet2d" })
					program.compare(Golden.of(name), name, precision, xla);
				program.resume(Golden.of("unet3d"), precision, xla);
			}
		System.exit(program.bad ? 1 : 0);
	}

	private TensorFlowNetwork network(final Golden golden, final OptimizerSpec optimizer, final Precision precision,
		final boolean xla) throws IOException
	{
		final TensorFlowNetwork network = new TensorFlowNetwork(golden.spec(), new TrainingSpec(LossSpec.nvidia(golden
			.heads()), optimizer, precision), new SessionConfig(device, xla), 1);
		network.assign(golden.weights());
		return network;
	}

	private void compare(final Golden golden, final String name, final Precision precision, final boolean xla)
		throws IOException
	{
		try (TensorFlowNetwork network = network(golden, ADAM, precision, xla)) {
			final Batch batch = golden.batch();
			final float[] expected = golden.logits();
			final float[] logits = new float[expected.length];
			network.predict(batch.images(), batch.samples(), batch.size(), logits);
			double largest = 0, distance = 0;
			for (int i = 0; i < logits.length; i++) {
				largest = Math.max(largest, Math.abs(expected[i]));
				distance = Math.max(distance, Math.abs(expected[i] - logits[i]));
			}
			final double loss = apart(golden.loss(), network.loss(batch).loss());
			double gradients = 0;
			final Map<String, float[]> found = gradients(golden, precision, xla);
			for (final var norm : golden.norms().entrySet())
				gradients = Math.max(gradients, apart(norm.getValue(), norm(found.get(norm.getKey()))));
			double steps = 0;
			for (final double value : golden.json.getAsJsonObject("trajectories").has("adam") ? golden.trajectory("adam")
				: new double[0])
				steps = Math.max(steps, apart(value, network.step(batch, 1e-3).loss()));
			System.out.println(String.format(Locale.ROOT, "%s %s%s: logits %.1e, loss %.1e, gradient norms %.1e, steps %.1e",
				name, precision, xla ? " XLA" : "", distance / largest, loss, gradients, steps));
			bad |= precision == Precision.FP32 && !(Math.max(Math.max(distance / largest, loss), gradients) <= BOUND);
		}
	}

	private Map<String, float[]> gradients(final Golden golden, final Precision precision, final boolean xla)
		throws IOException
	{
		try (TensorFlowNetwork network = network(golden, PlainStep.RULE, precision, xla)) {
			final Map<String, float[]> before = network.weights();
			// NB: in float16 the scale of the loss starts too high for some networks, and halves
			boolean applied = false;
			for (int step = 0; step < 20 && !applied; step++)
				applied = network.step(golden.batch(), PlainStep.RATE).applied();
			return PlainStep.gradients(before, network.weights());
		}
	}

	/** Six steps; and three, a checkpoint, and three of another network that continues from it. */
	private void resume(final Golden golden, final Precision precision, final boolean xla) throws IOException {
		final Path folder = Files.createTempDirectory("golden");
		final Batch batch = golden.batch();
		final Map<String, float[]> whole;
		try (TensorFlowNetwork network = network(golden, ADAM, precision, xla)) {
			for (int step = 0; step < 6; step++) {
				if (step == 3) network.save(folder, Map.of());
				network.step(batch, 1e-3);
			}
			whole = network.weights();
		}
		double distance = 0;
		try (TensorFlowNetwork network = network(golden, ADAM, precision, xla)) {
			network.restore(folder, true);
			for (int step = 3; step < 6; step++)
				network.step(batch, 1e-3);
			for (final var weight : network.weights().entrySet())
				for (int i = 0; i < weight.getValue().length; i++)
					distance = Math.max(distance, Math.abs(weight.getValue()[i] - whole.get(weight.getKey())[i]));
		}
		Leftovers.delete(folder);
		System.out.println(String.format(Locale.ROOT, "resumed %s%s: largest difference of a weight %.1e", precision, xla
			? " XLA" : "", distance));
	}

	private static double apart(final double expected, final double found) {
		return Math.abs(found - expected) / Math.abs(expected);
	}

	private static double norm(final float[] values) {
		double sum = 0;
		for (final float value : values)
			sum += (double) value * value;
		return Math.sqrt(sum);
	}
}
