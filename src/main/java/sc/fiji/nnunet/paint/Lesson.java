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
package sc.fiji.nnunet.paint;

import java.util.Map;

import sc.fiji.nnunet.augment.Generator;
import sc.fiji.nnunet.augment.PatchSource;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.volume.Volume;

/**
 * An image as the network learns it in a burst: labels are those of the paint, where there is none a class that is drawn
 * by the forest's probabilities, anew for each place of a sample and each burst, and where the forest was not asked the
 * ignore label. Learning from such draws is, on average, learning the probabilities.
 *
 * @param name the image's name
 * @param prepared the image on the network's grid
 * @param original for each axis z, y, x the voxel of the image that a voxel of the network's grid lies in
 * @param width pixels of a row of the image
 * @param learned by slice of the image the labels of its paint
 * @param taught by slice of the image and class the forest's probabilities of this class and those before it, 0 to 255
 * @param share of the voxels without paint that are taken from the forest
 * @param ignore the label of all others
 * @param seed of the draws
 */
record Lesson(String name, Volume prepared, int[][] original, int width, Map<Integer, short[]> learned,
	Map<Integer, byte[][]> taught, double share, int ignore, long seed) implements PatchSource
{

	/** For each axis z, y, x the voxel of the image that a voxel of the prepared case lies in. */
	static int[][] original(final PreparedCase prepared) {
		final int[][] original = new int[3][];
		for (int axis = 0; axis < 3; axis++) {
			final int count = prepared.x().size()[axis], start = prepared.cropBox().start()[axis];
			final int extent = prepared.cropBox().size()[axis];
			original[axis] = new int[count];
			for (int i = 0; i < count; i++)
				original[axis][i] = start + (int) Math.min(extent - 1, (i + 0.5) * extent / count);
		}
		return original;
	}

	@Override
	public int[] size() {
		return prepared.size();
	}

	@Override
	public int channels() {
		return prepared.channels();
	}

	@Override
	public byte outsideLabel() {
		return (byte) ignore;
	}

	@Override
	public void readPatch(final int[] start, final int[] size, final float[] into) {
		final int channels = prepared.channels(), columns = prepared.size()[2];
		for (int c = 0; c < channels; c++)
			for (int z = 0, at = c; z < size[0]; z++) {
				final float[] plane = prepared.plane(c, start[0] + z);
				for (int y = 0; y < size[1]; y++) {
					final int row = (start[1] + y) * columns + start[2];
					for (int x = 0; x < size[2]; x++, at += channels)
						into[at] = plane[row + x];
				}
			}
	}

	@Override
	public void readLabels(final int[] start, final int[] size, final byte[] into) {
		final long place = Generator.mix(seed ^ Generator.mix(start[0] + 31L * Generator.mix(start[1] + 31L * Generator.mix(
			start[2] + 31L * size[2]))));
		for (int z = 0, at = 0; z < size[0]; z++) {
			final int slice = original[0][start[0] + z];
			final short[] paint = learned.get(slice);
			final byte[][] teacher = share > 0 ? taught.get(slice) : null;
			for (int y = 0; y < size[1]; y++) {
				final int row = original[1][start[1] + y] * width;
				for (int x = 0; x < size[2]; x++, at++) {
					final int pixel = row + original[2][start[2] + x];
					if (paint != null && paint[pixel] >= 0) into[at] = (byte) paint[pixel];
					else into[at] = (byte) (teacher == null ? ignore : draw(teacher, pixel, Generator.mix(place + at)));
				}
			}
		}
	}

	private int draw(final byte[][] teacher, final int pixel, final long random) {
		if ((random >>> 40 & 0xffff) >= share * 0x10000) return ignore;
		final int level = (int) (random >>> 8 & 0xff);
		int label = 0;
		while (label < teacher.length && level >= (teacher[label][pixel] & 0xff))
			label++;
		return label;
	}

	/**
	 * The sums of probabilities that {@link #taught} holds.
	 *
	 * @param probabilities classes × pixels
	 * @return one plane less than there are classes
	 */
	static byte[][] sums(final float[][] probabilities) {
		final byte[][] sums = new byte[probabilities.length - 1][probabilities[0].length];
		for (int i = 0; i < probabilities[0].length; i++) {
			float sum = 0;
			for (int label = 0; label < sums.length; label++) {
				sum += probabilities[label][i];
				sums[label][i] = (byte) Math.min(255, Math.round(256 * sum));
			}
		}
		return sums;
	}
}
