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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.problem.ProblemException;

/** Safetensors files written by hand; those of the format's own library are in {@link SampleFilesTest}. */
class SafetensorsFileTest {

	@TempDir
	Path folder;

	@Test
	void tensorsAreReadFromTheirPlaces() throws IOException {
		try (SafetensorsFile file = SafetensorsFile.open(write(
			"{'b':{'dtype':'F32','shape':[2],'data_offsets':[16,24]},'a':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]}," +
				"'__metadata__':{'note':'x'}}")))
		{
			assertEquals("[b, a]", file.tensors().keySet().toString());
			assertArrayEquals(new float[] { 4, 5 }, file.tensors().get("b").floats());
			assertArrayEquals(new float[] { 0, 1, 2, 3 }, file.tensors().get("a").floats());
			assertEquals("x", file.notes().get("note"));
		}
	}

	/** Each is rejected with a message that contains the second column. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
		"{'a':{'dtype':'F32','shape':[7],'data_offsets':[0,28]}}|beyond its end",
		"{'a':{'dtype':'F32','shape':[7],'data_offsets':[0,24]}}|tensor", //
		"{'a':{'dtype':'F32','shape':[5],'data_offsets':[0,24]}}|another number of bytes",
		"{'a':{'dtype':'F32','shape':[1],'data_offsets':[8,4]}}|beyond its end",
		"{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|'-1' where a size",
		"{'a':{'dtype':'F32','shape':[1e999999999],'data_offsets':[0,4]}}|where a size",
		"{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,24]}}|tensor",
		"{'a':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}}|'F8_E4M3'",
		"{'a':{'dtype':'F32','shape':[1]}}|no type, shape or place", "{'a':7}|header cannot be read",
		"{'a':{'dtype':{},'shape':[1],'data_offsets':[0,4]}}|header cannot be read", "[]|header cannot be read",
		"nothing|header cannot be read", "{'a'|header cannot be read" })
	void aHostileHeaderIsRejected(final String header, final String why) throws IOException {
		final Path file = write(header);
		final String message = assertThrows(ProblemException.class, () -> SafetensorsFile.open(file)).getMessage();
		assertTrue(message.contains(why), message);
		assertTrue(message.contains("hand.safetensors"), message);
	}

	@Test
	void aHeaderOfAMillionBracketsIsRejected() throws IOException {
		final Path file = write("[".repeat(1_000_000));
		assertThrows(ProblemException.class, () -> SafetensorsFile.open(file));
	}

	@ParameterizedTest
	@CsvSource({ "-1", "0", "1000000", "9223372036854775807", "-9223372036854775808" })
	void theLengthOfTheHeaderMustFit(final long length) throws IOException {
		final Path file = write("{}");
		final byte[] bytes = Files.readAllBytes(file);
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
		Files.write(file, bytes);
		assertThrows(ProblemException.class, () -> SafetensorsFile.open(file));
	}

	/** A file with that header, in which quotation marks are single, and the numbers from 0 to 5. */
	private Path write(final String header) throws IOException {
		final byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
		final ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 24).order(ByteOrder.LITTLE_ENDIAN);
		bytes.putLong(json.length).put(json);
		for (int n = 0; n < 6; n++)
			bytes.putFloat(n);
		return Files.write(folder.resolve("hand.safetensors"), bytes.array());
	}
}
