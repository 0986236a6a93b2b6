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

import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Converts between ImageJ's images and {@link Volume} or {@link LabelMap}.
 * <p>
 * An image that came from NIfTI carries its {@link Geometry} as the property
 * {@value #GEOMETRY} and as a line of its info text; as long as size and calibration
 * still agree with it, that geometry is used, orientation included; otherwise the
 * calibration. An image that was flipped or rotated in ImageJ keeps its old geometry, as
 * nothing records the change.
 * </p>
 */
public final class ImagePlusVolume {

	/** The property of an ImagePlus that holds its {@link Geometry}. */
	public static final String GEOMETRY = "nnunet.geometry";

	/** Two spacings within this share count as equal: ImageJ keeps pixels per unit in TIFF, to a millionth. */
	private static final double SAME = 1e-3;

	private ImagePlusVolume() {
	}

	/**
	 * Where the voxels of an image lie.
	 *
	 * @throws ProblemException if it is a stack without calibration, or has several time points and no geometry of its own
	 */
	public static Geometry geometry(final ImagePlus image) throws ProblemException {
		final Geometry kept = kept(image);
		if (kept != null) return kept;
		if (image.getNFrames() > 1) throw problem(image, "It has " + image.getNFrames() + " time points.",
			"Take one with Image > Duplicate..., or split its file with nnU-Net Convert (timepoints=true); if they are slices, " +
				"say so with Image > Properties....");
		return fromCalibration(image);
	}

	/** Like {@link #geometry}, for an image that may have several time points. */
	static Geometry grid(final ImagePlus image) throws ProblemException {
		final Geometry kept = kept(image);
		return kept != null ? kept : fromCalibration(image);
	}

	private static Geometry fromCalibration(final ImagePlus image) throws ProblemException {
		final StatedSpacing stated = stated(image);
		return Geometry.of(size(image), stated.millimetres(image.getTitle(), image.getNSlices(), new ArrayList<>()))
			.shownIn(stated.unit());
	}

	/** Warnings about an image's calibration, one sentence each. */
	public static List<String> warnings(final ImagePlus image) throws ProblemException {
		final List<String> warnings = new ArrayList<>();
		if (kept(image) == null) stated(image).millimetres(image.getTitle(), image.getNSlices(), warnings);
		return warnings;
	}

	/** The geometry that an image carries from NIfTI, if it still agrees with the image, else null. */
	static Geometry kept(final ImagePlus image) {
		final double[] spacing = stated(image).millimetres();
		if (image.getProperty(GEOMETRY) instanceof Geometry kept && agrees(kept, size(image), spacing)) return kept;
		final Geometry noted = GeometryNote.parse(image.getInfoProperty());
		return noted != null && agrees(noted, size(image), spacing) ? noted : null;
	}

	private static StatedSpacing stated(final ImagePlus image) {
		final Calibration calibration = image.getCalibration();
		return new StatedSpacing(new double[] { calibration.pixelWidth, calibration.pixelHeight, calibration.pixelDepth },
			new String[] { calibration.getXUnit(), calibration.getYUnit(), calibration.getZUnit() });
	}

	/**
	 * Whether a geometry is the one of an image with this size and spacing in millimetres; a single slice has no spacing.
	 */
	static boolean agrees(final Geometry geometry, final long[] size, final double[] spacing) {
		for (int axis = 0; axis < 3; axis++) {
			if (size[axis] != geometry.size()[axis]) return false;
			final double kept = geometry.spacing()[axis];
			if ((axis < 2 || size[2] > 1) && Math.abs(spacing[axis] - kept) > SAME * kept) return false;
		}
		return true;
	}

	private static long[] size(final ImagePlus image) {
		return new long[] { image.getWidth(), image.getHeight(), image.getNSlices() };
	}

	/**
	 * The number of channels that {@link #volume} gives: an RGB image has three per channel, and the time points of an
	 * image from NIfTI count as channels, as they do when its file is read.
	 */
	public static int channels(final ImagePlus image) {
		return image.getNChannels() * image.getNFrames() * (image.getBitDepth() == 24 ? 3 : 1);
	}

	/** A copy of an image's values, calibrated if the image has a calibration function. */
	public static Volume volume(final ImagePlus image) throws ProblemException {
		return volume(image, geometry(image));
	}

	static Volume volume(final ImagePlus image, final Geometry geometry) {
		final Volume volume = new Volume(geometry, channels(image));
		final ImageStack stack = image.getStack();
		final float[] table = image.getCalibration().getCTable();
		final boolean rgb = image.getBitDepth() == 24;
		for (int channel = 0; channel < volume.channels(); channel++)
			for (int z = 0; z < image.getNSlices(); z++) {
				final int one = rgb ? channel / 3 : channel, frames = image.getNFrames();
				final Object pixels = stack.getPixels(image.getStackIndex(one / frames + 1, z + 1, one % frames + 1));
				copy(pixels, rgb ? 16 - 8 * (channel % 3) : 0, table, volume.plane(channel, z));
			}
		return volume;
	}

	/** Copies a plane's values; of colours the component that is left after shifting. */
	static void copy(final Object pixels, final int shift, final float[] table, final float[] into) {
		if (pixels instanceof float[] floats) System.arraycopy(floats, 0, into, 0, into.length);
		else if (pixels instanceof int[] colours) for (int n = 0; n < into.length; n++)
			into[n] = colours[n] >> shift & 255;
		else if (pixels instanceof byte[] bytes) for (int n = 0; n < into.length; n++)
			into[n] = table == null ? bytes[n] & 255 : table[bytes[n] & 255];
		else if (pixels instanceof short[] shorts) for (int n = 0; n < into.length; n++)
			into[n] = table == null ? shorts[n] & 0xffff : table[shorts[n] & 0xffff];
	}

	/**
	 * An image's values as labels: of 8-bit images the stored number whatever its colour; of RGB images the grey value.
	 *
	 * @throws ProblemException if it has several channels, colours, or a value that is not a whole number up to 32767
	 */
	public static LabelMap labels(final ImagePlus image) throws ProblemException {
		return labels(image, geometry(image), null);
	}

	/** @param table what the colours of an RGB image mean, or null if it is grey */
	static LabelMap labels(final ImagePlus image, final Geometry geometry, final ColourTable table)
		throws ProblemException
	{
		if (image.getNFrames() > 1) throw problem(image, "It has " + image.getNFrames() + " time points.",
			"Take one with Image > Duplicate..., or split its file with nnU-Net Convert (timepoints=true).");
		if (image.getNChannels() > 1) throw problem(image, "A label image has one channel, this one has " + image
			.getNChannels() + ".", "Give the label image, not the image.");
		final LabelMap labels = new LabelMap(geometry);
		if (image.getBitDepth() == 24) {
			colours(image, table, labels);
			return labels;
		}
		final float[] values = new float[image.getWidth() * image.getHeight()];
		final float[] calibrated = image.getBitDepth() == 16 ? image.getCalibration().getCTable() : null;
		for (int z = 0; z < image.getNSlices(); z++) {
			copy(image.getStack().getPixels(z + 1), 0, calibrated, values);
			final short[] plane = labels.plane(z);
			for (int n = 0; n < plane.length; n++) {
				plane[n] = (short) Math.rint(values[n]);
				if (!(Math.abs(values[n] - plane[n]) < LabelMap.ROUNDING)) throw problem(image, "Pixel x=" + n % image
					.getWidth() + ", y=" + n / image.getWidth() + ", slice " + (z + 1) + " has the value " + values[n] +
					", which is not a label.", "Labels are whole numbers from 0 to 32767; check that this is a label image.");
			}
		}
		return labels;
	}

	private static void colours(final ImagePlus image, final ColourTable table, final LabelMap labels)
		throws ProblemException
	{
		final List<int[]> planes = new ArrayList<>();
		for (int z = 0; z < image.getNSlices(); z++)
			planes.add((int[]) image.getStack().getPixels(z + 1));
		for (int z = 0; z < planes.size(); z++) {
			if (table != null) table.labels(image.getTitle(), planes.get(z), labels.plane(z));
			else if (!grey(planes.get(z), labels.plane(z))) throw coloured(image, ColourTable.of(planes));
		}
	}

	private static ProblemException coloured(final ImagePlus image, final ColourTable found) {
		if (found.colours().size() > ColourTable.MOST) return problem(image, "It has more than " + ColourTable.MOST +
			" colours, so it is an image and not labels.", "Were the folders of images and labels exchanged? Labels in so " +
				"many colours need a file " + ColourTable.NAME + " with a line value,red,green,blue for each.");
		return problem(image, "Its labels are colours, and nothing says which colour is which label.", "Put a file " +
			ColourTable.NAME + " into its folder and check the values in it; all colours of this image:\n" + found);
	}

	/** Takes the grey values of a plane; false if there is a colour. */
	private static boolean grey(final int[] pixels, final short[] into) {
		for (int n = 0; n < pixels.length; n++) {
			final int blue = pixels[n] & 255;
			if ((pixels[n] & 0xffffff) != blue * 0x010101) return false;
			into[n] = (short) blue;
		}
		return true;
	}

	/** An image that shares the volume's planes, with calibration, display range and geometry. */
	public static ImagePlus image(final Volume volume, final String title) {
		return TimePoints.image(List.of(volume), title);
	}

	/** An image of labels in colours: 8 bit if all are from 0 to 255, else 16 bit, or 32 bit if one is negative. */
	public static ImagePlus image(final LabelMap labels, final String title) {
		return TimePoints.labelImage(List.of(labels), title);
	}

	private static ProblemException problem(final ImagePlus image, final String what, final String cure) {
		return new ProblemException(new Problem(image.getTitle(), what, cure));
	}
}
