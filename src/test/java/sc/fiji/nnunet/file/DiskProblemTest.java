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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

/** Tests the messages for errors of the file system. */
class DiskProblemTest {

	@TempDir
	private Path folder;

	@Test
	void aFileWhereAFolderIsNeededIsNamed() throws IOException {
		final Path file = Files.writeString(folder.resolve("afile"), "x");
		for (final Path inside : new Path[] { file.resolve("a.json"), file.resolve("deep/down/a.json") })
			assertEquals(file + ": This is a file, but a folder is needed here. Give another folder, or move the file away.",
				assertThrows(ProblemException.class, () -> WholeFile.write(inside, "x")).getMessage());
		final IOException raw = assertThrows(IOException.class, () -> Files.createDirectories(file));
		assertTrue(DiskProblem.readable(raw).getMessage().startsWith(file + ": This is a file, but a folder"), raw
			.toString());
		assertThrows(ProblemException.class, () -> WholeFile.createFolder(file));
	}

	@Test
	void aFolderWhereAFileIsToBeWrittenIsNamed() throws IOException {
		final Path file = Files.createDirectories(folder.resolve("a.json/full"));
		assertTrue(assertThrows(ProblemException.class, () -> WholeFile.write(file.getParent(), "x")).getMessage()
			.startsWith(file.getParent() + ": This is a folder, but a file is to be written here."));
		assertNothingIsLeft();
	}

	@Test
	@EnabledOnOs(OS.LINUX) // NB: its device /dev/full behaves like a full disk
	void aFullDiskIsReportedWithFolderAndNeededSpace() throws IOException {
		final Path file = folder.resolve("a.json");
		final Path temporary = new WholeFile(file).temporary();
		Files.createSymbolicLink(temporary, Path.of("/dev/full"));
		final String message = assertThrows(ProblemException.class, () -> WholeFile.write(file, new byte[3_000_000]))
			.getMessage();
		assertTrue(message.matches("(?s)\\Q" + folder +
			"\\E: No space left on device: \\d+ MB are free, the file a\\.json alone needs 3 MB\\. Free some space .*"),
			message);
		assertFalse(Files.exists(file));
		assertNothingIsLeft();
	}

	@Test
	void aNameThatIsTooLongIsReported() {
		final Path file = folder.resolve("x".repeat(300));
		assertTrue(assertThrows(ProblemException.class, () -> WholeFile.write(file, "x")).getMessage().startsWith(file +
			": The name is too long for this file system (300 characters). Shorten it"));
	}

	@Test
	void theLongestAllowedNameIsWritten() throws IOException {
		final Path file = folder.resolve("\u00e4".repeat(120) + ".nii.gz");
		WholeFile.write(file, "x");
		assertEquals("x", Files.readString(file));
		assertNothingIsLeft();
	}

	@Test
	void readOnlyDisksAndPermissionsAreReported() {
		assertTrue(DiskProblem.readable(new FileSystemException("out/a", null, "Read-only file system")).getMessage()
			.startsWith(Path.of("out/a") + ": It is on a read-only disk. Give a folder on another disk"));
		assertTrue(DiskProblem.readable(new AccessDeniedException("out/a")).getMessage().startsWith(Path.of("out/a") +
			": You have no permission to read or write it. Change its permissions"));
		assertEquals("the disk: No space left on device. Free some space on this disk, or give a folder on another one; " +
			"finished work is kept.", DiskProblem.readable(new IOException("No space left on device")).getMessage());
	}

	@Test
	void otherFailuresAreUnchanged() {
		for (final Throwable other : new Throwable[] { new IOException("broken"), new ProblemException(folder, "a", "b"),
			new IllegalStateException("no space left on device") })
			assertSame(other, DiskProblem.readable(other));
	}

	private void assertNothingIsLeft() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
		}
	}
}
