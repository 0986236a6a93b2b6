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
package sc.fiji.nnunet.imagefile;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks through the directories of a TIFF file before ImageJ does: ImageJ allocates what
 * the file's numbers say.
 */
final class TiffCheck implements AutoCloseable {

	/** Bytes per value of the field types 1 to 12 of TIFF 6.0. */
	private static final int[] SIZES = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8 };

	private static final int WIDTH = 256, HEIGHT = 257, BITS = 258, SAMPLES = 277;

	/** ImageJ's own fields: the sizes of the parts of its metadata, and the parts. */
	private static final int PART_SIZES = 50838, PARTS = 50839;

	/** No compression of TIFF packs better than deflate can. */
	private static final int LARGEST_RATIO = 1032;

	private final RandomAccessFile in;
	private final long length;
	private boolean little;

	TiffCheck(final Path file) throws IOException {
		in = new RandomAccessFile(file.toFile(), "r");
		length = in.length();
	}

	/** Returns what is wrong with the file, or null. */
	String problem() throws IOException {
		try {
			little = in.readUnsignedByte() == 'I';
			in.seek(4);
			final Set<Long> seen = new HashSet<>();
			for (long directory = number(4); directory != 0; directory = number(4)) {
				if (!seen.add(directory)) return "its directories form a circle";
				in.seek(directory);
				final String wrong = directory((int) number(2));
				if (wrong != null) return wrong;
			}
			return null;
		}
		catch (final EOFException exc) {
			return "a directory lies behind the end of the file at byte " + length;
		}
	}

	private String directory(final int entries) throws IOException {
		long width = 1, height = 1, bits = 1, samples = 1, parts = 0, partSizes = 0;
		for (int n = 0; n < entries; n++) {
			final byte[] entry = new byte[12];
			in.readFully(entry);
			final int tag = (int) number(entry, 0, 2), type = (int) number(entry, 2, 2);
			final long count = number(entry, 4, 4);
			final int size = type < SIZES.length ? SIZES[type] : 1;
			final long bytes = count * size;
			final long value = number(entry, 8, size == 2 && count == 1 ? 2 : 4);
			if (bytes > 4 && value + bytes > length) return "field " + tag + " ends at byte " + (value + bytes) +
				", the file at byte " + length;
			switch (tag) {
				case WIDTH -> width = value;
				case HEIGHT -> height = value;
				case BITS -> bits = count == 1 ? value : 8;
				case SAMPLES -> samples = value;
				case PARTS -> parts = bytes;
				case PART_SIZES -> partSizes = sum(value, count);
				default -> {
					// its extent is all that had to be checked
				}
			}
		}
		if (partSizes > parts) return "ImageJ's metadata claim " + partSizes + " bytes and have " + parts;
		final double claimed = (double) width * height * samples * bits / 8;
		return claimed / LARGEST_RATIO > length || (double) width * height > Integer.MAX_VALUE - 8 ? "it claims " + width +
			" x " + height + " pixels, but has " + length + " bytes" : null;
	}

	/** The sum of a field's 32-bit values. */
	private long sum(final long value, final long count) throws IOException {
		if (count == 1) return value;
		final long next = in.getFilePointer();
		in.seek(value);
		final byte[] values = new byte[(int) Math.min(4 * count, length)];
		in.readFully(values);
		in.seek(next);
		long sum = 0;
		for (int at = 0; at < values.length; at += 4)
			sum += number(values, at, 4);
		return sum;
	}

	/** The next number in the file. */
	private long number(final int size) throws IOException {
		final byte[] bytes = new byte[size];
		in.readFully(bytes);
		return number(bytes, 0, size);
	}

	private long number(final byte[] bytes, final int at, final int size) {
		long number = 0;
		for (int n = 0; n < size; n++)
			number |= (bytes[at + n] & 255L) << 8 * (little ? n : size - 1 - n);
		return number;
	}

	@Override
	public void close() throws IOException {
		in.close();
	}
}
