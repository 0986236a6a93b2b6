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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tensor of a file, whose elements are read each time they are asked for. They are given in C order (the last axis
 * varies fastest), whatever their order in the file is. Elements may be NaN.
 */
public final class Tensor {

	/** Arrays cannot be longer on any virtual machine. */
	private static final long LONGEST = Integer.MAX_VALUE - 8;

	private static final int MOST_AXES = 64;

	private final Storage storage;
	private final long offset;
	private final long[] shape;
	private final long[] strides;
	private final long size;

	/** The number of elements in the file from the first to the last. */
	private final long span;

	/**
	 * @param offset of the first element in the storage
	 * @param strides elements from one index to the next, per axis
	 * @throws FormatException if the tensor is not within its storage
	 */
	Tensor(final Storage storage, final long offset, final long[] shape, final long[] strides) throws FormatException {
		this.storage = storage;
		this.offset = offset;
		this.shape = shape.clone();
		this.strides = strides.clone();
		if (shape.length != strides.length || shape.length > MOST_AXES) throw new FormatException("has a tensor with " +
			shape.length + " axes and " + strides.length + " strides.");
		long elements = 1;
		long last = 0;
		try {
			for (int axis = 0; axis < shape.length; axis++) {
				if (shape[axis] < 0 || strides[axis] < 0) throw outside();
				elements = Math.multiplyExact(elements, shape[axis]);
				last = Math.addExact(last, Math.multiplyExact(Math.max(shape[axis] - 1, 0), strides[axis]));
			}
		}
		catch (final ArithmeticException e) {
			throw outside();
		}
		size = elements;
		span = size == 0 ? 0 : last + 1;
		// NB: a tensor of more elements than its storage has would repeat some of them, and take any amount of memory
		if (offset < 0 || offset > storage.count() || span > storage.count() - offset || size > storage.count())
			throw outside();
		if (Math.max(size, span) > LONGEST / type().size()) throw new FormatException("has a tensor of shape " + Arrays
			.toString(shape) + ", which is longer than 2 GiB.", "Use a smaller network.");
	}

	private FormatException outside() {
		return new FormatException("has a tensor of shape " + Arrays.toString(shape) + ", strides " + Arrays.toString(
			strides) + " and offset " + offset + " that is not within its " + storage.count() + " elements.");
	}

	/** The strides of elements in C order without gaps. NB: they may overflow, which the constructor finds. */
	static long[] strides(final long[] shape) {
		final long[] strides = new long[shape.length];
		long step = 1;
		for (int axis = shape.length - 1; axis >= 0; axis--) {
			strides[axis] = step;
			step *= shape[axis];
		}
		return strides;
	}

	/** The type of the elements in the file. */
	public ElementType type() {
		return storage.type();
	}

	/** The length of each axis; empty for a single number. */
	public long[] shape() {
		return shape.clone();
	}

	/** The number of elements. */
	public long size() {
		return size;
	}

	/** Whether both tensors are views of the same elements of the same file. */
	public boolean sharesStorageWith(final Tensor other) {
		return storage == other.storage;
	}

	/**
	 * The elements as float32.
	 *
	 * @throws IOException if they cannot be read
	 */
	public float[] floats() throws IOException {
		final ByteBuffer bytes = bytes();
		final float[] result = new float[(int) size];
		if (type() == ElementType.FLOAT32 && contiguous()) bytes.asFloatBuffer().get(result);
		else for (final Cursor cursor = new Cursor(); cursor.more(); cursor.next())
			result[cursor.index] = (float) type().number(bytes, cursor.position);
		return result;
	}

	/** The bytes from the tensor's first element to its last. */
	private ByteBuffer bytes() throws IOException {
		return ByteBuffer.wrap(storage.bytes().read(offset * type().size(), (int) span * type().size())).order(storage
			.order());
	}

	private boolean contiguous() {
		long step = 1;
		for (int axis = shape.length - 1; axis >= 0; axis--) {
			if (shape[axis] != 1 && strides[axis] != step) return false;
			step *= shape[axis];
		}
		return true;
	}

	@Override
	public String toString() {
		return type() + Arrays.toString(shape);
	}

	/** Visits the elements in C order. */
	private final class Cursor {

		private final long[] at = new long[shape.length];
		private int index;
		private int position;

		private boolean more() {
			return index < size;
		}

		private void next() {
			index++;
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				position += (int) strides[axis] * type().size();
				if (++at[axis] < shape[axis]) return;
				position -= (int) (shape[axis] * strides[axis]) * type().size();
				at[axis] = 0;
			}
		}
	}
}
