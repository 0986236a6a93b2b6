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

/**
 * A part of a grid that may reach over the grid's border; what lies outside is zero.
 */
public final class Window {

	private Window() {
		// static methods only
	}

	/**
	 * @param start first voxel of the part, z, y, x; may be negative
	 * @param size of the part, z, y, x
	 */
	public static Volume volume(final Volume image, final int[] start, final int[] size) {
		final Volume result = new Volume(geometry(image.geometry(), start, size), image.channels());
		final int[] from = image.size();
		for (int channel = 0; channel < image.channels(); channel++)
			for (int z = Math.max(0, -start[0]); z < Math.min(size[0], from[0] - start[0]); z++)
				rows(image.plane(channel, start[0] + z), from, result.plane(channel, z), size, start);
		return result;
	}

	/**
	 * @param start first voxel of the part, z, y, x; may be negative
	 * @param size of the part, z, y, x
	 */
	public static LabelMap labels(final LabelMap labels, final int[] start, final int[] size) {
		final LabelMap result = new LabelMap(geometry(labels.geometry(), start, size));
		final int[] from = labels.size();
		for (int z = Math.max(0, -start[0]); z < Math.min(size[0], from[0] - start[0]); z++)
			rows(labels.plane(start[0] + z), from, result.plane(z), size, start);
		return result;
	}

	/** As {@link #volume}, of a box inside the image, whose planes are given back one by one: it must not be used again. */
	static Volume take(final Volume image, final Box box) {
		final int[] size = box.size();
		final int[] from = image.size();
		final float[][] planes = new float[image.channels() * size[0]][];
		for (int channel = 0; channel < image.channels(); channel++)
			for (int z = 0; z < from[0]; z++) {
				if (z >= box.start()[0] && z < box.end()[0]) {
					final float[] plane = new float[size[1] * size[2]];
					rows(image.plane(channel, z), from, plane, size, box.start());
					planes[channel * size[0] + z - box.start()[0]] = plane;
				}
				image.release(channel, z);
			}
		return Volume.of(geometry(image.geometry(), box.start(), size), planes);
	}

	/** As {@link #labels}, of a box inside the map, whose planes are given back one by one: it must not be used again. */
	static LabelMap take(final LabelMap labels, final Box box) {
		final int[] size = box.size();
		final int[] from = labels.size();
		final short[][] planes = new short[size[0]][];
		for (int z = 0; z < from[0]; z++) {
			if (z >= box.start()[0] && z < box.end()[0]) {
				planes[z - box.start()[0]] = new short[size[1] * size[2]];
				rows(labels.plane(z), from, planes[z - box.start()[0]], size, box.start());
			}
			labels.release(z);
		}
		return LabelMap.of(geometry(labels.geometry(), box.start(), size), planes);
	}

	private static void rows(final Object plane, final int[] from, final Object target, final int[] size,
		final int[] start)
	{
		final int first = Math.max(0, -start[2]);
		final int count = Math.min(size[2], from[2] - start[2]) - first;
		if (count <= 0) return;
		for (int y = Math.max(0, -start[1]); y < Math.min(size[1], from[1] - start[1]); y++)
			System.arraycopy(plane, (start[1] + y) * from[2] + start[2] + first, target, y * size[2] + first, count);
	}

	private static Geometry geometry(final Geometry whole, final int[] start, final int[] size) {
		final double[] affine = whole.affine();
		for (int row = 0; row < 3; row++)
			for (int axis = 0; axis < 3; axis++)
				affine[4 * row + 3] += affine[4 * row + axis] * start[2 - axis];
		return new Geometry(new long[] { size[2], size[1], size[0] }, whole.spacing(), affine, null);
	}
}
