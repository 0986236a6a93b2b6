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

import java.nio.ByteOrder;

import sc.fiji.nnunet.volume.Geometry.Forms;

/**
 * The header of a NIfTI-1, NIfTI-2 or Analyze file.
 * <p>
 * Numbers are as stored (a double holds NIfTI-1's floats exactly), so that a header
 * that was read can be written again unchanged.
 * </p>
 *
 * @param version 1 or 2; 0 for Analyze 7.5, which has no orientation
 * @param order the byte order of header and voxels
 * @param pair whether the voxels are in a file of their own (.hdr and .img)
 * @param type how a voxel is stored
 * @param dims the grid, x first; 1 to 7 entries, as many as the header states
 * @param forms orientation, units, texts and extensions
 * @param slope a voxel's value is slope · stored + intercept; 0 or not finite means no scaling
 * @param intercept see slope
 * @param offset position of the first voxel in the file of the voxels, in bytes
 * @param intent what the values mean
 * @param acquisition display range and timing
 */
public record NiftiHeader(int version, ByteOrder order, boolean pair, NiftiType type, long[] dims, Forms forms,
	double slope, double intercept, long offset, Intent intent, Acquisition acquisition)
{

	/**
	 * What the values mean.
	 *
	 * @param code NIfTI's intent code, 0 = none
	 * @param parameters the three parameters of the intent
	 * @param name up to 15 bytes
	 */
	public record Intent(int code, double[] parameters, String name) {

		/** No intent. */
		public static final Intent NONE = new Intent(0, new double[3], "");
	}

	/**
	 * Fields that this program carries along without using them, except the display range.
	 *
	 * @param calMin value to display as black; unused when not below calMax
	 * @param calMax value to display as white
	 * @param sliceDuration time per slice
	 * @param timeOffset time of the first volume
	 * @param dimInfo frequency, phase and slice axes
	 * @param sliceStart first slice with timing
	 * @param sliceEnd last slice with timing
	 * @param sliceCode order of the slices
	 */
	public record Acquisition(double calMin, double calMax, double sliceDuration, double timeOffset, int dimInfo,
		long sliceStart, long sliceEnd, int sliceCode)
	{

		/** Nothing known. */
		public static final Acquisition NONE = new Acquisition(0, 0, 0, 0, 0, 0, 0, 0);
	}

	/** Voxels along an axis, 0 = x; 1 for axes that the header does not state. */
	public long size(final int axis) {
		return axis < dims.length ? dims[axis] : 1;
	}

	/** How many x-y-z volumes the file holds: the product of the sizes of axes four to seven. */
	public long frames() {
		long frames = 1;
		for (int axis = 3; axis < dims.length; axis++)
			frames *= dims[axis];
		return frames;
	}

	/** Bytes of all voxels together. */
	public long bytes() {
		return frames() * size(0) * size(1) * size(2) * type.bytes();
	}

	/** Whether stored values have to be scaled. */
	public boolean scaled() {
		return type.samples() == 1 && Double.isFinite(slope) && slope != 0 && (slope != 1 || intercept != 0);
	}
}
