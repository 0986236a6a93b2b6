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

import io.scif.AbstractWriter;
import io.scif.FormatException;
import io.scif.ImageMetadata;
import io.scif.Plane;
import io.scif.config.SCIFIOConfig;
import io.scif.util.FormatTools;
import io.scif.util.SCIFIOMetadataTools;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import net.imagej.axis.Axes;
import net.imagej.axis.AxisType;
import net.imagej.axis.CalibratedAxis;
import net.imglib2.Interval;

import org.scijava.io.handle.DataHandle;
import org.scijava.io.location.Location;

import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.nifti.NiftiWriter;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LengthUnit;

/**
 * Writes planes, which SCIFIO passes in any order, into a file in which z comes before
 * other axes; planes that come early are kept until it is their turn.
 */
abstract class NiftiPlaneWriter extends AbstractWriter<NiftiFormat.Metadata> {

	private static final int COLOURS = 3;

	private final Map<Long, byte[]> early = new HashMap<>();
	private NiftiWriter file;
	private long written;
	private long planes;

	@Override
	protected String[] makeCompressionTypes() {
		return new String[0];
	}

	@Override
	public boolean canDoStacks() {
		return true;
	}

	@Override
	public int[] getPixelTypes(final String codec) {
		return new int[] { FormatTools.INT8, FormatTools.UINT8, FormatTools.INT16, FormatTools.UINT16, FormatTools.INT32,
			FormatTools.UINT32, FormatTools.FLOAT, FormatTools.DOUBLE };
	}

	@Override
	public void setDest(final DataHandle<Location> out, final int imageIndex, final SCIFIOConfig config)
		throws FormatException, IOException
	{
		super.setDest(out, imageIndex, config);
		final Path path = NiftiFormat.path(out.get());
		if (path == null) throw new FormatException("NIfTI is written to local files only, not to " + out.get());
		final ImageMetadata image = getMetadata().get(imageIndex);
		final boolean colours = image.getPlanarAxisCount() == 3;
		if (colours && (image.getPixelType() != FormatTools.UINT8 || image.getAxisLength(Axes.CHANNEL) != COLOURS))
			throw new FormatException("Of images with several channels in a plane, NIfTI holds 8-bit RGB only.");
		planes = image.getPlaneCount();
		final long depth = Math.max(1, image.getAxisLength(Axes.Z));
		final NiftiType type = NiftiMetadata.type(image.getPixelType(), colours);
		final NiftiHeader header = NiftiWriter.header(geometry(image, depth), (int) (planes / depth), type);
		file = NiftiWriter.create(path, new NiftiHeader(header.version(), image.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN
			: ByteOrder.BIG_ENDIAN, header.pair(), type, header.dims(), header.forms(), 1, 0, 0, header.intent(), header
				.acquisition()));
		written = 0;
	}

	/** The geometry that came from a NIfTI file if it still fits, else one from the axes' calibration. */
	private Geometry geometry(final ImageMetadata image, final long depth) throws FormatException {
		final long[] size = { image.getAxisLength(Axes.X), image.getAxisLength(Axes.Y), depth };
		final Geometry kept = getMetadata().getGeometry();
		final double thickness = kept != null && image.getAxis(Axes.Z) == null ? kept.spacing()[2] : spacing(image, Axes.Z);
		final double[] spacing = { spacing(image, Axes.X), spacing(image, Axes.Y), thickness };
		if (kept == null) return Geometry.of(size, spacing);
		for (int axis = 0; axis < 3; axis++)
			if (kept.size()[axis] != size[axis] || Math.abs(kept.spacing()[axis] - spacing[axis]) > 1e-4 * spacing[axis])
				return Geometry.of(size, spacing);
		return kept;
	}

	private static double spacing(final ImageMetadata image, final AxisType type) throws FormatException {
		final CalibratedAxis axis = image.getAxis(type);
		if (axis == null) return 1;
		final LengthUnit unit = LengthUnit.of(axis.unit());
		if (unit == null && !LengthUnit.isNone(axis.unit())) throw new FormatException("The unit of the axis " + type
			.getLabel() + " is \"" + axis.unit() + "\", which is not a known unit of length; set it, for instance to mm, " +
			"micron or nm.");
		final double spacing = Math.abs(axis.averageScale(0, 1)) * (unit == null ? 1 : unit.millimetres());
		return spacing > 0 ? spacing : 1;
	}

	@Override
	public void writePlane(final int imageIndex, final long planeIndex, final Plane plane, final Interval bounds)
		throws FormatException, IOException
	{
		final ImageMetadata image = getMetadata().get(imageIndex);
		if (!SCIFIOMetadataTools.wholePlane(imageIndex, getMetadata(), bounds)) throw new FormatException(
			"NIfTI is written in whole planes.");
		final long[] position = FormatTools.rasterToPosition(imageIndex, planeIndex, getMetadata());
		long z = 0, frame = 0, step = 1;
		for (int n = 0; n < position.length; n++) {
			final CalibratedAxis axis = image.getAxis(image.getPlanarAxisCount() + n);
			if (axis.type() == Axes.Z) z = position[n];
			else {
				frame += step * position[n];
				step *= image.getAxisLength(axis);
			}
		}
		final byte[] bytes = image.getPlanarAxisCount() == COLOURS && image.getAxisIndex(Axes.CHANNEL) > 0 ? interleaved(
			plane.getBytes()) : plane.getBytes().clone();
		early.put(frame * Math.max(1, image.getAxisLength(Axes.Z)) + z, bytes);
		for (byte[] next = early.remove(written); next != null; next = early.remove(written)) {
			file.write(next);
			written++;
		}
	}

	/** Red, green and blue of each pixel side by side, from a plane of each. */
	private static byte[] interleaved(final byte[] planes) {
		final byte[] pixels = new byte[planes.length];
		final int size = planes.length / COLOURS;
		for (int n = 0; n < pixels.length; n++)
			pixels[n] = planes[n % COLOURS * size + n / COLOURS];
		return pixels;
	}

	@Override
	public void close(final boolean fileOnly) throws IOException {
		super.close(fileOnly);
		if (file == null) return;
		try (NiftiWriter closing = file) {
			file = null;
			early.clear();
			if (written < planes) throw new IOException("Only " + written + " of " + planes +
				" planes were passed on; no file was written.");
			closing.commit();
		}
	}
}
