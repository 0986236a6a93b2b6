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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import sc.fiji.nnunet.problem.ProblemException;

/** The bytes of a file by position, inflated if the file is a gzip by its content, whatever its name. */
abstract class ByteSource implements Closeable {

	final Path file;
	private long required = Long.MAX_VALUE;

	ByteSource(final Path file) {
		this.file = file;
	}

	static ByteSource open(final Path file) throws ProblemException {
		try {
			return GzipInput.isGzip(file) ? new Gzip(file) : new Raw(file);
		}
		catch (final IOException exc) {
			throw unreadable(file, exc);
		}
	}

	/** Fills the first bytes of an array; a gzip is read fast forwards only. */
	final void read(final long position, final byte[] into, final int length) throws ProblemException {
		try {
			final long reached = fill(position, into, length);
			if (reached < position + length) throw truncated(reached, position + length);
			if (reached >= required) finish();
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final IOException exc) {
			throw unreadable(file, exc);
		}
	}

	/**
	 * Throws unless the file holds this many bytes; reads no more of it than that needs. When they are read to their end,
	 * the checksum is verified.
	 */
	final void require(final long bytes) throws ProblemException {
		required = bytes;
		try {
			final long has = atMost(bytes);
			if (has < bytes) throw truncated(has, bytes);
		}
		catch (final ProblemException exc) {
			throw exc;
		}
		catch (final IOException exc) {
			throw unreadable(file, exc);
		}
	}

	/** Called after the last byte that is needed was read in order: checks what the container can check. */
	void finish() throws ProblemException {
		// a plain file has no checksum
	}

	/** A warning about the container, known after {@link #finish()}; null if there is none. */
	String oddity() {
		return null;
	}

	/** Reads up to length bytes and returns the position reached. */
	abstract long fill(long position, byte[] into, int length) throws IOException;

	/** The number of bytes that the file holds, or any larger number once it is known to hold as many as asked for. */
	abstract long atMost(long wanted) throws IOException;

	@Override
	public abstract void close() throws ProblemException;

	private ProblemException truncated(final long reached, final long expected) {
		return new ProblemException(file, "It ends at byte " + reached + (this instanceof Gzip ? " of its inflated content"
			: "") + ", but its header promises " + expected + " bytes.",
			"The file is cut off or damaged; get it again from where it came from.");
	}

	static ProblemException unreadable(final Path file, final IOException exc) {
		if (exc instanceof NoSuchFileException) return new ProblemException(file, "The file does not exist.",
			"Check the path.", exc);
		if (Files.isDirectory(file)) return new ProblemException(file, "This is a folder, not a file.",
			"Give the path of an image.", exc);
		return new ProblemException(file, "It cannot be read (" + exc.getMessage() + ").",
			"Check the permissions, or get the file again from where it came from.", exc);
	}

	private static final class Raw extends ByteSource {

		private final FileChannel channel;

		Raw(final Path file) throws IOException {
			super(file);
			channel = FileChannel.open(file);
		}

		@Override
		long fill(final long position, final byte[] into, final int length) throws IOException {
			final ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
			while (buffer.hasRemaining())
				if (channel.read(buffer, position + buffer.position()) < 0) break;
			return position + buffer.position();
		}

		@Override
		long atMost(final long wanted) throws IOException {
			return channel.size();
		}

		@Override
		public void close() throws ProblemException {
			try {
				channel.close();
			}
			catch (final IOException exc) {
				throw unreadable(file, exc);
			}
		}
	}

	private static final class Gzip extends ByteSource {

		/** No deflate stream inflates to more than this many times its size. */
		private static final int LARGEST_RATIO = 1032;

		/** A file up to this size is inflated to tell where it ends, whatever its header claims. */
		private static final int SMALL = 1 << 18;

		/** Up to this ratio the size that the gzip's last bytes state is trusted. */
		private static final int PLAUSIBLE_RATIO = 64;

		/** At most this many bytes after the voxels are inflated to reach the checksum. */
		private static final long MOST_REST = 1L << 30;

		private GzipInput in;
		private String oddity;

		Gzip(final Path file) throws IOException {
			super(file);
			in = new GzipInput(file);
		}

		@Override
		long fill(final long position, final byte[] into, final int length) throws IOException {
			if (position < in.position()) {
				in.close();
				in = new GzipInput(file);
			}
			in.skipNBytesUpTo(position);
			if (in.position() < position) return in.position();
			in.readNBytes(into, 0, length);
			return in.position();
		}

		@Override
		long atMost(final long wanted) throws IOException {
			final long stored = Files.size(file);
			if (wanted <= 4096) return wanted; // this much is read at once anyway
			if (wanted / LARGEST_RATIO > stored && stored > SMALL) throw new ProblemException(file, "Its header promises " +
				wanted + " bytes, more than a gzip of " + stored + " bytes can hold.",
				"The file is cut off or damaged; get it again from where it came from.");
			if (wanted / PLAUSIBLE_RATIO <= stored && GzipInput.statedSize(file) >= wanted) return wanted;
			return count(wanted);
		}

		private long count(final long wanted) throws IOException {
			try (GzipInput again = new GzipInput(file)) {
				again.skipNBytesUpTo(wanted);
				return again.position();
			}
		}

		@Override
		void finish() throws ProblemException {
			try {
				in.skipNBytesUpTo(in.position() + MOST_REST);
				if (!in.verified()) oddity = "The checksum at the end of its gzip is missing; the file was read without " +
					"verification.";
			}
			catch (final IOException exc) {
				throw unreadable(file, exc);
			}
		}

		@Override
		String oddity() {
			return oddity;
		}

		@Override
		public void close() throws ProblemException {
			try {
				in.close();
			}
			catch (final IOException exc) {
				throw unreadable(file, exc);
			}
		}
	}

	/** A stream from a position on, for reading what has no fixed length. */
	final InputStream from(final long position) {
		return new InputStream() {

			private long at = position;

			@Override
			public int read() throws IOException {
				final byte[] one = new byte[1];
				return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
			}

			@Override
			public int read(final byte[] into, final int offset, final int length) throws IOException {
				final byte[] part = new byte[Math.min(length, 1 << 16)];
				final long reached = fill(at, part, part.length);
				final int got = (int) (reached - at);
				if (got <= 0) return length == 0 ? 0 : -1;
				System.arraycopy(part, 0, into, offset, got);
				at = reached;
				return got;
			}
		};
	}
}
