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
package sc.fiji.nnunet.predict;

import java.util.Arrays;

import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.fluent.RandomAccessibleIntervalView.Extension;
import net.imglib2.view.fluent.RandomAccessibleView;

import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Cuts windows out of a volume, with zeros around it, in the axis order of networks; in a cascade with the labels of the
 * previous stage as further channels of 0 and 1. Not thread-safe.
 */
final class WindowReader {

	private final Volume image;
	private final int[] size;
	private final int[] window;
	private final int channels;
	private final LabelMap previous;
	private final int labels;
	private final PrimitiveBlocks<?>[] copiers = new PrimitiveBlocks<?>[8];
	private final PrimitiveBlocks<?>[] labelCopiers = new PrimitiveBlocks<?>[8];
	private float[] scratch = {};
	private short[] classes = {};

	/**
	 * @param image a volume in memory
	 * @param window the windows' size z, y, x
	 */
	WindowReader(final Volume image, final int[] window) {
		this(image, null, 0, window);
	}

	/**
	 * @param previous the previous stage's labels on the image's grid, in memory, or null
	 * @param labels how many of them become channels, from 1 on
	 */
	WindowReader(final Volume image, final LabelMap previous, final int labels, final int[] window) {
		this.image = image;
		this.previous = previous;
		this.labels = labels;
		this.window = window;
		size = image.size();
		channels = image.channels();
	}

	/** A reader of windows of another size in the same image. */
	WindowReader withWindow(final int[] other) {
		return new WindowReader(image, previous, labels, other);
	}

	/**
	 * Writes one window as z × y × x × channels.
	 *
	 * @param start first voxel, may be negative
	 * @param flip which axes are mirrored, see {@link Flips}
	 * @param base where in {@code target} the window begins
	 */
	void read(final int[] start, final int flip, final float[] target, final int base) {
		if (base == 0 && labels == 0) {
			copy(start, flip, target);
			return;
		}
		copy(start, flip, scratch());
		if (labels == 0) System.arraycopy(scratch, 0, target, base, scratch.length);
		else mix(start, flip, target, base);
	}

	/** Writes the channels of the image and of the labels side by side. */
	private void mix(final int[] start, final int flip, final float[] target, final int base) {
		final int voxels = window[0] * window[1] * window[2];
		if (classes.length == 0) classes = new short[voxels];
		if (labelCopiers[flip] == null) labelCopiers[flip] = PrimitiveBlocks.of(labelView(flip), OnFallback.FAIL);
		labelCopiers[flip].copy(position(start, flip, 0), classes, new int[] { window[2], window[1], window[0] });
		final int all = channels + labels;
		for (int i = 0, o = base; i < voxels; i++, o += all) {
			System.arraycopy(scratch, i * channels, target, o, channels);
			Arrays.fill(target, o + channels, o + all, 0);
			if (classes[i] > 0 && classes[i] <= labels) target[o + channels + classes[i] - 1] = 1;
		}
	}

	private RandomAccessibleView<ShortType, ?> labelView(final int flip) {
		RandomAccessibleView<ShortType, ?> view = previous.img().view().extend(Extension.zero());
		for (int axis = 0; axis < 3; axis++)
			if (Flips.mirrors(flip, axis)) view = view.invertAxis(2 - axis);
		return view;
	}

	/** Where a window begins in a mirrored view with axes x, y, z behind some others. */
	private long[] position(final int[] start, final int flip, final int first) {
		final long[] position = new long[3 + first];
		for (int d = 0; d < 3; d++) {
			final int axis = 2 - d;
			// NB: the mirrored view counts downwards
			position[first + d] = Flips.mirrors(flip, axis) ? 1 - start[axis] - window[axis] : start[axis];
		}
		return position;
	}

	private float[] scratch() {
		if (scratch.length == 0) scratch = new float[window[0] * window[1] * window[2] * channels];
		return scratch;
	}

	private void copy(final int[] start, final int flip, final float[] target) {
		final int first = channels == 1 ? 0 : 1;
		final int[] extent = new int[3 + first];
		extent[0] = channels;
		for (int d = 0; d < 3; d++)
			extent[first + d] = window[2 - d];
		if (copiers[flip] == null) copiers[flip] = PrimitiveBlocks.of(view(flip), OnFallback.FAIL);
		copiers[flip].copy(position(start, flip, first), target, extent);
	}

	/** The image with its channels in front and some axes mirrored. */
	private RandomAccessibleView<FloatType, ?> view(final int flip) {
		RandomAccessibleView<FloatType, ?> view = image.img().view().extend(Extension.zero());
		if (channels > 1) view = view.moveAxis(3, 0);
		for (int axis = 0; axis < 3; axis++)
			if (Flips.mirrors(flip, axis)) view = view.invertAxis((channels > 1 ? 3 : 2) - axis);
		return view;
	}

	/** Whether every channel has one value throughout a window; never true for a window that reaches over the border. */
	boolean constant(final int[] start) {
		for (int axis = 0; axis < 3; axis++)
			if (start[axis] < 0 || start[axis] + window[axis] > size[axis]) return false;
		for (int channel = 0; channel < channels; channel++) {
			final float value = image.plane(channel, start[0])[start[1] * size[2] + start[2]];
			for (int z = start[0]; z < start[0] + window[0]; z++) {
				final float[] plane = image.plane(channel, z);
				for (int y = start[1]; y < start[1] + window[1]; y++)
					for (int i = y * size[2] + start[2], x = 0; x < window[2]; x++)
						if (plane[i + x] != value) return false;
			}
		}
		return true;
	}
}
