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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.TemporaryFiles;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Large files of zip files that stay unpacked from one run to the next, in a folder of the user: {@code
 * ~/.cache/nnunet-fiji/unpacked}, or what the system property {@code nnunet.unpacked} says; nowhere if that is empty.
 * <p>
 * Each use first removes what is out of date: copies whose zip file has changed or is gone, and those that nobody has used
 * for a month. The folder may be deleted at any time.
 * </p>
 */
final class UnpackedFiles {

	/** Files of at least this size, in bytes, are worth it. */
	static final long LARGE = 64L << 20;

	static final String PROPERTY = "nnunet.unpacked";

	private static final Duration UNUSED = Duration.ofDays(30);
	private static final String CONTENT = "content", SOURCE = "source.json", UNFINISHED = "unpacking";

	/** Where a copy comes from. */
	private record Source(String archive, String name, long bytes, FileIdentity identity) {
	}

	/** Unpacks a file. */
	@FunctionalInterface
	interface Unpacking {

		void to(Path file) throws IOException;
	}

	private final Path folder;

	UnpackedFiles(final Path folder) {
		this.folder = folder;
	}

	/** Those of this user; null if the user has no home folder, or wants none. */
	static UnpackedFiles ofUser() {
		final String chosen = System.getProperty(PROPERTY);
		if (chosen != null) return chosen.isBlank() ? null : new UnpackedFiles(Path.of(chosen));
		final String home = System.getProperty("user.home");
		return home == null || home.isBlank() || !Files.isWritable(Path.of(home)) ? null : new UnpackedFiles(Path.of(home,
			".cache", "nnunet-fiji", "unpacked"));
	}

	/**
	 * The copy of a file, which is unpacked unless it is there.
	 *
	 * @param name of the file in the archive
	 * @param bytes of the file
	 * @return null if it cannot be kept here, as on a full disk, or cannot be unpacked
	 */
	Path get(final Path archive, final String name, final long bytes, final Unpacking unpacking) {
		try {
			WholeFile.createFolder(folder);
			removeOutdated();
			final Path own = folder.resolve(key(archive, name));
			if (!Files.isDirectory(own)) make(own, archive, name, bytes, unpacking);
			Files.setLastModifiedTime(own.resolve(SOURCE), FileTime.from(Instant.now()));
			return own.resolve(CONTENT);
		}
		catch (final IOException e) {
			// NB: then it is unpacked for this time only, and what is wrong with the archive is said there
			return null;
		}
	}

	/** Removes a copy that proved to be damaged. */
	static void discard(final Path copy) throws IOException {
		Leftovers.delete(copy.getParent());
	}

	private static String key(final Path archive, final String name) {
		final String stem = archive.getFileName().toString().replaceAll("[^A-Za-z0-9_.-]", "_");
		return stem.substring(0, Math.min(60, stem.length())) + "-" + UUID.nameUUIDFromBytes((archive.toAbsolutePath()
			.normalize() + "\n" + name).getBytes(StandardCharsets.UTF_8));
	}

	/** Unpacks into a folder with another name, which is renamed at the end. */
	private void make(final Path own, final Path archive, final String name, final long bytes, final Unpacking unpacking)
		throws IOException
	{
		final Path fresh = new TemporaryFiles(folder).folder(UNFINISHED);
		try {
			final FileIdentity identity = FileIdentity.of(archive);
			unpacking.to(fresh.resolve(CONTENT));
			JsonFile.write(fresh.resolve(SOURCE), new Source(archive.toAbsolutePath().normalize().toString(), name, bytes,
				identity));
			WholeFile.move(fresh, own);
		}
		catch (final IOException e) {
			Leftovers.delete(fresh);
			// NB: another process may have been faster
			if (!Files.isDirectory(own)) throw e;
		}
	}

	private void removeOutdated() throws IOException {
		final List<Path> copies;
		try (Stream<Path> all = Files.list(folder)) {
			copies = all.filter(copy -> !copy.getFileName().toString().startsWith(UNFINISHED)).toList();
		}
		for (final Path copy : copies)
			if (isOutdated(copy)) Leftovers.delete(copy);
	}

	private static boolean isOutdated(final Path copy) throws IOException {
		final Path file = copy.resolve(SOURCE);
		try {
			final Source source = JsonFile.read(file, Source.class, "the source of an unpacked file", "Delete it.");
			return !Files.isRegularFile(copy.resolve(CONTENT)) || Files.size(copy.resolve(CONTENT)) != source.bytes || Files
				.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(UNUSED)) || !source.identity.matches(Path
					.of(source.archive));
		}
		catch (final ProblemException e) {
			return true;
		}
	}
}
