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
package sc.fiji.nnunet.augment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A block of one case that {@link Augmentation}s change before it is copied into a batch.
 * <p>
 * Each channel is one array of z × y × x voxels. They are read when they are first needed, so an operation that
 * resamples can read just what it needs instead. Voxels outside of the case are 0 (labels: {@link
 * PatchSource#outsideLabel}). In a cascade there are also the labels of the previous stage, which stay one map of labels
 * until they are copied into the batch as one channel of 0 and 1 per label (recipe-nnunet.md 1.8b). A sample is used by
 * one thread at a time and is reused for the next block.
 * </p>
 */
public final class Sample {

	private final int[] size;
	private final int voxels;
	private final float[][] image;
	private final byte[] labels;
	private final int previousLabels;
	private final byte[] previous;
	private float[] spare;
	private float[] raw = new float[0];
	private byte[] rawLabels = new byte[0];
	private byte[] rawPrevious = new byte[0];
	private PatchSource source;
	private int[] start;
	private boolean loaded;

	/** Creates a sample of the given size. */
	public Sample(final int channels, final int... sizeZyx) {
		this(sizeZyx, channels, 0);
	}

	/** @param previousLabels foreground labels of a cascade's previous stage, or 0 */
	Sample(final int[] sizeZyx, final int channels, final int previousLabels) {
		this.previousLabels = previousLabels;
		size = sizeZyx.clone();
		voxels = size[0] * size[1] * size[2];
		image = new float[channels][voxels];
		labels = new byte[voxels];
		previous = new byte[previousLabels == 0 ? 0 : voxels];
		spare = new float[voxels];
	}

	/** Selects the block that begins at a voxel (z, y, x) of a case; nothing is read yet. */
	public void place(final PatchSource from, final int... startZyx) {
		source = from;
		start = startZyx.clone();
		loaded = false;
	}

	/** Voxels along z, y, x. */
	public int[] size() {
		return size.clone();
	}

	/** The number of voxels. */
	public int voxels() {
		return voxels;
	}

	/** The number of channels. */
	public int channels() {
		return image.length;
	}

	/** The first voxel (z, y, x) of the block in its case. */
	public int[] start() {
		return start.clone();
	}

	/** The live voxels of one channel, z × y × x. */
	public float[] image(final int channel) {
		load();
		return image[channel];
	}

	/** The live label values, z × y × x. */
	public byte[] labels() {
		load();
		return labels;
	}

	/** The foreground labels of the previous stage; 0 if there is none. */
	int previousLabels() {
		return previousLabels;
	}

	/** The live labels of the previous stage, z × y × x; empty if there is none. */
	byte[] previous() {
		load();
		return previous;
	}

	/** An array of as many voxels as a channel has, to be written and then given to {@link #replace}. */
	float[] spare() {
		return spare;
	}

	/** Makes the spare array the voxels of a channel; the channel's old array becomes the spare one. */
	void replace(final int channel) {
		final float[] old = image[channel];
		image[channel] = spare;
		spare = old;
	}

	/** The case from which the block is taken. */
	PatchSource source() {
		return source;
	}

	/**
	 * Reads a box within the case, from which the caller makes the block's voxels; afterwards the block counts as read.
	 *
	 * @return the box's voxels, channels fastest; its labels are {@link #rawLabels}
	 */
	float[] readRegion(final int[] low, final int[] extent) {
		final int count = extent[0] * extent[1] * extent[2];
		reserve(count);
		try {
			if (count > 0) {
				source.readPatch(low, extent, raw);
				source.readLabels(low, extent, rawLabels);
				if (previousLabels > 0) source.readPrevious(low, extent, rawPrevious);
			}
		}
		catch (final IOException exception) {
			throw new UncheckedIOException(exception);
		}
		loaded = true;
		return raw;
	}

	/** The labels of the box that was read last. */
	byte[] rawLabels() {
		return rawLabels;
	}

	/** The previous stage's labels of the box that was read last. */
	byte[] rawPrevious() {
		return rawPrevious;
	}

	/** Copies the sample into a batch's arrays at the place of a block. */
	void copyTo(final float[] images, final byte[] targets, final int block) {
		load();
		final int channels = image.length + previousLabels;
		final int begin = block * voxels;
		System.arraycopy(labels, 0, targets, begin, voxels);
		if (channels == 1) {
			System.arraycopy(image[0], 0, images, begin, voxels);
			return;
		}
		for (int c = 0; c < image.length; c++) {
			final float[] channel = image[c];
			for (int i = 0, o = begin * channels + c; i < voxels; i++, o += channels)
				images[o] = channel[i];
		}
		for (int label = 1; label <= previousLabels; label++)
			for (int i = 0, o = begin * channels + image.length + label - 1; i < voxels; i++, o += channels)
				images[o] = (previous[i] & 0xff) == label ? 1 : 0;
	}

	/** Reads the block unless it has been read or filled already. */
	private void load() {
		if (loaded) return;
		try {
			read();
			loaded = true;
		}
		catch (final IOException exception) {
			throw new UncheckedIOException(exception);
		}
	}

	private void read() throws IOException {
		final int[] bounds = source.size();
		final int[] low = new int[3];
		final int[] inside = new int[3];
		boolean whole = true;
		for (int d = 0; d < 3; d++) {
			low[d] = Math.max(0, start[d]);
			inside[d] = Math.max(0, Math.min(bounds[d], start[d] + size[d]) - low[d]);
			whole &= inside[d] == size[d];
		}
		if (whole && image.length == 1) {
			source.readPatch(start, size, image[0]);
			source.readLabels(start, size, labels);
			if (previousLabels > 0) source.readPrevious(start, size, previous);
			return;
		}
		if (!whole) {
			for (final float[] channel : image)
				Arrays.fill(channel, 0);
			Arrays.fill(labels, source.outsideLabel());
			Arrays.fill(previous, (byte) 0);
		}
		final int count = inside[0] * inside[1] * inside[2];
		if (count == 0) return;
		reserve(count);
		source.readPatch(low, inside, raw);
		source.readLabels(low, inside, rawLabels);
		if (previousLabels > 0) source.readPrevious(low, inside, rawPrevious);
		distribute(low, inside);
	}

	/** Copies what was read to its place in the block, each channel into its own array. */
	private void distribute(final int[] low, final int[] inside) {
		final int channels = image.length;
		for (int z = 0, row = 0; z < inside[0]; z++)
			for (int y = 0; y < inside[1]; y++, row += inside[2]) {
				final int to = ((z + low[0] - start[0]) * size[1] + y + low[1] - start[1]) * size[2] + low[2] - start[2];
				System.arraycopy(rawLabels, row, labels, to, inside[2]);
				if (previousLabels > 0) System.arraycopy(rawPrevious, row, previous, to, inside[2]);
				for (int c = 0; c < channels; c++)
					for (int x = 0, from = row * channels + c; x < inside[2]; x++, from += channels)
						image[c][to + x] = raw[from];
			}
	}

	private void reserve(final int count) {
		if (raw.length < count * image.length) raw = new float[count * image.length];
		if (rawLabels.length < count) rawLabels = new byte[count];
		if (previousLabels > 0 && rawPrevious.length < count) rawPrevious = new byte[count];
	}
}
