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

/** A case in memory. */
final class MemorySource implements PatchSource {

	private final String name;
	private final int[] size;
	private final int channels;
	final float[] image;
	final byte[] labels;
	byte[] previous;
	int previousLabels;

	MemorySource(final String name, final int channels, final int... size) {
		this.name = name;
		this.size = size;
		this.channels = channels;
		image = new float[size[0] * size[1] * size[2] * channels];
		labels = new byte[size[0] * size[1] * size[2]];
	}

	/** A case whose voxels are (index + 1) (1 + number); labels are 1 in a box. */
	static MemorySource counting(final int number, final int channels, final int... size) {
		final MemorySource source = new MemorySource("case" + number, channels, size);
		for (int i = 0; i < source.image.length; i++)
			source.image[i] = (i + 1) * (1 + number);
		for (int i = 0; i < source.labels.length; i++)
			source.labels[i] = (byte) (i % 7 == 3 ? 1 + number % 2 : 0);
		return source;
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public int[] size() {
		return size.clone();
	}

	@Override
	public int channels() {
		return channels;
	}

	@Override
	public void readPatch(final int[] start, final int[] extent, final float[] into) {
		for (int z = 0, o = 0; z < extent[0]; z++)
			for (int y = 0; y < extent[1]; y++, o += extent[2] * channels)
				System.arraycopy(image, row(start, z, y) * channels, into, o, extent[2] * channels);
	}

	/** The labels without the marks of {@link MaskedSource}. */
	@Override
	public void readLabels(final int[] start, final int[] extent, final byte[] into) {
		readMarkedLabels(start, extent, into);
		for (int i = 0; i < extent[0] * extent[1] * extent[2]; i++)
			if (into[i] == MaskedSource.OUTSIDE) into[i] = 0;
	}

	@Override
	public void readMarkedLabels(final int[] start, final int[] extent, final byte[] into) {
		for (int z = 0, o = 0; z < extent[0]; z++)
			for (int y = 0; y < extent[1]; y++, o += extent[2])
				System.arraycopy(labels, row(start, z, y), into, o, extent[2]);
	}

	@Override
	public int previousLabels() {
		return previousLabels;
	}

	@Override
	public void readPrevious(final int[] start, final int[] extent, final byte[] into) {
		for (int z = 0, o = 0; z < extent[0]; z++)
			for (int y = 0; y < extent[1]; y++, o += extent[2])
				System.arraycopy(previous, row(start, z, y), into, o, extent[2]);
	}

	private int row(final int[] start, final int z, final int y) {
		return ((start[0] + z) * size[1] + start[1] + y) * size[2] + start[2];
	}
}
