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
package sc.fiji.nnunet.engine.tensorflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.plan.NetworkSpec;

/** The cases of golden/network, computed with PyTorch in float64. */
public final class Golden {

	private static final String FOLDER = "/golden/network/";

	final JsonObject json;

	private Golden(final JsonObject json) {
		this.json = json;
	}

	public static Golden of(final String name) throws IOException {
		try (InputStream in = Golden.class.getResourceAsStream(FOLDER + "index.json")) {
			for (final JsonElement element : JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
				.getAsJsonObject().getAsJsonArray("cases"))
				if (element.getAsJsonObject().get("name").getAsString().equals(name)) return new Golden(element
					.getAsJsonObject());
		}
		throw new IOException("no case " + name);
	}

	public NetworkSpec spec() {
		final List<Integer> features = ints(json.getAsJsonArray("features"));
		final int stages = features.size();
		final List<Integer> blocks = java.util.Collections.nCopies(stages, 2);
		return new NetworkSpec(json.get("dim").getAsInt(), json.get("in_channels").getAsInt(),
			json.get("classes").getAsInt(), new NetworkSpec.Shape(features, rows("kernels"), rows("strides"), blocks,
			blocks.subList(1, stages)), new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-3, false, false, false,
			NetworkSpec.DecoderKernels.BELOW, 0.01), heads());
	}

	int heads() {
		return json.get("deep_supervision").getAsBoolean() ? 2 : 0;
	}

	double loss() {
		return json.get("loss").getAsDouble();
	}

	Map<String, Double> norms() {
		final Map<String, Double> norms = new HashMap<>();
		json.getAsJsonObject("gradient_norms").entrySet().forEach(e -> norms.put(e.getKey(), e.getValue().getAsDouble()));
		return norms;
	}

	double[] trajectory(final String optimizer) {
		final JsonArray values = json.getAsJsonObject("trajectories").getAsJsonArray(optimizer);
		final double[] result = new double[values.size()];
		for (int i = 0; i < result.length; i++)
			result[i] = values.get(i).getAsDouble();
		return result;
	}

	double trajectoryTolerance(final String optimizer) {
		return Math.max(5e-5, 10 * json.getAsJsonObject("seen_in_float32").getAsJsonObject("trajectories").get(optimizer)
			.getAsDouble());
	}

	public Map<String, float[]> weights() throws IOException {
		final Map<String, float[]> weights = new HashMap<>();
		try (ZipInputStream zip = new ZipInputStream(Golden.class.getResourceAsStream(FOLDER + json.get("weights")
			.getAsString())))
		{
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
				weights.put(entry.getName().replace(".npy", "").replace("__", "/"), floats(zip.readAllBytes()));
		}
		return weights;
	}

	public Batch batch() throws IOException {
		final byte[] labels = read("y");
		final int[] shape = shape(labels);
		final int[] size = java.util.Arrays.copyOfRange(shape, 1, shape.length);
		final int header = header(labels);
		return new Batch(shape[0], size, floats(read("x")), java.util.Arrays.copyOfRange(labels, header, labels.length));
	}

	public float[] logits() throws IOException {
		return floats(read("logits"));
	}

	private byte[] read(final String key) throws IOException {
		try (InputStream in = Golden.class.getResourceAsStream(FOLDER + json.get(key).getAsString())) {
			return in.readAllBytes();
		}
	}

	private static int header(final byte[] npy) {
		return 10 + (npy[8] & 255) + 256 * (npy[9] & 255);
	}

	private static int[] shape(final byte[] npy) {
		final String header = new String(npy, 10, header(npy) - 10, StandardCharsets.US_ASCII);
		final String inside = header.substring(header.indexOf('(') + 1, header.indexOf(')'));
		return java.util.Arrays.stream(inside.split(",")).map(String::trim).filter(s -> !s.isEmpty()).mapToInt(
			Integer::parseInt).toArray();
	}

	private static float[] floats(final byte[] npy) {
		final ByteBuffer data = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).position(header(npy));
		final float[] values = new float[data.remaining() / 4];
		data.asFloatBuffer().get(values);
		return values;
	}

	private List<List<Integer>> rows(final String key) {
		final List<List<Integer>> rows = new ArrayList<>();
		json.getAsJsonArray(key).forEach(row -> rows.add(ints(row.getAsJsonArray())));
		return rows;
	}

	private static List<Integer> ints(final JsonArray values) {
		final List<Integer> result = new ArrayList<>();
		values.forEach(value -> result.add(value.getAsInt()));
		return result;
	}
}
