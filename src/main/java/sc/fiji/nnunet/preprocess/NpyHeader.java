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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * The header of a NumPy array file: format versions 1 to 3, C order, numbers only.
 *
 * @param type type of an element
 * @param order byte order of the elements
 * @param shape sizes of the axes, slowest first
 * @param dataOffset bytes in front of the first element
 */
record NpyHeader(Type type, ByteOrder order, long[] shape, long dataOffset) {

	private static final byte[] MAGIC = { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y' };

	/** No valid header of a plain array is longer. */
	private static final int LONGEST = 1 << 16;

	private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-z]\\d+)'");
	private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
	private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(\\s*((?:\\d{1,18}\\s*,\\s*)*(?:\\d{1,18})?)\\s*\\)");

	private static final String CURE = "Preprocess the case again.";

	/** Elements that are read; float64 is never written. */
	enum Type {
			FLOAT16("f2", 2), FLOAT32("f4", 4), FLOAT64("f8", 8), UINT8("u1", 1), INT64("i8", 8);

		final String code;
		final int bytes;

		Type(final String code, final int bytes) {
			this.code = code;
			this.bytes = bytes;
		}
	}

	/** The number of elements. */
	long elements() {
		long product = 1;
		for (final long size : shape)
			product = Math.multiplyExact(product, size);
		return product;
	}

	/** The bytes of a version 1 header, padded so that the elements begin at a multiple of 64. */
	static byte[] bytes(final Type type, final long... shape) {
		final StringBuilder sizes = new StringBuilder();
		for (final long size : shape)
			sizes.append(size).append(", ");
		if (shape.length > 1) sizes.setLength(sizes.length() - 2);
		final String text = "{'descr': '" + (type.bytes == 1 ? '|' : '<') + type.code +
			"', 'fortran_order': False, 'shape': (" + sizes.toString().strip() + "), }";
		final int length = (10 + text.length() + 1 + 63) / 64 * 64;
		final byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) ' ');
		System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
		bytes[6] = 1;
		bytes[7] = 0;
		bytes[8] = (byte) (length - 10);
		bytes[9] = (byte) (length - 10 >> 8);
		System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 10, text.length());
		bytes[length - 1] = '\n';
		return bytes;
	}

	/**
	 * Reads a header.
	 *
	 * @param file named in messages
	 * @param head the first bytes of the file, up to {@link #longest()}
	 * @param fileSize bytes of the whole file
	 * @throws ProblemException if this is not a supported array, or the file is shorter than its header says
	 */
	static NpyHeader parse(final Path file, final ByteBuffer head, final long fileSize) throws ProblemException {
		head.order(ByteOrder.LITTLE_ENDIAN);
		if (head.remaining() < 12) throw problem(file, "is too short to be a NumPy array (" + fileSize + " bytes)");
		for (int i = 0; i < MAGIC.length; i++)
			if (head.get(i) != MAGIC[i]) throw problem(file, "is not a NumPy array: it does not begin like one");
		final int version = head.get(6);
		if (version < 1 || version > 3) throw problem(file, "is a NumPy array of the unknown version " + version);
		final long length = version == 1 ? head.getShort(8) & 0xffff : head.getInt(8) & 0xffffffffL;
		final int start = version == 1 ? 10 : 12;
		if (length > LONGEST || start + length > head.limit()) throw problem(file, "has a header of " + length +
			" bytes, which is more than the file or any plain array has");
		final byte[] bytes = new byte[(int) length];
		head.get(start, bytes);
		final String text = new String(bytes, StandardCharsets.ISO_8859_1);
		final Matcher descr = match(file, DESCR, text, "element type");
		if (match(file, FORTRAN, text, "order").group(1).equals("True")) throw problem(file, "is in Fortran order");
		final ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		final long[] shape = shape(file, match(file, SHAPE, text, "shape").group(1));
		final NpyHeader header = new NpyHeader(type(file, descr.group(2)), order, shape, start + length);
		final long needed = header.dataOffset + header.elements() * header.type.bytes;
		if (fileSize < needed) throw problem(file, "is cut off: it has " + fileSize + " of " + needed + " bytes");
		return header;
	}

	private static long[] shape(final Path file, final String list) throws ProblemException {
		final long[] shape = Arrays.stream(list.split(",")).map(String::strip).filter(s -> !s.isEmpty()).mapToLong(
			Long::parseLong).toArray();
		long product = 1;
		for (final long size : shape) {
			if (size != 0 && product > (1L << 58) / size) throw problem(file, "claims the shape (" + list + ")");
			product *= size;
		}
		return shape;
	}

	private static Type type(final Path file, final String code) throws ProblemException {
		for (final Type type : Type.values())
			if (type.code.equals(code)) return type;
		throw problem(file, "holds elements of type " + code + ", not one of f2, f4, f8, u1, i8");
	}

	private static Matcher match(final Path file, final Pattern pattern, final String text, final String what)
		throws ProblemException
	{
		final Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) throw problem(file, "has a header without a readable " + what);
		return matcher;
	}

	/** How many bytes from the front of a file are enough for {@link #parse}. */
	static int longest() {
		return LONGEST + 12;
	}

	private static ProblemException problem(final Path file, final String what) {
		return new ProblemException(file, what + ".", CURE);
	}
}
