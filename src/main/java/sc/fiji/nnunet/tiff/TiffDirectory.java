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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One directory of a TIFF file, one page: where its fields lie. A field's values are read when they are asked for, so
 * that a directory costs nothing but its entries, whatever it claims.
 */
final class TiffDirectory {

	static final int SUBFILE = 254, WIDTH = 256, HEIGHT = 257, BITS = 258, COMPRESSION = 259, PHOTOMETRIC = 262,
			FILL_ORDER = 266, DESCRIPTION = 270, STRIPS = 273, ORIENTATION = 274, SAMPLES = 277, ROWS = 278, STRIP_BYTES =
				279, X_RESOLUTION = 282, Y_RESOLUTION = 283, PLANAR = 284, RESOLUTION_UNIT = 296, PREDICTOR = 317, TILE_WIDTH =
					322, TILE_HEIGHT = 323, TILES = 324, TILE_BYTES = 325, EXTRA = 338, FORMAT = 339, JPEG_TABLES = 347,
			IMAGEJ_SIZES = 50838, IMAGEJ_PARTS = 50839;

	/** Bytes per value of the field types 0 to 18; 13 and 16 to 18 are offsets and 64-bit numbers. */
	private static final int[] SIZES = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

	private static final int RATIONAL = 5, SIGNED_RATIONAL = 10;

	/**
	 * Where a field's values are.
	 *
	 * @param type TIFF's field type
	 * @param count the number of values
	 * @param at the position of the first in the file
	 */
	record Field(int type, long count, long at) {

		int size() {
			return type > 0 && type < SIZES.length ? SIZES[type] : 0;
		}
	}

	private final TiffBytes in;
	private final Map<Integer, Field> fields;

	TiffDirectory(final TiffBytes in, final Map<Integer, Field> fields) {
		this.in = in;
		this.fields = fields;
	}

	boolean has(final int tag) {
		return fields.containsKey(tag);
	}

	/** The number of a field's values, 0 without the field. */
	long count(final int tag) {
		final Field field = fields.get(tag);
		return field == null ? 0 : field.count();
	}

	/** The first value of a field, or what it is without the field. */
	long number(final int tag, final long otherwise) throws IOException {
		return count(tag) > 0 ? value(tag, 0) : otherwise;
	}

	/** One of a field's values, 0 = the first. */
	long value(final int tag, final long index) throws IOException {
		final Field field = fields.get(tag);
		final int size = field == null ? 0 : field.size();
		if (size == 0 || field.type() == RATIONAL || field.type() == SIGNED_RATIONAL || index >= field.count())
			throw new TiffException("its field " + tag + " has no number " + (index + 1));
		return in.number(field.at() + index * size, size);
	}

	/** A fraction, or 0 without the field. */
	double fraction(final int tag) throws IOException {
		final Field field = fields.get(tag);
		if (field == null || field.type() != RATIONAL || field.count() < 1) return 0;
		final long below = in.number(field.at() + 4, 4);
		return below == 0 ? 0 : (double) in.number(field.at(), 4) / below;
	}

	/** The bytes of a field up to a number, empty without the field. */
	byte[] bytes(final int tag, final int most) throws IOException {
		final Field field = fields.get(tag);
		if (field == null) return new byte[0];
		return in.bytes(field.at(), (int) Math.min(most, field.count() * field.size()));
	}

	/** A text up to a number of bytes, without what follows its end: UTF-8, or Latin-1 if it is not. */
	String text(final int tag, final int most) throws IOException {
		final byte[] bytes = bytes(tag, most);
		int end = 0;
		while (end < bytes.length && bytes[end] != 0)
			end++;
		final String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
		return text.indexOf('\ufffd') < 0 ? text : new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
	}

	/** The size of a pixel along x and y in units of the resolution field; 0 if not stated. */
	double[] pixelSize() throws IOException {
		final double x = fraction(X_RESOLUTION), y = fraction(Y_RESOLUTION);
		return new double[] { x > 0 ? 1 / x : 0, y > 0 ? 1 / y : 0 };
	}
}
