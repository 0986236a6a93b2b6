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
package sc.fiji.nnunet.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Undoes the differences that a TIFF writer took along rows before packing (TIFF 6.0 section 14, and its supplement 3).
 */
final class Predictor {

	private Predictor() {
	}

	/**
	 * @param data whole rows
	 * @param row bytes per row
	 * @param samples samples that alternate in a row
	 * @param order the byte order of numbers; after predictor 3 it is big-endian
	 */
	static void undo(final TiffForm form, final byte[] data, final int row, final int samples, final ByteOrder order) {
		if (form.predictor() == 3) for (int at = 0; at < data.length; at += row)
			bytes(data, at, row, samples, form.bits() / 8);
		else if (form.predictor() == 2) for (int at = 0; at < data.length; at += row)
			numbers(ByteBuffer.wrap(data, at, row).slice().order(order), row, samples, form.bits() / 8);
	}

	private static void numbers(final ByteBuffer data, final int row, final int samples, final int size) {
		final int step = samples * size;
		for (int at = step; at < row; at += size)
			switch (size) {
				case 1 -> data.put(at, (byte) (data.get(at) + data.get(at - step)));
				case 2 -> data.putShort(at, (short) (data.getShort(at) + data.getShort(at - step)));
				case 4 -> data.putInt(at, data.getInt(at) + data.getInt(at - step));
				default -> data.putLong(at, data.getLong(at) + data.getLong(at - step));
			}
	}

	/** The row holds the highest bytes of all numbers, then the next ones, and of these the differences. */
	private static void bytes(final byte[] data, final int from, final int row, final int samples, final int size) {
		for (int at = from + samples; at < from + row; at++)
			data[at] += data[at - samples];
		final byte[] parts = Arrays.copyOfRange(data, from, from + row);
		final int count = row / size;
		for (int n = 0; n < count; n++)
			for (int part = 0; part < size; part++)
				data[from + n * size + part] = parts[part * count + n];
	}
}
