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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip file, read by its central directory. NB: PyTorch leaves sizes out of the headers in front of the entries, which
 * Java's stream of entries rejects; Java's own class for zip files cannot read a part of an entry.
 */
final class ZipArchive implements Closeable {

	private static final int END = 0x06054b50, END_64 = 0x06064b50, LOCATOR_64 = 0x07064b50;
	private static final int CENTRAL = 0x02014b50, LOCAL = 0x04034b50;
	private static final int END_SIZE = 22, LOCATOR_SIZE = 20, END_64_SIZE = 56, CENTRAL_SIZE = 46, LOCAL_SIZE = 30;
	private static final int LONGEST_COMMENT = 0xffff, ENCRYPTED = 1, STORED = 0, DEFLATED = 8, ZIP64 = 1;
	private static final long UNKNOWN = 0xffffffffL;
	private static final String INCOMPLETE = "Download or copy it again.";

	/** A directory of half a million entries. */
	private static final long LARGEST_DIRECTORY = 64 << 20;

	/** Deflate makes data at most that many times smaller. */
	private static final long BEST_RATIO = 1032;

	private static final int CHUNK = 1 << 16;

	/**
	 * A file in the archive.
	 *
	 * @param crc checksum of its content; 0 may also mean that it was not computed
	 * @param packed its size in the archive
	 * @param size the size of its content
	 * @param header where the header in front of it begins
	 */
	record Entry(String name, int flags, int method, long crc, long packed, long size, long header) {
	}

	private final FileChannel channel;
	private final long length;
	private final Map<String, Entry> entries = new LinkedHashMap<>();

	/** @param channel will be closed together with the archive */
	ZipArchive(final FileChannel channel) throws IOException, FormatException {
		this.channel = channel;
		length = channel.size();
		directory();
	}

	/** All entries by name, in the order of the archive. */
	Map<String, Entry> entries() {
		return entries;
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}

	private void directory() throws IOException, FormatException {
		final int tail = (int) Math.min(length, END_SIZE + LONGEST_COMMENT);
		final ByteBuffer end = bytes(length - tail, tail);
		int at = tail - END_SIZE;
		while (at >= 0 && (end.getInt(at) != END || at + END_SIZE + (end.getShort(at + 20) & 0xffff) > tail))
			at--;
		if (at < 0) throw new FormatException("is an incomplete zip file: its end is missing.", INCOMPLETE);
		long size = end.getInt(at + 12) & UNKNOWN;
		long from = end.getInt(at + 16) & UNKNOWN;
		final long locator = length - tail + at - LOCATOR_SIZE;
		if (locator >= 0) {
			final ByteBuffer pointer = bytes(locator, LOCATOR_SIZE);
			if (pointer.getInt(0) == LOCATOR_64) {
				final ByteBuffer large = bytes(pointer.getLong(8), END_64_SIZE);
				if (large.getInt(0) != END_64) throw damaged("its directory is not where it says");
				size = large.getLong(40);
				from = large.getLong(48);
			}
		}
		if (size < 0 || size > LARGEST_DIRECTORY) throw damaged("its directory has " + size + " bytes");
		final ByteBuffer all = bytes(from, (int) size);
		while (all.remaining() > 0)
			add(all);
	}

	private void add(final ByteBuffer all) throws FormatException {
		final int start = all.position();
		if (all.remaining() < CENTRAL_SIZE || all.getInt(start) != CENTRAL) throw damaged(
			"its directory has no entry at byte " + start);
		final int name = all.getShort(start + 28) & 0xffff;
		final int extra = all.getShort(start + 30) & 0xffff;
		final int next = start + CENTRAL_SIZE + name + extra + (all.getShort(start + 32) & 0xffff);
		if (next > all.limit()) throw damaged("an entry of its directory is cut off");
		final String text = new String(all.array(), start + CENTRAL_SIZE, name, StandardCharsets.UTF_8);
		final long[] sizes = { all.getInt(start + 24) & UNKNOWN, all.getInt(start + 20) & UNKNOWN, all.getInt(start +
			42) & UNKNOWN };
		large(all, start + CENTRAL_SIZE + name, extra, sizes);
		final Entry entry = new Entry(text, all.getShort(start + 8), all.getShort(start + 10) & 0xffff,
			all.getInt(start + 16) & UNKNOWN, sizes[1], sizes[0], sizes[2]);
		if (entries.put(text, entry) != null) throw damaged("it has two entries " + FormatException.quoted(text));
		all.position(next);
	}

	/** Replaces numbers that are too large for 32 bits by those of the extra field, which has no others. */
	private static void large(final ByteBuffer all, final int start, final int length, final long[] sizes) {
		int at = start;
		while (at + 4 <= start + length) {
			final int size = all.getShort(at + 2) & 0xffff;
			final int end = Math.min(at + 4 + size, start + length);
			if (all.getShort(at) == ZIP64) {
				int value = at + 4;
				for (int n = 0; n < sizes.length; n++) {
					if (sizes[n] != UNKNOWN || value + 8 > end) continue;
					sizes[n] = all.getLong(value);
					value += 8;
				}
			}
			at += 4 + size;
		}
	}

	/**
	 * Reads a part of an entry; a whole one is compared with its checksum.
	 *
	 * @throws FormatException if it is damaged or of a kind that is not read
	 */
	byte[] read(final Entry entry, final long from, final int count) throws IOException, FormatException {
		if (from < 0 || count < 0 || from + count > entry.size) throw damaged("its entry " + FormatException.quoted(
			entry.name) + " has only " + entry.size + " bytes");
		if ((entry.flags & ENCRYPTED) != 0) throw new FormatException("is encrypted.", "Unpack it with its password.");
		final long start = start(entry);
		final byte[] result;
		if (entry.method == STORED) {
			if (entry.packed != entry.size) throw damaged("its entry " + FormatException.quoted(entry.name) +
				" has two sizes");
			result = bytes(start + from, count).array();
		}
		else if (entry.method == DEFLATED) result = inflated(entry, start, from, count);
		else throw new FormatException("is packed by method " + entry.method + " of zip, which is not read.",
			"Pack it again, deflated or stored.");
		if (count == entry.size && entry.crc != 0) {
			final CRC32 crc = new CRC32();
			crc.update(result);
			if (crc.getValue() != entry.crc) throw damaged("the checksum of its entry " + FormatException.quoted(
				entry.name) + " is wrong");
		}
		return result;
	}

	/** Where the content of an entry begins. */
	private long start(final Entry entry) throws IOException, FormatException {
		final ByteBuffer header = bytes(entry.header, LOCAL_SIZE);
		if (header.getInt(0) != LOCAL) throw damaged("its entry " + FormatException.quoted(entry.name) +
			" is not where its directory says");
		final long start = entry.header + LOCAL_SIZE + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
		if (entry.packed < 0 || entry.size < 0 || entry.packed > length - start ||
			entry.size / BEST_RATIO > entry.packed)
			throw damaged("its entry " + FormatException.quoted(entry.name) + " has an impossible size");
		return start;
	}

	private byte[] inflated(final Entry entry, final long start, final long from, final int count) throws IOException,
		FormatException
	{
		final byte[] result = new byte[count];
		final byte[] skipped = new byte[(int) Math.min(CHUNK, from)];
		final Inflater inflater = new Inflater(true);
		try {
			long packed = 0;
			long done = 0;
			while (done < from + count) {
				if (inflater.needsInput()) {
					final int more = (int) Math.min(CHUNK, entry.packed - packed);
					if (more == 0) throw damaged("its entry " + FormatException.quoted(entry.name) + " ends too early");
					inflater.setInput(bytes(start + packed, more).array());
					packed += more;
				}
				final int n = done < from ? inflater.inflate(skipped, 0, (int) Math.min(skipped.length, from - done))
					: inflater.inflate(result, (int) (done - from), (int) (from + count - done));
				done += n;
				if (n == 0 && (inflater.finished() || inflater.needsDictionary())) throw damaged("its entry " +
					FormatException.quoted(entry.name) + " ends too early");
			}
		}
		catch (final DataFormatException e) {
			throw damaged("its entry " + FormatException.quoted(entry.name) + " cannot be inflated");
		}
		finally {
			inflater.end();
		}
		return result;
	}

	private ByteBuffer bytes(final long from, final int count) throws IOException, FormatException {
		if (from < 0 || from > length - count) throw damaged("it has " + length + " bytes, but needs " + count +
			" from byte " + from);
		final ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
		while (buffer.hasRemaining())
			if (channel.read(buffer, from + buffer.position()) < 0) throw damaged("it became shorter");
		return buffer.flip();
	}

	private static FormatException damaged(final String why) {
		return new FormatException("is a damaged zip file: " + why + ".", INCOMPLETE);
	}
}
