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
package sc.fiji.nnunet.paint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.google.gson.JsonParseException;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The file that all paint of one image is appended to: a line per {@link Mark}. Each line is on the disk when
 * {@link #append} returns. If the program or the machine ends in the middle of a line, that line is dropped, and all
 * earlier ones are kept.
 */
final class Journal implements Closeable {

	private final Path file;
	private final FileChannel channel;

	private Journal(final Path file, final FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * The whole lines of a file, and where they end.
	 *
	 * @param length the bytes of the whole lines
	 * @param ended whether the last of them ends with a line break
	 */
	record Content(List<Mark> marks, long length, boolean ended) {
	}

	/** Opens a journal to append to it; what is left of a broken last line is cut off. */
	static Journal open(final Path file) throws ProblemException {
		final Content content = read(file);
		try {
			final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			channel.truncate(content.length);
			channel.position(channel.size());
			final Journal journal = new Journal(file, channel);
			if (!content.ended) journal.write("\n");
			return journal;
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}

	/** The lines of a journal that may be appended to at the same time; none if there is no such file. */
	static Content read(final Path file) throws ProblemException {
		final byte[] bytes;
		try {
			if (!Files.exists(file)) return new Content(List.of(), 0, true);
			bytes = withoutZeros(Files.readAllBytes(file));
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
		final List<Mark> marks = new ArrayList<>();
		int at = 0;
		while (at < bytes.length) {
			int end = at;
			while (end < bytes.length && bytes[end] != '\n')
				end++;
			final Mark mark = parse(new String(bytes, at, end - at, StandardCharsets.UTF_8));
			if (mark != null) marks.add(mark);
			else if (holdsLater(bytes, end)) throw new ProblemException(file, "has a line that cannot be read: line " +
				(marks.size() + 1) + ".", "Remove that line in a text editor; the other lines are kept.");
			else return new Content(marks, at, true);
			if (end == bytes.length) return new Content(marks, end, false);
			at = end + 1;
		}
		return new Content(marks, at, true);
	}

	/** NB: after a crash of the machine a file may end with zeros. */
	private static byte[] withoutZeros(final byte[] bytes) {
		int length = bytes.length;
		while (length > 0 && bytes[length - 1] == 0)
			length--;
		return Arrays.copyOf(bytes, length);
	}

	/** Whether a line that can be read follows. */
	private static boolean holdsLater(final byte[] bytes, final int from) {
		for (final String line : new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).split("\n"))
			if (parse(line) != null) return true;
		return false;
	}

	private static Mark parse(final String line) {
		try {
			final Mark mark = Json.parse(line, Mark.class);
			return mark == null || mark.id() < 1 || mark.kind() == null || mark.runs() == null ? null : mark;
		}
		catch (final JsonParseException exc) {
			return null;
		}
	}

	/** Appends a line, which is on the disk afterwards. */
	void append(final Mark mark) throws ProblemException {
		try {
			write(Json.line(mark) + "\n");
			channel.force(false);
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}

	private void write(final String text) throws IOException {
		final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		while (bytes.hasRemaining())
			channel.write(bytes);
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}
}
