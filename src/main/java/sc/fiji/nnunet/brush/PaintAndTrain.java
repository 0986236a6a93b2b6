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
package sc.fiji.nnunet.brush;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.swing.SwingUtilities;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.paint.PaintClass;
import sc.fiji.nnunet.paint.PaintProject;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Opens the window in which a network learns from strokes on the open image. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + PaintAndTrain.LABEL, headless = true,
	description = "Opens a window to paint a few strokes of each class on the open image, while a network learns " +
		"from them and its result is laid over the image.")
public class PaintAndTrain extends NnUNetCommand {

	static final String LABEL = "nnU-Net Paint and Train";

	@Parameter(label = "Image", required = false, persist = false,
		description = "An open image or stack to paint on. None: the first image of the project.")
	private ImagePlus image;

	@Parameter(label = "Project", style = "directory", required = false, persist = false,
		description = "Folder that keeps the images, the strokes and the network; it is an nnU-Net dataset. One that " +
			"exists is continued. Empty: a folder beside the image.")
	private File project;

	@Parameter(label = "Classes of a new project", required = false, persist = false, attrs = @Attr(name = ALIAS,
		value = "labels"), description = "Names of the classes, separated by commas, the background first.")
	private String classes = "background, object";

	@Override
	protected List<Problem> check() throws IOException {
		final List<Problem> problems = new ArrayList<>();
		final boolean begun = given() != null && holdsImages(given());
		if (image == null && given() == null) problems.add(new Problem("image", "is missing.",
			"Open an image first, or give the folder of a project."));
		if (image == null && given() != null && !begun) problems.add(Problem.of(given(),
			"holds no project with an image.", "Open an image first, or give the folder of a project."));
		if (!begun && names().size() < 2) problems.add(new Problem("classes", "are fewer than two: " + classes + ".",
			"Give the background and at least one more, such as: background, cell"));
		return problems;
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) throw new ProblemException(new Problem(LABEL,
			"needs the windows of ImageJ or Fiji.",
			"Without them, nnU-Net Learn in a macro, and 'nnunet learn' on the command line, learn from label " +
				"images."));
		final List<Problem> problems = check();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final Path folder = given() == null ? beside() : given().toAbsolutePath().normalize();
		final PaintWindow open = PaintWindow.of(folder);
		if (open != null && image != null) {
			SwingUtilities.invokeLater(() -> open.attach(new Sheet(image)));
			return;
		}
		final Session session = Session.open(folder, coloured());
		try {
			final Sheet sheet = image != null ? new Sheet(image) : session.sheet(session.images().get(0));
			session.name(sheet, new Place(0, 0));
			if (sheet.image().getWindow() == null) sheet.image().show();
			SwingUtilities.invokeLater(() -> new PaintWindow(session, sheet).setVisible(true));
		}
		catch (final IOException | RuntimeException e) {
			session.close();
			throw e;
		}
	}

	/** NB: a project whose first image was refused has none. */
	private static boolean holdsImages(final Path folder) throws IOException {
		if (!PaintProject.isIn(folder)) return false;
		try (PaintProject project = PaintProject.read(folder)) {
			return !project.images().isEmpty();
		}
	}

	private Path given() {
		return project == null || project.getPath().isEmpty() ? null : project.toPath();
	}

	/** NB: an image that was never saved has no folder. */
	private Path beside() {
		final FileInfo file = image.getOriginalFileInfo();
		final String folder = file == null || file.directory == null || file.directory.isEmpty() ? System.getProperty(
			"user.home") : file.directory;
		final String name = image.getTitle().replaceAll("[^A-Za-z0-9.-]+", "_").replaceFirst("\\.[A-Za-z]+$", "");
		return Path.of(folder).resolve(name + "_nnunet").toAbsolutePath().normalize();
	}

	private List<String> names() {
		final List<String> names = new ArrayList<>();
		for (final String name : classes.split(","))
			if (!name.isBlank()) names.add(name.strip());
		return names;
	}

	private List<PaintClass> coloured() {
		final List<PaintClass> all = new ArrayList<>();
		for (final String name : names())
			all.add(ClassList.coloured(name, all.size()));
		return all;
	}
}
