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

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.LUT;

import java.awt.Color;
import java.util.Arrays;

import sc.fiji.nnunet.volume.Geometry;

/** Sets how images look in ImageJ: calibration, display range, colours of labels. */
final class Appearance {

	/** Values that are looked at to find the display range. */
	private static final int SAMPLES = 100_000;

	/** The share of the values that is shown as pure black, and as pure white. */
	private static final double SATURATED = 0.002;

	/** The fractional part of the golden ratio spreads any number of hues over the colour circle. */
	private static final float HUE_STEP = 0.61803399f;

	private Appearance() {
	}

	/** A hyperstack from planes in ImageJ's order: channels first, then slices, then frames. */
	static ImagePlus stack(final String title, final Object[] planes, final int width, final int height,
		final int channels, final int depth, final int frames)
	{
		final ImageStack stack = new ImageStack(width, height);
		for (final Object plane : planes)
			stack.addSlice(null, plane);
		final ImagePlus image = new ImagePlus(title, stack);
		image.setDimensions(channels, depth, frames);
		if (channels == 1 && frames == 1) return image;
		image.setOpenAsHyperStack(true);
		return composite(image);
	}

	/** An image whose channels have each their own display range, if it has several and not too many for ImageJ. */
	static ImagePlus composite(final ImagePlus image) {
		final int channels = image.getNChannels();
		return channels == 1 || channels >= CompositeImage.MAX_CHANNELS ? image : new CompositeImage(image,
			CompositeImage.GRAYSCALE);
	}

	/** Calibrates an image by a geometry, and attaches the geometry to it; its info text stays. */
	static void place(final ImagePlus image, final Geometry geometry) {
		calibrate(image, geometry);
		image.setProperty(ImagePlusVolume.GEOMETRY, geometry);
		image.setProperty("Info", GeometryNote.noted(image.getInfoProperty(), geometry));
	}

	/** Calibrates an image by a geometry. */
	static void calibrate(final ImagePlus image, final Geometry geometry) {
		final double scale = geometry.unit().millimetres();
		final Calibration calibration = image.getCalibration();
		calibration.pixelWidth = geometry.spacing()[0] / scale;
		calibration.pixelHeight = geometry.spacing()[1] / scale;
		calibration.pixelDepth = geometry.spacing()[2] / scale;
		calibration.setUnit(geometry.unit().toString());
		// NB: an image that was read may have other units along y and z
		calibration.setYUnit(null);
		calibration.setZUnit(null);
	}

	/** Sets the display range so that few values are pure black or white. */
	static void stretch(final ImagePlus image) {
		if (image.getBitDepth() == 24) return;
		final ImageStack stack = image.getStack();
		final long pixels = (long) stack.getWidth() * stack.getHeight() * stack.getSize();
		final long step = Math.max(1, pixels / SAMPLES);
		final float[] values = new float[(int) (pixels / step) + 1];
		final int area = stack.getWidth() * stack.getHeight();
		int count = 0;
		for (long at = 0; at < pixels; at += step) {
			final Object plane = stack.getPixels((int) (at / area) + 1);
			final float value = value(plane, (int) (at % area));
			if (Float.isFinite(value)) values[count++] = value;
		}
		if (count == 0) return;
		Arrays.sort(values, 0, count);
		final float black = values[(int) (SATURATED * (count - 1))];
		final float white = values[(int) Math.ceil((1 - SATURATED) * (count - 1))];
		image.setDisplayRange(black, white > black ? white : Math.max(values[count - 1], black + 1));
	}

	private static float value(final Object plane, final int at) {
		if (plane instanceof byte[] bytes) return bytes[at] & 255;
		if (plane instanceof short[] shorts) return shorts[at] & 0xffff;
		return ((float[]) plane)[at];
	}

	/** Black for 0, then colours of which neighbours are easy to tell apart. */
	static LUT labelColours() {
		final byte[][] rgb = new byte[3][256];
		for (int label = 1; label < 256; label++) {
			final float brightness = label % 3 == 2 ? 0.7f : 1;
			final int colour = Color.HSBtoRGB((label - 1) * HUE_STEP % 1, label % 2 == 1 ? 0.9f : 0.6f, brightness);
			for (int part = 0; part < 3; part++)
				rgb[part][label] = (byte) (colour >> 16 - 8 * part);
		}
		return new LUT(rgb[0], rgb[1], rgb[2]);
	}
}
