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
package sc.fiji.nnunet.install;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.fetch.HttpFetcher;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * Options of the installation of the engine.
 *
 * @param gpu whether to install the library for NVIDIA GPUs (Linux only)
 * @param folder a folder that contains the jars already, which is used from now on and nothing is downloaded; or null
 * @param output the folder to download to; null for the folder where this program looks
 * @param platform the platform of the engine, such as linux-x86_64; null for this computer's
 * @param base the address of the Maven repository
 * @param dryRun whether to only report what would be downloaded
 */
public record InstallOptions(boolean gpu, Path folder, Path output, String platform, URI base, boolean dryRun) {

	/** Maven Central. */
	public static final URI CENTRAL = URI.create("https://repo.maven.apache.org/maven2/");

	/** All problems with these options; empty if they are valid. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.that(base != null && HttpFetcher.isSafe(base), "address", "The address " + base + " is not HTTPS.",
			"Give a Maven repository's address that starts with https://.");
		if (folder != null) checks.folder("folder", folder, "Give the folder that contains the engine's jars.");
		if (output != null) checks.outputFolder("output", output, "Give the folder for the engine's jars.");
		checks.that(folder == null || output == null, "output",
			"is given together with folder, which is used where it is.", "Give one of the two.");
		return checks.problems();
	}
}
