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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.progress.Progress;

/** What is written is read back; src/test/scripts/check_torch.py has PyTorch read it. */
class PthWriterTest {

	@TempDir
	Path folder;

	@Test
	void everyKindOfValueIsReadBack() throws IOException {
		final Map<String, Object> content = new LinkedHashMap<>();
		content.put("none", null);
		content.put("flags", List.of(true, false));
		content.put("numbers", List.of(0, -1, 255, 1 << 20, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 0.1,
			-0.0));
		content.put("text", "µm, 細胞, \uD83D\uDD2C");
		content.put("empty", List.of(List.of(), Map.of(), ""));
		content.put("nested", Map.of("a", Map.of("b", List.of(List.of(1)))));
		try (PthFile file = write(content)) {
			assertEquals(List.copyOf(content.keySet()), List.copyOf(file.dictionary().keySet()));
			assertEquals(List.of(0L, -1L, 255L, 1L << 20, (long) Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 0.1,
				-0.0), file.dictionary().get("numbers"));
			for (final String key : List.of("none", "flags", "text", "empty"))
				assertEquals(content.get(key), file.dictionary().get(key));
			assertEquals(Map.of("a", Map.of("b", List.of(List.of(1L)))), file.dictionary().get("nested"));
		}
	}

	@Test
	void tensorsAreWrittenOncePerObject() throws IOException {
		final float[] values = { 1, Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, 6 };
		final NewTensor tensor = new NewTensor(new long[] { 3, 1, 2 }, () -> values);
		final NewTensor number = new NewTensor(new long[0], () -> new float[] { 7 });
		final NewTensor nothing = new NewTensor(new long[] { 0, 4 }, () -> new float[0]);
		try (PthFile file = write(Map.of("w", Map.of("a", tensor, "b", tensor, "c", number, "d", nothing)))) {
			final Map<String, Tensor> tensors = file.tensors("w");
			assertArrayEquals(values, tensors.get("a").floats());
			assertArrayEquals(new long[] { 3, 1, 2 }, tensors.get("a").shape());
			assertTrue(tensors.get("a").sharesStorageWith(tensors.get("b")));
			assertArrayEquals(new float[] { 7 }, tensors.get("c").floats());
			assertArrayEquals(new long[] { 0, 4 }, tensors.get("d").shape());
		}
	}

	@Test
	void storagesBeginAtMultiplesOf64Bytes() throws IOException {
		final Map<String, NewTensor> weights = new LinkedHashMap<>();
		for (int n = 1; n <= 20; n++) {
			final int size = n;
			weights.put("w" + n, new NewTensor(new long[] { n }, () -> {
				final float[] values = new float[size];
				Arrays.fill(values, 1000 + size);
				return values;
			}));
		}
		write(weights).close();
		final byte[] bytes = Files.readAllBytes(folder.resolve("written.pth"));
		for (int n = 1; n <= 20; n++) {
			final byte[] number = new byte[4 * n];
			for (int i = 0; i < number.length; i++)
				number[i] = (byte) (Float.floatToIntBits(1000 + n) >> 8 * (i % 4));
			int at = 0;
			while (!Arrays.equals(bytes, at, at + number.length, number, 0, number.length))
				at++;
			assertEquals(0, at % 64);
		}
	}

	@Test
	void theFolderInTheZipFileHasANameThatEveryReaderKnows() throws IOException {
		final Path file = folder.resolve("Gewebe ü (1).x.pth");
		PthWriter.write(file, Map.of(), Progress.none());
		try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.US_ASCII)) {
			assertEquals(List.of("Gewebe____1__x/data.pkl", "Gewebe____1__x/byteorder", "Gewebe____1__x/version"),
				zip.stream()
				.map(ZipEntry::getName).toList());
		}
	}

	@Test
	void aTensorWithTheWrongNumberOfElementsIsAnErrorThatLeavesNothing() throws IOException {
		final NewTensor tensor = new NewTensor(new long[] { 3 }, () -> new float[2]);
		assertThrows(IllegalArgumentException.class, () -> write(Map.of("w", tensor)));
		try (var files = Files.list(folder)) {
			assertEquals(0, files.count());
		}
	}

	private PthFile write(final Object content) throws IOException {
		final Path file = folder.resolve("written.pth");
		PthWriter.write(file, content, Progress.none());
		return PthFile.open(file);
	}
}
