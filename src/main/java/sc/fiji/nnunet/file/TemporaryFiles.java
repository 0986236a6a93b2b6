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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * Creates files and folders in the system's temporary folder or another one, which only this user can read, and which
 * the next run removes if this one is killed.
 */
public final class TemporaryFiles {

	private static final String CURE = "Free some space there, or give another folder with -Djava.io.tmpdir=FOLDER " +
		"(on the command line: NNUNET_JAVA_OPTS=-Djava.io.tmpdir=FOLDER).";

	private final Path parent;

	/** Uses the system's temporary folder. */
	public TemporaryFiles() {
		this(Path.of(System.getProperty("java.io.tmpdir")));
	}

	/** @param parent an existing folder */
	public TemporaryFiles(final Path parent) {
		this.parent = parent;
	}

	/**
	 * Creates a folder, and removes those of the same kind whose processes are gone.
	 *
	 * @param kind what its name begins with
	 * @throws ProblemException if the temporary folder cannot be used
	 */
	public Path folder(final String kind) throws ProblemException {
		try {
			removeOld(kind);
			return Files.createTempDirectory(parent, kind + "-" + Owner.name() + "-");
		}
		catch (final IOException e) {
			throw unusable(e);
		}
	}

	/**
	 * Creates a file, and removes those of the same kind whose processes are gone.
	 *
	 * @param kind what its name begins with
	 * @throws ProblemException if the temporary folder cannot be used
	 */
	public Path file(final String kind) throws ProblemException {
		try {
			removeOld(kind);
			return Files.createTempFile(parent, kind + "-" + Owner.name() + "-", ".tmp");
		}
		catch (final IOException e) {
			throw unusable(e);
		}
	}

	/** The problem with a temporary file that could not be read or written. */
	public ProblemException unusable(final IOException cause) {
		return new ProblemException(parent, "Temporary files cannot be written there (" + DiskProblem.reason(cause) + ").",
			CURE, cause);
	}

	private void removeOld(final String kind) throws IOException {
		final Pattern pattern = Pattern.compile(Pattern.quote(kind) + "-" + Owner.PATTERN + "-.*");
		final List<Path> old;
		try (Stream<Path> all = Files.list(parent)) {
			old = all.filter(file -> pattern.matcher(file.getFileName().toString()).matches()).toList();
		}
		for (final Path file : old)
			// NB: those of another user cannot be removed, and need not be
			if (Files.isWritable(file)) Leftovers.remove(file, pattern);
	}
}
