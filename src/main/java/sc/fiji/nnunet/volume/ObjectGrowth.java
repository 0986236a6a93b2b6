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

/** Lets numbered objects grow, each by one layer of voxels at a time, so that they meet halfway. */
final class ObjectGrowth {

	private final short[][] planes;
	private final int[] size;

	/** @param map in memory; it is changed */
	ObjectGrowth(final LabelMap map) {
		size = map.size();
		planes = new short[size[0]][];
		for (int z = 0; z < planes.length; z++)
			planes[z] = map.plane(z);
	}

	/**
	 * Gives voxels with a label below 0 the number that reaches them first over their faces.
	 *
	 * @param acrossPlanes whether numbers also go from plane to plane
	 */
	void into(final short label, final boolean acrossPlanes) {
		final int area = size[1] * size[2];
		final Faces faces = new Faces(size, acrossPlanes);
		Wave wave = new Wave();
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < area; i++)
				if (planes[z][i] > 0 && faces.touches(planes, z, i, label)) wave.add((long) z * area + i);
		while (wave.count > 0) {
			final Wave next = new Wave();
			for (int n = 0; n < wave.count; n++) {
				final int z = (int) (wave.at[n] / area), i = (int) (wave.at[n] % area);
				faces.find(z, i);
				for (int face = 0; face < faces.count; face++) {
					final short[] plane = planes[faces.z[face]];
					if (plane[faces.i[face]] != label) continue;
					plane[faces.i[face]] = planes[z][i];
					next.add((long) faces.z[face] * area + faces.i[face]);
				}
			}
			wave = next;
		}
	}

	/** The voxels that share a face with another. */
	static final class Faces {

		private final int[] size;
		private final boolean acrossPlanes;
		private final int[] z = new int[6];
		private final int[] i = new int[6];
		private int count;

		Faces(final int[] size, final boolean acrossPlanes) {
			this.size = size;
			this.acrossPlanes = acrossPlanes;
		}

		boolean touches(final short[][] planes, final int plane, final int voxel, final short label) {
			find(plane, voxel);
			for (int face = 0; face < count; face++)
				if (planes[z[face]][i[face]] == label) return true;
			return false;
		}

		void find(final int plane, final int voxel) {
			final int width = size[2], x = voxel % width;
			count = 0;
			if (x > 0) add(plane, voxel - 1);
			if (x < width - 1) add(plane, voxel + 1);
			if (voxel >= width) add(plane, voxel - width);
			if (voxel < (size[1] - 1) * width) add(plane, voxel + width);
			if (acrossPlanes && plane > 0) add(plane - 1, voxel);
			if (acrossPlanes && plane < size[0] - 1) add(plane + 1, voxel);
		}

		private void add(final int plane, final int voxel) {
			z[count] = plane;
			i[count++] = voxel;
		}
	}

	/** Positions of voxels. */
	private static final class Wave {

		private long[] at = new long[1024];
		private int count;

		void add(final long position) {
			if (count == at.length) at = Arrays.copyOf(at, 2 * count);
			at[count++] = position;
		}
	}
}
