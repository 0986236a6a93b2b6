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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedMemoryTest {

	@TempDir
	private Path temp;

	/**
	 * Logits of 14 classes over 120 x 96 x 96 voxels would take 62 MB, the strip of a patch 40 deep 22 MB; image and
	 * labels take 7 MB. With a heap of 24 MB neither the logits nor the strip can lie there.
	 */
	@Test
	void neitherLogitsNorStripLieOnTheHeap() throws IOException, InterruptedException {
		final Path log = temp.resolve("log");
		final Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx24m",
			"-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temp, "-cp", System.getProperty("java.class.path"), LargeVolume.class
				.getName(), "120", "96", "96", "14", "40", "16", "16").redirectErrorStream(true).redirectOutput(log.toFile())
					.start();
		assertTrue(child.waitFor(10, TimeUnit.MINUTES), "the child process hangs");
		final String output = Files.readString(log, StandardCharsets.UTF_8);
		assertEquals(0, child.exitValue(), output);
		assertTrue(output.startsWith("right; 605 windows"), output);
		try (Stream<Path> left = Files.list(temp)) {
			assertEquals(0, left.filter(file -> file.getFileName().toString().startsWith("nnunet")).count(),
				"temporary files are removed");
		}
	}
}
