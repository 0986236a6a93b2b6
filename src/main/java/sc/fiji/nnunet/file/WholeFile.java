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

/**
 * A file that is there as a whole or not at all: it is written under another name in the same folder, and gets its own
 * by a rename when {@link #commit} is called. Closing without that removes it.
 */
public final class WholeFile implements Closeable {

	private final Path file;
	private final Path temporary;

	/** @param file its name in the end; its folder must exist */
	public WholeFile(final Path file) {
		this.file = file.toAbsolutePath();
		// NB: not by Files.createTempFile, whose files nobody else may read
		temporary = this.file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + "." + Thread
			.currentThread().getId() + ".tmp");
	}

	/** Where to write. */
	public Path temporary() {
		return temporary;
	}

	/** Gives the file its name; it must be complete and closed. */
	public void commit() throws IOException {
		move(temporary, file);
	}

	@Override
	public void close() throws IOException {
		Files.deleteIfExists(temporary);
	}

	/** Writes UTF-8 text; the folder is made if it is missing. */
	public static void write(final Path file, final String text) throws IOException {
		write(file, text.getBytes(StandardCharsets.UTF_8));
	}

	/** Writes bytes; the folder is made if it is missing. */
	public static void write(final Path file, final byte[] bytes) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		try (WholeFile whole = new WholeFile(file)) {
			Files.write(whole.temporary, bytes);
			whole.commit();
		}
	}

	/** Renames within a folder and replaces what is there, in one step where the file system can do so. */
	public static void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final AtomicMoveNotSupportedException e) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}
}
