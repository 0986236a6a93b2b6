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
package sc.fiji.nnunet.download;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.fetch.HttpFetcher;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * Options of {@link Download}: what to download, from where, and where to.
 *
 * @param task a task of the Medical Segmentation Decathlon, such as 04 or Task04_Hippocampus
 * @param output the folder in which the task's folder is created
 * @param base the address that the archive's name is appended to
 * @param sha256 the archive's checksum as 64 hexadecimal digits, or null to only print it
 */
public record DownloadOptions(String task, Path output, URI base, String sha256) {

	/**
	 * The HTTPS address of the bucket that NVIDIA's nnU-Net downloads from (recipe-nvidia.md 1.6). NB: the tests use
	 * a local server; this address has never been tried.
	 */
	public static final URI BASE = URI.create("https://msd-for-monai-eu.s3.amazonaws.com/");

	/** Options for a download from the default address, without a known checksum. */
	public static DownloadOptions of(final String task, final Path output) {
		return new DownloadOptions(task, output, BASE, null);
	}

	/** All problems with these options; empty if they are valid. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.that(task != null && DecathlonTask.of(task).isPresent(), "task", "There is no task " + task + ".",
			"Give one of " + DecathlonTask.all() + ", or its number.");
		checks.outputFolder("output", output, "Give the folder in which the task's folder is created.");
		checks.that(base != null && HttpFetcher.isSafe(base), "base", "The address " + base + " is not HTTPS.",
			"Give an address that starts with https://.");
		checks.that(sha256 == null || sha256.matches("[0-9a-fA-F]{64}"), "sha256", "The checksum " + sha256 +
			" is not a SHA-256.", "Give 64 hexadecimal digits, or nothing.");
		return checks.problems();
	}
}
