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
package sc.fiji.nnunet.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A folder that always holds one whole checkpoint, once the first is complete.
 * <p>
 * Each checkpoint is in a numbered folder of its own. The text file
 * {@code checkpoint}, which TensorFlow for Python reads too, names the current
 * one; it is replaced by a rename once everything else is on disk, and only then is the earlier checkpoint deleted.
 * </p>
 */
public final class CheckpointFolder {

	/** Prefix of the names of TensorFlow's files. */
	public static final String PREFIX = "weights";

	/** The folder of the texts that belong to a checkpoint, beside its files. */
	public static final String NOTES = "notes";

	private static final String INDEX = "checkpoint";
	private static final Pattern POINTER = Pattern.compile("model_checkpoint_path: \"(\\d+)/" + PREFIX + "\"");

	private final Path folder;

	/** @param folder the folder of the checkpoint, such as {@code checkpoint_last}; it need not exist yet */
	public CheckpointFolder(final Path folder) {
		this.folder = folder;
	}

	/**
	 * Whether a folder holds a checkpoint. NB: that the folder exists is not enough, because the first checkpoint may
	 * have been interrupted while it was written.
	 */
	public static boolean isIn(final Path folder) {
		return Files.isRegularFile(folder.resolve(INDEX));
	}

	/** Writes the files of a checkpoint. */
	@FunctionalInterface
	public interface Content {

		/** Writes the files into an empty folder. */
		void write(Path folder) throws IOException;
	}

	/** Adds a checkpoint and makes it the current one; if that fails, the current one stays as it is. */
	public void replace(final Content content) throws IOException {
		Files.createDirectories(folder);
		final String earlier = isIn(folder) ? pointer() : null;
		removeAllBut(earlier);
		final String name = earlier == null ? "1" : Long.toString(Long.parseLong(earlier) + 1);
		final Path fresh = Files.createDirectory(folder.resolve(name));
		try {
			content.write(fresh);
			for (final Path file : files(fresh))
				force(file);
			final Path index = folder.resolve(INDEX + ".new");
			Files.writeString(index, "model_checkpoint_path: \"" + name + "/" + PREFIX + "\"\n");
			force(index);
			WholeFile.move(index, folder.resolve(INDEX));
		}
		catch (IOException | RuntimeException exc) {
			removeAllBut(earlier);
			throw exc;
		}
		removeAllBut(name);
	}

	/**
	 * The folder with the current checkpoint's files.
	 *
	 * @throws ProblemException if there is none, or its files are missing
	 */
	public Path current() throws IOException {
		if (!isIn(folder)) throw new ProblemException(folder, "There is no checkpoint here.",
			"Give the folder of a checkpoint, such as checkpoint_last.");
		final Path current = folder.resolve(pointer());
		if (!Files.isDirectory(current)) throw new ProblemException(folder, "The checkpoint's files in " + current
			.getFileName() + " are missing.", "Copy the folder again with everything in it.");
		return current;
	}

	/** One of its {@linkplain Network#notes texts}, which may be missing. */
	public Path note(final String name) throws IOException {
		return current().resolve(NOTES).resolve(name);
	}

	private String pointer() throws IOException {
		final Path index = folder.resolve(INDEX);
		final Matcher matcher = POINTER.matcher(Files.readString(index));
		if (!matcher.find()) throw new ProblemException(index, "This is not the index of a checkpoint of nnU-Net for Fiji.",
			"Give another folder, or remove this one if it is not needed.");
		return matcher.group(1);
	}

	private void removeAllBut(final String kept) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList()) {
				final String name = file.getFileName().toString();
				if (name.matches("\\d+") && !name.equals(kept)) Leftovers.delete(file);
			}
		}
	}

	/** Makes sure that a file is on the disk. */
	private static void force(final Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
	}

	/** The files in a folder and its subfolders. */
	private static List<Path> files(final Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).toList();
		}
	}
}
