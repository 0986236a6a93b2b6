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
package sc.fiji.nnunet.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/** An image with labels, and the results of SciPy, NumPy and PyTorch for it (see make_fixtures.py). */
final class Fixture {

	final JsonObject json;
	final MemorySource source;

	Fixture() {
		try (Reader reader = new InputStreamReader(Fixture.class.getResourceAsStream("/augment/operations.json"),
			StandardCharsets.UTF_8))
		{
			json = JsonParser.parseReader(reader).getAsJsonObject();
		}
		catch (final IOException exception) {
			throw new IllegalStateException(exception);
		}
		source = new MemorySource("fixture", 1, ints(json.get("size")));
		System.arraycopy(floats(json.get("image")), 0, source.image, 0, source.image.length);
		final int[] labels = ints(json.get("labels"));
		for (int i = 0; i < labels.length; i++)
			source.labels[i] = (byte) labels[i];
	}

	/** The whole image as a sample with the given number of equal channels. */
	Sample sample(final int channels) {
		final MemorySource repeated = new MemorySource("repeated", channels, source.size());
		for (int i = 0; i < source.labels.length; i++) {
			repeated.labels[i] = source.labels[i];
			for (int c = 0; c < channels; c++)
				repeated.image[i * channels + c] = source.image[i];
		}
		final Sample sample = new Sample(channels, source.size());
		sample.place(repeated, 0, 0, 0);
		return sample;
	}

	static float[] floats(final JsonElement array) {
		final float[] values = new float[array.getAsJsonArray().size()];
		for (int i = 0; i < values.length; i++)
			values[i] = array.getAsJsonArray().get(i).getAsFloat();
		return values;
	}

	static int[] ints(final JsonElement array) {
		final int[] values = new int[array.getAsJsonArray().size()];
		for (int i = 0; i < values.length; i++)
			values[i] = array.getAsJsonArray().get(i).getAsInt();
		return values;
	}

	static double[] doubles(final JsonElement array) {
		final double[] values = new double[array.getAsJsonArray().size()];
		for (int i = 0; i < values.length; i++)
			values[i] = array.getAsJsonArray().get(i).getAsDouble();
		return values;
	}

	static void same(final float[] expected, final float[] actual, final double tolerance) {
		assertEquals(expected.length, actual.length);
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], actual[i], tolerance, "voxel " + i);
	}
}
