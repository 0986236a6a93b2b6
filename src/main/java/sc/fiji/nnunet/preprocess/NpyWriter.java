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
package sc.fiji.nnunet.preprocess;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.file.WholeFile;

/**
 * Writes a NumPy array file piece by piece. The file gets its name only when all
 * elements are written and {@link #commit} is called; closing without that removes it.
 */
public final class NpyWriter implements Closeable {

	private static final int BUFFER = 1 << 18;

	private final Path file;
	private final WholeFile whole;
	private final FileChannel channel;
	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
	private final NpyHeader.Type type;
	private final long bytes;
	private long missing;

	NpyWriter(final Path file, final NpyHeader.Type type, final long... shape) throws IOException {
		this.file = file;
		this.type = type;
		whole = new WholeFile(file);
		buffer.put(NpyHeader.bytes(type, shape));
		missing = 1;
		for (final long size : shape)
			missing = Math.multiplyExact(missing, size);
		bytes = Math.multiplyExact(missing, type.bytes);
		try {
			channel = FileChannel.open(whole.temporary(), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING);
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, bytes, e);
		}
	}

	/**
	 * Creates a file for an array of float32 numbers in C order.
	 *
	 * @param shape sizes of the axes, slowest first
	 */
	public static NpyWriter floats(final Path file, final long... shape) throws IOException {
		return new NpyWriter(file, NpyHeader.Type.FLOAT32, shape);
	}

	/** Appends numbers to a float32 or float16 array. */
	public void write(final float[] values, final int offset, final int count) throws IOException {
		missing -= count;
		int done = 0;
		while (done < count) {
			if (buffer.remaining() < type.bytes) flush();
			final int now = Math.min(count - done, buffer.remaining() / type.bytes);
			if (type == NpyHeader.Type.FLOAT32) {
				buffer.asFloatBuffer().put(values, offset + done, now);
				buffer.position(buffer.position() + now * Float.BYTES);
			}
			else for (int i = 0; i < now; i++)
				buffer.putShort(Half.of(values[offset + done + i]));
			done += now;
		}
	}

	/** Appends bytes to a uint8 array. */
	void write(final byte[] values, final int offset, final int count) throws IOException {
		missing -= count;
		int done = 0;
		while (done < count) {
			if (!buffer.hasRemaining()) flush();
			final int now = Math.min(count - done, buffer.remaining());
			buffer.put(values, offset + done, now);
			done += now;
		}
	}

	/** Appends a number to an int64 array. */
	void write(final long value) throws IOException {
		missing--;
		if (buffer.remaining() < Long.BYTES) flush();
		buffer.putLong(value);
	}

	/** Gives the complete file its name. */
	public void commit() throws IOException {
		if (missing != 0) throw new IllegalStateException(file + " lacks " + missing + " elements");
		flush();
		channel.close();
		whole.commit();
	}

	private void flush() throws IOException {
		buffer.flip();
		try {
			while (buffer.hasRemaining())
				channel.write(buffer);
		}
		catch (final IOException e) {
			throw DiskProblem.of(file, bytes, e);
		}
		buffer.clear();
	}

	@Override
	public void close() throws IOException {
		try (whole) {
			channel.close();
		}
	}
}
