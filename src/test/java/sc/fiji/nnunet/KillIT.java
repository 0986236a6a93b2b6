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
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.cli.Main;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;

/** Kills training processes at random times, as a power cut would, and restarts them with the same command. */
class KillIT {

	private static final int STEPS = 60;
	private static final int KILLS = 5;

	@TempDir
	private Path temp;

	@Test
	void aTrainingThatIsKilledFiveTimesEndsWithTheSameWeights() throws Exception {
		final Path raw = temp.resolve("raw").resolve("Task77_Small");
		for (final String output : List.of("straight", "killed"))
			try (NnUNet nnunet = new NnUNet()) {
				if (!Files.exists(raw)) new Phantom(5, 0, 7).write(raw, Progress.none());
				nnunet.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve(output)).patch(List.of(16, 16,
					16)).batchSize(2).build(), Progress.none());
			}
		final List<String> straight = new ArrayList<>();
		assertEquals(0, run("straight", straight, Long.MAX_VALUE));

		final Random random = new Random(5);
		int kills = 0;
		int resumed = 0;
		for (int start = 0; start < KILLS; start++) {
			final List<String> lines = new ArrayList<>();
			final int code = run("killed", lines, random.nextInt(400));
			if (code != 0) kills++;
			if (lines.stream().anyMatch(line -> line.contains("Resuming from the checkpoint"))) resumed++;
		}
		final List<String> lines = new ArrayList<>();
		assertEquals(0, run("killed", lines, Long.MAX_VALUE), () -> String.join("\n", lines));
		assertTrue(kills >= 2, "only " + kills + " processes were killed before they were done");
		assertTrue(resumed >= 2, "only " + resumed + " processes resumed from a checkpoint");

		final Map<String, float[]> expected = weights("straight");
		final Map<String, float[]> actual = weights("killed");
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
	}

	/**
	 * Trains in a separate process.
	 *
	 * @param lines receives the output
	 * @param milliseconds how long after the second epoch of this run it is killed, when the first one has been saved; if a
	 *          fourth epoch ends sooner, then, so that a fast machine does not end the training before
	 * @return the exit code; that of a killed process is not 0
	 */
	private int run(final String output, final List<String> lines, final long milliseconds) throws Exception {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-Xmx1g", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "train", "--data", temp
				.resolve(output).resolve("Task77_Small").toString(), "--steps", Integer.toString(STEPS), "--stepsperepoch", "2",
			"--skipeval", "15", "--features", "4", "--amp", "fp32", "--threads", "1", "--finalvalidation", "false");
		builder.redirectErrorStream(true);
		final Process process = builder.start();
		try (BufferedReader reader = process.inputReader()) {
			int epochs = 0;
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				if (line.startsWith("epoch ")) epochs++;
				if (milliseconds == Long.MAX_VALUE || !line.startsWith("epoch ")) continue;
				if (epochs == 2) CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS).execute(
					process.toHandle()::destroyForcibly);
				if (epochs == 4) process.toHandle().destroyForcibly();
			}
		}
		return process.waitFor();
	}

	private Map<String, float[]> weights(final String output) throws IOException {
		final Path fold = temp.resolve(output).resolve("Task77_Small/results_3d/fold_0");
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1)); Network network = engine.network(PlanFile.read(fold
			.resolve("plan.json")).network(), 0))
		{
			network.restore(fold.resolve("checkpoint_last"), false);
			return network.weights();
		}
	}
}
