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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

/** Files of killed processes are removed, files that others are writing are kept. */
class LeftoversTest {

	/** NB: no system uses this process ID. */
	private static final long DEAD = 999_999_999L;

	@TempDir
	private Path folder;

	@Test
	void filesOfDeadProcessesAreRemovedFromFolderAndSubfolders() throws IOException {
		final String host = Owner.name().replaceFirst(".*-", "");
		final String mine = new WholeFile(folder.resolve("a.json")).temporary().getFileName().toString();
		Files.createDirectories(folder.resolve("validation"));
		for (final String name : new String[] { mine, ".a.json." + DEAD + ".1.tmp", ".a.json." + DEAD + "-" + host +
			".1.tmp", "validation/.b.nii.gz." + DEAD + "-" + host + ".23.tmp", ".a.json." + DEAD + "-abc.1.tmp",
			".old.json." + DEAD + "-abc.1.tmp", "a.json", ".hidden.tmp", "notes." + DEAD + ".1.tmp" })
			Files.writeString(folder.resolve(name), "");
		Files.setLastModifiedTime(folder.resolve(".old.json." + DEAD + "-abc.1.tmp"), FileTime.from(Instant.now().minus(
			Duration.ofDays(2))));
		Leftovers.remove(folder);
		assertEquals(new TreeSet<>(Set.of(mine, "a.json", ".hidden.tmp", "notes." + DEAD + ".1.tmp", "validation",
			".a.json." + DEAD + "-abc.1.tmp")), names(), "another computer's is not removed at once");
		try (Stream<Path> inner = Files.list(folder.resolve("validation"))) {
			assertEquals(0, inner.count());
		}
		Leftovers.remove(folder.resolve("missing"));
	}

	@Test
	void aLockRemovesLeftoversAndIsHeldByOneAtATime() throws IOException {
		Files.writeString(folder.resolve(".a.json." + DEAD + ".1.tmp"), "");
		try (FolderLock lock = FolderLock.take(folder, "is taken.", "Wait.")) {
			assertEquals(Set.of(".lock"), names());
			assertEquals(folder + ": is taken. Wait.", assertThrows(ProblemException.class, () -> FolderLock.take(folder,
				"is taken.", "Wait.")).getMessage());
		}
		FolderLock.take(folder, "is taken.", "Wait.").close();
		assertEquals(Set.of(), names());
	}

	@Test
	void aLockIsReleasedEvenIfItsFileCannotBeRemoved() throws IOException {
		final Path file = folder.resolve(".lock"), aside = folder.resolve("aside");
		final FolderLock lock = FolderLock.take(folder, "is taken.", "Wait.");
		Files.move(file, aside);
		Files.createDirectories(file.resolve("full"));
		assertThrows(IOException.class, lock::close);
		Files.delete(file.resolve("full"));
		Files.delete(file);
		Files.move(aside, file);
		FolderLock.take(folder, "is taken.", "Wait.").close();
	}

	@Test
	void onlyOneOfManyThreadsHoldsALock() throws Exception {
		final AtomicInteger inside = new AtomicInteger();
		final AtomicInteger taken = new AtomicInteger();
		final List<Thread> threads = new ArrayList<>();
		final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
		for (int i = 0; i < 4; i++)
			threads.add(new Thread(() -> {
				for (int n = 0; n < 200; n++)
					try (FolderLock lock = FolderLock.take(folder, "is taken.", "Wait.")) {
						if (inside.incrementAndGet() != 1) failures.add(new AssertionError("two at once"));
						taken.incrementAndGet();
						inside.decrementAndGet();
					}
					catch (final ProblemException e) {
						if (!e.getMessage().contains("is taken.")) failures.add(e);
					}
					catch (final IOException e) {
						failures.add(e);
					}
			}));
		threads.forEach(Thread::start);
		for (final Thread thread : threads)
			thread.join();
		assertEquals(List.of(), failures);
		assertTrue(taken.get() > 0);
	}

	@Test
	void temporaryFoldersOfDeadProcessesAreRemovedByTheNextOne() throws IOException {
		final TemporaryFiles temporary = new TemporaryFiles(folder);
		final Path old = Files.createDirectories(folder.resolve("kind-" + DEAD + "-" + Owner.name().replaceFirst(".*-",
			"") + "-123"));
		Files.writeString(old.resolve("saved_model.pb"), "x");
		final Path other = Files.createDirectories(folder.resolve("other-" + DEAD + "-123"));
		final Path first = temporary.folder("kind");
		final Path second = temporary.folder("kind");
		final Path file = temporary.file("kind");
		final Set<String> expected = new TreeSet<>();
		for (final Path one : new Path[] { other, first, second, file })
			expected.add(one.getFileName().toString());
		assertEquals(expected, names());
	}

	/** Processes that begin at the same time all remove what a killed one left. */
	@Test
	void manyMayRemoveTheSameLeftovers() throws Exception {
		final Path old = folder.resolve("kind-" + DEAD + "-" + Owner.name().replaceFirst(".*-", "") + "-1");
		for (int round = 0; round < 20; round++) {
			for (int i = 0; i < 40; i++)
				Files.createFile(Files.createDirectories(old.resolve("folder" + i)).resolve("file"));
			final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
			final List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++)
				threads.add(new Thread(() -> {
					try {
						Files.delete(new TemporaryFiles(folder).file("kind"));
					}
					catch (final IOException e) {
						failures.add(e);
					}
				}));
			threads.forEach(Thread::start);
			for (final Thread thread : threads)
				thread.join();
			assertEquals(List.of(), failures);
			assertEquals(Set.of(), names());
		}
	}

	@Test
	void anUnusableTemporaryFolderIsReported() {
		final Path missing = folder.resolve("missing");
		final String message = assertThrows(ProblemException.class, () -> new TemporaryFiles(missing).folder("kind"))
			.getMessage();
		assertTrue(message.startsWith(missing +
			": Temporary files cannot be written there (it does not exist). Free some space there, or give another " +
			"folder with " +
			"-Djava.io.tmpdir=FOLDER"), message);
	}

	private Set<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			final Set<String> names = new TreeSet<>();
			files.forEach(file -> names.add(file.getFileName().toString()));
			return names;
		}
	}
}
