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

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import sc.fiji.nnunet.tiff.TiffDirectory.Field;

/** The bytes of a TIFF or BigTIFF file, in its byte order, and the directories in it. Nothing is read past the end. */
final class TiffBytes implements Closeable {

	/** Fields that a directory may have; real ones have a few dozen. */
	private static final int MOST_FIELDS = 4096;

	private final FileChannel channel;
	private final ByteOrder order;
	private final boolean big;
	private final long length;

	TiffBytes(final Path file) throws IOException {
		channel = FileChannel.open(file);
		length = channel.size();
		try {
			final byte[] start = bytes(0, 8);
			order = start[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
			big = number(2, 2) == 43;
		}
		catch (final IOException exc) {
			channel.close();
			throw exc;
		}
	}

	ByteOrder order() {
		return order;
	}

	/** Whether the file is a BigTIFF. */
	boolean big() {
		return big;
	}

	long length() {
		return length;
	}

	/** Throws unless the file has this many bytes. */
	void require(final long end) throws TiffException {
		if (end < 0 || end > length) throw new TiffException("it ends at byte " + length +
			", but there should be data up to byte " + end);
	}

	/** Bytes at a position. */
	byte[] bytes(final long position, final int count) throws IOException {
		require(position < 0 ? position : position + count);
		final ByteBuffer buffer = ByteBuffer.allocate(count);
		while (buffer.hasRemaining())
			if (channel.read(buffer, position + buffer.position()) < 0) throw new TiffException(
				"it became shorter while it was read");
		return buffer.array();
	}

	/** An unsigned number of 1, 2, 4 or 8 bytes at a position. */
	long number(final long position, final int size) throws IOException {
		return number(ByteBuffer.wrap(bytes(position, size)).order(order), 0, size);
	}

	private static long number(final ByteBuffer in, final int at, final int size) {
		return switch (size) {
			case 1 -> in.get(at) & 255;
			case 2 -> in.getShort(at) & 0xffff;
			case 4 -> in.getInt(at) & 0xffffffffL;
			default -> in.getLong(at);
		};
	}

	/** The directories in their order. */
	List<TiffDirectory> directories() throws IOException {
		final List<TiffDirectory> directories = new ArrayList<>();
		final Set<Long> seen = new HashSet<>();
		final int countSize = big ? 8 : 2, wide = big ? 8 : 4, entry = 4 + 2 * wide;
		long at = number(big ? 8 : 4, wide);
		while (at != 0) {
			if (!seen.add(at)) throw new TiffException("its directories form a cycle");
			final long count = number(at, countSize);
			if (count < 0 || count > MOST_FIELDS) throw new TiffException("a directory has " + count + " fields");
			final ByteBuffer entries = ByteBuffer.wrap(bytes(at + countSize, (int) count * entry)).order(order);
			directories.add(new TiffDirectory(this, fields(entries, (int) count, at + countSize)));
			at = number(at + countSize + count * entry, wide);
		}
		return directories;
	}

	private Map<Integer, Field> fields(final ByteBuffer entries, final int count, final long at) throws IOException {
		final int wide = big ? 8 : 4, entry = 4 + 2 * wide;
		final Map<Integer, Field> fields = new HashMap<>();
		for (int n = 0; n < count; n++) {
			final int tag = entries.getShort(n * entry) & 0xffff;
			final Field field = new Field(entries.getShort(n * entry + 2) & 0xffff, number(entries, n * entry + 4, wide), 0);
			if (field.count() < 0 || field.count() > length) throw new TiffException("its field " + tag + " claims " + field
				.count() + " values");
			final long bytes = field.count() * field.size();
			final long value = bytes <= wide ? at + n * entry + 4 + wide : number(entries, n * entry + 4 + wide, wide);
			if (value < 0 || value > length - bytes) throw new TiffException("its field " + tag + " ends at byte " + (value +
				bytes) + ", but the file ends at byte " + length);
			if (fields.put(tag, new Field(field.type(), field.count(), value)) != null) throw new TiffException("its field " +
				tag + " occurs twice");
		}
		return fields;
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}
}
