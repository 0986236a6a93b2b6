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
import java.nio.file.Files;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Opens a NIfTI file; in Fiji, File &gt; Open does the same. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Import NIfTI", headless = true,
	description = "Opens a NIfTI or Analyze file with its calibration. The orientation is kept for saving.")
public class ImportNifti extends NnUNetCommand {

	@Parameter(label = "File to open", style = "open", required = false,
		description = "A .nii, .nii.gz, .hdr or .img file, or any other image that nnU-Net reads.")
	private File input;

	@Parameter(type = ItemIO.OUTPUT, label = "Image")
	private ImagePlus image;

	@Override
	protected List<Problem> check() throws IOException {
		if (Inputs.path(input) == null) return List.of(new Problem("input", "is missing.", "Give the file to open."));
		if (!Files.exists(Inputs.path(input))) return List.of(Problem.of(Inputs.path(input), "does not exist.",
			"Check the path."));
		return List.of();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		if (!check().isEmpty()) throw new ProblemException(check());
		for (final String warning : ImageFile.warnings(Inputs.path(input)))
			progress.message(input.getName() + ": " + warning);
		image = ImageFile.open(Inputs.path(input));
	}
}
