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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.scijava.Priority;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.command.Failure;
import sc.fiji.nnunet.imagej.KnownFolders;
import sc.fiji.nnunet.library.Library;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Makes Fiji take a trained model that is dropped on its bar or chosen in File &gt; Open: a folder, or a zip file of
 * nnU-Net v2. It is among the known models then, and the window of the models shows it.
 */
@Plugin(type = IOPlugin.class, priority = Priority.NORMAL, attrs = @Attr(name = "eager"))
public class ModelIOPlugin extends AbstractIOPlugin<Object> {

	@Override
	public Class<Object> getDataType() {
		return Object.class;
	}

	@Override
	public boolean supportsOpen(final Location source) {
		if (!(source instanceof FileLocation file) || file.getFile() == null || !Failure.isSeen()) return false;
		return Library.looksLikeModel(file.getFile().toPath());
	}

	@Override
	public Object open(final Location source) throws IOException {
		final Path path = ((FileLocation) source).getFile().toPath();
		final Library library = Library.of(List.of(path));
		if (library.models().isEmpty()) Failure.show(new ProblemException(path, "is no network that can be used" + (library
			.notes().isEmpty() ? "." : ": " + library.notes().get(0)), "Give the folder or zip file of a trained network."));
		else {
			KnownFolders.remember(path);
			ModelsWindow.open(library.models().get(0).path());
		}
		// NB: for imagej-legacy the file is dealt with
		return Boolean.TRUE;
	}
}
