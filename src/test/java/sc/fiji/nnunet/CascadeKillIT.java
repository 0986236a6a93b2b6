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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.crossval.CrossvalidateOptions;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.progress.Recorded;

/**
 * Kills the training of a whole cascade, from its first stage to the comparison, as a power cut would, and starts the
 * same command again.
 */
class CascadeKillIT {

	private static final int SIZE = 32;
	private static final int STEPS = 8;

	/** Where it is killed: in which training, and after which words. */
	private static final String[][] PLACES = { { "Training 3d_lowres, fold 0.", "epoch 2:" }, {
		"Training 3d_lowres, fold 0.", "predicting held-out case 2" }, { "Training 3d_lowres, fold 1.", "epoch 3:" }, {
			"Training 3d_cascade, fold 0.", "labels of the previous stage: case003" }, { "Training 3d_cascade, fold 0.",
				"epoch 2:" }, { "Training 3d_cascade, fold 1.", "predicting held-out case 2" } };

	@TempDir
	private Path temp;

	@BeforeEach
	void prepare() throws IOException {
		final Path raw = CascadePhantom.write(temp.resolve("raw"), SIZE, 6);
		try (NnUNet nn = new NnUNet()) {
			for (final String output : List.of("straight", "killed"))
				CascadePhantom.prepare(nn, raw, temp.resolve(output), SIZE, "3d_lowres", "3d_cascade");
		}
	}

	@Test
	void aCascadeThatIsKilledInEachOfItsPartsEndsAsIfItWereNot() throws Exception {
		straight();
		int resumed = 0;
		for (final String[] place : PLACES) {
			final List<String> lines = new ArrayList<>();
			assertNotEquals(0, run("killed", lines, said -> said.contains(place[0]) && said.indexOf(place[1], said
				.lastIndexOf(place[0])) > 0), () -> "ended before " + String.join(" ", place) + "\n" + String.join("\n", lines));
			if (lines.stream().anyMatch(line -> line.contains("Resuming from the checkpoint"))) resumed++;
		}
		assertTrue(resumed >= 3, "only " + resumed + " processes resumed from a checkpoint");
		finish();
	}

	private int straight() throws Exception {
		final List<String> lines = new ArrayList<>();
		assertEquals(0, run("straight", lines, said -> false), () -> String.join("\n", lines));
		return lines.size();
	}

	/** The same with processes that live one line longer each time. */
	@Test
	@Tag("slow")
	void aCascadeThatIsKilledAgainAndAgainEndsAsIfItWereNot() throws Exception {
		final int lines = straight();
		int most = 1;
		while (run("killed", new ArrayList<>(), killedAfter(most)) != 0)
			assertTrue(++most <= lines, "it never ends");
		finish();
	}

	private static Predicate<String> killedAfter(final int lines) {
		return said -> said.lines().count() >= lines;
	}

	/** Runs the command to its end and compares all that it leaves with the undisturbed run. */
	private void finish() throws Exception {
		final List<String> lines = new ArrayList<>();
		assertEquals(0, run("killed", lines, said -> false), () -> String.join("\n", lines));
		for (final String configuration : List.of("3d_lowres", "3d_cascade"))
			for (int fold = 0; fold < 2; fold++) {
				final String name = "results_" + configuration + "/fold_" + fold;
				final Map<String, float[]> expected = weights(data("straight").resolve(name));
				final Map<String, float[]> actual = weights(data("killed").resolve(name));
				assertEquals(expected.keySet(), actual.keySet());
				expected.forEach((key, values) -> assertArrayEquals(values, actual.get(key), name + " " + key));
			}
		final Map<String, Path> expected = results("straight");
		final Map<String, Path> actual = results("killed");
		assertEquals(expected.keySet(), actual.keySet());
		assertTrue(expected.size() >= 3 * 6, expected.keySet().toString());
		for (final Map.Entry<String, Path> entry : expected.entrySet())
			assertEquals(-1, Files.mismatch(entry.getValue(), actual.get(entry.getKey())), entry.getKey());
	}

	private Path data(final String output) {
		return temp.resolve(output).resolve(CascadePhantom.NAME);
	}

	/** The labels of held-out cases and those that the last stage gets of the first. */
	private Map<String, Path> results(final String output) throws IOException {
		final Map<String, Path> results = new TreeMap<>();
		try (Stream<Path> files = Files.walk(data(output))) {
			files.filter(file -> file.toString().matches(".*(_previous\\.npy|validation/case00\\d\\.nii\\.gz)")).forEach(
				file -> results.put(data(output).relativize(file).toString(), file));
		}
		return results;
	}

	/**
	 * Trains in a separate process.
	 *
	 * @param lines receives the output
	 * @param killed whether the process is killed when it has said that much
	 * @return the exit code; that of a killed process is not 0
	 */
	private int run(final String output, final List<String> lines, final Predicate<String> killed) throws Exception {
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-Xmx1g", "-cp", System.getProperty("java.class.path"), CascadeKillIT.class.getName(), data(output)
				.toString());
		builder.redirectErrorStream(true);
		final Process process = builder.start();
		final StringBuilder said = new StringBuilder();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				lines.add(line);
				said.append(line).append('\n');
				if (!killed.test(said.toString())) continue;
				process.destroyForcibly();
				break;
			}
		}
		return process.waitFor();
	}

	/** The process that is killed: trains both folds of both configurations and says what it does. */
	public static void main(final String[] arguments) throws IOException {
		final Path data = Path.of(arguments[0]);
		try (NnUNet nn = new NnUNet()) {
			nn.crossValidate(CrossvalidateOptions.builder().data(data).configurations(List.of("3d_lowres", "3d_cascade")).folds(
				2).ensembles(false).build(), CascadePhantom.training(data, STEPS, 4).stepsPerEpoch(2).threads(1).build(),
				new Recorded() {

					@Override
					public void message(final String message) {
						System.out.println(message);
					}

					@Override
					public void update(final double fraction, final String message) {
						System.out.println(message);
					}
				});
		}
	}

	private static Map<String, float[]> weights(final Path fold) throws IOException {
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1)); Network network = engine.network(PlanFile.read(fold
			.resolve("plan.json")).network(), 0))
		{
			network.restore(fold.resolve("checkpoint_last"), false);
			return network.weights();
		}
	}
}
