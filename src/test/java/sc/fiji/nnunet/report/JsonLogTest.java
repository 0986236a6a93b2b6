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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

class JsonLogTest {

	private static final Instant EPOCH = Instant.parse("2026-01-02T03:04:05.25Z");

	@TempDir
	Path folder;

	@Test
	void linesHaveTheFormatOfNvidiasRecords() throws IOException {
		final Path file = folder.resolve("deep/log.jsonl");
		try (JsonLog log = JsonLog.open(file, clock(0))) {
			final Map<String, Object> settings = new LinkedHashMap<>();
			settings.put("learning_rate", 3e-4);
			settings.put("data", Path.of("a", "b"));
			settings.put("tta", true);
			settings.put("fold", null);
			settings.put("patch", List.of(40, 56, 40));
			log.parameters(settings);
			log.record(250, Map.of("dice_value", 0.5f, "L1", Double.NaN));
			log.last(Map.of("dice", 0.75));
			log.metadata("dice", Map.of("unit", "none"));
		}
		final List<String> lines = Files.readAllLines(file);
		assertEquals(4, lines.size());
		final JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
		assertEquals(List.of("timestamp", "datetime", "elapsedtime", "type", "step", "data"), List.copyOf(first.keySet()));
		assertEquals("PARAMETER", first.get("step").getAsString());
		assertEquals(EPOCH.toEpochMilli() / 1000.0, first.get("timestamp").getAsDouble());
		assertEquals("{\"learning_rate\":3.0E-4,\"data\":\"" + Path.of("a", "b").toString().replace("\\", "\\\\") +
			"\",\"tta\":true,\"fold\":null,\"patch\":[40,56,40]}", first.get("data").toString());
		assertTrue(lines.get(1).contains("\"step\":250,\"data\":{"));
		assertTrue(lines.get(1).contains("\"L1\":null"));
		assertTrue(lines.get(2).contains("\"type\":\"LOG\",\"step\":[],\"data\":{\"dice\":0.75}"));
		assertTrue(lines.get(3).contains("\"type\":\"METADATA\",\"metric\":\"dice\",\"metadata\":{\"unit\":\"none\"}"));
	}

	@Test
	void aLogOfAKilledRunIsContinuedWithoutItsIncompleteLine() throws IOException {
		final Path file = folder.resolve("log.jsonl");
		final Ticking clock = clock(0);
		try (JsonLog log = JsonLog.open(file, clock)) {
			clock.now = clock.now.plusSeconds(7);
			log.record(1, Map.of("train_loss", 1.5));
		}
		Files.writeString(file, "{\"timestamp\":123,\"da", StandardOpenOption.APPEND);
		assertEquals(1, LogReader.read(file).size());
		final Ticking later = clock(1000);
		try (JsonLog log = JsonLog.open(file, later)) {
			later.now = later.now.plusSeconds(2);
			log.record(2, Map.of("train_loss", 1.25));
		}
		final List<LogRecord> records = LogReader.read(file);
		assertEquals(List.of("1", "2"), records.stream().map(LogRecord::step).toList());
		assertEquals(9, records.get(1).elapsed(), 1e-9);
		assertEquals(1.25, records.get(1).value("train_loss"));
		assertTrue(Double.isNaN(records.get(1).value("dice")));
	}

	@Test
	void aResumedRunReplacesTheRecordsAfterItsCheckpoint() throws IOException {
		final Path file = folder.resolve("log.jsonl");
		try (JsonLog log = JsonLog.open(file)) {
			for (final int step : new int[] { 10, 20, 30, 40, 20, 30 }) {
				log.record(step, Map.of("dice_value", step));
				log.record(step, Map.of("train_loss", step));
			}
			// NB: killed after the validation of step 30 and before its checkpoint
			log.record(30, Map.of("dice_value", 31));
			log.record(30, Map.of("train_loss", 31));
		}
		final List<LogRecord> steps = LogReader.steps(LogReader.read(file));
		assertEquals(List.of(10L, 10L, 20L, 20L, 30L, 30L), steps.stream().map(LogRecord::number).toList());
		assertEquals(31, steps.get(4).value("dice_value"));
		assertEquals(31, steps.get(5).value("train_loss"));
	}

	@Test
	void nvidiasLogIsRead() throws IOException {
		final Path file = folder.resolve("log.json");
		Files.writeString(file,
			"DLLL {\"timestamp\": \"1\", \"datetime\": \"x\", \"elapsedtime\": \"2.5\", \"type\": \"LOG\", \"step\": 5, \"data\": {\"dice_value\": 0.25}}\n");
		final LogRecord record = LogReader.read(file).get(0);
		assertEquals(5, record.number());
		assertEquals(2.5, record.elapsed());
		assertEquals(0.25, record.value("dice_value"));
	}

	@Test
	void aMalformedLineInTheMiddleIsNamed() throws IOException {
		final Path file = folder.resolve("log.jsonl");
		for (final String line : List.of("not json", "[]", "{}", "{\"type\":\"LOG\"}")) {
			Files.writeString(file, "\n" + line + "\n");
			assertTrue(assertThrows(ProblemException.class, () -> LogReader.read(file)).getMessage().contains("Line 2"));
		}
	}

	private static Ticking clock(final long offset) {
		return new Ticking(EPOCH.plus(Duration.ofSeconds(offset)));
	}

	private static final class Ticking extends Clock {

		private Instant now;

		private Ticking(final Instant now) {
			this.now = now;
		}

		@Override
		public Instant instant() {
			return now;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(final java.time.ZoneId zone) {
			return this;
		}
	}
}
