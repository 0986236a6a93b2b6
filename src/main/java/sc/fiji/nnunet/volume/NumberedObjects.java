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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
	public static final int RULE = 3;

	/** What to say of an image with as many objects as can be numbered. */
	public static final String FULL = "There are " + Short.MAX_VALUE + " objects, the most that a label image can number; " +
		"if there were more, the smallest are left out. Predict the image in parts to have them all.";

	/** The class of an object's inside. */
	public static final short INSIDE = 1;

	/** The class of the voxels near another object. */
	public static final short BORDER = 2;

	/** How near another object a voxel of the border is, in units of the finest spacing. */
	private static final int THICKNESS = 3;

	/** An object whose inside would be less than this share of it has a thinner border. */
	private static final double INSIDE_SHARE = 0.25;

	/** The same where the border is one voxel thick; an object with less has none. */
	private static final double LEAST_SHARE = 0.1;

	/** The share of the median inside of an image below which an inside is noise. */
	private static final double NOISE = 0.05;

	/** What belongs to no object yet. */
	private static final short OPEN = -1;

	/**
	 * A step to a neighbour.
	 *
	 * @param layer of a voxel that has another object there
	 */
	private record Step(int z, int y, int x, int layer) {
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
		final short[][] planes = planes(map);
		final List<Step> steps = steps(map);
		final byte[][] layers = layers(planes, map.size(), steps);
		keepBorder(planes, layers, map.size(), steps, thickness(map, planes, layers));
		for (int z = 0; z < planes.length; z++)
			for (int i = 0; i < planes[z].length; i++)
				if (planes[z][i] > 0) planes[z][i] = layers[z][i] > THICKNESS ? INSIDE : BORDER;
		return map;
	}

	/**
	 * Makes the layers that are no border inside. Two objects that are near each other have a border of the same thickness
	 * there, that of the thinner one, so that they meet where they met; at least one layer, unless it has none.
	 */
	private static void keepBorder(final short[][] planes, final byte[][] layers, final int[] size,
		final List<Step> steps, final int[] thickness)
	{
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final int at = y * size[2] + x;
					final short number = planes[z][at];
					if (number <= 0 || layers[z][at] > THICKNESS) continue;
					final int own = thickness[number];
					final boolean border = own > 0 && near(planes, size, steps, z, y, x, (other, layer) -> layer <= Math.max(1, Math
						.min(own, thickness[other]))) > 0;
					if (!border) layers[z][at] = THICKNESS + 1;
				}
	}

	/** Whether an object in some layer counts. */
	@FunctionalInterface
	private interface Other {

		boolean counts(short number, int layer);
	}

	private static short[][] planes(final LabelMap map) {
		final short[][] planes = new short[map.size()[0]][];
		for (int z = 0; z < planes.length; z++)
			planes[z] = map.plane(z);
		return planes;
	}

	/** The steps to all that touch a voxel, which are the first layer, and to all within the thickness of a border. */
	private static List<Step> steps(final LabelMap map) {
		final double[] spacing = map.geometry().spacingZyx();
		final double unit = unit(map);
		final List<Step> steps = new ArrayList<>();
		for (int z = -THICKNESS; z <= THICKNESS; z++)
			for (int y = -THICKNESS; y <= THICKNESS; y++)
				for (int x = -THICKNESS; x <= THICKNESS; x++) {
					final double distance = Math.sqrt(square(z * spacing[0]) + square(y * spacing[1]) + square(x * spacing[2])) /
						unit;
					// NB: spacings that should be equal may differ in their last digits
					final int layer = (int) Math.ceil(distance - Geometry.TOLERANCE);
					if (layer == 0) continue;
					// NB: or insides would touch across slices that are far apart, or by corners
					if (Math.max(Math.abs(z), Math.max(Math.abs(y), Math.abs(x))) == 1) steps.add(new Step(z, y, x, 1));
					else if (layer <= THICKNESS) steps.add(new Step(z, y, x, layer));
				}
		steps.sort((a, b) -> Integer.compare(a.layer, b.layer));
		return steps;
	}

	/** The finest spacing of those axes along which there are several voxels, in millimetres. */
	private static double unit(final LabelMap map) {
		double finest = Double.POSITIVE_INFINITY;
		for (int axis = 0; axis < 3; axis++)
			if (map.size()[axis] > 1) finest = Math.min(finest, map.geometry().spacingZyx()[axis]);
		return finest == Double.POSITIVE_INFINITY ? 1 : finest;
	}

	private static double square(final double value) {
		return value * value;
	}

	/** How near other objects each voxel of an object is: 1 next to one, at most one more than the border's thickness. */
	private static byte[][] layers(final short[][] planes, final int[] size, final List<Step> steps) {
		final byte[][] layers = new byte[size[0]][size[1] * size[2]];
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final int at = y * size[2] + x;
					if (planes[z][at] <= 0) continue;
					final int layer = near(planes, size, steps, z, y, x, (other, any) -> true);
					layers[z][at] = (byte) (layer == 0 ? THICKNESS + 1 : layer);
				}
		return layers;
	}

	/** In which layer a voxel is near another object that counts; 0 if it is near none. */
	private static int near(final short[][] planes, final int[] size, final List<Step> steps, final int z, final int y,
		final int x, final Other counting)
	{
		final short number = planes[z][y * size[2] + x];
		for (final Step step : steps) {
			final int otherZ = z + step.z, otherY = y + step.y, otherX = x + step.x;
			if (otherZ < 0 || otherZ >= size[0] || otherY < 0 || otherY >= size[1] || otherX < 0 || otherX >= size[2])
				continue;
			final short other = planes[otherZ][otherY * size[2] + otherX];
			if (other > 0 && other != number && counting.counts(other, step.layer)) return step.layer;
		}
		return 0;
	}

	/** How many layers of each object, by its number, are border; fewer where they would cut its inside. */
	private static int[] thickness(final LabelMap map, final short[][] planes, final byte[][] layers) {
		final long[][] counts = new long[Short.MAX_VALUE + 1][];
		for (int z = 0; z < planes.length; z++)
			for (int i = 0; i < planes[z].length; i++) {
				final short number = planes[z][i];
				if (number <= 0) continue;
				if (counts[number] == null) counts[number] = new long[THICKNESS + 2];
				counts[number][layers[z][i]]++;
			}
		final int[][] parts = new int[THICKNESS + 1][];
		for (int border = 1; border <= THICKNESS; border++)
			parts[border] = parts(map, planes, layers, border);
		final int[] thickness = new int[counts.length];
		for (int number = 1; number < counts.length; number++) {
			if (counts[number] == null) continue;
			final int most = thickness(counts[number]);
			thickness[number] = most;
			for (int border = most - 1; border > 0; border--)
				if (parts[border][number] < parts[thickness[number]][number]) thickness[number] = border;
		}
		return thickness;
	}

	/** In how many parts the inside of each object is if it has a border. NB: insides of several objects do not touch. */
	private static int[] parts(final LabelMap map, final short[][] planes, final byte[][] layers, final int border) {
		final LabelMap inside = new LabelMap(map.geometry());
		for (int z = 0; z < planes.length; z++)
			for (int i = 0; i < planes[z].length; i++)
				if (planes[z][i] > 0 && layers[z][i] > border) inside.plane(z)[i] = planes[z][i];
		final Components components = Components.in(inside, number -> number > 0, false);
		final boolean[] seen = new boolean[components.list().size()];
		final int[] parts = new int[Short.MAX_VALUE + 1];
		components.forEachRun((part, z, y, start, end) -> {
			if (!seen[part]) parts[inside.plane(z)[y * map.size()[2] + start]]++;
			seen[part] = true;
		});
		return parts;
	}

	private static int thickness(final long[] layers) {
		final long all = Arrays.stream(layers).sum();
		long inside = 0;
		for (int layer = THICKNESS + 1; layer > 1; layer--) {
			inside += layers[layer];
			if (inside >= (layer == 2 ? LEAST_SHARE : INSIDE_SHARE) * all) return layer - 1;
		}
		return 0;
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
		final short[][] planes = planes(map);
		final Components insides = Components.in(map, label -> label == INSIDE, false);
		final long[] sizes = insides.list().stream().mapToLong(Components.Component::voxels).toArray();
		final double least = least(sizes);
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
		if (map.geometry().spacingZyx()[0] > THICKNESS * unit(map)) grow(planes, map.size(), false);
		grow(planes, map.size(), true);
		for (final short[] plane : planes)
			for (int i = 0; i < plane.length; i++)
				if (plane[i] == OPEN) plane[i] = 0;
		return map;
	}

	/** Whether a map has as many objects as can be numbered. */
	public static boolean isFull(final LabelMap map) {
		for (int z = 0; z < map.size()[0]; z++)
			for (final short number : map.plane(z))
				if (number == Short.MAX_VALUE) return true;
		return false;
	}

	/** The number of voxels from which on an inside is an object. */
	private static double least(final long[] sizes) {
		if (sizes.length == 0) return 0;
		final long[] sorted = sizes.clone();
		Arrays.sort(sorted);
		final double noise = NOISE * sorted[sorted.length / 2];
		return sorted.length <= Short.MAX_VALUE ? noise : Math.max(noise, sorted[sorted.length - Short.MAX_VALUE]);
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
