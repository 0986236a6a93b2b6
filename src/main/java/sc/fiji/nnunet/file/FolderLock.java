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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import sc.fiji.nnunet.problem.ProblemException;

/** A claim on a folder, which one process holds at a time. It ends when it is closed, or when the process dies. */
public final class FolderLock implements Closeable {

	private static final String FILE = ".lock";

	private final FileChannel channel;

	private FolderLock(final FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Takes a folder, which is made if it is missing.
	 *
	 * @param what what is wrong if somebody else has it: "is being trained by another process."
	 * @param cure what the user can do then
	 * @throws ProblemException if somebody else has it
	 */
	public static FolderLock take(final Path folder, final String what, final String cure) throws IOException {
		Files.createDirectories(folder);
		final FileChannel channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE,
			StandardOpenOption.WRITE);
		try {
			if (locked(channel)) return new FolderLock(channel);
		}
		catch (final IOException | RuntimeException e) {
			channel.close();
			throw e;
		}
		channel.close();
		throw new ProblemException(folder, what, cure);
	}

	private static boolean locked(final FileChannel channel) throws IOException {
		try {
			final FileLock lock = channel.tryLock();
			return lock != null;
		}
		catch (final OverlappingFileLockException e) {
			return false; // NB: another thread of this process
		}
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}
}
