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
package sc.fiji.nnunet.imagefile;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;

import java.nio.ByteBuffer;

import sc.fiji.nnunet.nifti.NiftiHeader;
import sc.fiji.nnunet.nifti.NiftiHeader.Acquisition;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Reads a NIfTI file as an ImageJ image: uint8 as 8 bit, integers of 8 or 16 bits as 16 bit, colours as RGB,
 * everything else as 32-bit float.
 * <p>
 * ImageJ has no negative 16-bit numbers: if there are some, all are stored 32768 higher, and the calibration function
 * of signed 16-bit images subtracts that again. A fourth axis with a unit of time becomes frames, every other axis
 * channels. ImageJ's stacks run through channels first, then slices, then frames.
 * </p>
 */
final class NiftiImageReader {

	/** What turns a signed 16-bit number into ImageJ's unsigned one. */
	private static final short SIGN = Short.MIN_VALUE;

	private final NiftiReader in;
	private final NiftiHeader header;
	private final int depth;
	private final int frames;
	private final int channels;
	private final int width;
	private final int height;
	private boolean negative;
	private byte[] raw;

	NiftiImageReader(final NiftiReader in) {
		this.in = in;
		header = in.header();
		final int[] size = in.geometry().sizeZyx();
		depth = size[0];
		height = size[1];
		width = size[2];
		frames = TimeAxis.frames(header);
		channels = (int) (header.frames() / frames);
	}

	ImagePlus read(final String title) throws ProblemException {
		final boolean colours = header.type().samples() > 1;
		final Object[] planes = new Object[channels * depth * frames];
		// NB: in the order of the file, as a gzip can only be read forwards
		for (int channel = 0; channel < channels; channel++)
			for (int frame = 0; frame < frames; frame++)
				for (int z = 0; z < depth; z++)
					planes[(frame * depth + z) * channels + channel] = colours ? colours(channel * frames + frame, z) : numbers(
						channel * frames + frame, z);
		if (negative) for (final Object plane : planes)
			unsigned((short[]) plane);
		final ImagePlus image = colours ? rgb(title, planes) : Appearance.stack(title, planes, width, height, channels,
			depth, frames);
		Appearance.place(image, in.geometry());
		final Calibration calibration = image.getCalibration();
		if (negative) calibration.setSigned16BitCalibration();
		if (TimeAxis.of(header) != null) calibration.frameInterval = TimeAxis.of(header).seconds();
		show(image);
		return image;
	}

	private void show(final ImagePlus image) {
		if (image.getBitDepth() == 24) return; // NB: colours have no display range; setting one would change their pixels
		final Acquisition acquisition = header.acquisition();
		final Calibration calibration = image.getCalibration();
		if (acquisition.calMin() < acquisition.calMax()) image.setDisplayRange(calibration.getRawValue(acquisition
			.calMin()), calibration.getRawValue(acquisition.calMax()));
		else Appearance.stretch(image);
	}

	private Object numbers(final int volume, final int z) throws ProblemException {
		final NiftiType type = header.scaled() ? NiftiType.FLOAT64 : header.type();
		if (type == NiftiType.UINT8) return stored(volume, z);
		if (type == NiftiType.UINT16 || type == NiftiType.INT16 || type == NiftiType.INT8) return shorts(type, volume, z);
		final float[] values = new float[width * height];
		if (type == NiftiType.FLOAT32) bytes(volume, z).asFloatBuffer().get(values);
		else in.readPlane(volume, z, values);
		return values;
	}

	private short[] shorts(final NiftiType type, final int volume, final int z) throws ProblemException {
		final short[] values = new short[width * height];
		final ByteBuffer bytes = bytes(volume, z);
		if (type == NiftiType.INT8) for (int n = 0; n < values.length; n++)
			values[n] = bytes.get(n);
		else bytes.asShortBuffer().get(values);
		if (type == NiftiType.UINT16 || negative) return values;
		int signs = 0;
		for (final short value : values)
			signs |= value;
		negative = signs < 0;
		return values;
	}

	private static void unsigned(final short[] plane) {
		for (int n = 0; n < plane.length; n++)
			plane[n] ^= SIGN;
	}

	private ByteBuffer bytes(final int volume, final int z) throws ProblemException {
		// NB: one array for all planes, as the collector is slow to give large ones back
		if (raw == null) raw = new byte[planeBytes()];
		in.readPlane(volume, z, raw);
		return ByteBuffer.wrap(raw).order(header.order());
	}

	private byte[] stored(final int volume, final int z) throws ProblemException {
		final byte[] plane = new byte[planeBytes()];
		in.readPlane(volume, z, plane);
		return plane;
	}

	private int planeBytes() {
		return Math.multiplyExact(width * height, header.type().bytes());
	}

	private int[] colours(final int volume, final int z) throws ProblemException {
		final byte[] samples = stored(volume, z);
		final int count = header.type().samples();
		final int[] pixels = new int[width * height];
		for (int n = 0, at = 0; n < pixels.length; n++, at += count)
			pixels[n] = 0xff000000 | (samples[at] & 255) << 16 | (samples[at + 1] & 255) << 8 | samples[at + 2] & 255;
		return pixels;
	}

	private ImagePlus rgb(final String title, final Object[] planes) {
		final ImageStack stack = new ImageStack(width, height);
		for (final Object plane : planes)
			stack.addSlice(null, plane);
		final ImagePlus image = new ImagePlus(title, stack);
		image.setDimensions(channels, depth, frames);
		return image;
	}
}
