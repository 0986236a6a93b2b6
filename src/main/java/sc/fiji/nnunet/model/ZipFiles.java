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
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.TemporaryFiles;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The files of a model in a zip file. Names in it are compared, never used as paths, so no file is ever written to where
 * the zip file wants it.
 */
record ZipFiles(Path path, Set<String> names) implements ModelFiles {

	private static final String CURE = "Download or copy it again.";
	private static final int CHUNK = 1 << 16;

	static ZipFiles of(final Path file) throws ProblemException {
		final Set<String> names = new TreeSet<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			zip.stream().map(entry -> entry.getName().replace('\\', '/')).filter(ModelFiles::counts).forEach(names::add);
		}
		catch (final IOException | IllegalArgumentException e) {
			throw new ProblemException(file, "is not a zip file that can be read (" + e.getMessage() + ").", CURE, e);
		}
		return new ZipFiles(file, names);
	}

	@Override
	public Path shown(final String name) {
		return path.resolve(name.replace("..", "_"));
	}

	@Override
	public long size(final String name) throws IOException {
		try (ZipFile zip = new ZipFile(path.toFile())) {
			return entry(zip, name).getSize();
		}
	}

	@Override
	public String text(final String name) throws IOException {
		try (ZipFile zip = new ZipFile(path.toFile()); InputStream in = zip.getInputStream(entry(zip, name))) {
			final byte[] bytes = in.readNBytes((int) LONGEST_TEXT);
			if (bytes.length == LONGEST_TEXT) throw new ProblemException(shown(name), "is longer than " + (LONGEST_TEXT >>
				20) + " MB.", "Use another copy of the model.");
			return new String(bytes, StandardCharsets.UTF_8);
		}
		catch (final ProblemException e) {
			throw e;
		}
		catch (final IOException e) {
			throw new ProblemException(shown(name), "cannot be read (" + e.getMessage() + ").", CURE, e);
		}
	}

	@Override
	public <T> T use(final String name, final Use<T> work) throws IOException {
		final Path kept = kept(name);
		if (kept != null) try {
			return work.of(kept);
		}
		catch (final ProblemException e) {
			// NB: what is unpacked afresh tells whether the archive is damaged, or only the copy
			UnpackedFiles.discard(kept);
		}
		final Path file = new TemporaryFiles().file("nnunet-checkpoint");
		try {
			unpack(name, file);
			return work.of(file);
		}
		catch (final ProblemException e) {
			throw renamed(e, file, name);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	/** The copy of a large file that stays unpacked for later runs; null if there is none. */
	private Path kept(final String name) throws IOException {
		final long bytes = size(name);
		final UnpackedFiles files = bytes < UnpackedFiles.LARGE ? null : UnpackedFiles.ofUser();
		return files == null ? null : files.get(path, name, bytes, file -> unpack(name, file));
	}

	private void unpack(final String name, final Path file) throws IOException {
		try (ZipFile zip = new ZipFile(path.toFile())) {
			final ZipEntry entry = entry(zip, name);
			final long free = Files.getFileStore(file.getParent()).getUsableSpace();
			if (entry.getSize() > free) throw new ProblemException(file.getParent(), "has " + (free >> 20) +
				" MB free, but " + (entry.getSize() >> 20) + " MB are needed to unpack " + name + ".",
				"Free some space, choose another folder with -Djava.io.tmpdir=FOLDER, or unpack the zip file yourself.");
			try (InputStream in = zip.getInputStream(entry); OutputStream out = Files.newOutputStream(file)) {
				final byte[] chunk = new byte[CHUNK];
				final CRC32 checksum = new CRC32();
				long left = entry.getSize();
				for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
					left -= count;
					if (left < 0) break;
					out.write(chunk, 0, count);
					checksum.update(chunk, 0, count);
				}
				if (left != 0) throw new ProblemException(shown(name), "is not as long as the zip file says.", CURE);
				if (entry.getCrc() != checksum.getValue()) throw new ProblemException(shown(name),
					"is damaged: its checksum is not that of the zip file.", CURE);
			}
		}
		catch (final ProblemException e) {
			throw e;
		}
		catch (final IOException e) {
			throw DiskProblem.of(shown(name), e);
		}
	}

	/** Problems with the unpacked file, told of the file in the archive. */
	private ProblemException renamed(final ProblemException e, final Path file, final String name) {
		final List<Problem> problems = new ArrayList<>();
		for (final Problem problem : e.problems())
			problems.add(problem.where().equals(file.toString()) ? Problem.of(shown(name), problem.what(), problem.cure())
				: problem);
		final ProblemException renamed = new ProblemException(problems);
		renamed.initCause(e);
		return renamed;
	}

	private ZipEntry entry(final ZipFile zip, final String name) throws ProblemException {
		final ZipEntry entry = zip.stream().filter(one -> one.getName().replace('\\', '/').equals(name)).findFirst().orElse(
			null);
		if (entry == null || entry.getSize() < 0) throw new ProblemException(path, "has no file " + name + " any more.",
			CURE);
		return entry;
	}
}
