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
package sc.fiji.nnunet.nifti;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a gzip file of one or several members (RFC 1952), with large buffers.
 * Trailing bytes after the last member are tolerated, as by gzip; wrong checksums are
 * not. A truncated file simply ends early: the caller knows how many bytes there
 * should be.
 */
final class GzipInput extends InputStream {

	private static final int BUFFER = 1 << 17;

	private final InputStream file;
	private final byte[] buffer = new byte[BUFFER];
	private final Inflater inflater = new Inflater(true);
	private final CRC32 crc = new CRC32();
	private int start;
	private int end;
	private long position;
	private boolean ended;
	private boolean verified;

	GzipInput(final Path path) throws IOException {
		file = Files.newInputStream(path);
		if (!header()) ended = true;
	}

	/** Whether the file starts like a gzip. */
	static boolean isGzip(final Path path) throws IOException {
		try (InputStream in = Files.newInputStream(path)) {
			return in.read() == 0x1f && in.read() == 0x8b;
		}
	}

	/** The inflated size that the last four bytes state, modulo 2^32; correct for a file of one member. */
	static long statedSize(final Path path) throws IOException {
		try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
			if (in.length() < 18) return 0;
			in.seek(in.length() - 4);
			return Integer.reverseBytes(in.readInt()) & 0xffffffffL;
		}
	}

	/** Whether the end was reached and all checksums were present and correct. */
	boolean verified() {
		return verified;
	}

	/** How many inflated bytes have been read. */
	long position() {
		return position;
	}

	/** Skips forward to a position, or to the end if that is nearer. */
	void skipNBytesUpTo(final long target) throws IOException {
		if (position >= target) return;
		final byte[] sink = new byte[(int) Math.min(BUFFER, target - position)];
		while (position < target)
			if (read(sink, 0, (int) Math.min(sink.length, target - position)) < 0) return;
	}

	@Override
	public int read() throws IOException {
		final byte[] one = new byte[1];
		return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
	}

	@Override
	public int read(final byte[] into, final int offset, final int length) throws IOException {
		if (length == 0) return 0;
		try {
			while (!ended) {
				final int count = inflater.inflate(into, offset, length);
				if (count > 0) {
					crc.update(into, offset, count);
					position += count;
					return count;
				}
				if (inflater.finished()) ended = !nextMember();
				else if (inflater.needsDictionary()) throw new IOException(
					"its gzip data are damaged: a dictionary is required");
				else if (inflater.needsInput()) ended = !feed();
			}
			return -1;
		}
		catch (final DataFormatException exc) {
			throw new IOException("its gzip data are damaged: " + exc.getMessage(), exc);
		}
	}

	private boolean feed() throws IOException {
		if (start == end && !refill()) return false;
		inflater.setInput(buffer, start, end - start);
		start = end;
		return true;
	}

	private boolean refill() throws IOException {
		start = 0;
		end = Math.max(0, file.read(buffer));
		return end > 0;
	}

	private int next() throws IOException {
		if (start == end && !refill()) throw new EOFException();
		return buffer[start++] & 255;
	}

	private long next4() throws IOException {
		return next() | next() << 8 | next() << 16 | (long) next() << 24;
	}

	/** Checks the end of a member and moves to the next one, if there is one. */
	private boolean nextMember() throws IOException {
		start = end - inflater.getRemaining();
		final long written = inflater.getBytesWritten();
		try {
			if (next4() != crc.getValue() || next4() != (written & 0xffffffffL)) throw new IOException(
				"its gzip data are damaged: the checksum is wrong");
		}
		catch (final EOFException exc) {
			return false;
		}
		inflater.reset();
		crc.reset();
		final boolean more = header();
		verified = !more;
		return more;
	}

	/** Reads a member's header; false if there is none. */
	private boolean header() throws IOException {
		try {
			if (next() != 0x1f || next() != 0x8b || next() != 8) return false;
			final int flags = next();
			for (int n = 0; n < 6; n++)
				next();
			if ((flags & 4) != 0) for (int rest = next() | next() << 8; rest > 0; rest--)
				next();
			for (int text = flags & 24; text > 0; text &= text - 1)
				while (next() != 0)
					continue;
			for (int n = flags & 2; n > 0; n--)
				next();
			return true;
		}
		catch (final EOFException exc) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		inflater.end();
		file.close();
	}
}
