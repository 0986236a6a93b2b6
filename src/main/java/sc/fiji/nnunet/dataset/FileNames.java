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
package sc.fiji.nnunet.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;

/** Takes names of image files apart, and lists the files of a folder. */
public final class FileNames {

	private FileNames() {
		// static methods only
	}

	/** The ending, such as .nii.gz or .png, with the dot; empty if there is none. */
	public static String ending(final String name) {
		return ImageFile.ending(name);
	}

	/** The name without its ending. */
	public static String stem(final String name) {
		return ImageFile.stem(name);
	}

	/** The name of a file without its ending. */
	public static String stem(final Path file) {
		return stem(file.getFileName().toString());
	}

	/** Whether a name begins with . or _, as those of hidden files do; such files are ignored (recipe-nnunet.md 6.2). */
	public static boolean ignored(final String name) {
		return name.startsWith(".") || name.startsWith("_");
	}

	/** Whether a file is an image. NB: the voxels of a NIfTI or Analyze pair belong to its header. */
	public static boolean isImage(final Path file) {
		return !ending(file.getFileName().toString()).toLowerCase(Locale.ROOT).startsWith(".img") && ImageFile.isImage(file);
	}

	/** The images of a folder that are ignored because of their names, sorted by name. */
	public static List<Path> skipped(final Path folder) throws ProblemException {
		return files(folder, file -> ignored(file.getFileName().toString()) && isImage(file));
	}

	/** All files of a folder, sorted by name; none if there is no such folder. */
	public static List<Path> all(final Path folder) throws ProblemException {
		return files(folder, file -> true);
	}

	/**
	 * The files of a folder that are not {@link #ignored}, sorted by name; none if there is no such folder.
	 *
	 * @throws ProblemException if the folder cannot be read
	 */
	public static List<Path> list(final Path folder) throws ProblemException {
		return files(folder, file -> !ignored(file.getFileName().toString()));
	}

	private static List<Path> files(final Path folder, final Predicate<Path> which) throws ProblemException {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(Files::isRegularFile).filter(which).sorted((a, b) -> a.getFileName().toString().compareTo(b
				.getFileName().toString())).toList();
		}
		catch (final IOException e) {
			throw new ProblemException(folder, "The folder cannot be read: " + e + ".", "Check its permissions.", e);
		}
	}
}
