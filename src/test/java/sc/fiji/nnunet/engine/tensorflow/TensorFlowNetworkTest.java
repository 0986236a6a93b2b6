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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.FrozenNetwork;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

public class TensorFlowNetworkTest {

	private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-4);
	private static final int[] SMALL = { 8, 8 };

	/** The result does not depend on how a batch is divided. */
	@Test
	public void samplesOneByOneEqualTheBatchAtOnce() throws IOException {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		final Batch batch = batch(3);
		final Map<String, float[]> copies = gradients(spec, Parts.of(spec, 3, SMALL, false), batch);
		final Map<String, float[]> splits = gradients(spec, new Parts(1, 3, false), batch);
		final Map<String, float[]> together = gradients(spec, Parts.ANY, batch);
		assertEquals(new Parts(3, 3, false), Parts.of(spec, 3, SMALL, false));
		assertEquals(Parts.ON_GPU, Parts.of(spec, 3, SMALL, true));
		together.forEach((name, expected) -> {
			assertArrayEquals(expected, copies.get(name), 2e-5f, name);
			assertArrayEquals(expected, splits.get(name), 2e-5f, name);
		});
	}

	private static Map<String, float[]> gradients(final NetworkSpec spec, final Parts parts, final Batch batch)
		throws IOException
	{
		Natives.prepare(null);
		final NetworkGraph graph = new NetworkGraph(spec, new TrainingSpec(LossSpec.nvidia(0), PlainStep.RULE,
			Precision.FP32), parts);
		try (GraphSession session = new GraphSession(graph.definition(), ConfigProto
			.getDefaultInstance()))
		{
			final NetworkValues values = new NetworkValues(graph, session);
			values.start(1);
			final Map<String, float[]> before = values.weights();
			try (GraphSession.Feed feed = session.feed()) {
				feed.floats("images", batch.images(), batch.samples(), 8, 8, 1).bytes("labels", batch.labels(), batch.samples(),
					8, 8).scalar("rate", (float) PlainStep.RATE).scalar("wanted", 1).run("train");
			}
			return PlainStep.gradients(before, values.weights());
		}
	}

	@Test
	public void aChangeOfBatchSizeKeepsAllState() throws IOException {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		try (TensorFlowNetwork changing = network(spec, ADAM, Precision.FP32);
				TensorFlowNetwork steady = network(spec, ADAM, Precision.FP32))
		{
			for (final int samples : new int[] { 2, 1, 2 }) {
				changing.step(batch(samples), 1e-2);
				changing.loss(batch(5));
			}
			steady.step(batch(2), 1e-2);
			steady.step(batch(1), 1e-2);
			assertEquals(2, steady.steps());
			steady.step(batch(2), 1e-2);
			assertEquals(3, changing.steps());
			changing.weights().forEach((name, values) -> assertArrayEquals(values, steady.weights().get(name), 1e-6f, name));
		}
	}

	@ParameterizedTest
	@EnumSource(NetworkSpec.Norm.class)
	public void networksWithEveryNormLearn(final NetworkSpec.Norm norm) throws IOException {
		try (Network network = network(spec(norm, false, false), ADAM, Precision.FP32)) {
			assertLearns(network, 0.8);
		}
	}

	@Test
	public void aResidualEncoderWithSymmetricPaddingLearns() throws IOException {
		final OptimizerSpec sgd = new OptimizerSpec(OptimizerSpec.Rule.SGD, 0.9, true, 0, 0, 0, 3e-5, 12, false);
		try (Network network = network(spec(NetworkSpec.Norm.INSTANCE, true, true), sgd, Precision.FP32)) {
			assertLearns(network, 0.8);
		}
	}

	@Test
	public void bfloat16StaysCloseToFloat32() throws IOException {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		try (TensorFlowNetwork full = network(spec, ADAM, Precision.FP32);
				TensorFlowNetwork half = network(spec, ADAM, Precision.BF16))
		{
			final double first = full.loss(batch(2)).loss();
			assertEquals(first, half.loss(batch(2)).loss(), 0.02 * first);
			assertLearns(half, 0.8);
			assertFalse(Arrays.equals(full.weights().get("head0/kernel"), half.weights().get("head0/kernel")));
		}
	}

	/** float16 with a scaled loss; tested on the CPU, where it is slow, for correctness only. */
	@Test
	public void float16ScalesTheLoss() throws IOException {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		try (TensorFlowNetwork full = network(spec, ADAM, Precision.FP32);
				TensorFlowNetwork half = network(spec, ADAM, Precision.FP16))
		{
			final double norm = full.step(batch(2), 0).gradientNorm();
			StepResult result = half.step(batch(2), 0);
			for (int i = 0; i < 20 && !result.applied(); i++)
				result = half.step(batch(2), 0); // NB: the scale starts too high for some networks, and halves
			assertTrue(result.applied());
			assertEquals(norm, result.gradientNorm(), 0.05 * norm);
			assertTrue(half.state().get("optimizer/scale")[0] > 1);
			assertLearns(half, 0.8);
		}
	}

	/** PyTorch pads strided convolutions on both sides, TensorFlow at the end only, so they see different voxels. */
	@Test
	public void symmetricPaddingShiftsTheReceptiveField() throws IOException {
		final float[][] means = new float[2][];
		for (final boolean symmetric : new boolean[] { false, true }) {
			final List<Integer> one = List.of(1, 1);
			final NetworkSpec spec = new NetworkSpec(2, 1, 1, new NetworkSpec.Shape(List.of(1, 1), List.of(one,
				List.of(3, 3)), List.of(one, List.of(2, 2)), List.of(1, 1), List.of(1)),
				new NetworkSpec.Blocks(NetworkSpec.Norm.NONE, 0, false, symmetric, false,
				NetworkSpec.DecoderKernels.SKIP, 1), 0);
			try (Network network = TensorFlowEngine.open(Device.cpu()).network(spec, 1)) {
				final float[] nine = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
				network.assign(Map.of("enc0/conv0/kernel", new float[] { 1 }, "enc1/conv0/kernel", nine, "dec0/up/kernel",
					new float[] { 1, 0, 0, 0 }, "dec0/conv0/kernel", new float[] { 1, 0 }, "head0/kernel", new float[] { 1 }));
				final float[] image = new float[16];
				image[5] = 1; // row 1, column 1
				final float[] logits = new float[16];
				network.predict(image, 1, new int[] { 4, 4 }, logits);
				means[symmetric ? 1 : 0] = logits;
			}
		}
		// the value at row 2r, column 2c is that of the coarse voxel (r, c), which sees rows 2r.. or 2r - 1..
		assertEquals(List.of(5f, 0f, 0f, 0f), List.of(means[0][0], means[0][2], means[0][8], means[0][10]));
		assertEquals(List.of(9f, 7f, 3f, 1f), List.of(means[1][0], means[1][2], means[1][8], means[1][10]));
	}

	@Test
	public void predictionTakesAnySizeAndNumberOfSamples() throws IOException {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		// NB: one thread, since a network that trains and one that only predicts divide work differently among several
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1)); Network trained = engine.network(spec,
			new TrainingSpec(LossSpec.nvidia(0), ADAM, Precision.FP32), 1); Network predictor = engine.network(spec, 1))
		{
			trained.step(batch(2), 1e-2);
			predictor.assign(trained.weights());
			for (final int[] size : new int[][] { { 8, 8 }, { 4, 12 }, { 20, 2 } }) {
				final int voxels = size[0] * size[1];
				final float[] images = noise(3 * voxels);
				final float[] expected = new float[3 * voxels * 2];
				trained.predict(images, 3, size, expected);
				final float[] logits = new float[3 * voxels * 2];
				predictor.predict(images, 3, size, logits);
				assertArrayEquals(expected, logits, 1e-6f);
				final float[] second = new float[voxels * 2];
				predictor.predict(Arrays.copyOfRange(images, voxels, 2 * voxels), 1, size, second);
				assertArrayEquals(Arrays.copyOfRange(logits, voxels * 2, voxels * 4), second, 1e-6f);
			}
		}
	}

	/** With one thread, or as many threads as samples, the order of all sums is fixed. */
	@Test
	public void trainingWithAThreadPerSampleIsReproducibleBitForBit() throws IOException {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		final TrainingSpec training = new TrainingSpec(LossSpec.nvidia(0), ADAM, Precision.FP32);
		final List<Map<String, float[]>> runs = new ArrayList<>();
		for (final int threads : new int[] { 1, 1, 2, 2 })
			try (Network network = TensorFlowEngine.open(new Device(-1, threads)).network(spec, training, 3)) {
				assertEquals(threads, network.streams(new int[] { 32, 32 }));
				for (int step = 0; step < 5; step++)
					network.step(batch(2), 1e-2);
				runs.add(network.weights());
			}
		for (final Map<String, float[]> run : runs)
			runs.get(0).forEach((name, values) -> assertArrayEquals(values, run.get(name), name));
	}

	@Test
	public void severalThreadsCanPredictAtOnce() throws IOException {
		try (TensorFlowNetwork network = network(spec(NetworkSpec.Norm.INSTANCE, false, false), ADAM, Precision.FP32)) {
			final int[] size = { 32, 32 };
			final int voxels = size[0] * size[1];
			final int n = 40;
			final float[] images = noise(n * voxels);
			final float[][] expected = new float[n][voxels * 2];
			for (int i = 0; i < n; i++)
				network.predict(Arrays.copyOfRange(images, i * voxels, (i + 1) * voxels), 1, size, expected[i]);
			IntStream.range(0, n).parallel().forEach(i -> {
				final float[] logits = new float[voxels * 2];
				network.predict(Arrays.copyOfRange(images, i * voxels, (i + 1) * voxels), 1, size, logits);
				assertArrayEquals(expected[i], logits, 1e-6f);
			});
		}
	}

	/** One thread per sample if samples are processed in parallel; else all threads within each operation. */
	@Test
	public void aSessionHasAThreadPerCopyOrAllWithinOperations() {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		final SessionConfig two = new SessionConfig(new Device(-1, 2), false);
		assertEquals(2, two.proto(Parts.of(spec, 2, SMALL, false), Precision.FP32).getInterOpParallelismThreads());
		assertEquals(1, two.proto(Parts.of(spec, 2, SMALL, false), Precision.FP32).getIntraOpParallelismThreads());
		assertEquals(1, two.proto(Parts.of(spec, 1, SMALL, false), Precision.FP32).getInterOpParallelismThreads());
		assertEquals(2, two.proto(Parts.of(spec, 1, SMALL, false), Precision.FP32).getIntraOpParallelismThreads());
		final SessionConfig many = new SessionConfig(new Device(-1, 8), false);
		assertEquals(2, many.streams(Parts.of(spec, 2, SMALL, false)));
		assertEquals(8, many.proto(Parts.of(spec, 2, SMALL, false), Precision.FP32).getIntraOpParallelismThreads());
		assertEquals(1, new SessionConfig(new Device(0, 8), false).streams(Parts.ANY));
	}

	/** What was not measured, as in bfloat16 and on GPUs, is left as TensorFlow does it. */
	@Test
	public void graphsAreNotRewrittenInFloat32OnTheCpu() {
		for (final int gpu : new int[] { -1, 0 })
			for (final Precision precision : Precision.values()) {
				final boolean rewritten = gpu >= 0 || precision != Precision.FP32;
				final Device device = new Device(gpu, 1);
				assertEquals(rewritten, !new SessionConfig(device, false).proto(Parts.ANY, precision).getGraphOptions()
					.getRewriteOptions().getDisableMetaOptimizer());
				final ConfigProto predicting = new SessionConfig(device, false).in(precision).predicting();
				for (final ConfigProto config : List.of(predicting, SavedModelNetwork.exact(predicting)))
					assertEquals(rewritten, !config.getGraphOptions().getRewriteOptions().getDisableMetaOptimizer());
				assertEquals(RewriterConfig.Toggle.OFF, SavedModelNetwork.exact(predicting).getGraphOptions().getRewriteOptions()
					.getConstantFolding());
			}
	}

	@Test
	public void anExportedGraphTellsItsArithmetic(@TempDir final Path temp) throws IOException {
		final NetworkSpec spec = spec(NetworkSpec.Norm.INSTANCE, false, false);
		for (final Precision precision : Precision.values())
			try (TensorFlowNetwork network = network(spec, ADAM, Precision.FP32)) {
				final Path folder = Files.createDirectories(temp.resolve(precision.name()));
				SavedModelFile.write(new FrozenNetwork(spec, List.of(network.weights()), true, precision, false), folder);
				assertEquals(precision, SavedModelNetwork.precision(SavedModelFile.read(folder)));
			}
	}

	@ParameterizedTest
	@EnumSource(NetworkSpec.Norm.class)
	public void invalidInputChangesNoWeight(final NetworkSpec.Norm norm) throws IOException {
		try (TensorFlowNetwork network = network(spec(norm, false, false), ADAM, Precision.FP32)) {
			final Map<String, float[]> before = network.weights();
			final Batch batch = batch(2);
			batch.images()[7] = Float.NaN;
			assertFalse(network.step(batch, 1e-2).applied());
			assertEquals(0, network.steps());
			before.forEach((name, values) -> assertArrayEquals(values, network.weights().get(name), name));
			assertThrows(IllegalArgumentException.class, () -> network.assign(Map.of("head0/bias", new float[3])));
		}
	}

	@Test
	public void stepsThatCannotFitAreRefusedWithNumbers() throws IOException {
		try (Network network = network(spec(NetworkSpec.Norm.INSTANCE, false, false), ADAM, Precision.FP32)) {
			final int[] size = { 1 << 20, 1 << 20 };
			final OutOfMemoryException step = assertThrows(OutOfMemoryException.class, () -> network.step(new Batch(2, size,
				new float[0], new byte[0]), 1e-3));
			assertTrue(step.getMessage().contains("2 samples of 1048576 × 1048576"), step.getMessage());
			assertThrows(OutOfMemoryException.class, () -> network.predict(new float[0], 1, size, new float[0]));
			assertTrue(network.step(batch(2), 1e-3).applied());
		}
	}

	/**
	 * A trial computes the result of the step, and leaves weights, statistics, moments and the step count as they are.
	 */
	@ParameterizedTest
	@EnumSource(NetworkSpec.Norm.class)
	public void aTrialChangesNothing(final NetworkSpec.Norm norm) throws IOException {
		final NetworkSpec spec = spec(norm, false, false);
		final boolean scaled = norm == NetworkSpec.Norm.INSTANCE;
		for (final Precision precision : scaled ? List.of(Precision.FP32, Precision.FP16) : List.of(Precision.FP32))
			try (TensorFlowNetwork network = network(spec, ADAM, precision)) {
				network.step(batch(2), 1e-2);
				final Map<String, float[]> weights = network.weights();
				final Map<String, float[]> state = network.state();
				final StepResult tried = network.trial(batch(2));
				assertFalse(tried.applied());
				network.weights().forEach((name, values) -> assertArrayEquals(weights.get(name), values, name));
				network.state().forEach((name, values) -> assertArrayEquals(state.get(name), values, name));
				final StepResult taken = network.step(batch(2), 1e-2);
				assertEquals(taken.loss(), tried.loss(), 1e-5 * taken.loss());
				assertEquals(taken.gradientNorm(), tried.gradientNorm(), 1e-4 * taken.gradientNorm());
			}
	}

	@Test
	public void aPredictorCannotTrain() throws IOException {
		try (Network network = TensorFlowEngine.open(Device.cpu()).network(spec(NetworkSpec.Norm.INSTANCE, false, false),
			1))
		{
			assertThrows(IllegalStateException.class, () -> network.step(batch(2), 1e-2));
			assertThrows(IllegalStateException.class, () -> network.loss(batch(2)));
			assertEquals(0, network.steps());
		}
	}

	/**
	 * Resident memory grows by less than 12 MB over 400 steps and predictions, after 200 to warm up. NB: Java's own heap
	 * may grow meanwhile, but not each of five times; a leak does so.
	 */
	@Test
	@EnabledOnOs(OS.LINUX)
	public void memoryDoesNotGrowOverManySteps() throws IOException {
		try (TensorFlowNetwork network = network(spec(NetworkSpec.Norm.INSTANCE, false, false), ADAM, Precision.FP32)) {
			final Batch batch = new Batch(2, new int[] { 64, 64 }, noise(2 * 64 * 64), new byte[2 * 64 * 64]);
			final float[] logits = new float[2 * 64 * 64 * 2];
			work(network, batch, logits, 200);
			long growth = Long.MAX_VALUE;
			for (int round = 0; round < 5 && growth >= 12L << 20; round++) {
				final long start = resident();
				work(network, batch, logits, 400);
				growth = resident() - start;
			}
			// NB: each step moves 90 kB in and out and makes 10 MB of activations: a leak of one tensor is noticed
			assertTrue(growth < 12L << 20, "grew by " + (growth >> 10) + " kB");
		}
	}

	private static void work(final Network network, final Batch batch, final float[] logits, final int steps) {
		for (int step = 0; step < steps; step++) {
			network.step(batch, 1e-3);
			network.predict(batch.images(), 2, batch.size(), logits);
		}
	}

	private static long resident() throws IOException {
		System.gc();
		return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
	}

	private static void assertLearns(final Network network, final double part) {
		final double first = network.step(batch(2), 1e-2).loss();
		double last = first;
		for (int step = 0; step < 25; step++)
			last = network.step(batch(2), 1e-2).loss();
		assertTrue(last < part * first, last + " after " + first);
	}

	/** Two classes: bright and dark places. */
	private static Batch batch(final int samples) {
		final float[] images = noise(samples * 64);
		final byte[] labels = new byte[images.length];
		for (int i = 0; i < images.length; i++)
			labels[i] = (byte) (images[i] > 0.3 ? 1 : 0);
		return new Batch(samples, new int[] { 8, 8 }, images, labels);
	}

	private static float[] noise(final int n) {
		final Random random = new Random(3);
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = (float) random.nextGaussian();
		return values;
	}

	private static NetworkSpec spec(final NetworkSpec.Norm norm, final boolean residual, final boolean symmetric) {
		return new NetworkSpec(2, 1, 2, new NetworkSpec.Shape(List.of(8, 16), Collections.nCopies(2, List.of(3, 3)),
			List.of(List.of(1, 1), List.of(2, 2)), List.of(2, 2), List.of(2)), new NetworkSpec.Blocks(norm, 1e-3,
			symmetric, symmetric, residual, NetworkSpec.DecoderKernels.SKIP, 0.01), 0);
	}

	private static TensorFlowNetwork network(final NetworkSpec spec, final OptimizerSpec optimizer,
		final Precision precision) throws IOException
	{
		Natives.prepare(null);
		return new TensorFlowNetwork(spec, new TrainingSpec(LossSpec.nvidia(0), optimizer, precision), new SessionConfig(
			Device.cpu(), false), 1);
	}
}
