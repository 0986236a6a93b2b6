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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import sc.fiji.nnunet.file.Json;

/** Checkpoints that nnU-Net saved are read to what PyTorch reads (src/test/resources/nnunetv2/make_expected.py). */
class GoldenCheckpointTest {

	private static final Path FOLDER = Path.of("src/test/resources/nnunetv2");

	/** Those beside which make_expected.py wrote what PyTorch reads. */
	static List<Path> checkpoints() throws IOException {
		try (Stream<Path> files = Files.walk(FOLDER)) {
			return files.filter(file -> file.endsWith("checkpoint_final.pth")).filter(file -> Files.exists(file
				.resolveSibling("checkpoint_final.json"))).sorted().toList();
		}
	}

	@Test
	void thereAreFive() throws IOException {
		assertEquals(5, checkpoints().size());
	}

	@ParameterizedTest
	@MethodSource("checkpoints")
	void everythingIsWhatPyTorchReads(final Path file) throws IOException, NoSuchAlgorithmException {
		final JsonElement expected = Json.parse(Files.readString(file.resolveSibling("checkpoint_final.json")));
		try (PthFile checkpoint = PthFile.open(file)) {
			compare(file.getFileName().toString(), expected, checkpoint.content());
		}
	}

	@Test
	void theSameWeightsUnderTwoNamesShareTheirStorage() throws IOException {
		try (PthFile checkpoint = PthFile.open(checkpoints().get(0))) {
			final Map<String, Tensor> weights = checkpoint.tensors("network_weights");
			final Tensor first = weights.get("encoder.stages.0.0.convs.0.conv.weight");
			assertEquals(true, first.sharesStorageWith(weights.get("encoder.stages.0.0.convs.0.all_modules.0.weight")));
			assertEquals(false, first.sharesStorageWith(weights.get("encoder.stages.0.0.convs.0.conv.bias")));
		}
	}

	private static void compare(final String where, final JsonElement expected, final Object value) throws IOException,
		NoSuchAlgorithmException
	{
		if (expected.isJsonObject() && expected.getAsJsonObject().has("tensor")) tensor(where,
			expected.getAsJsonObject(), assertInstanceOf(Tensor.class, value, where));
		else if (expected.isJsonObject()) {
			final Map<?, ?> map = assertInstanceOf(Map.class, value, where);
			assertEquals(List.copyOf(expected.getAsJsonObject().keySet()), map.keySet().stream().map(String::valueOf)
				.toList(), where);
			for (final Map.Entry<?, ?> entry : map.entrySet())
				compare(where + "." + entry.getKey(), expected.getAsJsonObject().get(String.valueOf(entry.getKey())),
					entry.getValue());
		}
		else if (expected.isJsonArray()) {
			final List<?> list = assertInstanceOf(List.class, value, where);
			assertEquals(expected.getAsJsonArray().size(), list.size(), where);
			for (int n = 0; n < list.size(); n++)
				compare(where + "[" + n + "]", expected.getAsJsonArray().get(n), list.get(n));
		}
		else if (value instanceof Double number) assertEquals(expected.getAsDouble(), number, where);
		else assertEquals(expected.toString(), Json.lineWithNulls(value), where);
	}

	private static void tensor(final String where, final JsonObject expected, final Tensor tensor) throws IOException,
		NoSuchAlgorithmException
	{
		assertEquals(expected.get("tensor").getAsString(), tensor.type().name().toLowerCase(Locale.ROOT), where);
		assertEquals(numbers(expected.getAsJsonArray("shape")), LongStream.of(tensor.shape()).boxed().toList(), where);
		final float[] values = tensor.floats();
		final ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		assertEquals(expected.get("sha256").getAsString(), HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
			.digest(bytes.array())), where);
	}

	private static List<Long> numbers(final JsonArray array) {
		return Stream.iterate(0, n -> n + 1).limit(array.size()).map(n -> array.get(n).getAsLong()).toList();
	}
}
