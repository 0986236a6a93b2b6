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
import java.util.Locale;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Encodes numbers in the type, byte order and scaling of a header. */
final class VoxelEncoder {

	private final NiftiType type;
	private final boolean scaled;
	private final double slope;
	private final double intercept;

	VoxelEncoder(final NiftiHeader header) {
		type = header.type();
		scaled = header.scaled();
		slope = header.slope();
		intercept = header.intercept();
	}

	/**
	 * Appends one number; integer types are rounded to the nearest.
	 *
	 * @throws ProblemException if the type cannot hold the number
	 */
	void put(final double value, final ByteBuffer out) throws ProblemException {
		final double stored = scaled ? (value - intercept) / slope : value;
		switch (type) {
			case UINT8, RGB24, RGBA32 -> out.put((byte) whole(stored, 0, 255));
			case INT8 -> out.put((byte) whole(stored, Byte.MIN_VALUE, Byte.MAX_VALUE));
			case UINT16 -> out.putShort((short) whole(stored, 0, 65535));
			case INT16 -> out.putShort((short) whole(stored, Short.MIN_VALUE, Short.MAX_VALUE));
			case UINT32 -> out.putInt((int) whole(stored, 0, 4294967295L));
			case INT32 -> out.putInt((int) whole(stored, Integer.MIN_VALUE, Integer.MAX_VALUE));
			case UINT64 -> out.putLong(whole(stored, 0, Long.MAX_VALUE));
			case INT64 -> out.putLong(whole(stored, Long.MIN_VALUE, Long.MAX_VALUE));
			case FLOAT32 -> out.putFloat((float) stored);
			case FLOAT64 -> out.putDouble(stored);
			default -> throw new IllegalArgumentException(type + " cannot be written");
		}
	}

	private long whole(final double value, final double least, final double most) throws ProblemException {
		final double whole = Math.rint(value);
		if (!(whole >= least && whole <= most)) throw new ProblemException(new Problem("voxels", "The value " + value +
			" does not fit the type " + type.name().toLowerCase(Locale.ROOT) + ".", "Write float32 instead."));
		return (long) whole;
	}
}
