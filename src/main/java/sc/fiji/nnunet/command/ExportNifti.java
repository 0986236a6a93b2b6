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
import java.util.ArrayList;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.WindowManager;
import sc.fiji.nnunet.imagefile.Converter;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Saves an open image as NIfTI; an image that was opened from NIfTI keeps its orientation. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Export NIfTI", headless = true,
	description = "Saves an open image as NIfTI. An image that was opened from NIfTI keeps its affine.")
public class ExportNifti extends NnUNetCommand {

	@Parameter(label = "Image", required = false, persist = false, description = "The image to save. Empty: the " +
		"active image.")
	private ImagePlus image;

	@Parameter(label = "Write the image to", style = "save", required = false,
		description = "The file to write: .nii.gz, .nii, or .hdr for a pair.")
	private File output;

	@Override
	protected List<Problem> check() throws IOException {
		final List<Problem> problems = new ArrayList<>();
		if (image == null && WindowManager.getCurrentImage() == null) problems.add(new Problem("image",
			"There is no open image.", "Open an image first."));
		if (Inputs.path(output) == null) problems.add(new Problem("output", "is missing.",
			"Give the file to write, such as image.nii.gz."));
		return problems;
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		final ImagePlus saved = image == null ? WindowManager.getCurrentImage() : image;
		if (!check().isEmpty()) throw new ProblemException(check());
		ImagePlusVolume.warnings(saved).forEach(progress::message);
		ImageFile.write(Inputs.path(output), saved);
		progress.message(saved.getTitle() + " was saved as " + output);
		Converter.axisOfTime(saved).forEach(progress::message);
	}
}
