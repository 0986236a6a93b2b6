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

import javax.swing.SwingUtilities;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Opens the start window, which runs the other commands one after the other. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = Commands.NAME, value = "start"), menu = { @Menu(
	label = "Plugins"), @Menu(label = "Segmentation"), @Menu(label = "nnU-Net"), @Menu(label = Start.LABEL,
		weight = Start.TOP) }, description = "Opens a window in ImageJ or Fiji that leads from labelled images to a " +
			"trained network and to a segmented image, and shows the macro line of each step.")
public class Start extends NnUNetCommand {

	/** NB: dots, as for all that opens a window; macros have no use for this label. */
	static final String LABEL = "nnU-Net...";

	/** Smaller than the weight of entries that have none, so that it is the first in the menu. */
	static final double TOP = -1;

	@Parameter(label = "Dataset", style = "directory", required = false, persist = false,
		attrs = { @Attr(name = ALIAS, value = "data"), @Attr(name = UNASKED) },
		description = "Folder of images and labels that the window shows first. Empty: the last one.")
	private File dataset;

	@Parameter(label = "Output", style = "directory", required = false, persist = false,
		attrs = { @Attr(name = ALIAS, value = "results"), @Attr(name = UNASKED) },
		description = "Folder of the results that the window shows first. Empty: beside the dataset.")
	private File output;

	@Override
	public void execute(final Progress progress) throws IOException {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) throw new ProblemException(new Problem(LABEL,
			"needs the windows of ImageJ or Fiji.", "Without them, its steps are nnU-Net Check Dataset, nnU-Net Plan, " +
				"nnU-Net Preprocess, nnU-Net Train and nnU-Net Predict in a macro, and 'nnunet check-dataset', 'plan', " +
				"'preprocess', 'train' and 'predict' on the command line."));
		final StartChoices choices = StartChoices.of(path(dataset), path(output));
		SwingUtilities.invokeLater(() -> new StartWindow(choices).setVisible(true));
	}

	private static Path path(final File file) {
		return file == null || file.getPath().isEmpty() ? null : file.toPath();
	}
}
