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

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * A file that is written completely or not at all: it is written under a temporary name in the same folder, and
 * renamed by {@link #commit}. Closing it without a commit removes the temporary file.
 */
public final class WholeFile implements Closeable {

	/** Names longer than this, in bytes, are replaced by a hash in the temporary name; most file systems allow 255. */
	private static final int LONGEST = 200;

	private final Path file;
	private final Path temporary;

	/** @param file the final path; its folder must exist */
	public WholeFile(final Path file) {
		this.file = file.toAbsolutePath();
		// NB: not Files.createTempFile, whose files other users cannot read
		temporary = this.file.resolveSibling(beginning(file) + Owner.name() + "." + Thread.currentThread().getId() +
			".tmp");
	}

	/** The prefix of the names of a file's temporary files. */
	static String beginning(final Path file) {
		final String name = file.getFileName().toString();
		// NB: a name may be as long as the file system allows
		return "." + (name.getBytes(StandardCharsets.UTF_8).length > LONGEST ? Integer.toHexString(name.hashCode())
			: name) + ".";
	}

	/** The path to write to. */
	public Path temporary() {
		return temporary;
	}

	/**
	 * Renames the temporary file, which must be complete and closed, to its final path.
	 *
	 * @throws IOException if that fails
	 */
	public void commit() throws IOException {
		try {
			move(temporary, file);
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	@Override
	public void close() throws IOException {
		Files.deleteIfExists(temporary);
	}

	/**
	 * Writes UTF-8 text; the folder is created if it is missing.
	 *
	 * @throws ProblemException if the file cannot be written
	 */
	public static void write(final Path file, final String text) throws ProblemException {
		write(file, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Writes bytes; the folder is created if it is missing.
	 *
	 * @throws ProblemException if the file cannot be written
	 */
	public static void write(final Path file, final byte[] bytes) throws ProblemException {
		try (WholeFile whole = new WholeFile(file)) {
			Files.createDirectories(whole.file.getParent());
			Files.write(whole.temporary, bytes);
			whole.commit();
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, bytes.length, e);
		}
	}

	/**
	 * Creates a folder and its parents, if they are missing.
	 *
	 * @throws ProblemException if it cannot be created
	 */
	public static void createFolder(final Path folder) throws ProblemException {
		try {
			Files.createDirectories(folder);
		}
		catch (final IOException e) {
			throw DiskProblem.of(folder, e);
		}
	}

	/** Renames a file within a folder and replaces an existing one, atomically where the file system supports that. */
	public static void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final AtomicMoveNotSupportedException e) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}
}
