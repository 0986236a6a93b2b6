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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The two parts of a prediction that are not the network, on one thread: adding up a window of 64 x 128 x 128 voxels
 * with 14 classes, and restoring logits of 14 classes from 64 x 256 x 256 to 100 x 512 x 512 voxels and deciding.
 * <p>
 * The counterpart of the second is {@code torch.nn.functional.interpolate(logits, size, mode='trilinear').argmax(1)}.
 * </p>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class PredictBenchmark {

	private static final int CLASSES = 14;

	private static final int[] WINDOW = { 64, 128, 128 };

	private final float[] logits = new float[64 * 128 * 128 * CLASSES];
	private final float[][][] planes = new float[64][CLASSES][256 * 256];
	private final Labels labels = ToyNetwork.plan("nvidia", CLASSES, 1, 8, 8, 8).labels();
	private float[] weights;
	private Strip strip;

	@Setup
	public void fill() throws IOException {
		final Random random = new Random(1);
		for (final float[][] plane : planes)
			for (final float[] output : plane)
				for (int i = 0; i < output.length; i++)
					output[i] = random.nextFloat();
		for (int i = 0; i < logits.length; i++)
			logits[i] = random.nextFloat();
		weights = ImportanceMap.of(WindowWeights.NVIDIA_GAUSSIAN, WINDOW).weights();
		final Plan plan = ToyNetwork.plan("nvidia", CLASSES, 1, WINDOW);
		strip = new Strip(new int[] { 64, 256, 256 }, 64, CLASSES, CLASSES, plan.labels().regions().isEmpty(), null);
	}

	@Benchmark
	public void addWindow() {
		strip.add(logits, 0, new int[] { 0, 64, 64 }, WINDOW, 0, weights);
	}

	@Benchmark
	public LabelMap restore() throws IOException {
		final int[] size = { 100, 512, 512 };
		final Geometry geometry = Geometry.ofZyx(size, new double[] { 1, 1, 1 });
		final Restore restore = new Restore(new Placement(geometry, new int[] { 0, 1, 2 }, Box.whole(size), new int[] { 64,
			256, 256 }, -1), CLASSES);
		final LabelMap result = restore.labels(labels);
		for (int z = 0; z < planes.length; z++)
			restore.plane(z, planes[z]);
		return result;
	}

	public static void main(final String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(PredictBenchmark.class.getSimpleName()).build()).run();
	}
}
