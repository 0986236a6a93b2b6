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

import sc.fiji.nnunet.nifti.NiftiHeader.Acquisition;
import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.nifti.NiftiType;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Volume;

/**
 * Reads a NIfTI file as ImageJ has images: uint8 as 8 bit, uint16 and non-negative
 * integers of 8 or 16 bits as 16 bit, colours as RGB, everything else as 32-bit float.
 * ImageJ's stacks run through channels first, then slices.
 */
final class NiftiImageReader {

	private final NiftiReader in;
	private final int depth;
	private final int channels;
	private final int width;
	private final int height;
	private float least;

	NiftiImageReader(final NiftiReader in) {
		this.in = in;
		final int[] size = in.geometry().sizeZyx();
		depth = size[0];
		height = size[1];
		width = size[2];
		channels = in.channels();
	}

	ImagePlus read(final String title) throws ProblemException {
		final ImagePlus image = in.header().type().samples() > 1 ? colours(title) : numbers(title);
		Appearance.place(image, in.geometry());
		final Acquisition acquisition = in.header().acquisition();
		if (acquisition.calMin() < acquisition.calMax()) image.setDisplayRange(acquisition.calMin(), acquisition.calMax());
		else Appearance.stretch(image);
		return image;
	}

	private ImagePlus numbers(final String title) throws ProblemException {
		final NiftiType type = in.header().scaled() ? NiftiType.FLOAT32 : in.header().type();
		final Object[] planes = new Object[channels * depth];
		least = 0;
		for (int channel = 0; channel < channels; channel++)
			for (int z = 0; z < depth; z++)
				planes[z * channels + channel] = plane(channel, z, type);
		if (least < 0 && type != NiftiType.FLOAT32) for (int n = 0; n < planes.length; n++)
			if (planes[n] instanceof short[] signed) planes[n] = widened(signed);
		return Appearance.stack(title, planes, width, height, channels, depth);
	}

	private Object plane(final int channel, final int z, final NiftiType type) throws ProblemException {
		final float[] values = new float[width * height];
		in.readPlane(channel, z, values);
		switch (type) {
			case UINT8:
				final byte[] bytes = new byte[values.length];
				for (int n = 0; n < bytes.length; n++)
					bytes[n] = (byte) (int) values[n];
				return bytes;
			case UINT16, INT16, INT8:
				final short[] shorts = new short[values.length];
				for (int n = 0; n < shorts.length; n++) {
					least = Math.min(least, values[n]);
					shorts[n] = (short) (int) values[n];
				}
				return shorts;
			default:
				return values;
		}
	}

	private static float[] widened(final short[] signed) {
		final float[] values = new float[signed.length];
		for (int n = 0; n < values.length; n++)
			values[n] = signed[n];
		return values;
	}

	private ImagePlus colours(final String title) throws ProblemException {
		final int samples = in.header().type().samples();
		final int frames = channels / samples;
		final Volume volume = in.read();
		final ImageStack stack = new ImageStack(width, height);
		for (int z = 0; z < depth; z++)
			for (int frame = 0; frame < frames; frame++) {
				final float[] red = volume.plane(frame * samples, z);
				final float[] green = volume.plane(frame * samples + 1, z);
				final float[] blue = volume.plane(frame * samples + 2, z);
				final int[] pixels = new int[width * height];
				for (int n = 0; n < pixels.length; n++)
					pixels[n] = 0xff000000 | (int) red[n] << 16 | (int) green[n] << 8 | (int) blue[n];
				stack.addSlice(null, pixels);
			}
		final ImagePlus image = new ImagePlus(title, stack);
		image.setDimensions(frames, depth, 1);
		return image;
	}
}
