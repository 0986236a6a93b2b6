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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.cli.Main;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;

/** Trains in separate processes and measures their memory from outside. */
@EnabledOnOs(OS.LINUX)
class MemoryIT {

	@TempDir
	private static Path temp;

	@BeforeAll
	static void prepare() throws IOException {
		final Path raw = temp.resolve("raw").resolve("Task77_Small");
		new Phantom(5, 0, 7).write(raw, Progress.none());
		try (NnUNet nnunet = new NnUNet()) {
			nnunet.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16, 16))
				.batchSize(2).build(), Progress.none());
		}
	}

	/**
	 * A whole training, with loader, log, events, checkpoints and a validation every 100 steps: its resident memory, the
	 * heap being touched beforehand, does not grow from step 500 to step 1,000 by more than 14 MB, nor from step 200 on
	 * by more than 24 MB. A batch of images alone is 32 kB, so that losing one a step would show as 16 and 26 MB; an
	 * allocator's new arena, which was seen once, is 10 MB.
	 */
	@Test
	void residentMemoryIsFlatOverAThousandSteps() throws Exception {
		final Map<Integer, Long> resident = new TreeMap<>();
		final Process process = train("", "-Xms200m -Xmx200m -XX:+AlwaysPreTouch", "--steps 1000 --stepsperepoch 100" +
			" --features 4 --amp fp32");
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine())
				if (line.matches("epoch \\d+: step \\d+, loss.*")) resident.put(Integer.valueOf(line.replaceAll(
					".*: step (\\d+),.*", "$1")), pages(process) * 4);
		}
		assertEquals(0, process.waitFor());
		System.out.println("resident kB by step: " + resident);
		assertEquals(10, resident.size());
		assertTrue(resident.get(1000) - resident.get(500) < 14 << 10, resident.toString());
		assertTrue(resident.get(1000) - resident.get(200) < 24 << 10, resident.toString());
	}

	private static long pages(final Process process) throws IOException {
		return Long.parseLong(Files.readString(Path.of("/proc/" + process.pid() + "/statm")).split(" ")[1]);
	}

	/** With an address space of 4 GB, a step that needs more fails with exit code 2, the numbers and what would fit. */
	@Test
	void aStepThatExceedsARealLimitIsRejected() throws Exception {
		final Process process = train("ulimit -v 4000000; ", "-Xmx300m -XX:CompressedClassSpaceSize=64m" +
			" -XX:ReservedCodeCacheSize=64m", "--steps 2 --features 32 --batchsize 500 --amp fp32");
		final List<String> lines = new ArrayList<>();
		try (BufferedReader reader = process.inputReader()) {
			reader.lines().forEach(lines::add);
		}
		assertEquals(2, process.waitFor(), lines.toString());
		assertTrue(lines.stream().anyMatch(line -> line.matches(
			"memory: A training step with 500 samples of 16 × 16 × 16 and" +
				" \\[32, .* needs about \\d+\\.\\d GiB of memory, and [0-3]\\.\\d GiB are available\\. What fits:" +
				" batchsize=\\d+, or features=\\d+, or .*")), lines.toString());
	}

	private static Process train(final String before, final String java, final String options) throws IOException {
		final String line = before + "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' " + java +
			" -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -cp \"$CP\" " + Main.class.getName() +
			" train --data '" + temp.resolve("out").resolve("Task77_Small") +
			"' --threads 1 --finalvalidation false --force " + options;
		final ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true);
		builder.environment().put("CP", System.getProperty("java.class.path"));
		return builder.start();
	}
}
