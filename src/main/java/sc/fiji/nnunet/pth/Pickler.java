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

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes plain values and tensors as a pickle of protocol 2, as {@link Unpickler} reads it. Lists become lists;
 * dictionaries with tensors become ordered ones, as PyTorch's are.
 */
final class Pickler {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
	private final DataOutputStream out = new DataOutputStream(bytes);
	private final Map<NewTensor, Integer> keys = new IdentityHashMap<>();
	private final List<NewTensor> tensors = new ArrayList<>();

	/** The tensors in the order of their storages. */
	List<NewTensor> tensors() {
		return tensors;
	}

	/** The pickle of a value. */
	byte[] pickle(final Object value) {
		return pickled(() -> put(value));
	}

	/** The pickle of an object of a class with attributes. */
	byte[] object(final String module, final String name, final Map<String, ?> attributes) {
		return pickled(() -> {
			global(module, name);
			text(")\u0081}(");
			items(attributes);
			text("ub");
		});
	}

	/** Something that is written. */
	@FunctionalInterface
	private interface Part {

		void write() throws IOException;
	}

	private byte[] pickled(final Part part) {
		try {
			text("\u0080\2");
			part.write();
			text(".");
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return bytes.toByteArray();
	}

	private void put(final Object value) throws IOException {
		if (value == null) text("N");
		else if (value instanceof Boolean flag) text(flag ? "\u0088" : "\u0089");
		else if (value instanceof Integer number) whole(number);
		else if (value instanceof Long number) whole(number);
		else if (value instanceof Number number) {
			text("G");
			out.writeDouble(number.doubleValue());
		}
		else if (value instanceof String string) string(string);
		else if (value instanceof NewTensor tensor) tensor(tensor);
		else if (value instanceof List<?> list) {
			text("](");
			for (final Object item : list)
				put(item);
			text("e");
		}
		else if (value instanceof Map<?, ?> map) map(map);
		else throw new IllegalArgumentException(value.getClass() + " cannot be written");
	}

	private void map(final Map<?, ?> map) throws IOException {
		if (map.values().stream().anyMatch(NewTensor.class::isInstance)) orderedDict();
		else text("}");
		text("(");
		items(map);
		text("u");
	}

	private void items(final Map<?, ?> map) throws IOException {
		for (final Map.Entry<?, ?> entry : map.entrySet()) {
			put(entry.getKey());
			put(entry.getValue());
		}
	}

	/** storage, offset, shape, strides, requires_grad, hooks */
	private void tensor(final NewTensor tensor) throws IOException {
		Integer key = keys.get(tensor);
		if (key == null) {
			key = tensors.size();
			keys.put(tensor, key);
			tensors.add(tensor);
		}
		global("torch._utils", "_rebuild_tensor_v2");
		text("((");
		string("storage");
		global("torch", ElementType.FLOAT32.storage());
		string(key.toString());
		string("cpu");
		whole(tensor.size());
		text("tQ");
		whole(0);
		tuple(tensor.shape());
		tuple(Tensor.strides(tensor.shape()));
		text("\u0089");
		orderedDict();
		text("tR");
	}

	private void orderedDict() throws IOException {
		global("collections", "OrderedDict");
		text(")R");
	}

	private void tuple(final long[] numbers) throws IOException {
		text("(");
		for (final long number : numbers)
			whole(number);
		text("t");
	}

	private void whole(final long number) throws IOException {
		if (number == (int) number) {
			text("J");
			out.writeInt(Integer.reverseBytes((int) number));
		}
		else {
			text("\u008a\10");
			out.writeLong(Long.reverseBytes(number));
		}
	}

	private void string(final String string) throws IOException {
		final byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
		text("X");
		out.writeInt(Integer.reverseBytes(utf8.length));
		out.write(utf8);
	}

	private void global(final String module, final String name) throws IOException {
		text("c" + module + "\n" + name + "\n");
	}

	/** Instructions, each character of which is a byte. */
	private void text(final String instructions) throws IOException {
		out.write(instructions.getBytes(StandardCharsets.ISO_8859_1));
	}
}
