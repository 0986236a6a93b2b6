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
package sc.fiji.nnunet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher where no locale is set, as under cron, ssh, Docker and SLURM, or one that is not installed, with names that
 * are not plain English.
 */
class LauncherLocaleIT {

	/** K\u00f6pfe/\u00e4.nii.gz, for a shell that only handles bytes. */
	private static final String FOLDER = "$'K\\303\\266pfe'", IMAGE = FOLDER + "/$'\\303\\244.nii.gz'";

	@TempDir
	Path folder;

	private String output;

	private int bash(final String script) throws Exception {
		final Path log = folder.resolve("log.txt");
		final Process process = new ProcessBuilder("bash", "-c", script).directory(folder.toFile()).redirectErrorStream(
			true).redirectOutput(log.toFile()).start();
		assertTrue(process.waitFor(10, TimeUnit.MINUTES), "does not end");
		output = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
		return process.exitValue();
	}

	@Test
	void aNameWithOtherLettersIsReadInAnyLocale() throws Exception {
		final Path home = Path.of("").toAbsolutePath();
		final Path image = home.resolve("src/test/resources/nifti/healthy.nii.gz");
		assertEquals(0, bash("mkdir " + FOLDER + " && cp '" + image + "' " + IMAGE), output);
		for (final String locale : new String[] { "export LC_ALL=C", "export LC_ALL=POSIX",
			"unset LC_ALL LC_CTYPE LANG", "unset LC_ALL LC_CTYPE; export LANG=C", "export LC_ALL=xx_XX.UTF-8",
			"unset LC_ALL LC_CTYPE; export LANG=xx_XX.UTF-8", "unset LC_ALL; export LANG=xx_XX.UTF-8 LC_CTYPE=C.utf8" })
		{
			assertEquals(0, bash(locale + "; '" + home.resolve("nnunet") + "' convert --input " + IMAGE + " --output " +
				FOLDER + "/b.nii && test -s " + FOLDER + "/b.nii && rm " + FOLDER + "/b.nii"), () -> locale + ": " + output);
		}
	}
}
