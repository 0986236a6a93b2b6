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
import java.util.List;

import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.imagefile.ConvertOptions;
import sc.fiji.nnunet.imagefile.ConvertResult;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Converts an image to another format: {@link NnUNet#convert}. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Convert", headless = true,
	description = "Converts an image to another format, or splits a time-lapse. Reads NIfTI, Analyze, TIFF, PNG, JPEG " +
		"and BMP; reports what the new format cannot store.")
public class Convert extends NnUNetCommand {

	@Parameter(label = "Image to convert", style = "open", required = false, description = "The image to convert.")
	private File input;

	@Parameter(label = "Write it to", style = "save", required = false,
		description = "The file to write; its extension selects the format: .nii.gz, .nii, .hdr, .tif or .png. With each " +
			"time point by itself, a folder.")
	private File output;

	@Parameter(label = "Voxel size (mm)", persist = false, required = false,
		description = "Voxel size along x,y,z in millimetres, if the image has none. Empty: the image's.")
	private String spacing = "";

	@Parameter(label = "Each time point by itself", persist = false, required = false,
		description = "Write a file of each time point to a folder, which can be predicted or trained on.")
	private boolean timepoints;

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final ConvertResult result = nn.convert(options(), progress);
			progress.message(result.output() + ": " + (timepoints ? result.files().size() + " time points of " : "") + result
				.geometry() + ", channels: " + result.channels());
			for (final String change : result.changes())
				progress.message("Note: " + change);
		}
	}

	private ConvertOptions options() throws ProblemException {
		return new ConvertOptions(Inputs.path(input), Inputs.path(output), Inputs.decimals("spacing", spacing),
			timepoints);
	}
}
