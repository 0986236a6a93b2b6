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

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.imagej.KnownFolders;
import sc.fiji.nnunet.library.Library;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Lists the known models: in a window where there is one, else as lines of text. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Models", headless = true,
	description = "Lists the trained networks that are known, with their labels, scores, voxel sizes and licences. In " +
		"ImageJ a window shows them, which segments the open image, exports and deletes.")
public class Models extends NnUNetCommand {

	@Parameter(label = "Folder", style = "directory", required = false, persist = false,
		attrs = { @Attr(name = ALIAS, value = "data"), @Attr(name = UNASKED) },
		description = "A folder to look into, which ImageJ remembers. Empty: the folders that it knows.")
	private File folder;

	@Parameter(type = ItemIO.OUTPUT, label = "Number of networks")
	private int found;

	@Override
	protected List<Problem> check() throws IOException {
		return folder == null || folder.getPath().isEmpty() || folder.exists() ? List.of() : List.of(Problem.of(folder
			.toPath(), "does not exist.", "Give a folder with results, such as OUT."));
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		if (!check().isEmpty()) throw new ProblemException(check());
		final Path given = folder == null || folder.getPath().isEmpty() ? null : folder.toPath();
		final boolean seen = !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null;
		if (given != null && seen) KnownFolders.remember(given);
		final Library library = Library.of(given == null ? KnownFolders.all() : List.of(given));
		found = library.models().size();
		library.notes().forEach(progress::message);
		if (seen) ModelsWindow.open(null);
		else library.models().forEach(model -> progress.message(model.line()));
	}
}
