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
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import com.sun.management.OperatingSystemMXBean;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * Measures the training step and the forward pass of NVIDIA's 04_3d network (32-64-128-256 features, patch 40 × 56 ×
 * 40, batch 2), to be compared with PyTorch's for the same network (docs/engine.md says how).
 * <p>
 * Usage: {@code TrainStepBenchmark [FP32|BF16] [steps] [threads]}
 * </p>
 */
public final class TrainStepBenchmark {

	private static final int[] PATCH = { 40, 56, 40 };
	private static final int SAMPLES = 2;
	/** Multiplications and additions of one step: 19.1 GMAC forward per sample, three times for forward and backward. */
	private static final double GFLOP = 2 * 3 * 19.1 * SAMPLES;

	private TrainStepBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final Precision precision = args.length > 0 ? Precision.valueOf(args[0]) : Precision.FP32;
		final int steps = args.length > 1 ? Integer.parseInt(args[1]) : 20;
		final int threads = args.length > 2 ? Integer.parseInt(args[2]) : 0;
		final TrainingSpec training = new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(1e-4), precision);
		try (Network network = TensorFlowEngine.open(new Device(-1, threads)).network(spec(), training, 1)) {
			final Batch batch = batch();
			final float[] logits = new float[SAMPLES * batch.voxels() * 3];
			final double[][] step = time(steps, () -> network.step(batch, 3e-4));
			final double[][] forward = time(Math.max(3, steps / 3), () -> network.predict(batch.images(), SAMPLES, PATCH,
				logits));
			final double speed = GFLOP / median(step[0]);
			final double peak = matrixProduct();
			System.out.printf("%s parameters %d  train s/step median %.3f min %.3f cpu %.3f  forward %.3f min %.3f  %.0f" +
				" GFLOP/s = %.0f %% of a float32 matrix product (%.0f)%n", precision, network.parameters(), median(step[0]),
				min(step[0]), median(step[1]), median(forward[0]), min(forward[0]), speed, 100 * speed / peak, peak);
		}
	}

	/** GFLOP/s of a matrix product, the best of a few runs. */
	private static double matrixProduct() throws IOException {
		try (MatrixProduct product = new MatrixProduct()) {
			return MatrixProduct.GFLOP / min(time(5, product::run)[0]);
		}
	}

	static NetworkSpec spec() {
		final List<Integer> two = List.of(2, 2, 2);
		final List<Integer> one = List.of(1, 1, 1);
		return new NetworkSpec(3, 1, 3, new NetworkSpec.Shape(List.of(32, 64, 128, 256), Collections.nCopies(4,
			List.of(3, 3, 3)), List.of(one, two, two, two), List.of(2, 2, 2, 2), List.of(2, 2, 2)),
			new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-3, false, false, false,
			NetworkSpec.DecoderKernels.BELOW, 0.01), 0);
	}

	static Batch batch() {
		final Random random = new Random(0);
		final int voxels = SAMPLES * PATCH[0] * PATCH[1] * PATCH[2];
		final float[] images = new float[voxels];
		final byte[] labels = new byte[voxels];
		for (int i = 0; i < voxels; i++) {
			images[i] = (float) random.nextGaussian();
			labels[i] = (byte) random.nextInt(3);
		}
		return new Batch(SAMPLES, PATCH, images, labels);
	}

	/** Wall and processor seconds of each run but the first two. */
	private static double[][] time(final int runs, final Runnable step) {
		final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		final double[][] seconds = new double[2][runs];
		for (int i = -2; i < runs; i++) {
			final long cpu = system.getProcessCpuTime();
			final long wall = System.nanoTime();
			step.run();
			if (i < 0) continue;
			seconds[0][i] = (System.nanoTime() - wall) / 1e9;
			seconds[1][i] = (system.getProcessCpuTime() - cpu) / 1e9;
		}
		return seconds;
	}

	private static double median(final double[] values) {
		final double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static double min(final double[] values) {
		return Arrays.stream(values).min().orElseThrow();
	}
}
