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

package sc.fiji.nnunet.volume;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.fluent.RandomAccessibleIntervalView;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * An image that is open in a program: any ImgLib2 image of numbers, such as Fiji's Dataset and ImgPlus, with the
 * meaning of its axes and the size of its voxels.
 *
 * <pre>
 * OpenImage.of(dataset).axes("XYCZ").spacing(0.2, 0.2, 1).unit("micron")
 * </pre>
 *
 * @param pixels the image, with any minimum
 * @param axes a letter per axis: X, Y, Z and C for channels; others such as T must have size 1
 * @param spacing distances between voxels along X, Y and, if there is one, Z; empty = 1 each
 * @param unit of the spacing, by any name that ImageJ knows
 */
public record OpenImage(RandomAccessibleInterval<? extends RealType<?>> pixels, String axes, List<Double> spacing,
	String unit)
{

	private static final String WHERE = "the image";

	/** The default meaning of two, three and four axes. */
	private static final List<String> USUAL = List.of("", "", "XY", "XYZ", "XYZC");

	public OpenImage {
		axes = axes.toUpperCase(Locale.ROOT);
		spacing = List.copyOf(spacing);
	}

	/** An image with axes XY, XYZ or XYZC and voxels of one millimetre. */
	public static OpenImage of(final RandomAccessibleInterval<? extends RealType<?>> pixels) {
		final int n = pixels.numDimensions();
		return new OpenImage(pixels, n < USUAL.size() ? USUAL.get(n) : "", List.of(), "mm");
	}

	/** The same image with other axes, a letter each. */
	public OpenImage axes(final String letters) {
		return new OpenImage(pixels, letters, spacing, unit);
	}

	/** The same image with another spacing along X, Y and, if there is one, Z. */
	public OpenImage spacing(final double... distances) {
		return new OpenImage(pixels, axes, DoubleStream.of(distances).boxed().toList(), unit);
	}

	/** The same image with another unit of its spacing. */
	public OpenImage unit(final String name) {
		return new OpenImage(pixels, axes, spacing, name);
	}

	/** Whether there is an axis Z. */
	public boolean hasZ() {
		return axes.indexOf('Z') >= 0;
	}

	/**
	 * A view of the voxels as 32-bit floats, with the spacing in millimetres.
	 *
	 * @throws ProblemException if the axes, the spacing or the unit are invalid
	 */
	public Volume volume() throws ProblemException {
		check();
		final RandomAccessibleInterval<? extends RealType<?>> ordered = ordered(pixels);
		return Volume.of(geometry(ordered), ordered);
	}

	/**
	 * A copy of the voxels as labels.
	 *
	 * @throws ProblemException as {@link #volume}, and if there are several channels or values that are not labels
	 */
	public LabelMap labels() throws ProblemException {
		final Volume values = volume();
		if (values.channels() > 1) throw problem("has " + values.channels() +
			" channels; labels have one number per voxel.",
			"Give the label image, not the image.");
		final LabelMap labels = new LabelMap(values.geometry());
		for (int z = 0; z < values.size()[0]; z++) {
			final float[] plane = values.plane(0, z);
			final short[] into = labels.plane(z);
			for (int i = 0; i < plane.length; i++) {
				into[i] = (short) Math.rint(plane[i]);
				if (!(Math.abs(plane[i] - into[i]) < LabelMap.ROUNDING)) throw problem("has the value " + plane[i] +
					" in plane " + z + ", which is not a label.", "Labels are whole numbers from 0 to 32767.");
			}
		}
		return labels;
	}

	private void check() throws ProblemException {
		if (axes.length() != pixels.numDimensions()) throw problem("has " + pixels.numDimensions() + " axes, but '" + axes +
			"' names " + axes.length() + ".", "Name each axis by a letter, such as XYZ or XYCZ.");
		for (int d = 0; d < axes.length(); d++) {
			final char axis = axes.charAt(d);
			if (axes.indexOf(axis) != d) throw problem("has the axis " + axis + " twice: '" + axes + "'.",
				"Name each axis by a letter of its own.");
			if ("XYZC".indexOf(axis) < 0 && pixels.dimension(d) > 1) throw problem("has " + pixels.dimension(d) +
				" elements along the axis " + axis + ".", "Give one of them at a time.");
			if (pixels.dimension(d) < 1 || axis != 'C' && pixels.dimension(d) > Integer.MAX_VALUE) throw problem("has " +
				pixels
				.dimension(d) + " elements along the axis " + axis + ".", "Give at least one and fewer than 2^31.");
		}
		if (axes.indexOf('X') < 0 || axes.indexOf('Y') < 0) throw problem("has no axis X or no axis Y: '" + axes + "'.",
			"Name each axis by a letter, such as XYZ or XYCZ.");
		final int least = hasZ() ? 3 : 2;
		for (final double distance : spacing)
			if (!(distance > 0) || Double.isInfinite(distance)) throw problem("has the spacing " + spacing + ".",
				"Give positive numbers.");
		if (!spacing.isEmpty() && spacing.size() < least) throw problem("has the spacing " + spacing + " for " + least +
			" axes.", "Give a number for X, Y and, if there is one, Z.");
		if (LengthUnit.of(unit) == null && !LengthUnit.isNone(unit)) throw problem("has the unit '" + unit +
			"', which is not known.", "Give mm, micron, nm or another unit of length.");
	}

	/** The axes x, y, z and, if there are several, channel. */
	private <T extends RealType<?>> RandomAccessibleInterval<T> ordered(final RandomAccessibleInterval<T> img) {
		RandomAccessibleIntervalView<T> view = img.view();
		final StringBuilder left = new StringBuilder(axes);
		for (int d = left.length() - 1; d >= 0; d--) {
			final boolean single = left.charAt(d) == 'C' && view.dimension(d) == 1 || "XYZC".indexOf(left.charAt(d)) < 0;
			if (!single) continue;
			view = view.slice(d, view.min(d));
			left.deleteCharAt(d);
		}
		if (!hasZ()) {
			view = view.addDimension(0, 0);
			left.append('Z');
		}
		for (int d = 0; d < left.length(); d++) {
			final int at = left.indexOf("XYZC".substring(d, d + 1));
			if (at == d) continue;
			view = view.permute(d, at);
			left.setCharAt(at, left.charAt(d));
			left.setCharAt(d, "XYZC".charAt(d));
		}
		return view;
	}

	private Geometry geometry(final RandomAccessibleInterval<?> ordered) {
		final LengthUnit named = LengthUnit.of(unit);
		final double[] distances = { 1, 1, 1 };
		for (int d = 0; d < Math.min(3, spacing.size()); d++)
			// NB: rounded as NIfTI stores it, so that an open image has the same grid as in a dataset's files
			distances[d] = (float) (spacing.get(d) * (named == null ? 1 : named.millimetres()));
		final Geometry geometry = Geometry.of(Arrays.copyOf(ordered.dimensionsAsLongArray(), 3), distances);
		return geometry.shownIn(named == null ? LengthUnit.PIXEL : named);
	}

	private static ProblemException problem(final String what, final String cure) {
		return new ProblemException(new Problem(WHERE, what, cure));
	}
}
