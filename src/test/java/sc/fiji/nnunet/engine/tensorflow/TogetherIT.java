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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.cluster.FreePorts;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.engine.tensorflow.TogetherProgram.Setup;

/** Trains with several processes on this machine, and compares them with one process that takes the whole batches. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class TogetherIT {

	@TempDir
	private Path temp;

	@Test
	void twoAndFourWorkersWithRegionsAndLookaheadComputeWhatOneComputes() throws Exception {
		final List<String> one = TogetherProgram.train(Setup.REGIONS, Workers.alone(), silent());
		assertTrue(one.stream().anyMatch(line -> line.startsWith(AverageGraph.PREFIX + "enc0")),
			"averaged weights are compared, too");
		assertClose(one, together(Setup.REGIONS, 2), 1e-6, 1e-5);
		assertClose(one, together(Setup.REGIONS, 4), 1e-6, 1e-5);
	}

	@Test
	void dicePerSampleIsAveragedOverTheSamplesOfAllWorkers() throws Exception {
		final List<String> one = TogetherProgram.train(Setup.CLASSES, Workers.alone(), silent());
		assertClose(one, together(Setup.CLASSES, 3), 1e-6, 1e-5);
	}

	@Test
	void gradientsInHalfPrecisionStayClose() throws Exception {
		final List<String> one = TogetherProgram.train(Setup.HALF, Workers.alone(), silent());
		final List<String> half = together(Setup.HALF, 2);
		// NB: the rate is 0.01, gradients are below 4, and bfloat16 rounds by 2^-9 of a number, twice
		assertClose(one, half, 1e-6, 0.01 * 4 / 256);
		assertNotEquals(one.get(one.size() - 1), half.get(one.size() - 1));
	}

	private static PrintStream silent() {
		return new PrintStream(PrintStream.nullOutputStream());
	}

	/** Compares losses, counts and weights; all workers must have the very same ones. */
	private static void assertClose(final List<String> one, final List<String> several, final double ofLosses,
		final double ofWeights)
	{
		assertEquals(one.size(), several.size());
		for (int i = 0; i < one.size(); i++) {
			final String[] expected = one.get(i).split("[ ,\\[\\]]+");
			final String[] actual = several.get(i).split("[ ,\\[\\]]+");
			assertEquals(expected.length, actual.length);
			assertEquals(expected[0], actual[0]);
			final double tolerance = expected[0].equals("loss") ? ofLosses : expected[0].equals("counts") ? 0 : ofWeights;
			for (int k = 1; k < expected.length; k++)
				assertEquals(Double.parseDouble(expected[k]), Double.parseDouble(actual[k]), tolerance, one.get(i));
		}
	}

	/** The results of several workers, after a check that they are equal. */
	private List<String> together(final Setup setup, final int count) throws Exception {
		final List<Process> processes = new ArrayList<>();
		try (FreePorts ports = new FreePorts(count)) {
			final List<String> addresses = IntStream.range(0, count).mapToObj(rank -> "localhost:" + (ports.first() + rank))
				.toList();
			for (int rank = 0; rank < count; rank++) {
				final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
					.toString(), "-Xmx256m", "-cp", System.getProperty("java.class.path"), TogetherProgram.class.getName(), Integer
						.toString(rank), file(setup, count, rank).toString(), setup.name()));
				command.addAll(addresses);
				processes.add(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output(rank)).start());
			}
			for (int rank = 0; rank < count; rank++)
				assertEquals(0, processes.get(rank).waitFor(), Files.readString(output(rank).toPath()));
		}
		finally {
			processes.forEach(Process::destroyForcibly);
		}
		final List<String> first = Files.readAllLines(file(setup, count, 0));
		for (int rank = 1; rank < count; rank++)
			assertTrue(first.equals(Files.readAllLines(file(setup, count, rank))), "worker " + rank + " differs");
		return first;
	}

	private Path file(final Setup setup, final int count, final int rank) {
		return temp.resolve(setup + "-" + count + "-" + rank + ".txt");
	}

	private File output(final int rank) {
		return temp.resolve("output-" + rank + ".txt").toFile();
	}
}
