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

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A safetensors file, opened: the length of a header (8 bytes), the header as JSON with type, shape and place of each
 * tensor, and the elements.
 */
public final class SafetensorsFile implements Closeable {

	private static final String CURE = "Download or copy it again.";

	/** The limit of the format's own library is 100 MB; a header of a network has some 100 kB. */
	private static final long LARGEST_HEADER = 32 << 20;

	private static final String METADATA = "__metadata__";

	private final Path file;
	private final FileChannel channel;
	private final long data;
	private final Map<String, Tensor> tensors = new LinkedHashMap<>();
	private final Map<String, String> notes = new LinkedHashMap<>();

	private SafetensorsFile(final Path file, final FileChannel channel) throws IOException, FormatException {
		this.file = file;
		this.channel = channel;
		final long length = channel.size() < Long.BYTES ? -1 : bytes(0, Long.BYTES).getLong();
		if (length < 2 || length > LARGEST_HEADER || length > channel.size() - Long.BYTES) throw new FormatException(
			"is not a safetensors file, or it is cut off.", CURE);
		data = Long.BYTES + length;
		final String header = new String(bytes(Long.BYTES, (int) length).array(), StandardCharsets.UTF_8);
		try {
			for (final Map.Entry<String, JsonElement> entry : Json.parse(header).getAsJsonObject().entrySet())
				if (entry.getKey().equals(METADATA)) entry.getValue().getAsJsonObject().entrySet().forEach(note -> notes
					.put(note.getKey(), note.getValue().getAsString()));
				else tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue().getAsJsonObject()));
		}
		catch (final JsonParseException | IllegalStateException | UnsupportedOperationException
				| NumberFormatException e)
		{
			throw new FormatException("is not a safetensors file: its header cannot be read.", CURE);
		}
	}

	/**
	 * Opens a file.
	 *
	 * @throws ProblemException if it cannot be read or is damaged
	 */
	public static SafetensorsFile open(final Path file) throws IOException {
		return FileWork.on(file, () -> {
			final FileChannel channel = FileChannel.open(file);
			try {
				return new SafetensorsFile(file, channel);
			}
			catch (final IOException | FormatException | RuntimeException | Error e) {
				channel.close();
				throw e;
			}
		});
	}

	/** The tensors by name, in the order of the file; their elements are read while it is open. */
	public Map<String, Tensor> tensors() {
		return Collections.unmodifiableMap(tensors);
	}

	/** Texts that were added to the file, such as {@code format}. */
	public Map<String, String> notes() {
		return Collections.unmodifiableMap(notes);
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}

	private Tensor tensor(final String name, final JsonObject description) throws IOException, FormatException {
		final JsonElement dtype = description.get("dtype");
		final JsonElement dimensions = description.get("shape");
		final JsonElement place = description.get("data_offsets");
		if (dtype == null || dimensions == null || place == null) throw new FormatException(
			"has no type, shape or place of " + FormatException.quoted(name) + ".", CURE);
		final ElementType type = ElementType.ofSafetensors(dtype.getAsString());
		if (type == null) throw new FormatException("has " + FormatException.quoted(name) + " of type " +
			FormatException.quoted(dtype.getAsString()) + ", which is not read.", "Save it as float32.");
		final long[] shape = numbers(dimensions.getAsJsonArray());
		final long[] ends = numbers(place.getAsJsonArray());
		if (ends.length != 2 || ends[0] < 0 || ends[1] < ends[0] || ends[1] > channel.size() - data)
			throw new FormatException("has " + FormatException.quoted(name) + " beyond its end.", CURE);
		final long count = (ends[1] - ends[0]) / type.size();
		final Storage storage = new Storage(type, count, ByteOrder.LITTLE_ENDIAN, (from, size) -> FileWork.on(
			file, () -> bytes(data + ends[0] + from, size).array()));
		final Tensor tensor = new Tensor(storage, 0, shape, Tensor.strides(shape));
		if (tensor.size() != count || count * type.size() != ends[1] - ends[0]) throw new FormatException("has " +
			FormatException.quoted(name) + " with another number of bytes than its shape needs.", CURE);
		return tensor;
	}

	private static long[] numbers(final JsonArray array) throws FormatException {
		final long[] numbers = new long[array.size()];
		for (int n = 0; n < numbers.length; n++) {
			final String text = array.get(n).getAsString();
			if (!text.matches("\\d{1,18}")) throw new FormatException("has " + FormatException.quoted(text) +
				" where a size or place is needed.", CURE);
			numbers[n] = Long.parseLong(text);
		}
		return numbers;
	}

	private ByteBuffer bytes(final long from, final int count) throws IOException, FormatException {
		final ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
		while (buffer.hasRemaining())
			if (channel.read(buffer, from + buffer.position()) < 0) throw new FormatException("is cut off.", CURE);
		return buffer.flip();
	}
}
