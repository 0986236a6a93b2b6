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

/**
 * Objects that are numbered one by one, and the classes by which a network learns to tell them apart.
 * <p>
 * A network gives classes, and objects of one class that touch would be one. So the voxels of an object that are near
 * another object are a class of their own, the border; all others are its inside. A predicted image is numbered by the
 * connected parts of insides, each of which then takes the border around it. That objects are divided by a class between
 * them is common practice; that there is none towards the background, and all numbers here, are our own choice: on
 * made-up cells and on EM slices (docs/measurements.md, "Numbered objects") fewer objects were merged, and fewer thin
 * ones broken, than with a border all around.
 * </p>
 */
public final class NumberedObjects {

	/** Changes with the rule by which classes are made of objects, so that cases are prepared again. */
	public static final int RULE = 4;

	/** What to say of an image with as many objects as can be numbered. */
	public static final String FULL = "There are " + Short.MAX_VALUE + " objects, the most that a label image can number; " +
		"if there were more, the smallest are left out. Predict the image in parts to have them all.";

	/** The class of an object's inside. */
	public static final short INSIDE = 1;

	/** The class of the voxels near another object. */
	public static final short BORDER = 2;

	/** The share of the median inside of an image below which an inside is noise. */
	private static final double NOISE = 0.05;

	/** The share of the smallest true object below which an inside is noise, where that is less. */
	private static final double PART = 0.5;

	/** What belongs to no object yet. */
	private static final short OPEN = -1;

	/**
	 * Insides that were too small to be objects.
	 *
	 * @param insides their number
	 * @param largest the voxels of the largest; 0 if there is none
	 */
	public record Noise(int insides, long largest) {
	}

	private NumberedObjects() {
		// static methods only
	}

	/**
	 * Replaces the numbers of objects by {@link #INSIDE} and {@link #BORDER}, in place; 0 and negative numbers stay.
	 *
	 * @param map in memory
	 * @return the same map
	 */
	public static LabelMap toClasses(final LabelMap map) {
		replace(map, new ObjectBorder(map).layers());
		return map;
	}

	/**
	 * Like {@link #toClasses}, and measures the objects.
	 *
	 * @param map in memory
	 * @return how many voxels the inside of each object has, its largest part if there are several; 0 of an object that the
	 *         edge of the image may cut
	 */
	public static long[] toClassesMeasured(final LabelMap map) {
		final ObjectBorder border = new ObjectBorder(map);
		final byte[][] layers = border.layers();
		final long[] insides = border.insides(layers);
		replace(map, layers);
		return insides;
	}

	private static void replace(final LabelMap map, final byte[][] layers) {
		final short[][] planes = planes(map);
		for (int z = 0; z < planes.length; z++)
			for (int i = 0; i < planes[z].length; i++)
				if (planes[z][i] > 0) planes[z][i] = layers[z][i] > ObjectBorder.THICKNESS ? INSIDE : BORDER;
	}

	static short[][] planes(final LabelMap map) {
		final short[][] planes = new short[map.size()[0]][];
		for (int z = 0; z < planes.length; z++)
			planes[z] = map.plane(z);
		return planes;
	}

	/**
	 * Replaces {@link #INSIDE} and {@link #BORDER} by the numbers of objects, 1, 2, 3 ..., in place; background stays.
	 * <p>
	 * Objects are the insides that touch, also by edges and corners, in the order of their first voxel. Each voxel of the
	 * border goes to the nearest inside along the border, in its own plane first if planes are far apart. Insides of less
	 * than a twentieth of the median are noise, as is border that reaches no inside: they become background, or part of the
	 * object whose border surrounds them.
	 * </p>
	 *
	 * @param map in memory
	 * @return the same map, with the {@link Short#MAX_VALUE} largest objects if there are more
	 */
	public static LabelMap toNumbers(final LabelMap map) {
		toNumbers(map, Double.POSITIVE_INFINITY);
		return map;
	}

	/**
	 * The same where the size of true objects is known: insides of at least half the smallest are none of the noise.
	 *
	 * @param smallest the voxels of the inside of the smallest true objects; infinite if they are not known
	 * @return the noise
	 */
	public static Noise toNumbers(final LabelMap map, final double smallest) {
		final short[][] planes = planes(map);
		final Components insides = Components.in(map, label -> label == INSIDE, false);
		final long[] sizes = insides.list().stream().mapToLong(Components.Component::voxels).toArray();
		final long[] sorted = sizes.clone();
		Arrays.sort(sorted);
		final double noise = noise(sorted, smallest);
		final double least = sorted.length <= Short.MAX_VALUE ? noise : Math.max(noise, sorted[sorted.length -
			Short.MAX_VALUE]);
		long ties = Short.MAX_VALUE - Arrays.stream(sizes).filter(size -> size > least).count();
		final short[] numbers = new short[sizes.length];
		short last = 0;
		for (int inside = 0; inside < sizes.length; inside++)
			numbers[inside] = sizes[inside] > least || sizes[inside] == least && ties-- > 0 ? ++last : OPEN;
		for (final short[] plane : planes)
			for (int i = 0; i < plane.length; i++)
				if (plane[i] == BORDER) plane[i] = OPEN;
		final int width = map.size()[2];
		insides.forEachRun((inside, z, y, start, end) -> Arrays.fill(planes[z], y * width + start, y * width + end,
			numbers[inside]));
		if (map.geometry().spacingZyx()[0] > ObjectBorder.THICKNESS * ObjectBorder.unit(map)) grow(planes, map.size(), false);
		grow(planes, map.size(), true);
		for (final short[] plane : planes)
			for (int i = 0; i < plane.length; i++)
				if (plane[i] == OPEN) plane[i] = 0;
		final int left = (int) Arrays.stream(sorted).filter(size -> size < noise).count();
		return new Noise(left, left == 0 ? 0 : sorted[left - 1]);
	}

	/** Whether a map has as many objects as can be numbered. */
	public static boolean isFull(final LabelMap map) {
		for (int z = 0; z < map.size()[0]; z++)
			for (final short number : map.plane(z))
				if (number == Short.MAX_VALUE) return true;
		return false;
	}

	/** The number of voxels below which an inside is noise. */
	private static double noise(final long[] sorted, final double smallest) {
		return sorted.length == 0 ? 0 : Math.min(NOISE * sorted[sorted.length / 2], PART * smallest);
	}

	/** Lets all objects grow over faces into what is open, each by one layer of voxels at a time, so that they meet halfway. */
	private static void grow(final short[][] planes, final int[] size, final boolean acrossPlanes) {
		final int area = size[1] * size[2];
		final Faces faces = new Faces(size, acrossPlanes);
		Wave wave = new Wave();
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < area; i++)
				if (planes[z][i] > 0 && faces.touches(planes, z, i, OPEN)) wave.add((long) z * area + i);
		while (wave.count > 0) {
			final Wave next = new Wave();
			for (int n = 0; n < wave.count; n++) {
				final int z = (int) (wave.at[n] / area), i = (int) (wave.at[n] % area);
				faces.find(z, i);
				for (int face = 0; face < faces.count; face++) {
					final short[] plane = planes[faces.z[face]];
					if (plane[faces.i[face]] != OPEN) continue;
					plane[faces.i[face]] = planes[z][i];
					next.add((long) faces.z[face] * area + faces.i[face]);
				}
			}
			wave = next;
		}
	}

	/** The voxels that share a face with another. */
	private static final class Faces {

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
