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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * A NumPy array file, mapped into memory: elements are read where they lie, so a patch
 * costs its own size and not the file's. Reading is safe from several threads.
 */
public final class NpyFile {

	/** Bytes per mapping: a mapping is at most 2 GiB, and this holds whole elements of every type. */
	private static final long SEGMENT = 1L << 30;

	private final Path file;
	private final NpyHeader header;
	private final ByteBuffer[] segments;
	private final FloatBuffer[] floats;

	private NpyFile(final Path file, final NpyHeader header, final ByteBuffer[] segments) {
		this.file = file;
		this.header = header;
		this.segments = segments;
		floats = new FloatBuffer[segments.length];
		if (header.type() == NpyHeader.Type.FLOAT32)
			for (int i = 0; i < segments.length; i++)
				floats[i] = segments[i].asFloatBuffer();
	}

	/**
	 * Opens an array of float16, float32, float64, uint8 or int64 numbers in C order.
	 *
	 * @throws ProblemException if the file is missing or is not such an array
	 */
	public static NpyFile open(final Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			final NpyHeader header = header(file, channel);
			final long bytes = header.elements() * header.type().bytes;
			final ByteBuffer[] segments = new ByteBuffer[(int) ((bytes + SEGMENT - 1) / SEGMENT)];
			for (int i = 0; i < segments.length; i++) {
				final long start = i * SEGMENT;
				final MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + start, Math.min(
					SEGMENT, bytes - start));
				segments[i] = map.order(header.order());
			}
			return new NpyFile(file, header, segments);
		}
		catch (final NoSuchFileException e) {
			throw new ProblemException(file, "does not exist.", "Preprocess the case again.", e);
		}
	}

	/**
	 * The sizes of the axes of a file that is whole, without mapping it: a mapped file cannot be replaced on Windows.
	 *
	 * @throws ProblemException as {@link #open}
	 */
	static long[] shape(final Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			return header(file, channel).shape();
		}
		catch (final NoSuchFileException e) {
			throw new ProblemException(file, "does not exist.", "Preprocess the case again.", e);
		}
	}

	private static NpyHeader header(final Path file, final FileChannel channel) throws IOException {
		final ByteBuffer head = ByteBuffer.allocate((int) Math.min(NpyHeader.longest(), channel.size()));
		while (head.hasRemaining() && channel.read(head) >= 0) {
			// NB: a channel may give less than was asked for
		}
		head.flip();
		return NpyHeader.parse(file, head, channel.size());
	}

	/** Sizes of the axes, slowest first. */
	public long[] shape() {
		return header.shape().clone();
	}

	/** The number of elements. */
	public long elements() {
		return header.elements();
	}

	/** Copies {@code count} numbers of a floating-point array from element {@code index} on. */
	public void read(final long index, final float[] into, final int offset, final int count) {
		int done = 0;
		while (done < count) {
			final long at = (index + done) * header.type().bytes;
			final int segment = (int) (at / SEGMENT);
			final int inside = (int) (at % SEGMENT) / header.type().bytes;
			final int now = (int) Math.min(count - done, SEGMENT / header.type().bytes - inside);
			switch (header.type()) {
				case FLOAT32:
					floats[segment].get(inside, into, offset + done, now);
					break;
				case FLOAT16:
					for (int i = 0; i < now; i++)
						into[offset + done + i] = Half.toFloat(segments[segment].getShort(2 * (inside + i)));
					break;
				case FLOAT64:
					for (int i = 0; i < now; i++)
						into[offset + done + i] = (float) segments[segment].getDouble(8 * (inside + i));
					break;
				default:
					throw wrongType("floating-point numbers");
			}
			done += now;
		}
	}

	/** Copies {@code count} bytes of a uint8 array from element {@code index} on. */
	public void read(final long index, final byte[] into, final int offset, final int count) {
		if (header.type() != NpyHeader.Type.UINT8) throw wrongType("bytes");
		int done = 0;
		while (done < count) {
			final long at = index + done;
			final int inside = (int) (at % SEGMENT);
			final int now = (int) Math.min(count - done, SEGMENT - inside);
			segments[(int) (at / SEGMENT)].get(inside, into, offset + done, now);
			done += now;
		}
	}

	/** Copies {@code count} numbers of an int64 array from element {@code index} on. */
	public void read(final long index, final long[] into, final int offset, final int count) {
		if (header.type() != NpyHeader.Type.INT64) throw wrongType("whole numbers of 64 bits");
		for (int i = 0; i < count; i++) {
			final long at = (index + i) * Long.BYTES;
			into[offset + i] = segments[(int) (at / SEGMENT)].getLong((int) (at % SEGMENT));
		}
	}

	private IllegalStateException wrongType(final String wanted) {
		return new IllegalStateException(file + " does not hold " + wanted);
	}
}
