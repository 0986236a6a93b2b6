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
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks one strip or tile of a TIFF file. Every method fills an array of the size that the layout demands or throws;
 * each step consumes input or produces output, so none runs forever.
 */
final class Unpacker {

	/** LZW's codes of TIFF 6.0: clear, end; a code has 9 to 12 bits. */
	private static final int CLEAR = 256, END = 257, CODES = 4096;

	private Unpacker() {
	}

	/** @param warnings receives a sentence if the pixels are complete but something at the end is missing */
	static void unpack(final Compression compression, final byte[] in, final byte[] out, final List<String> warnings)
		throws IOException
	{
		switch (compression) {
			case LZW -> lzw(in, out);
			case PACKBITS -> packBits(in, out);
			case DEFLATE, OLD_DEFLATE -> deflate(in, out, warnings);
			default -> {
				if (in.length < out.length) throw ended(in.length, out.length);
				System.arraycopy(in, 0, out, 0, out.length);
			}
		}
	}

	private static TiffException ended(final int got, final int wanted) {
		return new TiffException("a part of its pixels ends after " + got + " of " + wanted + " bytes");
	}

	private static void deflate(final byte[] in, final byte[] out, final List<String> warnings) throws IOException {
		final Inflater inflater = new Inflater();
		try {
			inflater.setInput(in);
			int done = 0;
			while (done < out.length) {
				final int count = inflater.inflate(out, done, out.length - done);
				if (count == 0) throw inflater.needsDictionary() ? new TiffException("its pixels require a dictionary")
					: ended(done, out.length);
				done += count;
			}
			// the checksum is verified when the end is reached; a part may hold more rows than the image
			final byte[] rest = new byte[1 << 12];
			while (!inflater.finished() && inflater.inflate(rest) > 0)
				continue;
			final String missing = "The checksum after its pixels is missing; they are complete.";
			if (!inflater.finished() && !warnings.contains(missing)) warnings.add(missing);
		}
		catch (final DataFormatException exc) {
			throw new TiffException("its compressed pixels are wrong (" + exc.getMessage() + ")", exc);
		}
		finally {
			inflater.end();
		}
	}

	private static void packBits(final byte[] in, final byte[] out) throws IOException {
		int at = 0, done = 0;
		while (done < out.length) {
			if (at >= in.length) throw ended(done, out.length);
			final int code = in[at++];
			if (code == -128) continue;
			final int count = Math.min(code < 0 ? 1 - code : code + 1, out.length - done);
			if (at + (code < 0 ? 1 : count) > in.length) throw ended(done, out.length);
			for (int n = 0; n < count; n++)
				out[done++] = in[code < 0 ? at : at + n];
			at += code < 0 ? 1 : code + 1;
		}
	}

	private static void lzw(final byte[] in, final byte[] out) throws IOException {
		if (in.length > 1 && in[0] == 0 && (in[1] & 1) == 1) throw new TiffException(
			"its pixels use LZW as it was before TIFF 5.0");
		// a string is a piece of earlier output plus one byte: where it starts, and how long it is
		final int[] start = new int[CODES], length = new int[CODES];
		int bits = 0, held = 0, at = 0, width = 9, next = END + 1, done = 0, lastStart = 0, lastLength = 0;
		while (done < out.length) {
			while (held < width) {
				if (at >= in.length) throw ended(done, out.length);
				bits = bits << 8 | in[at++] & 255;
				held += 8;
			}
			held -= width;
			final int code = bits >>> held & (1 << width) - 1;
			if (code == END) throw ended(done, out.length);
			if (code == CLEAR) {
				width = 9;
				next = END + 1;
				lastLength = 0;
				continue;
			}
			if (code > END && (code > next || lastLength == 0 || code == next && next >= CODES)) throw new TiffException(
				"its compressed pixels are wrong (code " + code + ")");
			if (lastLength > 0 && next < CODES) {
				start[next] = lastStart;
				length[next++] = lastLength + 1;
			}
			lastStart = done;
			lastLength = code < 256 ? 1 : length[code];
			if (code < 256) out[done++] = (byte) code;
			else for (int n = 0, from = start[code]; n < lastLength && done < out.length; n++)
				out[done++] = out[from + n];
			if (next >= (1 << width) - 1 && width < 12) width++;
		}
	}
}
