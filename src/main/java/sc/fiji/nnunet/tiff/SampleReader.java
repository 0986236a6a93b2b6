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

import sc.fiji.nnunet.file.Half;

/**
 * Decodes the unpacked bytes of a strip or tile to numbers: bytes and shorts hold unsigned numbers, signed ones of up
 * to 16 bits as number + 32768 as in ImageJ, everything else becomes float.
 */
final class SampleReader {

	private static final int SIGNED_ZERO = 32768;

	private final TiffForm form;
	private final ByteOrder order;

	SampleReader(final TiffForm form, final ByteOrder order) {
		this.form = form;
		this.order = form.predictor() == 3 ? ByteOrder.BIG_ENDIAN : order;
	}

	/** An empty plane for this form. */
	Object plane(final int pixels) {
		if (form.format() == TiffForm.UNSIGNED && form.bits() <= 8) return new byte[pixels];
		return form.format() != TiffForm.FLOAT && form.bits() <= 16 ? new short[pixels] : new float[pixels];
	}

	/**
	 * Reads numbers of a row.
	 *
	 * @param row the row's bytes, from its start on
	 * @param first the first sample to read
	 * @param step how many samples further the next one is
	 * @param into the plane, filled from position at on
	 */
	void read(final ByteBuffer row, final int first, final int step, final int count, final Object into, final int at) {
		row.order(order);
		if (into instanceof byte[] bytes) for (int n = 0; n < count; n++)
			bytes[at + n] = (byte) (form.bits() == 8 ? row.get(first + n * step) : packed(row, first + (long) n * step));
		else if (into instanceof short[] shorts) for (int n = 0; n < count; n++)
			shorts[at + n] = (short) whole(row, first + n * step);
		else if (into instanceof float[] floats) for (int n = 0; n < count; n++)
			floats[at + n] = number(row, first + n * step);
	}

	private int whole(final ByteBuffer row, final int index) {
		if (form.bits() % 8 != 0) return packed(row, index);
		if (form.format() == TiffForm.UNSIGNED) return row.getShort(2 * index);
		return SIGNED_ZERO + (form.bits() == 8 ? row.get(index) : row.getShort(2 * index));
	}

	private float number(final ByteBuffer row, final int index) {
		if (form.format() != TiffForm.FLOAT && form.bits() == 64) return number(row.getLong(8 * index));
		if (form.format() == TiffForm.UNSIGNED) return row.getInt(4 * index) & 0xffffffffL;
		if (form.format() == TiffForm.SIGNED) return row.getInt(4 * index);
		return switch (form.bits()) {
			case 16 -> Half.toFloat(row.getShort(2 * index));
			case 32 -> row.getFloat(4 * index);
			default -> (float) row.getDouble(8 * index);
		};
	}

	private float number(final long value) {
		if (form.format() == TiffForm.SIGNED || value >= 0) return value;
		// NB: half of it, of which the last bit still says how to round
		return 2 * (float) (value >>> 1 | value & 1);
	}

	/** A number of fewer than 16 bits; the highest bit comes first whatever the byte order is (TIFF 6.0, FillOrder 1). */
	private int packed(final ByteBuffer row, final long index) {
		final long from = index * form.bits();
		int value = 0;
		for (long bit = from; bit < from + form.bits(); bit++)
			value = value << 1 | row.get((int) (bit >> 3)) >> 7 - (int) (bit & 7) & 1;
		return value;
	}
}
