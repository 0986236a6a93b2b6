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

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Turns the exceptions of file systems into problems with a cure. */
public final class DiskProblem {

	private static final long MEGABYTE = 1_000_000;

	/** The messages of Linux, macOS and Windows. */
	private static final List<String> FULL = List.of("no space left on device", "disk quota exceeded",
		"not enough space on the disk", "file too large");

	private static final List<String> LONG = List.of("file name too long", "filename or extension is too long");

	private static final String CURE_FULL = "Free some space on this disk, or give a folder on another one; " +
		"finished work is kept.";

	private DiskProblem() {
		// static methods only
	}

	/**
	 * A failure as it should be shown to users: an error of the file system as a problem, anything else unchanged.
	 *
	 * @param failure what was thrown
	 */
	public static Throwable readable(final Throwable failure) {
		if (failure instanceof FileSystemException e && e.getFile() != null) return of(Path.of(e.getFile()), e);
		return failure instanceof IOException e && !(e instanceof ProblemException) && is(e, FULL) ? new ProblemException(
			new Problem("the disk", "No space left on device.", CURE_FULL)) : failure;
	}

	/**
	 * The problem with a file that could not be read or written.
	 *
	 * @param file the file that was to be written or read
	 */
	public static ProblemException of(final Path file, final IOException failure) {
		return of(file, 0, failure);
	}

	/**
	 * The problem with a file that could not be read or written.
	 *
	 * @param file the file that was to be written or read
	 * @param needed the size of the whole file in bytes, or 0 if that is not known
	 */
	public static ProblemException of(final Path file, final long needed, final IOException failure) {
		if (failure instanceof ProblemException known) return known;
		if (is(failure, FULL)) return full(file, needed, failure);
		if (is(failure, LONG)) return new ProblemException(file, "The name is too long for this file system (" + file
			.getFileName().toString().length() + " characters).", "Shorten it, or the path to it.", failure);
		final Path blocking = failure instanceof FileAlreadyExistsException && Files.isRegularFile(file) ? file : blocking(
			file);
		if (blocking != null) return new ProblemException(blocking, "This is a file, but a folder is needed here.",
			"Give another folder, or move the file away.", failure);
		if (is(failure, List.of("read-only file system"))) return new ProblemException(file, "It is on a read-only disk.",
			"Give a folder on another disk as output.", failure);
		if (failure instanceof AccessDeniedException || is(failure, List.of("permission denied",
			"operation not permitted"))) return new ProblemException(file, "You have no permission to " + (Files.isReadable(
				file) ? "write" : "read or write") + " it.",
				"Change its permissions or those of its folder, or give another one.", failure);
		if (failure instanceof NoSuchFileException) return new ProblemException(file, "It does not exist.",
			"Check the path.", failure);
		if (Files.isDirectory(file) && (failure instanceof FileAlreadyExistsException || is(failure, List.of(
			"is a directory", "directory not empty")))) return new ProblemException(file,
				"This is a folder, but a file is to be written here.", "Give another name, or move the folder away.", failure);
		return new ProblemException(file, "It cannot be read or written (" + reason(failure) + ").",
			"Check that its folder exists, is writable and has space left.", failure);
	}

	private static ProblemException full(final Path file, final long needed, final IOException failure) {
		final Path folder = file.toAbsolutePath().getParent();
		String free = "";
		try {
			free = Files.getFileStore(folder).getUsableSpace() / MEGABYTE + " MB are free, ";
		}
		catch (final IOException e) {
			failure.addSuppressed(e);
		}
		return new ProblemException(folder, "No space left on device: " + free + (needed > 0 ? "the file " + file
			.getFileName() + " alone needs " + (needed + MEGABYTE - 1) / MEGABYTE + " MB." : file.getFileName() +
				" could not be written."), CURE_FULL, failure);
	}

	/** The reason alone, without the names of files and classes. */
	static String reason(final IOException failure) {
		if (failure instanceof FileSystemException e) return e.getReason() != null ? e.getReason()
			: failure instanceof AccessDeniedException ? "permission denied" : failure instanceof NoSuchFileException
				? "it does not exist" : failure.getClass().getSimpleName().replaceFirst("Exception$", "");
		return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
	}

	private static boolean is(final IOException failure, final List<String> texts) {
		for (Throwable one = failure; one != null; one = one.getCause()) {
			final String message = String.valueOf(one.getMessage()).toLowerCase(Locale.ROOT);
			if (texts.stream().anyMatch(message::contains)) return true;
		}
		return false;
	}

	/** The file that is where the path needs a folder, or null. */
	private static Path blocking(final Path file) {
		for (Path one = file.toAbsolutePath().getParent(); one != null; one = one.getParent())
			if (Files.isRegularFile(one)) return one;
		return null;
	}
}
