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

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arrays of {@code golden/}, made by other software: C order, float32 or uint8. */
public final class Golden {

	private final int[] shape;
	private final float[] values;

	private Golden(final int[] shape, final float[] values) {
		this.shape = shape;
		this.values = values;
	}

	public static JsonElement index(final String folder) throws IOException {
		return JsonParser.parseString(new String(bytes(folder + "/index.json"), StandardCharsets.UTF_8));
	}

	public static Golden read(final String folder, final String name) throws IOException {
		final byte[] bytes = bytes(folder + "/" + name);
		final int length = (bytes[8] & 0xff) + 256 * (bytes[9] & 0xff);
		final Matcher head = Pattern.compile("'descr': '.(..)'.*'shape': \\(([^)]*)\\)").matcher(new String(bytes, 10,
			length, StandardCharsets.ISO_8859_1));
		if (!head.find()) throw new IOException(name);
		final int[] shape = Arrays.stream(head.group(2).split(",")).filter(s -> !s.isBlank()).mapToInt(s -> Integer
			.parseInt(s.strip())).toArray();
		final ByteBuffer data = ByteBuffer.wrap(bytes, 10 + length, bytes.length - 10 - length).order(
			ByteOrder.LITTLE_ENDIAN);
		final float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
		for (int i = 0; i < values.length; i++)
			values[i] = head.group(1).equals("u1") ? data.get() & 0xff : data.getFloat();
		return new Golden(shape, values);
	}

	private static byte[] bytes(final String name) throws IOException {
		try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
			return in.readAllBytes();
		}
	}

	public int[] shape() {
		return shape;
	}

	/** The array's numbers in C order. */
	public float[] values() {
		return values;
	}

	/** The array (z, y, x or channel, z, y, x) as an image. */
	public Volume volume(final double... spacingZyx) {
		final int axes = shape.length;
		final int[] size = Arrays.copyOfRange(shape, axes - 3, axes);
		final Volume volume = new Volume(Geometry.ofZyx(size, spacingZyx), axes == 4 ? shape[0] : 1);
		int at = 0;
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < size[0]; z++)
				for (int i = 0; i < size[1] * size[2]; i++)
					volume.plane(channel, z)[i] = values[at++];
		return volume;
	}

	/** The array (z, y, x) as a segmentation. */
	public LabelMap labels(final double... spacingZyx) {
		final LabelMap labels = new LabelMap(Geometry.ofZyx(shape, spacingZyx));
		int at = 0;
		for (int z = 0; z < shape[0]; z++)
			for (int i = 0; i < shape[1] * shape[2]; i++)
				labels.plane(z)[i] = (short) values[at++];
		return labels;
	}

	/** The voxels of an image in the order channel, z, y, x. */
	public static float[] flat(final Volume volume) {
		final int[] size = volume.size();
		final float[] flat = new float[volume.channels() * size[0] * size[1] * size[2]];
		int at = 0;
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < size[0]; z++)
				for (final float voxel : volume.plane(channel, z))
					flat[at++] = voxel;
		return flat;
	}

	/** The voxels of a segmentation in the order z, y, x. */
	public static short[] flat(final LabelMap labels) {
		final int[] size = labels.size();
		final short[] flat = new short[size[0] * size[1] * size[2]];
		int at = 0;
		for (int z = 0; z < size[0]; z++)
			for (final short label : labels.plane(z))
				flat[at++] = label;
		return flat;
	}
}
