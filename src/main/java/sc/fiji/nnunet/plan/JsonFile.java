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
package sc.fiji.nnunet.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * Records as readable JSON files.
 * <p>
 * A file appears whole or not at all: it is written under another name in the same
 * folder and then renamed.
 * </p>
 */
public final class JsonFile {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping()
		.serializeSpecialFloatingPointValues().create();

	/** A list over several lines that holds numbers or truth values only. NB: a text never holds a bare line break. */
	private static final Pattern LIST = Pattern.compile("\\[\\n[^\\[\\]{}\"]*\\]");

	private JsonFile() {
		// static methods only
	}

	/** Writes a record; the folder must exist. */
	public static void write(final Path file, final Object data) throws IOException {
		final Path part = file.resolveSibling(file.getFileName() + ".part");
		try {
			Files.writeString(part, flat(GSON.toJson(data)) + "\n", StandardCharsets.UTF_8);
			Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(part);
		}
	}

	/**
	 * Reads a record.
	 *
	 * @param what what the file is, for messages: "a plan"
	 * @param cure what the user can do if it is none
	 * @throws ProblemException if the file is missing, is not JSON, or lacks what the record needs
	 */
	public static <T> T read(final Path file, final Class<T> type, final String what, final String cure)
		throws IOException
	{
		final String text;
		try {
			text = Files.readString(file, StandardCharsets.UTF_8);
		}
		catch (final NoSuchFileException e) {
			throw new ProblemException(file, "does not exist.", cure, e);
		}
		catch (final CharacterCodingException e) {
			throw new ProblemException(file, "is not " + what + ": it is not text.", cure, e);
		}
		final T data;
		try {
			data = GSON.fromJson(text, type);
		}
		catch (final RuntimeException e) {
			// NB: Gson wraps what a record's constructor throws, so a missing field ends up here as well
			throw new ProblemException(file, "is not " + what + ": " + reason(e) + ".", cure, e);
		}
		if (data == null) throw new ProblemException(file, "is empty.", cure);
		return data;
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
