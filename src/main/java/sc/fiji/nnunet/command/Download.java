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
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.download.DownloadOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Downloads a task of the Medical Segmentation Decathlon: {@link NnUNet#download}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Download", headless = true,
	description = "Downloads a public dataset of the Medical Segmentation Decathlon and unpacks it. " +
		"An interrupted download resumes where it stopped.")
public class Download extends NnUNetCommand {

	@Parameter(label = "Task of the decathlon", persist = false, required = false,
		description = "Number or name of the task: 04 or Task04_Hippocampus, the smallest one.")
	private String task = "";

	@Parameter(label = "Put the dataset into", style = "directory", required = false,
		attrs = @Attr(name = ALIAS, value = "results"),
		description = "Folder in which the task's folder is created.")
	private File output;

	@Parameter(label = "Download from the address", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Address of the archives, starting with https. Empty: the public bucket.")
	private String address = "";

	@Parameter(label = "Expected checksum (SHA-256)", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Expected SHA-256 of the archive, 64 hexadecimal digits. Empty: the checksum is only printed.")
	private String checksum = "";

	@Parameter(type = ItemIO.OUTPUT, label = "Folder of the dataset")
	private File result;

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			result = nn.download(options(), progress).folder().toFile();
			progress.message("The dataset is in " + result);
		}
	}

	private DownloadOptions options() throws ProblemException {
		if (Inputs.path(output) == null) throw new ProblemException(new Problem("output", "is missing.",
			"Give the folder for the dataset."));
		return new DownloadOptions(task, Inputs.path(output), base(), checksum.isBlank() ? null : checksum.trim());
	}

	private URI base() throws ProblemException {
		if (address.isBlank()) return DownloadOptions.BASE;
		try {
			return new URI(address.trim());
		}
		catch (final URISyntaxException e) {
			throw new ProblemException(new Problem("address", "is '" + address + "'.",
				"Give an address such as https://server/folder/."));
		}
	}
}
