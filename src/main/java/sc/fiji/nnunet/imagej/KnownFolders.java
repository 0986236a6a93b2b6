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
package sc.fiji.nnunet.imagej;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import ij.IJ;
import ij.Prefs;
import sc.fiji.nnunet.library.Library;

/**
 * The folders whose models ImageJ offers: those into which something was trained, those that the user has added, and
 * {@code models/nnunet} in ImageJ's own folder. They are kept in ImageJ's preferences, the latest first.
 */
public final class KnownFolders {

	private static final String KEY = "nnunet.models";
	private static final int MOST = 30;

	private KnownFolders() {
		// only static methods
	}

	/** All folders that still exist, the latest first. */
	public static List<Path> all() {
		final Set<Path> folders = new LinkedHashSet<>(remembered());
		final String home = IJ.getDirectory("imagej");
		if (home != null) folders.add(Path.of(home, "models", "nnunet"));
		folders.removeIf(folder -> !Files.exists(folder));
		return List.copyOf(folders);
	}

	private static List<Path> remembered() {
		final List<Path> folders = new ArrayList<>();
		for (final String text : Prefs.get(KEY, "").split(File.pathSeparator)) {
			try {
				if (!text.isBlank()) folders.add(Path.of(text));
			}
			catch (final InvalidPathException e) {
				// NB: written by hand, or on another system
				continue;
			}
		}
		return folders;
	}

	/** Remembers a folder, or the zip file of a model, as the latest. */
	public static void remember(final Path folder) {
		final Path path = folder.toAbsolutePath().normalize();
		final Set<Path> folders = new LinkedHashSet<>(List.of(path));
		folders.addAll(remembered());
		Prefs.set(KEY, folders.stream().limit(MOST).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
	}

	/** Remembers the folder into which a fold was trained, as the commands that show pictures tell. */
	static void rememberFold(final Path fold) {
		final Path results = fold == null ? null : fold.toAbsolutePath().normalize().getParent();
		if (results != null && results.getParent() != null && Files.isDirectory(results)) remember(results.getParent());
	}

	/** The models in all these folders. */
	public static Library models() throws IOException {
		return Library.of(all());
	}
}
