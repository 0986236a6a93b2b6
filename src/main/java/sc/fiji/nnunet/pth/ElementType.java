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

import sc.fiji.nnunet.file.Half;

/** The type of a tensor's elements. */
public enum ElementType {
		FLOAT32("FloatStorage", "F32", 4), FLOAT64("DoubleStorage", "F64", 8), FLOAT16("HalfStorage", "F16", 2), //
		BFLOAT16("BFloat16Storage", "BF16", 2), INT64("LongStorage", "I64", 8), INT32("IntStorage", "I32", 4), //
		INT16("ShortStorage", "I16", 2), INT8("CharStorage", "I8", 1), UINT8("ByteStorage", "U8", 1), //
		BOOL("BoolStorage", "BOOL", 1);

	private final String storage;
	private final String safetensors;
	private final int size;

	ElementType(final String storage, final String safetensors, final int size) {
		this.storage = storage;
		this.safetensors = safetensors;
		this.size = size;
	}

	/** Bytes per element. */
	public int size() {
		return size;
	}

	/** The name of PyTorch's class for storages of this type. */
	String storage() {
		return storage;
	}

	/** The type with that class of storages; null if there is none. */
	static ElementType ofStorage(final String name) {
		for (final ElementType type : values())
			if (type.storage.equals(name)) return type;
		return null;
	}

	/** The type with that name in safetensors files; null if there is none. */
	static ElementType ofSafetensors(final String name) {
		for (final ElementType type : values())
			if (type.safetensors.equals(name)) return type;
		return null;
	}

	/** The element at a byte position. */
	double number(final ByteBuffer bytes, final int at) {
		return switch (this) {
			case FLOAT32 -> bytes.getFloat(at);
			case FLOAT64 -> bytes.getDouble(at);
			case FLOAT16 -> Half.toFloat(bytes.getShort(at));
			case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
			default -> whole(bytes, at);
		};
	}

	/** The element at a byte position, for types of whole numbers. */
	long whole(final ByteBuffer bytes, final int at) {
		return switch (this) {
			case INT64 -> bytes.getLong(at);
			case INT32 -> bytes.getInt(at);
			case INT16 -> bytes.getShort(at);
			case INT8 -> bytes.get(at);
			case UINT8 -> bytes.get(at) & 0xff;
			case BOOL -> bytes.get(at) == 0 ? 0 : 1;
			default -> throw new IllegalStateException(this + " is no type of whole numbers");
		};
	}
}
