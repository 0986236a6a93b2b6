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
package sc.fiji.nnunet.report;

import java.awt.image.BufferedImage;
import java.util.Arrays;

import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.real.FloatType;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Paints a slice of an image in grey, and labels over it as tinted areas with an outline.
 */
final class SlicePainter {

	private static final double TINT = 0.3;
	private static final int OUTLINE = 2;
	private static final int WHITE = 0xffffff;
	/** The grey values between these shares of the slice's voxels fill the range from black to white. */
	private static final double DARK = 0.01;
	private static final double BRIGHT = 0.995;

	private final Slice slice;
	private final int width;
	private final int height;

	/**
	 * @param slice the slice to show
	 * @param width pixels across
	 * @param height pixels down
	 */
	SlicePainter(final Slice slice, final int width, final int height) {
		this.slice = slice;
		this.width = width;
		this.height = height;
	}

	/** The grey slice, interpolated between voxels; its pixels row by row, as all pictures of this class. */
	int[] grey(final Volume image, final int channel) {
		final int rows = slice.rows();
		final int columns = slice.columns();
		final float[] values = values(image, channel, rows, columns);
		final float[] sorted = values.clone();
		Arrays.sort(sorted);
		final float low = sorted[(int) (DARK * (sorted.length - 1))];
		final float high = sorted[(int) (BRIGHT * (sorted.length - 1))];
		final int[] picture = new int[width * height];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final double value = between(values, rows, columns, (y + 0.5) * rows / height - 0.5, (x + 0.5) * columns /
					width - 0.5);
				final int grey = high > low ? (int) Math.max(0, Math.min(255, Math.round(255 * (value - low) / (high - low))))
					: 0;
				picture[y * width + x] = grey << 16 | grey << 8 | grey;
			}
		return picture;
	}

	/** The slice's voxels. NB: not by planes, of which a view would copy one for each voxel. */
	private float[] values(final Volume image, final int channel, final int rows, final int columns) {
		final RandomAccess<FloatType> voxels = image.img().randomAccess();
		if (image.channels() > 1) voxels.setPosition(channel, 3);
		voxels.setPosition(slice.index(), 2 - slice.axis());
		final float[] values = new float[rows * columns];
		for (int r = 0; r < rows; r++) {
			voxels.setPosition(slice.row(r), 2 - slice.rowAxis());
			for (int c = 0; c < columns; c++) {
				voxels.setPosition(slice.column(c), 2 - slice.columnAxis());
				values[r * columns + c] = voxels.get().get();
			}
		}
		return values;
	}

	/** Tints the labelled areas of a picture and draws their outlines. */
	void tint(final int[] picture, final LabelMap labels) {
		final int[] label = enlarged(labels);
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final int here = label[y * width + x];
				if (here <= 0) continue;
				final double share = edge(label, x, y, OUTLINE) ? 1 : TINT;
				picture[y * width + x] = mix(picture[y * width + x], LabelColours.rgb(here), share);
			}
	}

	/** Draws the outlines of the labelled areas in white, broken into dashes. */
	void outline(final int[] picture, final LabelMap labels) {
		final int[] label = enlarged(labels);
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				if (label[y * width + x] > 0 && edge(label, x, y, 1) && (x + y) % 8 < 5) picture[y * width + x] = WHITE;
	}

	/** A picture of these pixels. */
	BufferedImage image(final int[] picture) {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		image.getRaster().setDataElements(0, 0, width, height, picture);
		return image;
	}

	private int[] enlarged(final LabelMap labels) {
		final int rows = slice.rows();
		final int columns = slice.columns();
		final int[] column = new int[width];
		for (int x = 0; x < width; x++)
			column[x] = slice.column(x * columns / width);
		final RandomAccess<ShortType> voxels = labels.img().randomAccess();
		voxels.setPosition(slice.index(), 2 - slice.axis());
		final int[] label = new int[width * height];
		for (int y = 0; y < height; y++) {
			voxels.setPosition(slice.row(y * rows / height), 2 - slice.rowAxis());
			for (int x = 0; x < width; x++) {
				voxels.setPosition(column[x], 2 - slice.columnAxis());
				label[y * width + x] = voxels.get().get();
			}
		}
		return label;
	}

	private boolean edge(final int[] label, final int x, final int y, final int reach) {
		final int here = label[y * width + x];
		for (int d = -reach; d <= reach; d++) {
			if (x + d >= 0 && x + d < width && label[y * width + x + d] != here) return true;
			if (y + d >= 0 && y + d < height && label[(y + d) * width + x] != here) return true;
		}
		return false;
	}

	private static double between(final float[] values, final int rows, final int columns, final double row,
		final double column)
	{
		final double r = Math.max(0, Math.min(rows - 1, row));
		final double c = Math.max(0, Math.min(columns - 1, column));
		final int r0 = (int) r;
		final int c0 = (int) c;
		final int r1 = Math.min(rows - 1, r0 + 1);
		final int c1 = Math.min(columns - 1, c0 + 1);
		final double upper = values[r0 * columns + c0] + (c - c0) * (values[r0 * columns + c1] - values[r0 * columns + c0]);
		final double lower = values[r1 * columns + c0] + (c - c0) * (values[r1 * columns + c1] - values[r1 * columns + c0]);
		return upper + (r - r0) * (lower - upper);
	}

	private static int mix(final int under, final int over, final double share) {
		int mixed = 0;
		for (int shift = 0; shift <= 16; shift += 8) {
			final int a = under >> shift & 0xff;
			final int b = over >> shift & 0xff;
			mixed |= (int) Math.round(a + share * (b - a)) << shift;
		}
		return mixed;
	}
}
