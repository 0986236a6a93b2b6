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

import com.google.gson.JsonElement;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

import sc.fiji.nnunet.problem.ProblemException;

/** Reads JSON files, and writes them in a readable form, completely or not at all. */
public final class JsonFile {

	/** A list on several lines of numbers or booleans only. NB: a JSON text never contains a bare line break. */
	private static final Pattern LIST = Pattern.compile("\\[\\n[^\\[\\]{}\"]*\\]");

	private JsonFile() {
		// static methods only
	}

	/**
	 * Writes data on several lines, with each list of numbers on a single line.
	 *
	 * @throws ProblemException if the file cannot be written
	 */
	public static void write(final Path file, final Object data) throws ProblemException {
		WholeFile.write(file, flat(Json.page(data)) + "\n");
	}

	/**
	 * Reads a record.
	 *
	 * @param what what the file is, for messages: "a plan"
	 * @param cure what the user can do if it cannot be read
	 * @throws ProblemException if the file is missing, is not JSON, or lacks what the record needs
	 */
	public static <T> T read(final Path file, final Class<T> type, final String what, final String cure)
		throws ProblemException
	{
		return parse(file, text(file, what, cure), type, what, cure);
	}

	/**
	 * Reads a file of any structure.
	 *
	 * @param what what the file is, for messages: "a plan"
	 * @param cure what the user can do if it cannot be read
	 * @throws ProblemException if the file is missing or not JSON
	 */
	public static JsonElement tree(final Path file, final String what, final String cure) throws ProblemException {
		return read(file, JsonElement.class, what, cure);
	}

	/**
	 * Parses a text that was read from a file.
	 *
	 * @param file where it came from, for messages
	 * @param text its content, or null
	 * @param what what the file is, for messages: "a plan"
	 * @param cure what the user can do if it cannot be read
	 * @throws ProblemException if the text is not JSON, or lacks what the type needs
	 */
	public static <T> T parse(final Path file, final String text, final Class<T> type, final String what,
		final String cure) throws ProblemException
	{
		final T data;
		if (text != null && Json.hasUnpairedSurrogate(text)) throw new ProblemException(file, "is not " + what +
			": a text in it contains an unpaired surrogate (\\ud800 to \\udfff).", cure);
		try {
			data = Json.parse(text == null || !text.startsWith("\uFEFF") ? text : text.substring(1), type);
		}
		catch (final RuntimeException e) {
			// NB: Gson wraps what a record's constructor throws, so a missing field ends up here as well
			throw new ProblemException(file, "is not " + what + ": " + reason(e) + ".", cure, e);
		}
		if (data == null) throw new ProblemException(file, "is empty.", cure);
		return data;
	}

	private static String text(final Path file, final String what, final String cure) throws ProblemException {
		try {
			return Files.readString(file);
		}
		catch (final NoSuchFileException e) {
			throw new ProblemException(file, "does not exist.", cure, e);
		}
		catch (final CharacterCodingException e) {
			throw new ProblemException(file, "is not " + what + ": it is not UTF-8 text.", cure, e);
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, e);
		}
	}

	/** Puts each list of numbers on one line. */
	private static String flat(final String json) {
		return LIST.matcher(json).replaceAll(list -> list.group().replaceAll("\\s+", " ").replace("[ ", "[").replace(" ]",
			"]"));
	}

	private static String reason(final Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null && cause.getCause() != cause)
			cause = cause.getCause();
		return cause.getMessage() == null ? "something is missing" : cause.getMessage().lines().findFirst().orElse("");
	}
}
