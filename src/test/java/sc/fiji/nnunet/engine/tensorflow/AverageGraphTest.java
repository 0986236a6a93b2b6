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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;

public class AverageGraphTest {

	private static final String KERNEL = "enc0/conv0/kernel";

	private static final String AVERAGE = "optimizer/average/" + KERNEL;

	@TempDir
	Path folder;

	/** Against the sum over all steps, in double precision, with every step up to 64 and each eighth after it. */
	@Test
	public void lateStepsCountByTheSeventhPowerOfWhatWasSeen() throws IOException {
		final Batch batch = Golden.of("unet2d").batch();
		try (TensorFlowNetwork network = network(true, 7)) {
			final double[] expected = new double[network.weights().get(KERNEL).length];
			for (int step = 1; step <= 80; step++) {
				network.step(batch, 1e-2);
				if (step > 64 && step % 8 != 0) continue;
				final double kept = Math.pow(1 - (step > 64 ? 8.0 : 1.0) / step, 8);
				final float[] now = network.weights().get(KERNEL);
				for (int i = 0; i < expected.length; i++)
					expected[i] = kept * expected[i] + (1 - kept) * now[i];
				if (step != 1 && step != 64 && step != 80) continue;
				final float[] average = network.state().get(AVERAGE);
				for (int i = 0; i < expected.length; i++)
					assertEquals(expected[i], average[i], 1e-5);
			}
		}
	}

	/** As in trainings of few minutes, which begin with many steps of small patches. */
	@Test
	public void aStepCountsByItsVoxels() throws IOException {
		final Golden golden = Golden.of("unet2d");
		final Batch whole = golden.batch();
		final Batch small = quarter(whole, golden.spec().inputChannels());
		try (TensorFlowNetwork network = network(true, 7)) {
			final double[] expected = new double[network.weights().get(KERNEL).length];
			double voxels = 0;
			for (int step = 1; step <= 20; step++) {
				final Batch batch = step <= 12 ? small : whole;
				network.step(batch, 1e-2);
				final double own = batch.size()[0] * batch.size()[1];
				voxels += own;
				final double kept = Math.pow(1 - own / voxels, 8);
				final float[] now = network.weights().get(KERNEL);
				for (int i = 0; i < expected.length; i++)
					expected[i] = kept * expected[i] + (1 - kept) * now[i];
			}
			final float[] average = network.state().get(AVERAGE);
			for (int i = 0; i < expected.length; i++)
				assertEquals(expected[i], average[i], 1e-5);
		}
	}

	/** The upper left part of each image. */
	private static Batch quarter(final Batch batch, final int channels) {
		final int height = batch.size()[0] / 2, width = batch.size()[1] / 2;
		final float[] images = new float[batch.samples() * height * width * channels];
		final byte[] labels = new byte[batch.samples() * height * width];
		for (int row = 0; row < batch.samples() * height; row++) {
			final int from = (row / height * batch.size()[0] + row % height) * batch.size()[1];
			System.arraycopy(batch.images(), from * channels, images, row * width * channels, width * channels);
			System.arraycopy(batch.labels(), from, labels, row * width, width);
		}
		return new Batch(batch.samples(), new int[] { height, width }, images, labels);
	}

	@Test
	public void anExchangeSwapsWeightsAndAveragesAndASecondOneUndoesIt() throws IOException {
		final Batch batch = Golden.of("unet2d").batch();
		try (TensorFlowNetwork network = network(true, 7)) {
			steps(network, batch, 3);
			final float[] weight = network.weights().get(KERNEL);
			final float[] average = network.state().get(AVERAGE);
			network.exchange();
			assertArrayEquals(average, network.weights().get(KERNEL));
			assertArrayEquals(weight, network.state().get(AVERAGE));
			network.exchange();
			steps(network, batch, 1);
			final float[] after = network.weights().get(KERNEL);
			try (TensorFlowNetwork other = network(true, 7)) {
				steps(other, batch, 4);
				assertArrayEquals(other.weights().get(KERNEL), after);
				assertArrayEquals(other.state().get(AVERAGE), network.state().get(AVERAGE));
			}
		}
	}

	@Test
	public void averagesDoNotChangeTheTrainingAndAreTheSameAfterAResume() throws IOException {
		final Batch batch = Golden.of("unet2d").batch();
		final Map<String, float[]> straight;
		try (TensorFlowNetwork network = network(true, 7); TensorFlowNetwork without = network(false, 7)) {
			steps(network, batch, 5);
			network.save(folder.resolve("c"), Map.of());
			steps(network, batch, 4);
			steps(without, batch, 9);
			straight = network.state();
			assertArrayEquals(without.weights().get(KERNEL), network.weights().get(KERNEL));
		}
		try (TensorFlowNetwork resumed = network(true, 8)) {
			resumed.restore(folder.resolve("c"), true);
			steps(resumed, batch, 4);
			straight.forEach((name, values) -> assertArrayEquals(values, resumed.state().get(name), name));
		}
	}

	@Test
	public void aSkippedStepChangesNoAverage() throws IOException {
		final Batch batch = Golden.of("unet2d").batch();
		try (TensorFlowNetwork network = network(true, 7)) {
			steps(network, batch, 2);
			final Map<String, float[]> before = network.state();
			assertFalse(network.trial(batch).applied());
			before.forEach((name, values) -> assertArrayEquals(values, network.state().get(name), name));
		}
	}

	@Test
	public void aPredictorReadsTheAverages() throws IOException {
		try (TensorFlowNetwork network = network(true, 7);
				var predictor = TensorFlowEngine.open(Device.cpu()).network(Golden.of("unet2d").spec(), 1))
		{
			steps(network, Golden.of("unet2d").batch(), 3);
			network.save(folder.resolve("c"), Map.of());
			predictor.restore(folder.resolve("c"), false);
			assertArrayEquals(network.state().get(AVERAGE), predictor.weights().get(KERNEL));
		}
	}

	@Test
	public void aCheckpointWithoutAveragesIsResumedWithThemAndTheOtherWayRound() throws IOException {
		final Batch batch = Golden.of("unet2d").batch();
		try (TensorFlowNetwork with = network(true, 7); TensorFlowNetwork without = network(false, 9)) {
			steps(without, batch, 3);
			without.save(folder.resolve("without"), Map.of());
			with.restore(folder.resolve("without"), true);
			assertEquals(3, with.steps());
			assertArrayEquals(without.weights().get(KERNEL), with.weights().get(KERNEL));
			assertArrayEquals(without.weights().get(KERNEL), with.state().get(AVERAGE));
			steps(with, batch, 2);
			with.save(folder.resolve("with"), Map.of());
			without.restore(folder.resolve("with"), true);
			steps(with, batch, 1);
			steps(without, batch, 1);
			assertArrayEquals(with.weights().get(KERNEL), without.weights().get(KERNEL));
			assertThrows(IllegalStateException.class, without::exchange);
		}
	}

	/** Those of earlier versions, which counted steps: with patches of one size nothing changes. */
	@Test
	public void averagesThatDoNotKnowTheirVoxelsGoOn() throws IOException {
		final Batch batch = Golden.of("unet2d").batch();
		try (TensorFlowNetwork network = network(true, 7); TensorFlowNetwork resumed = network(true, 9)) {
			steps(network, batch, 67);
			network.save(folder.resolve("c"), Map.of());
			final Path listing = new CheckpointFolder(folder.resolve("c")).current().resolve("variables.json");
			Files.writeString(listing, Files.readString(listing).replaceAll(
				"\\s*\"optimizer/average/voxels\": \\[[^\\]]*\\],?", ""));
			assertEquals(CheckpointFiles.Averages.UNCOUNTED, CheckpointFiles.averages(folder.resolve("c")));
			steps(resumed, batch, 3);
			resumed.restore(folder.resolve("c"), true);
			network.state().forEach((name, values) -> assertArrayEquals(name.equals(AverageGraph.VOXELS) ? new float[1]
				: values, resumed.state().get(name), name));
			steps(network, batch, 6);
			steps(resumed, batch, 6);
			network.state().forEach((name, values) -> assertArrayEquals(values, resumed.state().get(name), name));
		}
	}

	@Test
	public void averagesSurviveAnotherBatchSize() throws IOException {
		final Golden golden = Golden.of("unet2d");
		final Batch batch = golden.batch();
		final int voxels = batch.labels().length / batch.samples();
		final int channels = golden.spec().inputChannels();
		final Batch one = new Batch(1, batch.size(), Arrays.copyOf(batch.images(), voxels * channels),
			Arrays.copyOf(batch.labels(), voxels));
		try (TensorFlowNetwork network = network(true, 7)) {
			steps(network, batch, 3);
			final Map<String, float[]> before = network.state();
			network.trial(one);
			before.forEach((name, values) -> assertArrayEquals(values, network.state().get(name), name));
		}
	}

	private static void steps(final TensorFlowNetwork network, final Batch batch, final int count) {
		for (int step = 0; step < count; step++)
			network.step(batch, 1e-2);
	}

	/** NB: one thread, so that two networks compute the same bits. */
	private static TensorFlowNetwork network(final boolean averaged, final long seed) throws IOException {
		return (TensorFlowNetwork) TensorFlowEngine.open(new Device(-1, 1)).network(Golden.of("unet2d").spec(),
			new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(1e-4), Precision.FP32, averaged), seed);
	}
}
