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
import java.nio.charset.StandardCharsets;

import sc.fiji.nnunet.nifti.NiftiHeader.Acquisition;
import sc.fiji.nnunet.volume.Geometry.Extension;
import sc.fiji.nnunet.volume.Geometry.Forms;

/** Encodes a header with its extensions: the counterpart of {@link HeaderParser}. */
final class HeaderWriter {

	private HeaderWriter() {
	}

	/** Where the voxels begin in a single file with this header: after the extensions, at a multiple of 16. */
	static long offset(final NiftiHeader header) {
		if (header.pair()) return 0;
		return length(header);
	}

	private static int length(final NiftiHeader header) {
		int length = (header.version() == 2 ? HeaderParser.SIZE_2 : HeaderParser.SIZE_1) + 4;
		for (final Extension extension : header.forms().notes().extensions())
			length += padded(extension);
		return length;
	}

	/** The size of an extension in the file: a multiple of 16, its two leading numbers included. */
	private static int padded(final Extension extension) {
		return (extension.data().length + 8 + 15) / 16 * 16;
	}

	/** Everything in front of the voxels. */
	static byte[] bytes(final NiftiHeader header) {
		final ByteBuffer out = ByteBuffer.allocate(length(header)).order(header.order());
		final int end = header.version() == 2 ? write2(out, header) : write1(out, header);
		out.position(end + 4);
		for (final Extension extension : header.forms().notes().extensions()) {
			out.put(end, (byte) 1);
			final int next = out.position() + padded(extension);
			out.putInt(padded(extension)).putInt(extension.code()).put(extension.data()).position(next);
		}
		return out.array();
	}

	private static int write1(final ByteBuffer out, final NiftiHeader header) {
		final Forms forms = header.forms();
		final Acquisition acquisition = header.acquisition();
		out.putInt(0, HeaderParser.SIZE_1).put(38, (byte) 'r').put(39, (byte) acquisition.dimInfo());
		for (int axis = 0; axis < 8; axis++)
			out.putShort(40 + 2 * axis, (short) (axis == 0 ? header.dims().length : header.size(axis - 1)));
		floats(out, 56, header.intent().parameters());
		out.putShort(68, (short) header.intent().code()).putShort(70, (short) header.type().code());
		out.putShort(72, (short) (8 * header.type().bytes())).putShort(74, (short) acquisition.sliceStart());
		floats(out, 76, forms.pixdim());
		out.putFloat(108, offset(header)).putFloat(112, (float) header.slope()).putFloat(116, (float) header.intercept());
		out.putShort(120, (short) acquisition.sliceEnd()).put(122, (byte) acquisition.sliceCode());
		out.put(123, (byte) forms.units());
		out.putFloat(124, (float) acquisition.calMax()).putFloat(128, (float) acquisition.calMin());
		out.putFloat(132, (float) acquisition.sliceDuration()).putFloat(136, (float) acquisition.timeOffset());
		text(out, 148, 80, forms.notes().description());
		text(out, 228, 24, forms.notes().auxFile());
		out.putShort(252, (short) forms.qformCode()).putShort(254, (short) forms.sformCode());
		floats(out, 256, forms.quaternion());
		floats(out, 280, forms.srow());
		text(out, 328, 16, header.intent().name());
		text(out, 344, 4, header.pair() ? "ni1" : "n+1");
		return HeaderParser.SIZE_1;
	}

	private static int write2(final ByteBuffer out, final NiftiHeader header) {
		final Forms forms = header.forms();
		final Acquisition acquisition = header.acquisition();
		out.putInt(0, HeaderParser.SIZE_2);
		text(out, 4, 8, header.pair() ? "ni2\0\r\n\032\n" : "n+2\0\r\n\032\n");
		out.putShort(12, (short) header.type().code()).putShort(14, (short) (8 * header.type().bytes()));
		for (int axis = 0; axis < 8; axis++)
			out.putLong(16 + 8 * axis, axis == 0 ? header.dims().length : header.size(axis - 1));
		doubles(out, 80, header.intent().parameters());
		doubles(out, 104, forms.pixdim());
		out.putLong(168, offset(header)).putDouble(176, header.slope()).putDouble(184, header.intercept());
		out.putDouble(192, acquisition.calMax()).putDouble(200, acquisition.calMin());
		out.putDouble(208, acquisition.sliceDuration()).putDouble(216, acquisition.timeOffset());
		out.putLong(224, acquisition.sliceStart()).putLong(232, acquisition.sliceEnd());
		text(out, 240, 80, forms.notes().description());
		text(out, 320, 24, forms.notes().auxFile());
		out.putInt(344, forms.qformCode()).putInt(348, forms.sformCode());
		doubles(out, 352, forms.quaternion());
		doubles(out, 400, forms.srow());
		out.putInt(496, acquisition.sliceCode()).putInt(500, forms.units()).putInt(504, header.intent().code());
		text(out, 508, 16, header.intent().name());
		out.put(524, (byte) acquisition.dimInfo());
		return HeaderParser.SIZE_2;
	}

	private static void floats(final ByteBuffer out, final int at, final double[] values) {
		for (int n = 0; n < values.length; n++)
			out.putFloat(at + 4 * n, (float) values[n]);
	}

	private static void doubles(final ByteBuffer out, final int at, final double[] values) {
		for (int n = 0; n < values.length; n++)
			out.putDouble(at + 8 * n, values[n]);
	}

	private static void text(final ByteBuffer out, final int at, final int length, final String text) {
		final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		out.put(at, bytes, 0, Math.min(length, bytes.length));
	}
}
