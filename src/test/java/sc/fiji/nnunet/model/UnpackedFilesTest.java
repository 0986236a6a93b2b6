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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Large files of zip files that stay unpacked. */
class UnpackedFilesTest {

	private static final String NAME = "fold_0/checkpoint_final.pth";

	@TempDir
	Path folder;
	private int unpacked;

	private Path archive(final String name, final String content) throws IOException {
		return Files.writeString(folder.resolve(name), content);
	}

	private Path get(final Path archive) {
		return new UnpackedFiles(folder.resolve("kept")).get(archive, NAME, 3, file -> {
			unpacked++;
			Files.writeString(file, "abc");
		});
	}

	private List<Path> kept() throws IOException {
		try (Stream<Path> all = Files.list(folder.resolve("kept"))) {
			return all.toList();
		}
	}

	@Test
	void aCopyIsUnpackedOnce() throws IOException {
		final Path archive = archive("a.zip", "one");
		final Path copy = get(archive);
		assertEquals("abc", Files.readString(copy));
		assertEquals(copy, get(archive));
		assertEquals(1, unpacked);
		// a copied or touched archive holds the same
		Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
		get(archive);
		assertEquals(1, unpacked);
		assertNotEquals(copy, get(archive("b.zip", "one")));
		assertEquals(2, kept().size());
	}

	@Test
	void aChangedArchiveIsUnpackedAgainAndTheCopyOfOneThatIsGoneIsRemoved() throws IOException {
		get(archive("a.zip", "one"));
		get(archive("a.zip", "two"));
		assertEquals(2, unpacked);
		assertEquals(1, kept().size());
		Files.delete(folder.resolve("a.zip"));
		get(archive("b.zip", "one"));
		assertEquals(1, kept().size());
	}

	@Test
	void aCopyThatNobodyUsedForAMonthIsRemoved() throws IOException {
		get(archive("a.zip", "one"));
		Files.setLastModifiedTime(kept().get(0).resolve("source.json"), FileTime.from(Instant.now().minus(Duration.ofDays(
			31))));
		get(archive("b.zip", "two"));
		assertEquals(1, kept().size());
	}

	@Test
	void aShortenedCopyIsMadeAgain() throws IOException {
		final Path archive = archive("a.zip", "one");
		Files.writeString(get(archive), "a");
		assertEquals("abc", Files.readString(get(archive)));
	}

	@Test
	void nothingStaysOfWhatCannotBeUnpackedOrKept() throws IOException {
		final Path archive = archive("a.zip", "one");
		assertNull(new UnpackedFiles(folder.resolve("kept")).get(archive, NAME, 3, file -> {
			Files.writeString(file, "ab");
			throw new IOException("disk full");
		}));
		assertEquals(List.of(), kept());
		assertNull(new UnpackedFiles(Files.createFile(folder.resolve("file"))).get(archive, NAME, 3, file -> {}));
	}

	/** A deflated entry of zeros, as zip files of models are deflated. */
	private Path large(final long bytes) throws IOException {
		final Path zip = folder.resolve("model.zip");
		try (OutputStream out = Files.newOutputStream(zip); ZipOutputStream entries = new ZipOutputStream(out)) {
			entries.putNextEntry(new ZipEntry(NAME));
			final byte[] zeros = new byte[1 << 20];
			for (long left = bytes; left > 0; left -= zeros.length)
				entries.write(zeros, 0, (int) Math.min(left, zeros.length));
		}
		return zip;
	}

	private Path used(final Path zip) throws IOException {
		return use(zip, file -> {
			assertEquals(ZipFiles.of(zip).size(NAME), Files.size(file));
			return file;
		});
	}

	/** Uses the entry with copies that are kept in this test's folder. */
	private <T> T use(final Path zip, final ModelFiles.Use<T> work) throws IOException {
		final String before = System.getProperty(UnpackedFiles.PROPERTY);
		System.setProperty(UnpackedFiles.PROPERTY, folder.resolve("kept").toString());
		try {
			return ZipFiles.of(zip).use(NAME, work);
		}
		finally {
			if (before == null) System.clearProperty(UnpackedFiles.PROPERTY);
			else System.setProperty(UnpackedFiles.PROPERTY, before);
		}
	}

	@Test
	void onlyLargeFilesOfZipFilesAreKept() throws IOException {
		final Path small = used(large(UnpackedFiles.LARGE - 1));
		assertTrue(Files.notExists(small) && Files.notExists(folder.resolve("kept")));
		final Path kept = used(large(UnpackedFiles.LARGE));
		assertTrue(Files.exists(kept) && kept.startsWith(folder.resolve("kept")), kept.toString());
		assertEquals(kept, used(folder.resolve("model.zip")));
	}

	@Test
	void aCopyThatCannotBeReadIsNotTheArchivesFault() throws IOException {
		final Path kept = used(large(UnpackedFiles.LARGE));
		// the copy is refused, what is unpacked afresh is not
		assertEquals("fine", use(folder.resolve("model.zip"), file -> {
			if (file.equals(kept)) throw new ProblemException(file, "is damaged.", "Copy it again.");
			return "fine";
		}));
		assertTrue(Files.notExists(kept));
	}

	@Test
	void anEntryWhoseChecksumIsWrongIsRefused() throws IOException {
		final Path zip = large(1000);
		final byte[] bytes = Files.readAllBytes(zip);
		// the checksum in the central directory: 16 bytes after its signature
		for (int i = 0; i < bytes.length - 4; i++)
			if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) bytes[i + 16] ^= 1;
		Files.write(zip, bytes);
		final Problem problem = assertThrows(ProblemException.class, () -> used(zip)).problems().get(0);
		assertTrue(problem.what().contains("checksum") && problem.where().contains("model.zip"), problem.toString());
	}
}
