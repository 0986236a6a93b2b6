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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.nifti.NiftiHeader.Acquisition;
import sc.fiji.nnunet.nifti.NiftiHeader.Intent;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry.Forms;
import sc.fiji.nnunet.volume.Geometry.Notes;

/**
 * Parses a {@link NiftiHeader} from the first bytes of a file, and refuses what is not a
 * header or not supported. Nothing is trusted: every number is checked before memory is
 * allocated for it.
 */
final class HeaderParser {

	static final int SIZE_1 = 348, SIZE_2 = 540;

	private final Path file;
	private final List<String> warnings;

	HeaderParser(final Path file, final List<String> warnings) {
		this.file = file;
		this.warnings = warnings;
	}

	/** The byte order of a header that starts with these bytes, or null if it is neither NIfTI nor Analyze. */
	static ByteOrder order(final byte[] start) {
		if (start.length < 4) return null;
		for (final ByteOrder order : new ByteOrder[] { ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN }) {
			final int size = ByteBuffer.wrap(start).order(order).getInt(0);
			if (size == SIZE_1 || size == SIZE_2) return order;
		}
		return null;
	}

	/** The length of the header that starts with these bytes: 348 or 540. */
	static int size(final byte[] start) {
		return ByteBuffer.wrap(start).order(order(start)).getInt(0);
	}

	/**
	 * @param bytes the whole header, 348 or 540 bytes
	 * @return the header without its extensions
	 */
	NiftiHeader parse(final byte[] bytes) throws ProblemException {
		final ByteBuffer in = ByteBuffer.wrap(bytes).order(order(bytes));
		return in.getInt(0) == SIZE_1 ? parse1(in) : parse2(in);
	}

	private NiftiHeader parse1(final ByteBuffer in) throws ProblemException {
		final String magic = text(in, 344, 4);
		final boolean pair = !magic.equals("n+1");
		final int version = !pair || magic.equals("ni1") ? 1 : 0;
		final int rank = in.getShort(40);
		final long[] dims = dims(rank, axis -> in.getShort(42 + 2 * axis));
		final NiftiType type = type(in.getShort(70), in.getShort(72));
		final Notes notes = new Notes(text(in, 148, 80), text(in, 228, 24), List.of());
		final double[] pixdim = floats(in, 76, 8);
		if (version == 0) {
			warnings.add("This is an Analyze 7.5 file: it does not state the orientation; left and right are unknown.");
			final Forms none = new Forms(0, 0, pixdim, new double[6], new double[12], 0, notes);
			return new NiftiHeader(0, in.order(), true, type, dims, none, 1, 0, offset(in.getFloat(108), 0), Intent.NONE,
				Acquisition.NONE);
		}
		final Forms forms = new Forms(in.getShort(252), in.getShort(254), pixdim, floats(in, 256, 6), floats(in, 280, 12),
			in.get(123), notes);
		final Intent intent = new Intent(in.getShort(68), floats(in, 56, 3), text(in, 328, 16));
		final Acquisition acquisition = new Acquisition(in.getFloat(128), in.getFloat(124), in.getFloat(132), in.getFloat(
			136), in.get(39), in.getShort(74), in.getShort(120), in.get(122));
		return scaling(new NiftiHeader(1, in.order(), pair, type, dims, forms, in.getFloat(112), in.getFloat(116), offset(in
			.getFloat(108), pair ? 0 : SIZE_1 + 4), intent, acquisition));
	}

	private NiftiHeader parse2(final ByteBuffer in) throws ProblemException {
		final String magic = text(in, 4, 3);
		if (!magic.equals("n+2") && !magic.equals("ni2")) throw problem(
			"Its header is 540 bytes long but lacks the magic " + "word of NIfTI-2.",
			"The file is damaged; get it again from where it came from.");
		final boolean pair = magic.equals("ni2");
		final long rank = in.getLong(16);
		final long[] dims = dims(rank, axis -> in.getLong(24 + 8 * axis));
		final NiftiType type = type(in.getShort(12), in.getShort(14));
		final Notes notes = new Notes(text(in, 240, 80), text(in, 320, 24), List.of());
		final Forms forms = new Forms(in.getInt(344), in.getInt(348), doubles(in, 104, 8), doubles(in, 352, 6), doubles(in,
			400, 12), in.getInt(500), notes);
		final Intent intent = new Intent(in.getInt(504), doubles(in, 80, 3), text(in, 508, 16));
		final Acquisition acquisition = new Acquisition(in.getDouble(200), in.getDouble(192), in.getDouble(208), in
			.getDouble(216), in.get(524), in.getLong(224), in.getLong(232), in.getInt(496));
		return scaling(new NiftiHeader(2, in.order(), pair, type, dims, forms, in.getDouble(176), in.getDouble(184), offset(
			in.getLong(168), pair ? 0 : SIZE_2 + 4), intent, acquisition));
	}

	private NiftiHeader scaling(final NiftiHeader header) throws ProblemException {
		if (header.scaled() && !Double.isFinite(header.intercept())) throw problem("Its scaling has the slope " + header
			.slope() + " but the intercept " + header.intercept() + ".", "Fix scl_slope and scl_inter in the header.");
		return header;
	}

	private interface Axis {

		long size(int axis);
	}

	private long[] dims(final long rank, final Axis sizes) throws ProblemException {
		if (rank < 1 || rank > 7) throw problem("Its header says that the image has " + rank + " dimensions; 1 to 7 are " +
			"possible.", "The file is damaged or not a NIfTI file; get it again from where it came from.");
		final long[] dims = new long[(int) rank];
		long voxels = 1;
		for (int axis = 0; axis < rank; axis++) {
			dims[axis] = sizes.size(axis);
			if (dims[axis] < 1) throw problem("Its header says that dimension " + (axis + 1) + " has the size " + dims[axis] +
				".", "The file is damaged; get it again from where it came from.");
			final long high = Math.multiplyHigh(voxels, dims[axis]);
			voxels *= dims[axis];
			if (high != 0 || voxels < 0 || voxels > Long.MAX_VALUE / 32) throw problem(
				"Its header claims more voxels than any " + "file can hold.",
				"The file is damaged; get it again from where it came from.");
		}
		return dims;
	}

	private NiftiType type(final int code, final int bits) throws ProblemException {
		final NiftiType type = NiftiType.of(code);
		if (type == null) throw problem("Its voxels have the unknown datatype " + code + ".",
			"The file is damaged, or newer than NIfTI-2; convert it to float32.");
		if (!type.readable()) throw problem("Its voxels are " + type.name().toLowerCase(Locale.ROOT) + " (datatype " +
			code + "), which is not supported.", "Convert the image to float32, complex numbers to their magnitude.");
		if (bits != 8 * type.bytes()) warnings.add("bitpix is " + bits + " but " + type.name().toLowerCase(Locale.ROOT) +
			" has " + 8 * type.bytes() + " bits; the type is used.");
		return type;
	}

	private long offset(final double stored, final long least) throws ProblemException {
		if (!(stored >= 0 && stored < Long.MAX_VALUE) || stored != Math.rint(stored)) throw problem("Its header puts the " +
			"first voxel at byte " + stored + " (vox_offset).", "The file is damaged; get it again from where it came from.");
		if (stored >= least) return (long) stored;
		if (stored != 0) warnings.add("vox_offset is " + (long) stored + ", inside the header; " + least + " is used.");
		return least;
	}

	private static double[] floats(final ByteBuffer in, final int at, final int count) {
		final double[] values = new double[count];
		for (int n = 0; n < count; n++)
			values[n] = in.getFloat(at + 4 * n);
		return values;
	}

	private static double[] doubles(final ByteBuffer in, final int at, final int count) {
		final double[] values = new double[count];
		for (int n = 0; n < count; n++)
			values[n] = in.getDouble(at + 8 * n);
		return values;
	}

	/** A text up to its first zero byte; one byte is one character, so that the same bytes are written again. */
	private static String text(final ByteBuffer in, final int at, final int length) {
		int end = 0;
		while (end < length && in.get(at + end) != 0)
			end++;
		return new String(in.array(), at, end, StandardCharsets.ISO_8859_1);
	}

	private ProblemException problem(final String what, final String cure) {
		return new ProblemException(file, what, cure);
	}
}
