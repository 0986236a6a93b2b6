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

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Decodes stored voxels to numbers, with the header's scaling applied. */
final class VoxelDecoder {

	private final NiftiType type;
	private final ByteOrder order;
	private final boolean scaled;
	private final double slope;
	private final double intercept;

	VoxelDecoder(final NiftiHeader header) {
		type = header.type();
		order = header.order();
		scaled = header.scaled();
		slope = header.slope();
		intercept = header.intercept();
	}

	/**
	 * Decodes to float. Types that float cannot hold are rounded once, after scaling.
	 *
	 * @param sample which number of a voxel; 0 unless voxels are colours
	 * @param at where in the result to begin
	 */
	void floats(final byte[] raw, final int sample, final int count, final float[] into, final int at)
		throws ProblemException
	{
		final ByteBuffer in = ByteBuffer.wrap(raw).order(order);
		switch (type) {
			case UINT8:
				for (int n = 0; n < count; n++)
					into[at + n] = raw[n] & 255;
				break;
			case INT8:
				for (int n = 0; n < count; n++)
					into[at + n] = raw[n];
				break;
			case RGB24, RGBA32:
				for (int n = 0, from = sample; n < count; n++, from += type.bytes())
					into[at + n] = raw[from] & 255;
				break;
			case INT16:
				for (int n = 0; n < count; n++)
					into[at + n] = in.getShort(2 * n);
				break;
			case UINT16:
				for (int n = 0; n < count; n++)
					into[at + n] = in.getShort(2 * n) & 0xffff;
				break;
			case FLOAT32:
				in.asFloatBuffer().get(into, at, count);
				break;
			default:
				final double[] wide = new double[count];
				doubles(raw, sample, count, wide, 0);
				for (int n = 0; n < count; n++)
					into[at + n] = (float) wide[n];
				return;
		}
		if (scaled) for (int n = at; n < at + count; n++)
			into[n] = (float) (into[n] * slope + intercept);
	}

	/** Decodes to double: exact for all types but 64-bit integers beyond 2<sup>53</sup>. */
	void doubles(final byte[] raw, final int sample, final int count, final double[] into, final int at)
		throws ProblemException
	{
		final ByteBuffer in = ByteBuffer.wrap(raw).order(order);
		for (int n = 0; n < count; n++)
			into[at + n] = switch (type) {
				case UINT8 -> raw[n] & 255;
				case INT8 -> raw[n];
				case RGB24, RGBA32 -> raw[n * type.bytes() + sample] & 255;
				case INT16 -> in.getShort(2 * n);
				case UINT16 -> in.getShort(2 * n) & 0xffff;
				case INT32 -> in.getInt(4 * n);
				case UINT32 -> in.getInt(4 * n) & 0xffffffffL;
				case INT64 -> in.getLong(8 * n);
				case UINT64 -> positive(in.getLong(8 * n));
				case FLOAT32 -> in.getFloat(4 * n);
				case FLOAT64 -> in.getDouble(8 * n);
				default -> throw new IllegalStateException(type + " is refused by the header's parser");
			};
		if (scaled) for (int n = at; n < at + count; n++)
			into[n] = into[n] * slope + intercept;
	}

	private static long positive(final long value) throws ProblemException {
		if (value < 0) throw new ProblemException(new Problem("voxels", "They hold the uint64 value " + Long
			.toUnsignedString(value) + "; values above 2^63 are not supported.",
			"Convert the image to float32 or to a smaller integer type."));
		return value;
	}
}
