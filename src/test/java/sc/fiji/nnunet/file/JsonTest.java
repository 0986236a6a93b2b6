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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

class JsonTest {

	record Sample(String name, List<Double> numbers, Double missing) {}

	private static final Sample SAMPLE = new Sample("a=b & 'c' < d", List.of(1.5, Double.NaN), null);

	@TempDir
	private Path folder;

	@Test
	void theFormatsDifferOnlyInLinesAndNulls() {
		assertEquals("{\"name\":\"a=b & 'c' < d\",\"numbers\":[1.5,NaN]}", Json.line(SAMPLE));
		assertEquals("{\"name\":\"a=b & 'c' < d\",\"numbers\":[1.5,NaN],\"missing\":null}", Json.lineWithNulls(SAMPLE));
		assertEquals("{\n  \"name\": \"a=b & 'c' < d\",\n  \"numbers\": [\n    1.5,\n    NaN\n  ]\n}", Json.page(SAMPLE));
		assertTrue(Json.pageWithNulls(SAMPLE).endsWith("  ],\n  \"missing\": null\n}"));
	}

	@Test
	void escapedTextIsWhatGsonWritesByDefault() {
		final List<String> texts = List.of("a=b & 'c' < d > e", "\u2028\"\\\u00e4");
		assertEquals(new com.google.gson.Gson().toJson(texts), Json.escaped(Json.line(texts)));
		assertEquals(SAMPLE, Json.parse(Json.escaped(Json.line(SAMPLE)), Sample.class));
	}

	@Test
	void aFileKeepsListsOfNumbersOnOneLineAndCanBeRead() throws IOException {
		final Path file = folder.resolve("new/sample.json");
		JsonFile.write(file, SAMPLE);
		assertEquals("{\n  \"name\": \"a=b & 'c' < d\",\n  \"numbers\": [1.5, NaN]\n}\n", Files.readString(file));
		assertEquals(SAMPLE, JsonFile.read(file, Sample.class, "a sample", ""));
		try (Stream<Path> files = Files.list(file.getParent())) {
			assertEquals(List.of(file), files.toList());
		}
	}

	@Test
	void messagesNameTheFileAndThePosition() throws IOException {
		final Path file = folder.resolve("sample.json");
		Files.writeString(file, "{\n  \"name\": \"x\",\n  \"numbers\": [1, true]\n}");
		final String typed = problem(file, Sample.class);
		assertTrue(typed.startsWith(file + ": is not a sample: "), typed);
		assertTrue(typed.contains("line 3 column 22 path $.numbers[1]") && typed.endsWith(". Write it again."), typed);
		Files.writeString(file, "{\n  \"name\": \"x\n");
		assertTrue(problem(file, com.google.gson.JsonElement.class).contains("line 3 column 1 path $.name"), problem(file,
			com.google.gson.JsonElement.class));
		Files.write(file, new byte[] { '"', (byte) 0xff, '"' });
		assertEquals(file + ": is not a sample: it is not UTF-8 text. Write it again.", problem(file, Sample.class));
		Files.writeString(file, "");
		assertEquals(file + ": is empty. Write it again.", problem(file, Sample.class));
		Files.delete(file);
		assertEquals(file + ": does not exist. Write it again.", problem(file, Sample.class));
	}

	@Test
	void aByteOrderMarkIsIgnored() throws IOException {
		final Path file = folder.resolve("sample.json");
		Files.writeString(file, "\uFEFF{\"name\": \"x\"}");
		assertEquals("x", JsonFile.read(file, Sample.class, "a sample", "").name());
	}

	private static String problem(final Path file, final Class<?> type) {
		return assertThrows(ProblemException.class, () -> JsonFile.read(file, type, "a sample", "Write it again."))
			.getMessage();
	}

	@Test
	void unpairedSurrogatesAreFoundLiteralOrEscaped() {
		for (final String half : new String[] { "\\ud800", "\\udc00", "\\ud83d\\ud83d", "\\ud83dx", "\ud800",
			"a\\\\\\ud800" })
			assertTrue(Json.hasUnpairedSurrogate("{\"a\": \"" + half + "\"}"), half);
		for (final String whole : new String[] { "\\ud83d\\ude00", "\ud83d\ude00", "\\\\ud800", "\\u00e4", "plain" })
			assertFalse(Json.hasUnpairedSurrogate("{\"a\": \"" + whole + "\"}"), whole);
	}
}
