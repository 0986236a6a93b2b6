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

/** The type of a stored voxel: the datatype codes of the NIfTI-1 standard. */
public enum NiftiType {

	UINT8(2, 1), INT16(4, 2), INT32(8, 4), FLOAT32(16, 4), FLOAT64(64, 8), RGB24(128, 3), INT8(256, 1), UINT16(512, 2),
	UINT32(768, 4), INT64(1024, 8), UINT64(1280, 8), RGBA32(2304, 4),
	/** Known by name, but not supported. */
	BINARY(1, 0), COMPLEX64(32, 8), FLOAT128(1536, 16), COMPLEX128(1792, 16), COMPLEX256(2048, 32);

	private final int code;
	private final int bytes;

	NiftiType(final int code, final int bytes) {
		this.code = code;
		this.bytes = bytes;
	}

	/** The number in the header's datatype field. */
	public int code() {
		return code;
	}

	/** Bytes per voxel, all samples of a colour together. */
	public int bytes() {
		return bytes;
	}

	/** Numbers per voxel: 3 or 4 for colours, else 1. They become channels. */
	public int samples() {
		return this == RGB24 ? 3 : this == RGBA32 ? 4 : 1;
	}

	/** Whether voxels of this type can be read. */
	public boolean readable() {
		return switch (this) {
			case BINARY, COMPLEX64, FLOAT128, COMPLEX128, COMPLEX256 -> false;
			default -> true;
		};
	}

	/** Whether a voxel is one whole number. */
	public boolean integer() {
		return switch (this) {
			case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
			default -> false;
		};
	}

	/** Whether every value of this type is also a float. */
	public boolean exactInFloat() {
		return switch (this) {
			case UINT8, INT8, UINT16, INT16, FLOAT32, RGB24, RGBA32 -> true;
			default -> false;
		};
	}

	/** The type with a datatype code, or null. */
	static NiftiType of(final int code) {
		for (final NiftiType type : values())
			if (type.code == code) return type;
		return null;
	}
}
