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
package sc.fiji.nnunet.volume;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** The cases of golden/metrics: a reference and a prediction with one label, and the numbers of SciPy and MedPy. */
public record GoldenMetrics(LabelMap reference, LabelMap prediction, JsonObject numbers) {

	private static final String FOLDER = "/golden/metrics/";

	/** All cases in the order of the index. */
	public static List<GoldenMetrics> all() throws IOException {
		final List<GoldenMetrics> cases = new ArrayList<>();
		try (InputStream in = open("index.json")) {
			final JsonObject index = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
				.getAsJsonObject();
			for (final JsonElement element : index.getAsJsonArray("cases")) {
				final JsonObject row = element.getAsJsonObject();
				final double[] spacing = new double[3];
				for (int d = 0; d < 3; d++)
					spacing[d] = row.getAsJsonArray("spacing").get(d).getAsDouble();
				cases.add(new GoldenMetrics(read(row.get("reference").getAsString(), spacing), read(row.get("prediction")
					.getAsString(), spacing), row));
			}
		}
		return cases;
	}

	private static LabelMap read(final String file, final double[] spacing) throws IOException {
		final byte[] bytes;
		try (InputStream in = open(file)) {
			bytes = in.readAllBytes();
		}
		final int header = (bytes[8] & 0xff) + ((bytes[9] & 0xff) << 8);
		final Matcher shape = Pattern.compile("\\((\\d+), (\\d+), (\\d+)\\)").matcher(new String(bytes, 10, header,
			StandardCharsets.US_ASCII));
		if (!shape.find()) throw new IOException(file);
		final int[] size = { Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2)), Integer.parseInt(shape
			.group(3)) };
		final LabelMap map = new LabelMap(Geometry.ofZyx(size, spacing));
		int at = 10 + header;
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = map.plane(z);
			for (int i = 0; i < size[1] * size[2]; i++)
				plane[i] = bytes[at++];
		}
		return map;
	}

	private static InputStream open(final String file) {
		return GoldenMetrics.class.getResourceAsStream(FOLDER + file);
	}
}
