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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.exceptions.TFResourceExhaustedException;

import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.problem.ProblemException;

public class CheckpointTest {

	private static final OptimizerSpec LOOKAHEAD = new OptimizerSpec(OptimizerSpec.Rule.ADAM, 0, false, 0.9, 0.999, 1e-7,
		1e-4, 0, true);

	@TempDir
	Path folder;

	@Test
	public void aResumedTrainingEqualsAnUninterruptedOne() throws IOException {
		final Golden golden = Golden.of("unet2d");
		final Path checkpoint = folder.resolve("checkpoint_last");
		final Map<String, float[]> straight;
		try (TensorFlowNetwork network = network(golden.spec(), LOOKAHEAD, 7)) {
			for (int step = 0; step < 9; step++) {
				if (step == 5) network.save(checkpoint, Map.of());
				network.step(golden.batch(), 1e-3);
			}
			straight = network.weights();
		}
		try (TensorFlowNetwork network = network(golden.spec(), LOOKAHEAD, 8)) {
			network.restore(checkpoint, true);
			assertEquals(5, network.steps());
			for (int step = 5; step < 9; step++)
				network.step(golden.batch(), 1e-3);
			final Map<String, float[]> resumed = network.weights();
			straight.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
		}
	}

	@Test
	public void restoringOnlyWeightsResetsTheOptimizer() throws IOException {
		final Golden golden = Golden.of("unet2d");
		try (TensorFlowNetwork network = network(golden.spec(), LOOKAHEAD, 7)) {
			network.step(golden.batch(), 1e-3);
			network.save(folder.resolve("c"), Map.of());
			network.step(golden.batch(), 1e-3);
			network.restore(folder.resolve("c"), false);
			assertEquals(0, network.steps());
			final Map<String, float[]> state = network.state();
			assertArrayEquals(new float[state.get("optimizer/m/head0/bias").length], state.get("optimizer/m/head0/bias"));
			assertArrayEquals(network.weights().get("head0/kernel"), state.get("optimizer/slow/head0/kernel"));
		}
	}

	@Test
	public void aPredictorReadsACheckpointOfATraining() throws IOException {
		final Golden golden = Golden.of("unet2d");
		try (TensorFlowNetwork network = network(golden.spec(), LOOKAHEAD, 7);
				var predictor = TensorFlowEngine.open(Device.cpu()).network(golden.spec(), 1))
		{
			network.save(folder.resolve("c"), Map.of());
			predictor.restore(folder.resolve("c"), false);
			assertArrayEquals(network.weights().get("dec0/up/kernel"), predictor.weights().get("dec0/up/kernel"));
			assertThrows(IllegalStateException.class, () -> predictor.restore(folder.resolve("c"), true));
		}
	}

	@Test
	public void aCheckpointOfAnotherNetworkIsRefusedWithTheDifferences() throws IOException {
		final Golden golden = Golden.of("unet2d");
		try (TensorFlowNetwork network = network(golden.spec(), LOOKAHEAD, 7);
				TensorFlowNetwork wider = network(golden.spec().withFeatures(List.of(4, 8, 16)), LOOKAHEAD, 7);
				TensorFlowNetwork sgd = network(golden.spec(), OptimizerSpec.of(OptimizerSpec.Rule.SGD, 0.99, true, 3e-5,
					12, false), 7))
		{
			network.save(folder.resolve("c"), Map.of());
			final Map<String, float[]> before = wider.weights();
			final ProblemException shape = assertThrows(ProblemException.class, () -> wider.restore(folder.resolve("c"),
				true));
			assertTrue(shape.getMessage().contains("enc2/conv0/kernel is [3, 3, 8, 12] instead of [3, 3, 8, 16]"), shape
				.getMessage());
			before.forEach((name, values) -> assertArrayEquals(values, wider.weights().get(name)));
			final ProblemException slots = assertThrows(ProblemException.class, () -> sgd.restore(folder.resolve("c"), true));
			assertTrue(slots.getMessage().contains("optimizer/velocity/"), slots.getMessage());
			sgd.restore(folder.resolve("c"), false);
		}
	}

	/** Only float16 scales its loss. */
	@Test
	public void aTrainingGoesOnInAnotherPrecision() throws IOException {
		for (final boolean before : new boolean[] { false, true })
			for (final boolean after : new boolean[] { false, true })
				goesOn(folder.resolve(before + "-" + after), before, after);
	}

	private static void goesOn(final Path checkpoint, final boolean before, final boolean after) throws IOException {
		final Golden golden = Golden.of("unet2d");
		try (TensorFlowNetwork whole = network(golden.spec(), Precision.FP32, before, 7);
				TensorFlowNetwork half = network(golden.spec(), Precision.FP16, after, 8))
		{
			whole.step(golden.batch(), 1e-3);
			whole.save(checkpoint, Map.of());
			setScale(half, 4);
			half.restore(checkpoint, true);
			assertEquals(1, half.steps());
			assertAllEqual(whole.weights(), half.weights());
			final Map<String, float[]> state = half.state();
			assertArrayEquals(new float[] { 32768 }, state.get("optimizer/scale"));
			assertArrayEquals(new float[] { 0 }, state.get("optimizer/good"));
			if (before == after) assertAllEqual(whole.state(), state);
			else if (after) assertArrayEquals(whole.weights().get("head0/kernel"), state.get("optimizer/average/head0/kernel"));

			setScale(half, 4);
			half.save(checkpoint, Map.of());
			setScale(half, 8);
			half.restore(checkpoint, true);
			assertArrayEquals(new float[] { 4 }, half.state().get("optimizer/scale"), "its own one is kept");
			final Map<String, float[]> zeros = new HashMap<>();
			half.weights().forEach((name, values) -> zeros.put(name, new float[values.length]));
			whole.assign(zeros);
			whole.restore(checkpoint, true);
			assertEquals(1, whole.steps());
			assertAllEqual(half.weights(), whole.weights());
		}
	}

	private static void assertAllEqual(final Map<String, float[]> expected, final Map<String, float[]> found) {
		expected.forEach((name, values) -> assertArrayEquals(values, found.get(name), name));
	}

	private static void setScale(final TensorFlowNetwork network, final float scale) {
		final Map<String, float[]> state = new HashMap<>(network.state());
		state.put("optimizer/scale", new float[] { scale });
		network.values().set(network.weights(), state);
	}

	@Test
	public void aDamagedCheckpointIsRefusedAndChangesNothing() throws IOException {
		final Golden golden = Golden.of("unet2d");
		final Path checkpoint = folder.resolve("c");
		try (TensorFlowNetwork network = network(golden.spec(), LOOKAHEAD, 7);
				TensorFlowNetwork other = network(golden.spec(), LOOKAHEAD, 8))
		{
			network.save(checkpoint, Map.of());
			final Map<String, float[]> before = other.weights();
			final Path data = checkpoint.resolve("1/weights.data-00000-of-00001");
			final byte[] bytes = Files.readAllBytes(data);
			bytes[bytes.length / 2] ^= 0x55;
			Files.write(data, bytes);
			assertThrows(ProblemException.class, () -> other.restore(checkpoint, true));
			Files.write(data, java.util.Arrays.copyOf(bytes, bytes.length / 2));
			assertThrows(ProblemException.class, () -> other.restore(checkpoint, true));
			Files.writeString(checkpoint.resolve("1/variables.json"), "{\"format\":1,");
			assertThrows(ProblemException.class, () -> other.restore(checkpoint, true));
			Files.delete(checkpoint.resolve("1/variables.json"));
			assertThrows(ProblemException.class, () -> other.restore(checkpoint, true));
			assertThrows(ProblemException.class, () -> other.restore(folder.resolve("nowhere"), true));
			before.forEach((name, values) -> assertArrayEquals(values, other.weights().get(name)));
		}
	}

	@Test
	public void onlyTheLatestCheckpointIsKeptWithItsNotes() throws IOException {
		final Golden golden = Golden.of("unet2d");
		final Path checkpoint = folder.resolve("c");
		try (TensorFlowNetwork network = network(golden.spec(), LOOKAHEAD, 7)) {
			network.save(checkpoint, Map.of("state.json", "{1}"));
			assertEquals(Map.of("state.json", "{1}"), network.notes(checkpoint));
			network.save(checkpoint, Map.of("state.json", "{2}", "b", ""));
			assertEquals(Map.of("state.json", "{2}", "b", ""), network.notes(checkpoint));
			assertThrows(ProblemException.class, () -> network.notes(folder));
		}
		assertEquals(List.of("2", "checkpoint"), names(checkpoint));
		assertEquals(List.of("notes", "variables.json", "weights.data-00000-of-00001", "weights.index"), names(checkpoint
			.resolve("2")));
		assertEquals("model_checkpoint_path: \"2/weights\"\n", Files.readString(checkpoint.resolve("checkpoint")));
	}

	/**
	 * A full disk, whether TensorFlow or Java runs into it, is reported with folder and cure; the old checkpoint is kept.
	 */
	@Test
	public void aFullDiskIsReportedAndKeepsTheOldCheckpoint() throws IOException {
		CheckpointFiles.write(folder, List.of(), List.of(), Map.of("n", "first"), prefix -> {});
		final List<CheckpointFiles.Saver> savers = List.of(prefix -> {
			throw new TFResourceExhaustedException(prefix + ": No space left on device\n\t [[{{node Save}}]]\nHint");
		}, prefix -> Files.createDirectory(Path.of(prefix).resolveSibling("variables.json")));
		for (final CheckpointFiles.Saver saver : savers) {
			final ProblemException failure = assertThrows(ProblemException.class, () -> CheckpointFiles.write(folder, List
				.of(), List.of(), Map.of("n", "second"), saver));
			assertTrue(failure.getMessage().startsWith(folder + ": The checkpoint could not be written (") && failure
				.getMessage().contains("Make room") && !failure.getMessage().contains("Hint"), failure.getMessage());
			assertEquals(Map.of("n", "first"), CheckpointFiles.notes(folder));
			assertEquals(List.of("1", "checkpoint"), names(folder));
		}
	}

	@Test
	public void anInterruptedWriteKeepsTheOldCheckpoint() throws IOException {
		final CheckpointFolder checkpoint = new CheckpointFolder(folder);
		assertThrows(ProblemException.class, checkpoint::current);
		checkpoint.replace(fresh -> Files.writeString(fresh.resolve("x"), "first"));
		Files.createDirectory(folder.resolve("2"));
		Files.writeString(folder.resolve("2").resolve("x"), "half");
		Files.writeString(folder.resolve("checkpoint.new"), "model_ch");
		assertEquals("first", Files.readString(checkpoint.current().resolve("x")));
		checkpoint.replace(fresh -> {
			assertEquals("first", Files.readString(checkpoint.current().resolve("x")));
			Files.writeString(fresh.resolve("x"), "second");
		});
		assertEquals("second", Files.readString(checkpoint.current().resolve("x")));
		assertThrows(IOException.class, () -> checkpoint.replace(fresh -> {
			throw new IOException("disk full");
		}));
		assertEquals("second", Files.readString(checkpoint.current().resolve("x")));
		assertEquals(List.of("2", "checkpoint"), names(folder));
	}

	private static List<String> names(final Path folder) throws IOException {
		try (var files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	/** NB: not through the engine, which refuses float16 on a processor, where it is slow. */
	private static TensorFlowNetwork network(final NetworkSpec spec, final Precision precision, final boolean averaged,
		final long seed) throws IOException
	{
		Natives.prepare(null);
		return new TensorFlowNetwork(spec, new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(1e-4), precision,
			averaged), new SessionConfig(new Device(-1, 1), false), seed);
	}

	private static TensorFlowNetwork network(final NetworkSpec spec, final OptimizerSpec optimizer, final long seed)
		throws IOException
	{
		// NB: one thread, so that the order of sums is fixed
		return (TensorFlowNetwork) TensorFlowEngine.open(new Device(-1, 1)).network(spec, new TrainingSpec(LossSpec.nvidia(
			0), optimizer, Precision.FP32), seed);
	}
}
