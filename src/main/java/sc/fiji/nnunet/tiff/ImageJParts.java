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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The metadata that ImageJ keeps in two fields of its own in a TIFF file. One holds sizes: of a table of contents, and
 * of each part. The other holds the table, which names kinds of parts and how many there are of each, and the parts.
 */
final class ImageJParts {

	private static final int MAGIC = 0x494a494a, INFO = 0x696e666f;

	private static final int LARGEST = 1 << 26;

	private final TiffDirectory page;
	private final ByteOrder order;

	ImageJParts(final TiffDirectory page, final ByteOrder order) {
		this.page = page;
		this.order = order;
	}

	/** Whether the parts are as large as their sizes say; ImageJ trusts the sizes. */
	boolean valid() throws IOException {
		final long sizes = page.count(TiffDirectory.IMAGEJ_SIZES);
		if (sizes == 0) return true;
		if (sizes > LARGEST / 4) return false;
		final ByteBuffer in = ByteBuffer.wrap(page.bytes(TiffDirectory.IMAGEJ_SIZES, LARGEST)).order(order);
		if (in.capacity() != 4 * sizes) return false;
		long sum = 0;
		while (in.hasRemaining())
			sum += in.getInt() & 0xffffffffL;
		return sum <= page.count(TiffDirectory.IMAGEJ_PARTS);
	}

	/** The text of Image &gt; Show Info…, or null if there is none that can be understood. */
	String info() throws IOException {
		if (page.count(TiffDirectory.IMAGEJ_SIZES) < 2 || !page.has(TiffDirectory.IMAGEJ_PARTS)) return null;
		final byte[] all = page.bytes(TiffDirectory.IMAGEJ_PARTS, LARGEST);
		final ByteBuffer in = ByteBuffer.wrap(all).order(order);
		final long table = page.value(TiffDirectory.IMAGEJ_SIZES, 0);
		if (table < 12 || table > all.length || in.getInt(0) != MAGIC) return null;
		long at = table;
		int part = 1;
		for (int entry = 4; entry + 8 <= table; entry += 8) {
			final int kind = in.getInt(entry);
			for (int n = in.getInt(entry + 4); n > 0; n--, part++) {
				if (part >= page.count(TiffDirectory.IMAGEJ_SIZES)) return null;
				final long size = page.value(TiffDirectory.IMAGEJ_SIZES, part);
				if (size < 0 || at + size > all.length) return null;
				if (kind == INFO) return new String(all, (int) at, (int) size, order == ByteOrder.LITTLE_ENDIAN
					? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
				at += size;
			}
		}
		return null;
	}
}
