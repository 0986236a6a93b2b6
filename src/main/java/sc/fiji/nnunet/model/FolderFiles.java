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
package sc.fiji.nnunet.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.problem.ProblemException;

/** The files of a model in a folder. */
record FolderFiles(Path path, Set<String> names) implements ModelFiles {

	/** The deepest file: dataset, trainer, fold, checkpoint, and some folders above them. */
	private static final int DEPTH = 6;
	/** The most files that are looked at, so that a whole disk is not searched. */
	private static final int MOST = 100_000;

	static FolderFiles of(final Path folder) throws ProblemException {
		final Set<String> names = new TreeSet<>();
		try (Stream<Path> files = Files.walk(folder, DEPTH)) {
			files.limit(MOST).filter(Files::isRegularFile).forEach(file -> {
				final String name = folder.relativize(file).toString().replace('\\', '/');
				if (ModelFiles.counts(name)) names.add(name);
			});
		}
		catch (final IOException e) {
			throw DiskProblem.of(folder, e);
		}
		catch (final UncheckedIOException e) {
			throw DiskProblem.of(folder, e.getCause());
		}
		return new FolderFiles(folder, names);
	}

	/** The plans and the description that lie beside a checkpoint. */
	static Set<String> beside(final Path folder) {
		final Set<String> names = new TreeSet<>();
		for (final String name : new String[] { "plans.json", "dataset.json" })
			if (Files.isRegularFile(folder.resolve(name))) names.add(name);
		return names;
	}

	@Override
	public Path shown(final String name) {
		return path.resolve(name);
	}

	@Override
	public long size(final String name) throws IOException {
		return Files.size(path.resolve(name));
	}

	@Override
	public String text(final String name) throws IOException {
		final Path file = path.resolve(name);
		try {
			if (Files.size(file) > LONGEST_TEXT) throw new ProblemException(file, "is longer than " + (LONGEST_TEXT >> 20) +
				" MB.", "Use another copy of the model.");
			return Files.readString(file);
		}
		catch (final ProblemException e) {
			throw e;
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	@Override
	public <T> T use(final String name, final Use<T> work) throws IOException {
		return work.of(path.resolve(name));
	}
}
