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

/** The compression of the pixels of a TIFF file: the values of field 259. */
enum Compression {

	NONE(1, "none"), RLE(2, "CCITT run lengths"), FAX3(3, "CCITT Group 3 fax"), FAX4(4, "CCITT Group 4 fax"), //
	LZW(5, "LZW"), OLD_JPEG(6, "old-style JPEG"), JPEG(7, "JPEG"), DEFLATE(8, "Deflate"), JBIG(34661, "JBIG"), //
	NEXT(32766, "NeXT run lengths"), PACKBITS(32773, "PackBits"), THUNDER(32809, "ThunderScan"), //
	OLD_DEFLATE(32946, "Deflate"), JPEG2000(34712, "JPEG 2000"), APERIO_YCC(33003, "JPEG 2000"), //
	APERIO_RGB(33005, "JPEG 2000"), LERC(34887, "LERC"), LZMA(34925, "LZMA"), OLD_ZSTD(34926, "Zstandard"), //
	ZSTD(50000, "Zstandard"), WEBP(50001, "WebP"), JPEG_XL(50002, "JPEG XL"), UNKNOWN(-1, "unknown");

	private final int code;
	private final String title;

	Compression(final int code, final String title) {
		this.code = code;
		this.title = title;
	}

	/** The compression with a number. */
	static Compression of(final long code) {
		for (final Compression one : values())
			if (one.code == code) return one;
		return UNKNOWN;
	}

	@Override
	public String toString() {
		return title;
	}
}
