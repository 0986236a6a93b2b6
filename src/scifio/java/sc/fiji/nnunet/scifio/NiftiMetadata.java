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
package sc.fiji.nnunet.scifio;

import io.scif.AbstractMetadata;
import io.scif.ImageMetadata;
import io.scif.util.FormatTools;

import java.nio.ByteOrder;

import net.imagej.axis.Axes;
import net.imagej.axis.AxisType;
import net.imagej.axis.CalibratedAxis;

import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.volume.Geometry;

/** The metadata of a NIfTI file: the header itself, and SCIFIO's view of it. */
abstract class NiftiMetadata extends AbstractMetadata {

	private NiftiHeader header;
	private Geometry geometry;

	/** The header as it was read, or null for a file that is to be written. */
	public NiftiHeader getHeader() {
		return header;
	}

	/** Where the voxels lie, or null if only the axes' calibration is known. */
	public Geometry getGeometry() {
		return geometry;
	}

	void setHeader(final NiftiHeader header, final Geometry geometry) {
		this.header = header;
		this.geometry = geometry;
	}

	void setGeometry(final Geometry geometry) {
		this.geometry = geometry;
	}

	/** Whether values are given as double because SCIFIO has no type for what is stored. */
	static boolean isDouble(final NiftiHeader header) {
		return header.scaled() || header.type() == NiftiType.INT64 || header.type() == NiftiType.UINT64;
	}

	@Override
	public void populateImageMetadata() {
		final ImageMetadata image = get(0);
		image.setMetadataComplete(true);
		if (header == null) return; // to be written: the translator copied everything
		image.setLittleEndian(header.order() == ByteOrder.LITTLE_ENDIAN);
		image.setPixelType(isDouble(header) ? FormatTools.DOUBLE : pixelType(header.type()));
		image.setBitsPerPixel(FormatTools.getBitsPerPixel(image.getPixelType()));
		image.setFalseColor(false);
		image.setIndexed(false);
		final int samples = header.type().samples();
		if (samples > 1) image.addAxis(axis(Axes.CHANNEL), samples);
		image.addAxis(space(Axes.X, 0), header.size(0));
		image.addAxis(space(Axes.Y, 1), header.size(1));
		image.addAxis(space(Axes.Z, 2), header.size(2));
		if (header.frames() > 1) image.addAxis(axis(samples > 1 ? Axes.TIME : Axes.CHANNEL), header.frames());
		image.setPlanarAxisCount(samples > 1 ? 3 : 2);
	}

	private static CalibratedAxis axis(final AxisType type) {
		return FormatTools.createAxis(type);
	}

	private CalibratedAxis space(final AxisType type, final int axis) {
		final CalibratedAxis space = FormatTools.createAxis(type);
		FormatTools.calibrate(space, geometry.spacing()[axis], 0, "mm");
		return space;
	}

	private static int pixelType(final NiftiType type) {
		return switch (type) {
			case INT8 -> FormatTools.INT8;
			case UINT8, RGB24, RGBA32 -> FormatTools.UINT8;
			case INT16 -> FormatTools.INT16;
			case UINT16 -> FormatTools.UINT16;
			case INT32 -> FormatTools.INT32;
			case UINT32 -> FormatTools.UINT32;
			case FLOAT32 -> FormatTools.FLOAT;
			default -> FormatTools.DOUBLE;
		};
	}

	/** The stored type for one of SCIFIO's pixel types. */
	static NiftiType type(final int pixelType, final boolean colours) {
		if (colours) return NiftiType.RGB24;
		return switch (pixelType) {
			case FormatTools.INT8 -> NiftiType.INT8;
			case FormatTools.UINT8 -> NiftiType.UINT8;
			case FormatTools.INT16 -> NiftiType.INT16;
			case FormatTools.UINT16 -> NiftiType.UINT16;
			case FormatTools.INT32 -> NiftiType.INT32;
			case FormatTools.UINT32 -> NiftiType.UINT32;
			case FormatTools.FLOAT -> NiftiType.FLOAT32;
			default -> NiftiType.FLOAT64;
		};
	}
}
