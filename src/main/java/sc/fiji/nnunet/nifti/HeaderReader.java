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

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry.Extension;
import sc.fiji.nnunet.volume.Geometry.Forms;
import sc.fiji.nnunet.volume.Geometry.Notes;

/** Reads the header of a NIfTI or Analyze file, with the extensions behind it. */
final class HeaderReader {

	/** Bytes of all extensions that are kept with an image; there is no use for larger ones. */
	private static final int LARGEST_EXTENSIONS = 1 << 24;

	private HeaderReader() {
		// static methods only
	}

	/** The first four bytes, which tell the form of the header. */
	static byte[] start(final ByteSource source) throws ProblemException {
		final byte[] start = new byte[4];
		source.read(0, start, 4);
		return start;
	}

	/** The first bytes of a NIfTI file; null, and the source is closed, if they are not those of one. */
	static byte[] startOrClose(final ByteSource source) throws ProblemException {
		boolean kept = false;
		try {
			final byte[] start = start(source);
			kept = HeaderParser.order(start) != null;
			return kept ? start : null;
		}
		finally {
			if (!kept) source.close();
		}
	}

	/**
	 * Reads the header with its extensions. NB: forwards only, since a gzip starts anew for every step back.
	 *
	 * @param start the first four bytes
	 */
	static NiftiHeader read(final ByteSource source, final byte[] start, final List<String> warnings)
		throws ProblemException
	{
		final byte[] rest = new byte[HeaderParser.size(start) - start.length];
		source.read(start.length, rest, rest.length);
		final byte[] bytes = Arrays.copyOf(start, start.length + rest.length);
		System.arraycopy(rest, 0, bytes, start.length, rest.length);
		final NiftiHeader header = new HeaderParser(source.file, warnings).parse(bytes);
		return header.version() == 0 ? header : withExtensions(source, header, bytes.length, warnings);
	}

	/** The header with the extensions that lie between it and the voxels, or the end of a pair's .hdr file. */
	private static NiftiHeader withExtensions(final ByteSource source, final NiftiHeader header, final int end,
		final List<String> warnings) throws ProblemException
	{
		final long limit = header.pair() ? Long.MAX_VALUE : header.offset();
		final List<Extension> found = new ArrayList<>();
		try {
			final byte[] flag = source.from(end).readNBytes(4);
			if (flag.length < 4 || flag[0] == 0 || limit - end - 4 < 16) return header;
			final int space = (int) Math.min(LARGEST_EXTENSIONS + 1, limit - end - 4);
			final String wrong = extensions(source.from(end + 4), header.order(), space, found);
			if (wrong != null) warnings.add(wrong);
		}
		catch (final IOException exc) {
			throw ByteSource.unreadable(source.file, exc);
		}
		final Forms f = header.forms();
		final Notes notes = new Notes(f.notes().description(), f.notes().auxFile(), found);
		return new NiftiHeader(header.version(), header.order(), header.pair(), header.type(), header.dims(), new Forms(f
			.qformCode(), f.sformCode(), f.pixdim(), f.quaternion(), f.srow(), f.units(), notes), header.slope(), header
				.intercept(), header.offset(), header.intent(), header.acquisition());
	}

	/** Reads extensions one by one; returns a warning about the first that is left out, or null. */
	private static String extensions(final InputStream in, final ByteOrder order, final int space,
		final List<Extension> into) throws IOException
	{
		int rest = space;
		while (rest >= 16) {
			final byte[] start = in.readNBytes(8);
			if (start.length < 8) return null;
			final ByteBuffer numbers = ByteBuffer.wrap(start).order(order);
			final int size = numbers.getInt(0);
			if (size < 8 || size > rest) return size > LARGEST_EXTENSIONS && space > LARGEST_EXTENSIONS
				? "The extensions of its header are larger than " + (LARGEST_EXTENSIONS >> 20) + " MB and were left out."
				: "An extension of the header has an impossible size; it and what follows it were left out.";
			final byte[] data = in.readNBytes(size - 8);
			if (data.length < size - 8)
				return "An extension of the header has an impossible size; it and what follows it were " + "left out.";
			into.add(new Extension(numbers.getInt(4), data));
			rest -= size;
		}
		return null;
	}
}
