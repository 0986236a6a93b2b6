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
 * How the engine's jars get here.
 *
 * @param gpu whether the library for NVIDIA's GPUs is wanted (Linux only)
 * @param folder a folder that holds the jars already and is used from now on, so that nothing is fetched; or null
 * @param output where to put what is fetched; null for the place where this program looks
 * @param platform the computer that it is for, such as linux-x86_64; null for this one
 * @param base the Maven repository
 * @param dryRun whether to only say what would be fetched
 */
public record InstallOptions(boolean gpu, Path folder, Path output, String platform, URI base, boolean dryRun) {

	/** Maven Central. */
	public static final URI CENTRAL = URI.create("https://repo.maven.apache.org/maven2/");

	/** Everything that is wrong with these options. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.that(base != null && HttpFetcher.isSafe(base), "address", "The address " + base + " is not HTTPS.",
			"Give a Maven repository's address that starts with https://.");
		if (folder != null) checks.folder("folder", folder, "Give the folder that holds the engine's jars.");
		if (output != null) checks.outputFolder("output", output, "Give the folder that gets the engine's jars.");
		checks.that(folder == null || output == null, "output",
			"is given together with folder, which is used where it is.", "Give one of the two.");
		return checks.problems();
	}
}
