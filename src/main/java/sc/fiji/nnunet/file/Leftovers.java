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
package sc.fiji.nnunet.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removes temporary files and folders of processes that ended before they could do so. */
public final class Leftovers {

	private static final Pattern FILE = Pattern.compile("\\..+\\." + Owner.PATTERN + "\\.\\d+\\.tmp");

	private Leftovers() {
		// static methods only
	}

	/** Removes the unfinished {@link WholeFile whole files} of killed processes from a folder and its subfolders. */
	public static void remove(final Path folder) throws IOException {
		for (final Path file : in(folder)) {
			remove(file, FILE);
			if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) for (final Path inner : in(file))
				remove(inner, FILE);
		}
	}

	/** Removes what killed processes left of one {@link WholeFile whole file}, whose folder may be anybody's. */
	public static void removeOf(final Path file) throws IOException {
		final Path absolute = file.toAbsolutePath();
		final String beginning = WholeFile.beginning(absolute);
		for (final Path one : in(absolute.getParent()))
			if (one.getFileName().toString().startsWith(beginning)) remove(one, FILE);
	}

	/** What lies in a folder; nothing if it may not be looked into. */
	static List<Path> in(final Path folder) throws IOException {
		return Files.isDirectory(folder) && Files.isReadable(folder) ? list(folder) : List.of();
	}

	/** What lies in a folder; nothing if another process, which removes leftovers too, has removed it meanwhile. */
	private static List<Path> list(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.toList();
		}
		catch (final NoSuchFileException e) {
			return List.of();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/** Removes a file, or a folder with its content, if the process that its name refers to is gone. */
	static void remove(final Path file, final Pattern pattern) throws IOException {
		final Matcher matcher = pattern.matcher(file.getFileName().toString());
		if (!matcher.matches() || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
		try {
			if (Owner.isGone(file, matcher.group(1), matcher.group(2))) delete(file);
		}
		catch (final NoSuchFileException e) {
			return; // NB: another process has removed it
		}
	}

	/** Removes a file or a folder with its content; links are removed, not followed. */
	public static void delete(final Path file) throws IOException {
		if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) for (final Path one : list(file))
			delete(one);
		Files.deleteIfExists(file);
	}
}
