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
package sc.fiji.nnunet.start;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleException;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.MacroOptions;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.imagej.KnownFolders;
import sc.fiji.nnunet.imagej.NNUNet_Bridge;
import sc.fiji.nnunet.library.Library;
import sc.fiji.nnunet.library.LibraryModel;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Opens a trained model from wherever it lies, so that it is among the known ones, and segments the open image. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Open Model", headless = true,
	description = "Opens a trained network: a fold or a results folder of this program, or a folder or zip file of " +
		"nnU-Net v2. Afterwards it is among the known networks, and can segment the open image at once.")
public class OpenModel extends NnUNetCommand {

	@Parameter(label = "Folder or zip file", style = "open", required = false,
		description = "A fold's folder, a results folder, or the folder or zip file of a model of nnU-Net v2.")
	private File model;

	@Parameter(label = "Segment the open image with it", required = false, persist = false,
		description = "Segments the active image, as nnU-Net Predict Image does.")
	private boolean segment;

	@Override
	protected List<Problem> check() throws IOException {
		if (model == null || model.getPath().isEmpty()) return List.of(new Problem("model", "is missing.",
			"Give the folder or zip file of a trained network."));
		if (!model.exists()) return List.of(Problem.of(model.toPath(), "does not exist.",
			"Give the folder or zip file of a trained network."));
		return List.of();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		if (!check().isEmpty()) throw new ProblemException(check());
		final Path path = model.toPath();
		final Library library = Library.of(List.of(path));
		if (library.models().isEmpty()) throw new ProblemException(path, library.notes().isEmpty()
			? "holds no trained network." : library.notes().get(0),
			"Give a fold's folder, or the folder or zip file of a model of nnU-Net v2.");
		for (final LibraryModel one : library.models())
			progress.message(one.line());
		final boolean seen = !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null;
		if (seen) KnownFolders.remember(path);
		if (segment) segment(path, progress);
		else if (seen) ModelsWindow.open(library.models().get(0).path());
	}

	private static void segment(final Path path, final Progress progress) throws IOException {
		final CommandInfo info = Commands.find("nnU-Net Predict Image");
		try {
			NNUNet_Bridge.execute(info, MacroOptions.values(info, MacroLine.of(Commands.label(info), "model", path)
				.options()), progress);
		}
		catch (final ModuleException e) {
			throw new IllegalStateException(e);
		}
	}
}
