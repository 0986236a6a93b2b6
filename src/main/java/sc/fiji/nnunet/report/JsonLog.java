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
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import sc.fiji.nnunet.file.Json;

/**
 * A log of one JSON object per line, with NVIDIA's record names (recipe-nvidia.md 6.9).
 * <p>
 * Each line holds {@code timestamp} (seconds since 1970) and {@code datetime}, {@code elapsedtime} (seconds in which
 * the log was open, earlier runs included), {@code type} and either {@code step} and {@code data} (LOG) or
 * {@code metric} and {@code metadata} (METADATA). Records:
 * </p>
 * <ul>
 * <li>{@code PARAMETER}: all settings, once per run;</li>
 * <li>a number as step: the measurements at this step, such as {@code dice_value}, {@code L1}, {@code train_loss};</li>
 * <li>no step ({@code []}): the final numbers.</li>
 * </ul>
 * <p>
 * Each line is flushed immediately. An existing log is continued; an incomplete line that a killed run left is cut off.
 * Values that are not finite are written as {@code null}. Thread-safe.
 * </p>
 */
public final class JsonLog implements AutoCloseable {

	/** The step of the record that holds all settings. */
	public static final String PARAMETER = "PARAMETER";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS",
		Locale.ROOT);

	private final Clock clock;
	private final Instant start;
	private final double before;
	private final Writer out;

	private JsonLog(final Path file, final Clock clock) throws IOException {
		this.clock = clock;
		start = clock.instant();
		Files.createDirectories(file.toAbsolutePath().getParent());
		before = Files.exists(file) ? resume(file) : 0;
		out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	/** Opens a log; an existing one is continued. */
	public static JsonLog open(final Path file) throws IOException {
		return open(file, Clock.systemDefaultZone());
	}

	/** The same with another clock. */
	public static JsonLog open(final Path file, final Clock clock) throws IOException {
		return new JsonLog(file, clock);
	}

	/** Writes all settings of a run. */
	public void parameters(final Map<String, ?> settings) throws IOException {
		log(Json.tree(PARAMETER), settings);
	}

	/** Writes the measurements at a step. */
	public void record(final long step, final Map<String, ?> data) throws IOException {
		log(Json.tree(step), data);
	}

	/** Writes the final numbers of a run. */
	public void last(final Map<String, ?> data) throws IOException {
		log(new JsonArray(), data);
	}

	/** Writes metadata of a metric, such as its unit and format. */
	public void metadata(final String metric, final Map<String, ?> metadata) throws IOException {
		final JsonObject line = line("METADATA");
		line.addProperty("metric", metric);
		line.add("metadata", tree(metadata));
		write(line);
	}

	@Override
	public synchronized void close() throws IOException {
		out.close();
	}

	private void log(final JsonElement step, final Map<String, ?> data) throws IOException {
		final JsonObject line = line("LOG");
		line.add("step", step);
		line.add("data", tree(data));
		write(line);
	}

	private JsonObject line(final String type) {
		final Instant now = clock.instant();
		final JsonObject line = new JsonObject();
		line.addProperty("timestamp", seconds(now));
		line.addProperty("datetime", TIME.format(now.atZone(ZoneId.systemDefault())));
		line.addProperty("elapsedtime", before + seconds(now) - seconds(start));
		line.addProperty("type", type);
		return line;
	}

	private static double seconds(final Instant time) {
		return time.getEpochSecond() + time.getNano() / 1_000 / 1e6;
	}

	/** The values as JSON: paths and other objects as text, numbers that are not finite as null. */
	private JsonObject tree(final Map<String, ?> data) {
		final JsonObject tree = new JsonObject();
		data.forEach((name, value) -> tree.add(name, element(value)));
		return tree;
	}

	private JsonElement element(final Object value) {
		if (value == null) return JsonNull.INSTANCE;
		if (value instanceof Number number) return Double.isFinite(number.doubleValue()) ? Json.tree(number)
			: JsonNull.INSTANCE;
		if (value instanceof Boolean || value instanceof JsonElement) return Json.tree(value);
		if (!(value instanceof List<?> list)) return Json.tree(value.toString());
		final JsonArray array = new JsonArray();
		list.forEach(item -> array.add(element(item)));
		return array;
	}

	private synchronized void write(final JsonObject line) throws IOException {
		out.write(Json.lineWithNulls(line) + "\n");
		out.flush();
	}

	/** Cuts off an incomplete last line; returns the elapsed time of the last complete line. */
	private static double resume(final Path file) throws IOException {
		try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
			long end = log.length();
			while (end > 0 && !endsLine(log, end))
				end--;
			log.setLength(end);
		}
		double elapsed = 0;
		for (final LogRecord record : LogReader.read(file))
			elapsed = Math.max(elapsed, record.elapsed());
		return elapsed;
	}

	private static boolean endsLine(final RandomAccessFile log, final long end) throws IOException {
		log.seek(end - 1);
		return log.read() == '\n';
	}
}
