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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The classes and functions of Python that a checkpoint may name, and what each of them makes here. NB: a pickle can
 * name any function of Python and have it called; everything that is not in this list is rejected by its name.
 */
final class Globals {

	private static final int MOST_AXES = 64;

	/** Finds the storage with a key, or rejects it. */
	@FunctionalInterface
	interface Storages {

		Storage find(String key, ElementType type, long count) throws FormatException;
	}

	/** A class or function. */
	private enum Name {
			ORDERED_DICT, TENSOR, PARAMETER, SCALAR, DTYPE, ENCODE, DEVICE
	}

	/** A class of storages, which only says of which type the elements are. */
	private record StorageClass(ElementType type) {
	}

	/** A type of NumPy. */
	private static final class Dtype {

		private final String code;
		private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

		private Dtype(final String code) {
			this.code = code;
		}
	}

	private static final Map<String, Name> NAMES = Map.of( //
		"collections.OrderedDict", Name.ORDERED_DICT, //
		"torch._utils._rebuild_tensor_v2", Name.TENSOR, //
		"torch._utils._rebuild_parameter", Name.PARAMETER, //
		"numpy._core.multiarray.scalar", Name.SCALAR, //
		"numpy.core.multiarray.scalar", Name.SCALAR, //
		"numpy.dtype", Name.DTYPE, //
		"_codecs.encode", Name.ENCODE, //
		"torch.device", Name.DEVICE);

	private final Storages storages;
	private final Map<String, Storage> known = new HashMap<>();

	Globals(final Storages storages) {
		this.storages = storages;
	}

	/** A class or function by its name. */
	Object named(final String module, final String name) throws FormatException {
		final String whole = module + "." + name;
		if (module.equals("torch") && name.endsWith("Storage")) {
			final ElementType type = ElementType.ofStorage(name);
			if (type != null) return new StorageClass(type);
		}
		final Name known = NAMES.get(whole);
		if (known != null) return known;
		final boolean system = module.equals("posix") || module.equals("nt");
		throw new FormatException("names " + FormatException.quoted(whole) + (system ? " (os." + name + ")" : "") +
			", which checkpoints do not need and which is not allowed. Nothing was executed.",
			"Do not open this file in Python unless you trust its author; ask for the weights alone, as safetensors.");
	}

	/** The storage that a persistent id stands for. */
	Storage storage(final Object id) throws FormatException {
		if (!(id instanceof List<?> list) || list.size() != 5 || !"storage".equals(list.get(0)) || !(list
			.get(1) instanceof StorageClass type) || !(list.get(2) instanceof String key) || !(list
				.get(4) instanceof Long count)) throw wrong("a storage");
		final Storage earlier = known.get(key);
		if (earlier == null) {
			final Storage storage = storages.find(key, type.type, count);
			known.put(key, storage);
			return storage;
		}
		if (earlier.type() != type.type || earlier.count() != count) throw new FormatException("has storage " +
			FormatException.quoted(key) + " with two types or sizes.");
		return earlier;
	}

	/** What a call gives. */
	Object call(final Object function, final List<Object> arguments) throws FormatException {
		if (!(function instanceof Name name)) throw new FormatException("calls something that is not a function.");
		return switch (name) {
			case ORDERED_DICT -> {
				if (!arguments.isEmpty()) throw wrong("an OrderedDict");
				yield new LinkedHashMap<>(0);
			}
			case TENSOR -> tensor(arguments);
			case PARAMETER -> parameter(arguments);
			case SCALAR -> scalar(arguments);
			case DTYPE -> dtype(arguments);
			case ENCODE -> encoded(arguments);
			case DEVICE -> arguments.stream().map(String::valueOf).collect(Collectors.joining(":"));
		};
	}

	/** Gives an object its state. */
	void build(final Object object, final Object state) throws FormatException {
		if (object instanceof Dtype dtype && state instanceof List<?> list && list.size() > 1) dtype.order = order(list
			.get(1));
		// NB: the state of a dictionary of weights is its _metadata, which nobody needs
		else if (!(object instanceof LinkedHashMap<?, ?> && state instanceof Map<?, ?>)) throw wrong(
			"an object with a state");
	}

	private static ByteOrder order(final Object word) throws FormatException {
		if ("<".equals(word) || "|".equals(word)) return ByteOrder.LITTLE_ENDIAN;
		if (">".equals(word)) return ByteOrder.BIG_ENDIAN;
		throw wrong("a byte order");
	}

	/** storage, offset, shape, strides, requires_grad, hooks[, metadata] */
	private static Tensor tensor(final List<Object> arguments) throws FormatException {
		if (arguments.size() < 6 || arguments.size() > 7 || !(arguments.get(0) instanceof Storage storage) ||
			!(arguments.get(1) instanceof Long offset)) throw wrong("a tensor");
		// NB: the metadata may say that the numbers are to be negated or conjugated
		if (arguments.size() == 7 && !(arguments.get(6) == null || arguments.get(6) instanceof Map<?, ?> map && map
			.isEmpty())) throw wrong("a tensor with properties of its own");
		return new Tensor(storage, offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
	}

	private static long[] numbers(final Object tuple) throws FormatException {
		if (!(tuple instanceof List<?> list) || list.size() > MOST_AXES) throw wrong("a tensor's shape");
		final long[] numbers = new long[list.size()];
		for (int axis = 0; axis < numbers.length; axis++) {
			if (!(list.get(axis) instanceof Long number)) throw wrong("a tensor's shape");
			numbers[axis] = number;
		}
		return numbers;
	}

	private static Tensor parameter(final List<Object> arguments) throws FormatException {
		if (arguments.isEmpty() || !(arguments.get(0) instanceof Tensor tensor)) throw wrong("a parameter");
		return tensor;
	}

	private static Dtype dtype(final List<Object> arguments) throws FormatException {
		if (arguments.isEmpty() || !(arguments.get(0) instanceof String code) || !code.matches("[fiu][248]|[iub]1"))
			throw wrong("a type of NumPy");
		return new Dtype(code);
	}

	private static byte[] encoded(final List<Object> arguments) throws FormatException {
		if (arguments.size() != 2 || !(arguments.get(0) instanceof String text) || !"latin1".equals(arguments.get(1)) ||
			text.chars().anyMatch(c -> c > 0xff)) throw wrong("bytes");
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** A number of NumPy as a Double, Long or Boolean. */
	private static Object scalar(final List<Object> arguments) throws FormatException {
		if (arguments.size() != 2 || !(arguments.get(0) instanceof Dtype dtype) || !(arguments
			.get(1) instanceof byte[] bytes) || bytes.length != dtype.code.charAt(1) - '0')
			throw wrong("a number of NumPy");
		final ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length)).order(dtype.order);
		return switch (dtype.code) {
			case "f8" -> ElementType.FLOAT64.number(buffer, 0);
			case "f4" -> ElementType.FLOAT32.number(buffer, 0);
			case "f2" -> ElementType.FLOAT16.number(buffer, 0);
			case "i8" -> ElementType.INT64.whole(buffer, 0);
			case "i4" -> ElementType.INT32.whole(buffer, 0);
			case "i2" -> ElementType.INT16.whole(buffer, 0);
			case "i1" -> ElementType.INT8.whole(buffer, 0);
			case "u1" -> ElementType.UINT8.whole(buffer, 0);
			case "u2" -> ElementType.INT16.whole(buffer, 0) & 0xffffL;
			case "u4" -> ElementType.INT32.whole(buffer, 0) & 0xffffffffL;
			case "b1" -> buffer.get(0) != 0;
			default -> throw wrong("a number of NumPy");
		};
	}

	private static FormatException wrong(final String what) {
		return new FormatException("has " + what + " in a form that is not read.",
			"Save the weights again by torch.save, or as safetensors.");
	}
}
