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
package sc.fiji.nnunet.imagefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged images are read or refused, quickly and in little memory. */
class ImageFuzzTest {

	private static final Path FILES = Path.of("src/test/resources/tiff");

	@TempDir
	Path folder;

	@Test
	void damagedTiffAndPngAreReadOrRefused() throws IOException {
		final ImageFuzz fuzz = new ImageFuzz(FILES, folder, 13);
		fuzz.run(3000);
		assertEquals(3000, fuzz.read() + fuzz.refused());
		assertTrue(fuzz.read() > 500 && fuzz.refused() > 500, fuzz.toString());
		assertTrue(fuzz.slowestMillis() < 5000, fuzz.toString());
	}

	/** A hundred thousand of each in 256 MB, in a process of their own. */
	@Tag("slow")
	@ParameterizedTest
	@CsvSource({ "sc.fiji.nnunet.imagefile.ImageFuzz, src/test/resources/tiff, 100000",
		"sc.fiji.nnunet.nifti.NiftiFuzz, src/test/resources/golden/nifti, 70000 30000" })
	void aHundredThousandInLittleMemory(final String program, final String files, final String counts) throws Exception {
		final File log = folder.resolve("log.txt").toFile();
		final ProcessBuilder process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-Xmx256m", "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + folder, "-cp", System.getProperty(
				"java.class.path"), program, files);
		for (final String count : (counts + " 1").split(" "))
			process.command().add(count);
		final Process running = process.redirectErrorStream(true).redirectOutput(log).start();
		final boolean ended = running.waitFor(30, TimeUnit.MINUTES);
		running.destroyForcibly();
		final String text = Files.readString(log.toPath());
		assertTrue(ended && running.exitValue() == 0, text);
		final long slowest = Long.parseLong(text.replaceAll("(?s).*slowest (\\d+) ms.*", "$1"));
		assertTrue(slowest < 5000, text);
	}
}
