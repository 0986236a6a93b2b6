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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tensorflow.exceptions.TensorFlowException;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Large windows of mostly equal voxels, for which a processor's sums of all voxels in float32 are not exact. */
class LargeWindowsTest {

	private static final int[] SIZE = { 64, 64, 64 };
	private static final int CHANNELS = 8;
	private static final TrainingSpec TRAINING = new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(1e-4),
		Precision.FP32);

	@BeforeAll
	static void load() throws IOException {
		Natives.prepare(null);
	}

	@Test
	void logitsAndLossAreExact() throws IOException {
		final NetworkSpec spec = spec();
		final Batch batch = batch();
		final double[] expected = exact(batch.images());
		final float[] logits = new float[expected.length];
		run(spec, new Parts(1, 1, false), batch, logits);
		assertTrue(distance(expected, logits) > 1e-2, "one stage is off by " + distance(expected, logits));
		try (TensorFlowNetwork network = new TensorFlowNetwork(spec, null, new SessionConfig(Device.cpu(), false), 1)) {
			network.predict(batch.images(), 1, SIZE, logits);
			assertEquals(0, distance(expected, logits), 1e-4);
		}
		try (TensorFlowNetwork network = new TensorFlowNetwork(spec, TRAINING, new SessionConfig(Device.cpu(), false), 1)) {
			network.predict(batch.images(), 1, SIZE, logits);
			assertEquals(0, distance(expected, logits), 1e-4);
			final float staged = run(spec, new Parts(1, 1, true), batch, logits);
			assertEquals(staged, network.trial(batch).loss(), 0);
			assertNotEquals(staged, run(spec, new Parts(1, 1, false), batch, logits));
		}
	}

	/** NB: where slices are predicted whole, each validation between small patches rebuilt the graph twice, for seconds. */
	@Test
	void aTrainingKeepsItsGraphForBothSizes() throws IOException {
		final Batch batch = batch();
		final Batch small = new Batch(2, new int[] { 8, 8, 8 }, new float[1024], new byte[1024]);
		final float[] logits = new float[batch.labels().length * 2];
		try (TensorFlowNetwork network = new TensorFlowNetwork(spec(), TRAINING, new SessionConfig(Device.cpu(), false), 1)) {
			network.trial(small);
			final GraphSession session = network.values().session();
			network.predict(batch.images(), 1, SIZE, logits);
			network.trial(small);
			assertSame(session, network.values().session());
		}
		assertEquals(0, distance(exact(batch.images()), logits), 1e-4);
	}

	/** NB: a graph that is built anew costs each training and each prediction a second or more. */
	@Test
	void aNetworkThatKnowsItsBatchesOrWindowsIsBuiltOnce() throws IOException {
		final List<Integer> size = List.of(64, 64, 64);
		final Batch one = batch();
		final Batch three = new Batch(3, new int[] { 8, 8, 8 }, new float[3 * 512], new byte[3 * 512]);
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			assertTrue(isBuiltOnce(engine.network(spec(), TRAINING, List.of(8, 8, 8), 3, 1), network -> network.step(three, 0)));
			assertFalse(isBuiltOnce(engine.network(spec(), TRAINING, 1), network -> network.step(three, 0)));
			assertTrue(isBuiltOnce(engine.network(spec(), TRAINING, size, 1, 1), network -> network.step(one, 0)));
			for (final List<Integer> window : List.of(size, List.of(8, 8, 8)))
				assertEquals(window.equals(size), isBuiltOnce(engine.unloaded(spec(), Precision.FP32, window), network -> {
					network.assign(weights());
					network.predict(one.images(), 1, SIZE, new float[one.labels().length * 2]);
				}));
		}
	}

	private static Map<String, float[]> weights() {
		final Map<String, float[]> weights = new HashMap<>();
		for (final Variable variable : new NetworkGraph(spec(), null, Parts.ANY).weights())
			weights.put(variable.name(), Variables.initial(variable, 1));
		return weights;
	}

	private static boolean isBuiltOnce(final Network made, final Consumer<Network> use) {
		try (TensorFlowNetwork network = (TensorFlowNetwork) made) {
			final GraphSession session = network.values().session();
			use.accept(network);
			return session == network.values().session();
		}
	}

	/** Exported graphs and the loss of a validation take any number of samples. */
	@Test
	void anyNumberOfSamplesIsNormedExactly() throws IOException {
		final Batch batch = batch();
		final float[] logits = new float[batch.labels().length * 2];
		run(spec(), Parts.ANY, batch, logits);
		assertEquals(0, distance(exact(batch.images()), logits), 1e-4);
	}

	/** The first large window rebuilds the graph, whatever other threads predict meanwhile. */
	@Test
	void windowsOfBothSizesArePredictedAtOnce() throws IOException {
		final Batch batch = batch();
		final int[] small = { 8, 8, 8 };
		final float[] expected = new float[512 * 2];
		final float[] large = new float[batch.labels().length * 2];
		try (TensorFlowNetwork network = new TensorFlowNetwork(spec(), null, new SessionConfig(Device.cpu(), false), 1)) {
			network.predict(batch.images(), 1, small, expected);
		}
		try (TensorFlowNetwork network = new TensorFlowNetwork(spec(), null, new SessionConfig(Device.cpu(), false), 1)) {
			IntStream.range(0, 24).parallel().forEach(i -> {
				final float[] logits = new float[expected.length];
				network.predict(batch.images(), 1, small, logits);
				assertArrayEquals(expected, logits);
				if (i % 8 == 3) network.predict(batch.images(), 1, SIZE, large.clone());
			});
			network.predict(batch.images(), 1, SIZE, large);
		}
		assertEquals(0, distance(exact(batch.images()), large), 1e-4);
	}

	/** NB: a model's network makes no weights that its own replace. */
	@Test
	void anUnloadedNetworkHasNoWeightsUntilAllAreGiven() throws IOException {
		final Batch batch = batch();
		final float[] logits = new float[batch.labels().length * 2];
		try (Network network = TensorFlowEngine.open(Device.cpu()).unloaded(spec(), Precision.FP32, List.of())) {
			assertThrows(TensorFlowException.class, network::weights);
			assertThrows(TensorFlowException.class, () -> network.assign(Map.of("head0/bias", new float[2])));
			network.assign(weights());
			network.predict(batch.images(), 1, SIZE, logits);
		}
		assertEquals(0, distance(exact(batch.images()), logits), 1e-4);
	}

	@Test
	void smallOnesAreSummedAtOnce() {
		final NetworkSpec spec = spec();
		assertTrue(Parts.of(spec, 2, SIZE, false).large());
		assertFalse(Parts.of(spec, 2, new int[] { 40, 56, 40 }, false).large());
		assertFalse(Parts.of(spec, 2, SIZE, true).large());
		assertEquals("predict_large", PredictGraph.signature("predict", new Parts(1, 1, false), true, SIZE));
		assertEquals("predict", PredictGraph.signature("predict", new Parts(1, 1, true), true, new int[] {
			40, 56, 40 }));
		assertEquals("planes", PredictGraph.signature("planes", new Parts(1, 1, true), true, SIZE));
		assertEquals("predict", PredictGraph.signature("predict", Parts.ON_GPU, true, SIZE));
	}

	/** The loss of a graph and its logits by the signature for small samples. */
	private static float run(final NetworkSpec spec, final Parts parts, final Batch batch, final float[] logits)
		throws IOException
	{
		final NetworkGraph graph = new NetworkGraph(spec, TRAINING, parts);
		try (GraphSession session = new GraphSession(graph.definition(), new SessionConfig(Device.cpu(), false).proto(
			parts, Precision.FP32)))
		{
			for (final String signature : List.of("assign_weights", "reset"))
				try (GraphSession.Feed feed = session.feed()) {
					for (final Variable variable : graph.weights())
						feed.floats(variable.name(), Variables.initial(variable, 1), variable.shape().asArray());
					feed.scalar(NetworkGraph.NOTHING, 0).run(signature);
				}
			try (GraphSession.Feed feed = session.feed()) {
				feed.batch(batch, 1).scalar("rate", 0).scalar("wanted", 0);
				GraphSession.read(feed.run("predict").get("logits"), logits, 0);
				return GraphSession.read(feed.run("train").get("loss"))[0];
			}
		}
	}

	/** The logits of {@link #spec} in float64. */
	private static double[] exact(final float[] image) {
		double[] x = new double[image.length];
		for (int i = 0; i < x.length; i++)
			x[i] = image[i];
		final Map<String, float[]> kernels = new HashMap<>();
		for (final Variable variable : new NetworkGraph(spec(), null, Parts.ANY).weights())
			kernels.put(variable.name(), Variables.initial(variable, 1));
		x = normed(product(x, 1, kernels.get("enc0/conv0/kernel"), CHANNELS));
		x = normed(product(x, CHANNELS, kernels.get("enc0/conv1/kernel"), CHANNELS));
		return product(x, CHANNELS, kernels.get("head0/kernel"), 2);
	}

	private static double[] product(final double[] x, final int from, final float[] kernel, final int to) {
		final double[] y = new double[x.length / from * to];
		for (int voxel = 0; voxel < x.length / from; voxel++)
			for (int in = 0; in < from; in++)
				for (int out = 0; out < to; out++)
					y[voxel * to + out] += x[voxel * from + in] * kernel[in * to + out];
		return y;
	}

	/** Instance norm and leaky ReLU. */
	private static double[] normed(final double[] x) {
		final int n = x.length / CHANNELS;
		for (int channel = 0; channel < CHANNELS; channel++) {
			double mean = 0;
			double variance = 0;
			for (int i = channel; i < x.length; i += CHANNELS)
				mean += x[i] / n;
			for (int i = channel; i < x.length; i += CHANNELS)
				variance += (x[i] - mean) * (x[i] - mean) / n;
			for (int i = channel; i < x.length; i += CHANNELS) {
				final double y = (x[i] - mean) / Math.sqrt(variance + 1e-5);
				x[i] = Math.max(y, 0.01 * y);
			}
		}
		return x;
	}

	private static double distance(final double[] a, final float[] b) {
		double most = 0;
		for (int i = 0; i < a.length; i++)
			most = Math.max(most, Math.abs(a[i] - b[i]));
		return most;
	}

	/** Air, and noise in one of 64 voxels. */
	private static Batch batch() {
		final int n = SIZE[0] * SIZE[1] * SIZE[2];
		final float[] images = new float[n];
		final byte[] labels = new byte[n];
		final Random random = new Random(3);
		for (int i = 0; i < n; i++) {
			final boolean body = i % SIZE[2] >= 48 && i / SIZE[2] % SIZE[1] >= 48 && i / (SIZE[2] * SIZE[1]) >= 48;
			images[i] = body ? (float) random.nextGaussian() : -1.37f;
			labels[i] = (byte) (images[i] > 0 ? 1 : 0);
		}
		return new Batch(1, SIZE, images, labels);
	}

	/** Two layers of kernels with one voxel. */
	private static NetworkSpec spec() {
		final List<Integer> one = List.of(1, 1, 1);
		return new NetworkSpec(3, 1, 2, new NetworkSpec.Shape(List.of(CHANNELS), List.of(one), List.of(one), List.of(2), List
			.of()), new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-5, true, true, false,
				NetworkSpec.DecoderKernels.SKIP, 0.01), 0);
	}
}
