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
package sc.fiji.nnunet.download;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Unpacks an untrusted archive that contains one folder.
 * <p>
 * Only regular files and folders below the expected folder are accepted: no path that leads out of it, no links, no
 * devices, no sparse files (which may be huge when unpacked), no file twice. Everything is written to a folder that
 * ends in .unpacking, which is renamed at the end, or removed after a failure.
 * </p>
 */
final class TarExtractor {

	private static final int MOST_ENTRIES = 100_000;
	private static final String CURE = "Do not use this archive; get it from another place.";

	private final Path output;
	private final String name;
	private final Path unpacking;

	/**
	 * @param output the folder in which the archive's folder is created
	 * @param name the name of the archive's folder
	 */
	TarExtractor(final Path output, final String name) {
		this.output = output;
		this.name = name;
		unpacking = output.resolve(name + ".unpacking");
	}

	/**
	 * Unpacks the archive completely or not at all.
	 *
	 * @throws ProblemException if the archive is damaged or unsafe, or does not contain what is expected
	 */
	void extract(final Path archive, final Progress progress) throws IOException {
		final Path folder = output.resolve(name);
		if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) throw new ProblemException(folder,
			"A folder of this name exists already, without " + Datasets.FILE + ".", "Move it away.");
		discard();
		Files.createDirectory(unpacking);
		try {
			unpack(archive, progress);
			final Path top = unpacking.resolve(name);
			if (!Files.exists(top.resolve(Datasets.FILE))) throw new ProblemException(archive, "The archive does not " +
				"contain " + name + "/" + Datasets.FILE + ".", "Check that the address leads to a task of the decathlon.");
			WholeFile.move(top, folder);
		}
		catch (final IOException e) {
			throw DiskProblem.of(folder, Files.size(archive), e);
		}
		finally {
			discard();
		}
	}

	/** Removes the unfinished folder of this or an earlier run. */
	void discard() throws IOException {
		Leftovers.delete(unpacking);
	}

	private void unpack(final Path archive, final Progress progress) throws IOException {
		final long size = Files.size(archive);
		int entries = 0;
		try (CountedStream counted = new CountedStream(Files.newInputStream(archive));
				TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(counted, 1 << 16)))
		{
			for (TarArchiveEntry entry = next(tar, archive); entry != null; entry = next(tar, archive)) {
				progress.check();
				progress.update(counted.count / (double) size, "Unpacking " + entry.getName());
				if (++entries > MOST_ENTRIES) throw new ProblemException(archive, "It contains more than " + MOST_ENTRIES +
					" files.", CURE);
				final Path target = target(entry, archive);
				if (target == null) continue;
				if (entry.isDirectory()) Files.createDirectories(target);
				else {
					if (entry.getSize() > size) throw new ProblemException(archive, "The entry " + entry.getName() +
						" is larger than the archive: the archive is either truncated or malicious.", CURE);
					Files.createDirectories(target.getParent());
					write(tar, entry, target, archive);
				}
			}
		}
	}

	private static TarArchiveEntry next(final TarArchiveInputStream tar, final Path archive) throws ProblemException {
		try {
			return tar.getNextEntry();
		}
		catch (final IOException | IllegalArgumentException e) {
			throw damaged(archive, e);
		}
	}

	/** Where an entry is written; null if it is a file that operating systems create, such as .DS_Store. */
	private Path target(final TarArchiveEntry entry, final Path archive) throws ProblemException {
		if (!entry.isDirectory() && !entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse() || entry
			.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO()) throw new ProblemException(archive,
				"The entry " + entry.getName() + " is neither a regular file nor a folder.", CURE);
		final Path root = unpacking.resolve(name);
		final Path target;
		try {
			target = unpacking.resolve(entry.getName()).normalize();
		}
		catch (final InvalidPathException e) {
			throw new ProblemException(archive, "The entry " + entry.getName() + " has an invalid name.", CURE, e);
		}
		if (target.equals(unpacking.normalize()) && entry.isDirectory()) return null;
		final boolean climbs = Arrays.asList(entry.getName().split("[/\\\\]")).contains("..");
		if (climbs || entry.getName().indexOf(':') >= 0) throw leadsOut(entry, archive);
		if (target.startsWith(unpacking.normalize()) && FileNames.ignored(target.getFileName().toString())) return null;
		if (!target.startsWith(root.normalize())) throw leadsOut(entry, archive);
		return target;
	}

	private ProblemException leadsOut(final TarArchiveEntry entry, final Path archive) {
		return new ProblemException(archive, "The entry " + entry.getName() + " is outside of the folder " + name + ".",
			CURE);
	}

	private static void write(final TarArchiveInputStream tar, final TarArchiveEntry entry, final Path target,
		final Path archive) throws IOException
	{
		if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) throw new ProblemException(archive, "The entry " + entry
			.getName() + " is in the archive twice.", CURE);
		final byte[] buffer = new byte[1 << 16];
		long left = entry.getSize();
		try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
			while (left > 0) {
				final int n;
				try {
					n = tar.read(buffer, 0, (int) Math.min(buffer.length, left));
				}
				catch (final IOException e) {
					throw damaged(archive, e);
				}
				if (n < 0) throw damaged(archive, null);
				out.write(buffer, 0, n);
				left -= n;
			}
		}
	}

	private static ProblemException damaged(final Path archive, final Exception e) {
		return new ProblemException(archive, "The archive is damaged" + (e == null ? "." : ": " + e.getMessage() + "."),
			"Remove it and download it again.", e);
	}

	/** Counts the bytes that are read, for the progress. */
	private static final class CountedStream extends FilterInputStream {

		private long count;

		CountedStream(final InputStream in) {
			super(in);
		}

		@Override
		public int read() throws IOException {
			final int value = super.read();
			if (value >= 0) count++;
			return value;
		}

		@Override
		public int read(final byte[] bytes, final int offset, final int length) throws IOException {
			final int n = super.read(bytes, offset, length);
			if (n > 0) count += n;
			return n;
		}
	}
}
