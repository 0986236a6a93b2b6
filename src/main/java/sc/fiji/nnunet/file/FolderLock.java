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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Pause;
import sc.fiji.nnunet.progress.Progress;

/**
 * A lock on a folder, which one process holds at a time. It is released when it is closed, or when the process dies.
 * <p>
 * It is a lock on the file {@code .lock}, which is removed at the end. Another process may have opened the file just
 * before it was removed, and would then lock a file that is no longer in the folder. Therefore the process that gets
 * the lock writes a text of its own to it, and owns the folder only if the file in the folder is still the one that it
 * has opened. Where a network file system remembers for a while which file had a name, two processes of different
 * computers may own a folder for so long.
 * </p>
 * <p>
 * Linux and macOS release the locks of a process on a file when it closes any channel to that file (POSIX, fcntl). So
 * the process that has a lock must not open its file again, not even to read it: what it holds is kept in a list.
 * </p>
 */
public final class FolderLock implements Closeable {

	/** How long one of several processes may do what it does for all: mostly seconds, so whoever takes longer hangs. */
	public static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String FILE = ".lock";

	/** How often it is tried at once, each time after the former owner has removed the file. */
	private static final int TRIES = 100;

	/** The most blanks in the file, whose size tells it from others. */
	private static final int LONGEST = 1 << 12;

	/** Milliseconds between two tries. */
	private static final int PAUSE = 50;

	/** After so many pauses, a second, whoever waits looks whether the user has cancelled. */
	private static final int LOOK = 20;

	/** The files of all locks that this process holds or tries to take. */
	private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

	private final Path file;
	private final FileChannel channel;

	private FolderLock(final Path file, final FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Locks a folder, which is created if it is missing, and removes temporary files that a killed process left in it.
	 *
	 * @param what the problem if the folder is locked already: "is being trained by another process."
	 * @param cure what the user can do then
	 * @throws LockedException if the folder is locked already
	 * @throws ProblemException if it cannot be written to
	 */
	public static FolderLock take(final Path folder, final String what, final String cure) throws IOException {
		return take(folder, FILE, what, cure);
	}

	/**
	 * Takes a part of a folder; the other parts may be anybody's.
	 *
	 * @param name the lock's file in the folder, which names the part
	 */
	public static FolderLock take(final Path folder, final String name, final String what, final String cure)
		throws IOException
	{
		final FolderLock lock = tryTake(folder, name);
		if (lock == null) throw new LockedException(folder, what, cure);
		return lock;
	}

	/** Takes a part of a folder; null if it is locked by another. */
	private static FolderLock tryTake(final Path folder, final String name) throws IOException {
		final Path file = create(folder).resolve(name);
		if (!OWN.add(file)) return null;
		FolderLock lock = null;
		try {
			lock = lock(file);
			if (lock != null) Leftovers.remove(folder);
			return lock;
		}
		catch (final IOException | RuntimeException | Error e) {
			if (lock != null) lock.close();
			throw e;
		}
		finally {
			if (lock == null) OWN.remove(file);
		}
	}

	/** The folder by its only name, so that this process knows its own locks. */
	private static Path create(final Path folder) throws IOException {
		try {
			Files.createDirectories(folder);
			return folder.toRealPath();
		}
		catch (final IOException e) {
			throw DiskProblem.of(folder, e);
		}
	}

	private static FolderLock lock(final Path file) throws IOException {
		for (int n = 0; n < TRIES; n++) {
			final Object before = key(file);
			final FileChannel channel = open(file);
			if (channel == null) return null;
			boolean mine = false;
			try {
				if (!locked(channel)) return null;
				mine = isSeen(file, before, channel);
				if (mine) return new FolderLock(file, channel);
			}
			catch (final IOException e) {
				mine = false;
				if (isGoing(file, e)) return null;
				throw DiskProblem.of(file, e);
			}
			finally {
				if (!mine) channel.close();
			}
		}
		throw new ProblemException(file, "cannot be locked, since the file system does not tell files apart.",
			"Use a folder on another disk.");
	}

	/** Takes a folder as soon as another process gives it back; see {@link #await(Path, String, Duration, Progress)}. */
	public static FolderLock await(final Path folder, final Duration patience, final Progress progress)
		throws IOException
	{
		return await(folder, FILE, patience, progress);
	}

	/**
	 * Takes a part of a folder as soon as its owner gives it back. NB: it asks whether to end only while it waits, each
	 * second, as finished work is to be kept.
	 *
	 * @param patience how long the owner may take
	 * @param progress is told if that takes a while
	 * @throws ProblemException if it takes longer, or the folder cannot be written to
	 * @throws CancelledException if the user cancels meanwhile, or the thread is interrupted
	 */
	public static FolderLock await(final Path folder, final String name, final Duration patience,
		final Progress progress) throws IOException
	{
		final long end = System.nanoTime() + patience.toNanos();
		for (int pauses = 1;; pauses++) {
			// NB: a channel is closed by an interrupt
			if (Thread.currentThread().isInterrupted()) throw new CancelledException();
			final FolderLock lock = tryTake(folder, name);
			if (lock != null) return lock;
			if (System.nanoTime() - end > 0) throw new LockedException(folder, "is being written to by another process (" +
				name + ").", "Wait for it, or stop it.");
			Pause.millis(PAUSE);
			if (pauses == LOOK) progress.message("Waiting for another process, which writes to " + folder + " (" + name +
				").");
			if (pauses % LOOK == 0) progress.check();
		}
	}

	/** Opens the file of a lock; null if its owner is just removing it. */
	private static FileChannel open(final Path file) throws ProblemException {
		try {
			return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (final IOException e) {
			if (isGoing(file, e)) return null;
			throw DiskProblem.of(file.getParent(), e);
		}
	}

	/** Whether a file is just being removed. NB: until its owner has closed it too, shares of Windows deny it to others. */
	private static boolean isGoing(final Path file, final IOException failure) {
		return failure instanceof AccessDeniedException && !Files.exists(file) && Files.isWritable(file.toAbsolutePath()
			.getParent());
	}

	private static boolean locked(final FileChannel channel) throws IOException {
		try {
			// NB: a byte far behind the text, since on Windows nobody else can read what is locked
			final FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
			return lock != null;
		}
		catch (final OverlappingFileLockException e) {
			return false; // NB: another thread of this process
		}
	}

	/**
	 * Whether the file that was locked is the one in the folder, and tells in it who has it.
	 *
	 * @param before the key of the file in the folder before this one was opened
	 */
	static boolean isSeen(final Path file, final Object before, final FileChannel channel) throws IOException {
		final String text = Owner.name() + " " + UUID.randomUUID() + " ".repeat(ThreadLocalRandom.current().nextInt(LONGEST)) +
			"\n";
		final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		channel.truncate(0);
		for (final ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining();)
			channel.write(left);
		try {
			final Object now = key(file);
			if (now == null) return Files.readString(file).equals(text); // NB: on Windows that loses no lock
			// NB: a key may have been another file's before, but that had hardly the same size
			return now.equals(before) && Files.size(file) == bytes.length;
		}
		catch (final NoSuchFileException e) {
			return false; // NB: removed by the former owner after this channel was opened
		}
	}

	/** What tells a file from all others that exist; null if it does not exist, or on Windows. */
	static Object key(final Path file) throws IOException {
		try {
			return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
		}
		catch (final NoSuchFileException | AccessDeniedException e) {
			return null;
		}
	}

	/** Deletes what is in the folder, but not the lock's own file. */
	public void clear() throws IOException {
		for (final Path one : Leftovers.in(file.getParent()))
			if (!one.equals(file)) Leftovers.delete(one);
	}

	@Override
	public void close() throws IOException {
		// NB: in this order, or the file of the next owner could be removed
		try (channel) {
			Files.deleteIfExists(file);
		}
		finally {
			OWN.remove(file);
		}
	}
}
