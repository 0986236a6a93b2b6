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
package sc.fiji.nnunet.pth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.ProblemException;

/** Files that PyTorch and the safetensors library wrote (src/test/resources/pth/make_samples.py). */
class SampleFilesTest {

	private static final Path FOLDER = Path.of("src/test/resources/pth");

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "samples.pth", "deflated.pth", "samples.safetensors" })
	void everyTypeOfNumberIsReadInEveryFormat(final String name) throws IOException {
		final JsonObject expected = Json.parse(Files.readString(FOLDER.resolve("samples.json"))).getAsJsonObject();
		try (Opened opened = open(FOLDER.resolve(name))) {
			for (final Map.Entry<String, JsonElement> entry : expected.entrySet()) {
				final Tensor tensor = (Tensor) opened.content.get(entry.getKey());
				final JsonObject wanted = entry.getValue().getAsJsonObject();
				assertEquals(wanted.get("type").getAsString(), tensor.type().name().toLowerCase(Locale.ROOT));
				assertEquals(wanted.get("shape").toString(), Json.line(LongStream.of(tensor.shape()).boxed().toList()));
				final List<JsonElement> values = wanted.getAsJsonArray("values").asList();
				assertEquals(values.size(), tensor.size());
				final float[] numbers = tensor.floats();
				assertEquals(values.size(), numbers.length);
				for (int n = 0; n < numbers.length; n++)
					assertEquals((float) python(values.get(n).getAsString()), numbers[n], entry.getKey());
			}
		}
	}

	@Test
	void plainValuesBecomeThoseOfJava() throws IOException {
		try (PthFile file = PthFile.open(FOLDER.resolve("samples.pth"))) {
			final Map<?, ?> plain = (Map<?, ?>) file.dictionary().get("plain");
			assertEquals("{\"none\":null,\"yes\":true,\"no\":false,\"small\":1,\"word\":60000,\"negative\":-5," +
				"\"large\":1099511627776,\"float\":0.1,\"text\":\"µm\\n\",\"list\":[1,[2.5]],\"tuple\":[1,2,3,4]," +
				"\"7\":\"seven\",\"f8\":0.1,\"f4\":0.5,\"i8\":-3,\"u1\":200,\"b1\":true,\"device\":\"cuda:1\"}", Json
					.lineWithNulls(plain));
			assertEquals("seven", plain.get(7L));
			assertArrayEquals(new float[] { 0, 1, 2 }, ((Tensor) file.dictionary().get("parameter")).floats());
		}
	}

	@Test
	void theOrderOfElementsInTheFileIsUndone() throws IOException {
		try (PthFile file = PthFile.open(FOLDER.resolve("samples.pth"))) {
			final float[] transposed = ((Tensor) file.dictionary().get("transposed")).floats();
			final float[] channelsLast = ((Tensor) file.dictionary().get("channels_last")).floats();
			for (int n = 0; n < 24; n++) {
				assertEquals(6 * (n % 4) + n / 4, transposed[n]);
				assertEquals(n, channelsLast[n]);
			}
			assertArrayEquals(new float[] { 9, 11, 13, 15 }, ((Tensor) file.dictionary().get("part")).floats());
		}
	}

	@ParameterizedTest
	@CsvSource({ "system.pth,posix.system' (os.system)", "eval.pth,__builtin__.eval'" })
	void aPickleThatCallsAFunctionOfPythonIsRejectedByItsName(final String name, final String function) {
		final Path mark = Path.of("target/pth_was_executed");
		final ProblemException problem = assertThrows(ProblemException.class, () -> PthFile.open(FOLDER.resolve(name)));
		assertTrue(problem.getMessage().contains(function), problem.getMessage());
		assertTrue(problem.getMessage().contains(name), problem.getMessage());
		assertFalse(Files.exists(mark));
	}

	@ParameterizedTest
	@CsvSource({ "before_1_6.pth,nnU-Net version 1", "protocol4.pth,protocol 4", "samples.safetensors,zip",
		"samples.json,zip" })
	void otherFilesGetASentenceOfTheirOwn(final String name, final String part) {
		final ProblemException problem = assertThrows(ProblemException.class, () -> PthFile.open(FOLDER.resolve(name)));
		assertTrue(problem.getMessage().contains(part), problem.getMessage());
	}

	@ParameterizedTest
	@CsvSource({ "model_final_checkpoint.model,xx,nnU-Net version 1", "plans.pkl,\u0080\u0003,nnU-Net version 1",
		"a.pth,version https://git-lfs.github.com,git lfs pull", "a.pth,'',is empty" })
	void whatIsNoZipFileIsNamed(final String name, final String bytes, final String part) throws IOException {
		final Path file = folder.resolve(name);
		Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
		final ProblemException problem = assertThrows(ProblemException.class, () -> PthFile.open(file));
		assertTrue(problem.getMessage().contains(part), problem.getMessage());
	}

	@Test
	void aFileThatIsCutOffIsRejectedAtAnyLength() throws IOException {
		for (final String name : List.of("samples.pth", "deflated.pth", "samples.safetensors")) {
			final byte[] bytes = Files.readAllBytes(FOLDER.resolve(name));
			final Path file = folder.resolve(name);
			for (int length = 0; length < bytes.length; length += 7) {
				Files.write(file, Arrays.copyOf(bytes, length));
				assertThrows(ProblemException.class, () -> open(file).close());
			}
		}
	}

	@Test
	void aChangedWeightIsNoticedByTheChecksum() throws IOException {
		final byte[] bytes = Files.readAllBytes(FOLDER.resolve("samples.pth"));
		final Path file = folder.resolve("changed.pth");
		final byte[] third = { 0x25, 0x49, (byte) 0x92, 0x3e };
		int at = 0;
		while (!Arrays.equals(third, Arrays.copyOfRange(bytes, at, at + 4)))
			at++;
		bytes[at]++;
		Files.write(file, bytes);
		try (PthFile opened = PthFile.open(file)) {
			final Tensor tensor = (Tensor) opened.dictionary().get("float32");
			final ProblemException problem = assertThrows(ProblemException.class, tensor::floats);
			assertTrue(problem.getMessage().contains("checksum"), problem.getMessage());
		}
	}

	@Test
	void aMissingFileIsAProblem() {
		assertThrows(ProblemException.class, () -> PthFile.open(folder.resolve("missing.pth")));
		assertThrows(ProblemException.class, () -> SafetensorsFile.open(folder.resolve("missing.safetensors")));
	}

	/** A file of either format. */
	private record Opened(Map<?, ?> content, Closeable file) implements Closeable {

		@Override
		public void close() throws IOException {
			file.close();
		}
	}

	private static Opened open(final Path path) throws IOException {
		if (path.toString().endsWith(".pth")) {
			final PthFile file = PthFile.open(path);
			return new Opened(file.dictionary(), file);
		}
		final SafetensorsFile file = SafetensorsFile.open(path);
		assertEquals(Map.of("format", "pt"), file.notes());
		return new Opened(file.tensors(), file);
	}

	private static double python(final String number) {
		return switch (number) {
			case "inf" -> Double.POSITIVE_INFINITY;
			case "-inf" -> Double.NEGATIVE_INFINITY;
			case "nan" -> Double.NaN;
			default -> Double.parseDouble(number);
		};
	}
}
