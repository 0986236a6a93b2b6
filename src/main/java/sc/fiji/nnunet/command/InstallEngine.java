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
package sc.fiji.nnunet.command;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.install.EngineList;
import sc.fiji.nnunet.install.InstallOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Installs TensorFlow's jars: {@link NnUNet#installEngine}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Install Engine", headless = true,
	description = "Downloads the engine (TensorFlow) for this computer from Maven Central, or uses a folder that " +
		"contains it. An interrupted download resumes where it stopped.")
public class InstallEngine extends NnUNetCommand {

	@Parameter(visibility = ItemVisibility.MESSAGE, persist = false, required = false)
	private final String size = "Download: " + EngineList.size(false) + "; with GPU support: " + EngineList.size(true) +
		".";

	@Parameter(label = "With the library for NVIDIA GPUs (Linux only)", persist = false, required = false,
		description = "Downloads the library for NVIDIA GPUs, which needs CUDA 12 and cuDNN 8.9 (Linux only).")
	private boolean gpu;

	@Parameter(label = "Use the jars of the folder", style = "directory", required = false, persist = false,
		description = "Folder that contains the engine's jars already, for computers without internet access: it is " +
			"checked and used in place. Empty: download.")
	private File folder;

	@Parameter(label = "Put the jars into", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED),
		description = "Folder for the jars, for instance to copy them to another computer. Empty: where nnU-Net looks " +
			"for them.")
	private File output;

	@Parameter(label = "For the platform", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Platform of the engine: linux-x86_64, macosx-arm64, macosx-x86_64 or " +
			"windows-x86_64. Empty: this computer's.")
	private String platform = "";

	@Parameter(label = "Download from the address", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Address of a Maven repository, starting with https, such as a mirror at your institute. Empty: " +
			"Maven Central.")
	private String address = "";

	@Parameter(label = "Only report what would be downloaded", persist = false, required = false,
		attrs = @Attr(name = ADVANCED),
		description = "Only reports what would be downloaded, and its size.")
	private boolean dryrun;

	@Parameter(type = ItemIO.OUTPUT, label = "Folder of the engine")
	private File result;

	@Override
	public void execute(final Progress progress) throws IOException {
		final InstallOptions options = new InstallOptions(gpu, Inputs.path(folder), Inputs.path(output), platform.isBlank()
			? null : platform.trim(), base(), dryrun);
		try (NnUNet nn = new NnUNet()) {
			result = nn.installEngine(options, progress).folder().toFile();
			progress.message(dryrun ? "Nothing was downloaded: this was a dry run" : "The engine is in " + result);
		}
	}

	private URI base() throws ProblemException {
		if (address.isBlank()) return InstallOptions.CENTRAL;
		try {
			return new URI(address.trim());
		}
		catch (final URISyntaxException e) {
			throw new ProblemException(new Problem("address", "is '" + address + "'.",
				"Give an address such as https://server/maven2/."));
		}
	}
}
