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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import sc.fiji.nnunet.progress.ForwardingProgress;
import sc.fiji.nnunet.progress.Pause;
import sc.fiji.nnunet.progress.Progress;

/**
 * Claims on pieces of work by several processes that share a folder, also on a network file system: who creates the file
 * of a claim has it.
 * <p>
 * The holder renews its claims while it works. A claim that is not renewed expires, and another process may take it; on
 * the computer of a process that was killed, at once.
 * NB: two processes may then do the same piece of work if the first one was only slow; as results are written as whole
 * files, that costs time, but breaks nothing. What may not be done twice has a {@link FolderLock} besides.
 * </p>
 */
public final class Claims implements Closeable {

	/** How long a claim lasts by default: longer than a window and the reading of an image. Our own choice. */
	public static final Duration LIFE = Duration.ofMinutes(15);

	private static final String PREFIX = ".claim-";

	/** The pause between two looks at what the other processes have done, in milliseconds. Our own choice. */
	private static final int PAUSE = 1000;

	private final Path folder;
	private final Duration life;
	private final Map<String, String> held = new HashMap<>();
	private Instant renewed = Instant.EPOCH;

	/**
	 * @param folder the folder, which must exist
	 * @param life how long a claim lasts without being renewed
	 */
	public Claims(final Path folder, final Duration life) {
		this.folder = folder;
		this.life = life;
	}

	/** How long a claim lasts without being renewed. */
	public Duration life() {
		return life;
	}

	/** Whether this process has the claim now, which it had not before and nobody else has. */
	public synchronized boolean take(final String name) throws IOException {
		final String mine = Owner.name() + " " + UUID.randomUUID();
		if (!take(file(name), mine)) return false;
		held.put(name, mine);
		return true;
	}

	/** Whether a process has a claim that has not expired. */
	public boolean isHeld(final String name) throws IOException {
		return Files.exists(file(name)) && expired(file(name)) == null;
	}

	/** Whether some work is done, by this process or another. */
	@FunctionalInterface
	public interface Done {

		boolean test() throws IOException;
	}

	/** Whether this process has the claim now and its work is still to be done; nothing is claimed otherwise. */
	public boolean take(final String name, final Done done) throws IOException {
		return take(name, done, done);
	}

	/**
	 * The same for work of which an earlier look may tell that it is done, where another look takes a while.
	 *
	 * @param seen whether it was done at the earlier look
	 * @param done whether it is done now; asked only if it was not then, and while this process has the claim
	 */
	public boolean take(final String name, final Done seen, final Done done) throws IOException {
		if (seen.test() || !take(name)) return false;
		boolean open = false;
		try {
			// NB: the former holder may have done it since this process looked
			open = !done.test();
			return open;
		}
		finally {
			if (!open) release(name);
		}
	}

	/** Waits a moment, in which other processes may do some of the work that they have claimed. */
	public static void await(final Progress progress) {
		progress.check();
		Pause.millis(PAUSE);
	}

	/** Extends all claims; cheap enough to be called often. */
	public synchronized void renew() throws IOException {
		final Instant now = Instant.now();
		if (Duration.between(renewed, now).compareTo(life.dividedBy(8)) < 0) return;
		renewed = now;
		for (final Map.Entry<String, String> claim : held.entrySet()) {
			final Path file = file(claim.getKey());
			if (claim.getValue().equals(content(file))) Files.writeString(file, claim.getValue());
		}
	}

	/** The same progress, which renews the claims with each report. */
	public Progress renewing(final Progress progress) {
		return new ForwardingProgress(progress) {

			@Override
			public void update(final double fraction, final String status) {
				try {
					renew();
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
				super.update(fraction, status);
			}
		};
	}

	/** Gives a claim back. */
	public synchronized void release(final String name) throws IOException {
		final String mine = held.remove(name);
		if (mine != null && mine.equals(content(file(name)))) Files.deleteIfExists(file(name));
	}

	/** Removes the claims that have expired, when their work is done. */
	public synchronized void sweep() throws IOException {
		final List<Path> files;
		try (Stream<Path> all = Files.list(folder)) {
			files = all.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
		}
		for (final Path file : files)
			// NB: not without taking it, since somebody else may just do so
			if (expired(file) != null && take(file, Owner.name() + " " + UUID.randomUUID())) Files.deleteIfExists(file);
	}

	@Override
	public synchronized void close() throws IOException {
		for (final String name : held.keySet().toArray(String[]::new))
			release(name);
	}

	/** NB: made of the whole name, as a claim that two names share would leave the work of one of them undone. */
	private Path file(final String name) {
		return folder.resolve(PREFIX + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Creates a claim, or replaces one that has expired. NB: whoever replaces it claims that first, by a name made of what
	 * it contains. So one of several processes replaces it, and none that was slow to look the claim of the next holder.
	 */
	private boolean take(final Path file, final String mine) throws IOException {
		if (create(file, mine)) return true;
		final String old = expired(file);
		if (old == null) return false;
		final Path turn = file(file.getFileName() + old);
		if (!take(turn, mine)) return false;
		try {
			if (!old.equals(expired(file))) return false;
			// NB: by a rename, since a file that is overwritten is empty for a moment, and still as old as before
			final Path whole = folder.resolve(PREFIX + UUID.randomUUID());
			Files.writeString(whole, mine);
			Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
			return true;
		}
		finally {
			Files.deleteIfExists(turn);
		}
	}

	private static boolean create(final Path file, final String content) throws IOException {
		try {
			Files.createFile(file);
			Files.writeString(file, content);
			return true;
		}
		catch (final FileAlreadyExistsException e) {
			return false;
		}
	}

	private static String content(final Path file) throws IOException {
		try {
			return Files.readString(file);
		}
		catch (final NoSuchFileException e) {
			return "";
		}
	}

	/** What an expired claim contains, or one of a killed process of this computer; null if it is valid or gone. */
	private String expired(final Path file) throws IOException {
		try {
			final String content = content(file);
			if (Owner.isGoneHere(content.split(" ")[0])) return content;
			final FileTime time = Files.getLastModifiedTime(file);
			return Duration.between(time.toInstant(), now()).compareTo(life) > 0 ? content : null;
		}
		catch (final NoSuchFileException e) {
			return null;
		}
	}

	/** The time by the clock of the file system, which may be on another machine. */
	private Instant now() throws IOException {
		final Path probe = folder.resolve(PREFIX + UUID.randomUUID());
		try {
			Files.createFile(probe);
			return Files.getLastModifiedTime(probe).toInstant();
		}
		finally {
			Files.deleteIfExists(probe);
		}
	}
}
