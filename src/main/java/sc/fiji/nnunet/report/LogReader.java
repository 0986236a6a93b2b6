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
package sc.fiji.nnunet.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads the logs that {@link JsonLog} writes, even while they are being written, and those of NVIDIA's nnU-Net (lines
 * that begin with {@code DLLL}).
 */
public final class LogReader {

	private static final String NVIDIA_PREFIX = "DLLL ";

	private LogReader() {
		// NB: functions, not an object
	}

	/**
	 * All records in the order of the file; an incomplete last line is left out.
	 *
	 * @throws ProblemException if another line is not a record
	 */
	public static List<LogRecord> read(final Path file) throws IOException {
		// NB: malformed input is replaced, since the incomplete line may end within a character
		final String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
		final List<LogRecord> records = new ArrayList<>();
		int number = 0;
		int from = 0;
		for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
			final String line = text.substring(from, end).strip();
			from = end + 1;
			number++;
			if (!line.isEmpty()) records.add(record(file, number, line));
		}
		return records;
	}

	/**
	 * The records of steps that are valid after all resumptions: a run that resumed from an earlier checkpoint replaces
	 * the records after that checkpoint. NB: the first of them may be of the step of the last record, if a run was killed
	 * after it had written that and before its checkpoint.
	 */
	public static List<LogRecord> steps(final List<LogRecord> records) {
		final List<LogRecord> steps = new ArrayList<>();
		for (final LogRecord record : records) {
			if (!record.hasStep()) continue;
			while (!steps.isEmpty() && steps.get(steps.size() - 1).number() > record.number())
				steps.remove(steps.size() - 1);
			for (int i = steps.size() - 1; i >= 0 && steps.get(i).number() == record.number(); i--)
				if (repeats(record, steps.get(i))) steps.remove(i);
			steps.add(record);
		}
		return steps;
	}

	/** Whether a record has the same measurements as an earlier one of its step; a validation and an epoch have not. */
	private static boolean repeats(final LogRecord record, final LogRecord earlier) {
		return record.members().keySet().stream().anyMatch(earlier.members()::containsKey);
	}

	private static LogRecord record(final Path file, final int number, final String line) throws ProblemException {
		try {
			final JsonObject json = Json.parse(line.startsWith(NVIDIA_PREFIX) ? line.substring(NVIDIA_PREFIX.length())
				: line).getAsJsonObject();
			final JsonElement step = json.get("step");
			final JsonElement data = json.has("data") ? json.get("data") : json.get("metadata");
			return new LogRecord(json.get("type").getAsString(), step == null || step.isJsonArray() ? "" : step.getAsString(),
				json.get("elapsedtime").getAsDouble(), data.getAsJsonObject());
		}
		catch (final JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
			throw new ProblemException(file, "Line " + number + " is not a log record.",
				"Remove the line, or the whole log; training continues without it.", e);
		}
	}
}
