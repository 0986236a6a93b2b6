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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Locks between processes, and waiting for one that another has. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class FolderLockTest {

	private static final String NAME = ".part.lock";

	/** Longer than any test may take. */
	private static final Duration LONG = Duration.ofMinutes(10);

	@TempDir
	private Path folder;

	private FolderLock held() throws IOException {
		return FolderLock.take(folder, NAME, "is taken.", "Wait.");
	}

	private String waiting() {
		return "Waiting for another process, which writes to " + folder + " (" + NAME + ").";
	}

	@Test
	void itIsTakenWhenItIsGivenBackAndTheWaitIsToldOnce() throws IOException {
		final FolderLock held = held();
		final int[] asked = new int[1];
		final Recorded log = new Recorded(one -> {
			try {
				if (++asked[0] == 2) held.close();
				return false;
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		});
		FolderLock.await(folder, NAME, LONG, log).close();
		assertEquals(List.of(waiting()), log.lines);
		FolderLock.await(folder, NAME, LONG, Recorded.cancelledAtOnce()).close();
		assertEquals(2, asked[0], "who does not wait does not ask");
	}

	@Test
	void whoeverWaitsCanCancel() throws IOException {
		try (FolderLock held = held()) {
			final Recorded log = Recorded.cancelledAtOnce();
			assertThrows(CancelledException.class, () -> FolderLock.await(folder, NAME, LONG, log));
			assertEquals(List.of(waiting()), log.lines);
			Thread.currentThread().interrupt();
			assertThrows(CancelledException.class, () -> FolderLock.await(folder, NAME, LONG, Progress.none()));
			assertTrue(Thread.interrupted(), "still interrupted");
		}
	}

	/** NB: a channel that is opened then is closed at once, which looks like a broken disk. */
	@Test
	void anInterruptEndsItAlsoIfNobodyHasTheLock() throws IOException {
		Thread.currentThread().interrupt();
		assertThrows(CancelledException.class, () -> FolderLock.await(folder, NAME, LONG, Progress.none()));
		assertTrue(Thread.interrupted(), "still interrupted");
		assertEquals(List.of(), Leftovers.in(folder));
	}

	@Test
	void patienceEnds() throws IOException {
		try (FolderLock held = held()) {
			assertEquals(folder + ": is being written to by another process (" + NAME + "). Wait for it, or stop it.",
				assertThrows(ProblemException.class, () -> FolderLock.await(folder, NAME, Duration.ofMillis(200), Progress
					.none())).getMessage());
		}
	}

	@Test
	void whatNoWaitingMendsIsAProblemAtOnce() throws IOException {
		final Path file = Files.writeString(folder.resolve("file"), "");
		final Recorded log = Recorded.cancelledAtOnce();
		assertTrue(assertThrows(ProblemException.class, () -> FolderLock.await(file, LONG, log)).getMessage().contains(
			"This is a file, but a folder is needed here."));
		assertEquals(List.of(), log.lines);
	}

	/** NB: a lock of POSIX is lost as soon as its own process closes any other channel to its file. */
	@Test
	void anotherProcessHasToWaitWhateverThisOneDoes() throws Exception {
		try (FolderLock held = held()) {
			assertEquals("refused", other().told());
			assertThrows(ProblemException.class, this::held, "another thread");
			final Path link = folder.resolveSibling(folder.getFileName() + "-link");
			Files.createSymbolicLink(link, folder);
			assertThrows(ProblemException.class, () -> FolderLock.take(link, NAME, "is taken.", "Wait."));
			Files.delete(link);
			assertEquals("refused", other().told(), "after tries of this process");
		}
		try (FolderLock again = held()) {
			assertEquals("refused", other().told(), "the file was removed and made again");
		}
		final Other owner = other();
		assertEquals("taken", owner.told());
		assertThrows(ProblemException.class, this::held);
		owner.process.destroyForcibly().waitFor();
		held().close();
		assertEquals(List.of(), Leftovers.in(folder), "the file of the killed process is used again, and removed");
	}

	/** As if the former owner had removed it, and another process had made it again, after it was opened. */
	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC }) // NB: on Windows a file that is open cannot be made again
	void aFileThatIsNoLongerInTheFolderIsNoLock() throws IOException {
		final Path file = Files.createFile(folder.resolve(NAME));
		final Object before = FolderLock.key(file);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			assertTrue(FolderLock.isSeen(file, before, channel));
			Files.delete(file);
			assertFalse(FolderLock.isSeen(file, before, channel), "removed");
			Files.createFile(file);
			assertFalse(FolderLock.isSeen(file, before, channel), "made again");
			assertFalse(FolderLock.isSeen(file, FolderLock.key(file), channel), "made again with the key that was seen before");
		}
	}

	/** NB: each removes the file, so that others open one that is removed before they lock it. */
	@Test
	void neverDoTwoProcessesHaveIt() throws Exception {
		final List<Other> all = new ArrayList<>();
		for (int n = 0; n < 3; n++)
			all.add(start(Contender.class));
		for (final Other one : all)
			assertEquals("alone", one.told());
		assertEquals(List.of(), Leftovers.in(folder));
	}

	/** Takes the lock and gives it back many times. */
	static final class Contender {

		private static final int ROUNDS = 60;

		public static void main(final String... folder) throws Exception {
			for (int n = 0; n < ROUNDS; n++)
				try (FolderLock lock = FolderLock.await(Path.of(folder[0]), NAME, LONG, Progress.none())) {
					Files.delete(Files.createFile(Path.of(folder[0], "alone"))); // NB: fails if the file is there
				}
			System.out.println("alone");
		}
	}

	private Other other() throws IOException {
		return start(Taker.class);
	}

	private Other start(final Class<?> program) throws IOException {
		return new Other(new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty(
			"surefire.test.class.path", System.getProperty("java.class.path")), program.getName(), folder.toString())
				.redirectErrorStream(true).start());
	}

	/** Another process that tries to take the lock. */
	private record Other(Process process) {

		/** What came of it. */
		String told() throws IOException {
			return process.inputReader().readLine();
		}
	}

	/** What the other process does: if it gets the lock, it holds it until it is killed. */
	static final class Taker {

		public static void main(final String... folder) throws Exception {
			try (FolderLock lock = FolderLock.take(Path.of(folder[0]), NAME, "is taken.", "Wait.")) {
				System.out.println("taken");
				Thread.sleep(60_000);
			}
			catch (final ProblemException e) {
				System.out.println(e.getMessage().endsWith(": is taken. Wait.") ? "refused" : e.getMessage());
			}
		}
	}
}
