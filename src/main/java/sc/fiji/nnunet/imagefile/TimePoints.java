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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.ImagePlus;
import ij.ImageStack;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The time points of an image that is open in ImageJ, each of which is an image of its own and read by itself.
 *
 * @param image the image
 * @param count the number of time points; 1 if all that the image has count as channels
 */
public record TimePoints(ImagePlus image, int count) {

	/** The fewest digits of a number in a name, so that the names of most time-lapses sort by time. */
	static final int DIGITS = 3;

	private static final Pattern POINT = Pattern.compile("(.*)_t\\d{" + DIGITS + ",}");

	/**
	 * The name of a time point as an image of its own: _t001, _t002 and so on behind another one, with as many digits as the
	 * last of them needs.
	 *
	 * @param t the time point, from 0 on
	 * @param count the number of time points
	 */
	public static String name(final String stem, final int t, final int count) {
		final int digits = Math.max(DIGITS, Integer.toString(count).length());
		return stem + "_t" + String.format(Locale.ROOT, "%0" + digits + "d", t + 1);
	}

	/** What stands before the number in the {@link #name} of a time point; empty if that is no such name. */
	public static Optional<String> stem(final String name) {
		final Matcher point = POINT.matcher(name);
		return point.matches() ? Optional.of(point.group(1)) : Optional.empty();
	}

	/** Those of an open image. */
	public static TimePoints of(final ImagePlus image) {
		return new TimePoints(image, image.getNFrames());
	}

	/**
	 * Those of an open image for a network. They count as channels, as those of a NIfTI file do, if the network needs as
	 * many channels as all of them have together.
	 *
	 * @param channels the number of channels that the network needs
	 * @throws ProblemException if the image has several time points, and another number of channels
	 */
	public static TimePoints of(final ImagePlus image, final int channels) throws ProblemException {
		final TimePoints points = of(image);
		if (points.count * points.channels() == channels) return new TimePoints(image, 1);
		if (points.count > 1 && points.channels() != channels) throw new ProblemException(new Problem(image.getTitle(),
			"has " + points.channels() + " channel(s) at " + points.count + " time points, but the network needs " + channels +
				".", "Give the channels that the network was trained with, in the same order."));
		return points;
	}

	/**
	 * Where the voxels of each time point lie.
	 *
	 * @throws ProblemException if it is a stack without calibration
	 */
	public Geometry geometry() throws ProblemException {
		return ImagePlusVolume.grid(image);
	}

	/** The number of channels of each time point. */
	public int channels() {
		return ImagePlusVolume.channels(image) / count;
	}

	/**
	 * A copy of the values of a time point.
	 *
	 * @param t the time point, from 0 on
	 */
	public Volume volume(final int t) throws ProblemException {
		return ImagePlusVolume.volume(at(t), geometry());
	}

	/**
	 * A copy of a time point of a label image.
	 *
	 * @param t the time point, from 0 on
	 * @throws ProblemException if it has several channels, colours, or a value that is not a whole number up to 32767
	 */
	public LabelMap labels(final int t) throws ProblemException {
		return ImagePlusVolume.labels(at(t), geometry(), null);
	}

	/** All time points of a label image. */
	public List<LabelMap> labels() throws ProblemException {
		final List<LabelMap> labels = new ArrayList<>();
		for (int t = 0; t < count; t++)
			labels.add(labels(t));
		return labels;
	}

	/** A time point as an image without colours, which shares the pixels. */
	private ImagePlus at(final int t) {
		if (count == 1) return image;
		final ImageStack from = image.getStack(), stack = new ImageStack(image.getWidth(), image.getHeight());
		for (int z = 1; z <= image.getNSlices(); z++)
			for (int c = 1; c <= image.getNChannels(); c++) {
				final int n = image.getStackIndex(c, z, t + 1);
				stack.addSlice(from.getSliceLabel(n), from.getPixels(n));
			}
		final ImagePlus point = new ImagePlus(image.getTitle(), stack);
		point.setDimensions(image.getNChannels(), image.getNSlices(), 1);
		point.setCalibration(image.getCalibration().copy());
		point.setProperty("Info", image.getInfoProperty());
		return point;
	}

	/**
	 * An image of labels in colours: 8 bit if all are from 0 to 255, else 16 bit, or 32 bit if one is negative.
	 *
	 * @param labels those of each time point, on one grid
	 */
	public static ImagePlus labelImage(final List<LabelMap> labels, final String title) {
		int least = 0, most = 0;
		for (final LabelMap one : labels)
			for (int z = 0; z < one.size()[0]; z++)
				for (final short label : one.plane(z)) {
					least = Math.min(least, label);
					most = Math.max(most, label);
				}
		final int[] size = labels.get(0).size();
		final Object[] planes = new Object[labels.size() * size[0]];
		for (int n = 0; n < planes.length; n++)
			planes[n] = pixels(labels.get(n / size[0]).plane(n % size[0]), least, most);
		final ImagePlus image = Appearance.stack(title, planes, size[2], size[1], 1, size[0], labels.size());
		Appearance.place(image, labels.get(0).geometry());
		image.setLut(Appearance.labelColours());
		image.setDisplayRange(0, most <= 255 ? 255 : most);
		return image;
	}

	/** Gives an image the time between the time points of another one. */
	public static void setInterval(final ImagePlus image, final ImagePlus other) {
		image.getCalibration().frameInterval = other.getCalibration().frameInterval;
		image.getCalibration().setTimeUnit(other.getCalibration().getTimeUnit());
	}

	private static Object pixels(final short[] labels, final int least, final int most) {
		if (least >= 0 && most > 255) return labels.clone();
		final byte[] bytes = least >= 0 ? new byte[labels.length] : null;
		final float[] floats = least < 0 ? new float[labels.length] : null;
		for (int n = 0; n < labels.length; n++) {
			if (bytes != null) bytes[n] = (byte) labels[n];
			if (floats != null) floats[n] = labels[n];
		}
		return bytes != null ? bytes : floats;
	}

	/**
	 * An image of planes, with calibration.
	 *
	 * @param planes in ImageJ's order: channels first, then slices, then time points
	 * @param count the number of time points
	 * @param geometry the grid of each
	 */
	public static ImagePlus image(final ImageStack planes, final int channels, final int count, final Geometry geometry,
		final String title)
	{
		final ImagePlus image = new ImagePlus(title, planes);
		image.setDimensions(channels, (int) geometry.size()[2], count);
		image.setOpenAsHyperStack(channels * count > 1);
		Appearance.place(image, geometry);
		return image;
	}

	/**
	 * An image that shares the planes of volumes, with calibration and display range.
	 *
	 * @param volumes those of each time point, on one grid
	 */
	public static ImagePlus image(final List<Volume> volumes, final String title) {
		final int[] size = volumes.get(0).size();
		final int channels = volumes.get(0).channels();
		final List<Object> planes = new ArrayList<>();
		for (final Volume one : volumes)
			for (int z = 0; z < size[0]; z++)
				for (int channel = 0; channel < channels; channel++)
					planes.add(one.plane(channel, z));
		final ImagePlus image = Appearance.stack(title, planes.toArray(), size[2], size[1], channels, size[0], volumes.size());
		Appearance.place(image, volumes.get(0).geometry());
		Appearance.stretch(image);
		return image;
	}
}
