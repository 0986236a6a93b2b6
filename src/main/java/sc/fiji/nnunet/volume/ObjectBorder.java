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

/** Which voxels of numbered objects are border, since another object is near; see {@link NumberedObjects}. */
final class ObjectBorder {

	/** How near another object a voxel of the border is, in units of the finest spacing. */
	static final int THICKNESS = 3;

	/** The layer of what is inside with a border of one thickness, and of what is so because its neighbour is thin. */
	private static final int INNER = THICKNESS + 1, FREED = THICKNESS + 2;

	/** An object whose inside would be less than this share of it has a thinner border. */
	private static final double INSIDE_SHARE = 0.25;

	/** The same where the border is one voxel thick; an object with less has none. */
	private static final double LEAST_SHARE = 0.1;

	/**
	 * A step to a neighbour.
	 *
	 * @param layer of a voxel that has another object there
	 */
	private record Step(int z, int y, int x, int layer) {
	}

	private final LabelMap map;
	private final short[][] planes;
	private final int[] size;
	private final List<Step> steps;

	/** @param map the numbers of the objects */
	ObjectBorder(final LabelMap map) {
		this.map = map;
		planes = NumberedObjects.planes(map);
		size = map.size();
		steps = steps(map);
	}

	/** The layer of each voxel of an object: border up to {@link #THICKNESS}, and inside above it. */
	byte[][] layers() {
		final byte[][] layers = nearness();
		keepBorder(layers, thickness(layers));
		return layers;
	}

	/**
	 * How many voxels the inside of each object has, its largest part if there are several; 0 of an object at the image's
	 * edge, which cuts pieces of any size.
	 */
	long[] insides(final byte[][] layers) {
		final LabelMap inside = inside(layers, THICKNESS);
		final Components parts = Components.in(inside, number -> number > 0, false);
		final long[] largest = new long[Short.MAX_VALUE + 1];
		Arrays.fill(largest, -1);
		parts.forEachRun((part, z, y, start, end) -> {
			final short number = inside.plane(z)[y * size[2] + start];
			largest[number] = Math.max(largest[number], parts.list().get(part).voxels());
		});
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final short number = planes[z][y * size[2] + x];
					if (number > 0 && (isEdge(0, z) || isEdge(1, y) || isEdge(2, x))) largest[number] = 0;
				}
		return Arrays.stream(largest).filter(voxels -> voxels >= 0).toArray();
	}

	/** Whether the image ends there. NB: of a single slice the depth says nothing. */
	private boolean isEdge(final int axis, final int at) {
		return size[axis] > 1 && (at == 0 || at == size[axis] - 1);
	}

	/**
	 * Makes the layers that are no border inside. Two objects that are near each other have a border of the same thickness
	 * there, that of the thinner one, so that they meet where they met; at least one layer, unless it has none. What
	 * becomes inside only because its neighbour is thin, and is cut off from the rest by the border towards another one,
	 * stays border, or it would be an object of its own.
	 */
	private void keepBorder(final byte[][] layers, final int[] thickness) {
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final int at = y * size[2] + x;
					final short number = planes[z][at];
					if (number <= 0 || layers[z][at] > THICKNESS) continue;
					final int own = thickness[number];
					final boolean border = own > 0 && near(z, y, x, (other, layer) -> layer <= Math.max(1, Math.min(own,
						thickness[other]))) > 0;
					if (!border) layers[z][at] = (byte) (layers[z][at] > own ? INNER : FREED);
				}
		final LabelMap inside = inside(layers, THICKNESS);
		final Components parts = Components.in(inside, number -> number > 0, false);
		final boolean[] whole = new boolean[parts.list().size()];
		parts.forEachRun((part, z, y, start, end) -> {
			for (int at = y * size[2] + start; at < y * size[2] + end; at++)
				whole[part] |= layers[z][at] == INNER;
		});
		parts.forEachRun((part, z, y, start, end) -> {
			if (!whole[part]) Arrays.fill(layers[z], y * size[2] + start, y * size[2] + end, (byte) THICKNESS);
		});
	}

	/** The numbers of objects where they are deeper than some layers. */
	private LabelMap inside(final byte[][] layers, final int border) {
		final LabelMap inside = new LabelMap(map.geometry());
		for (int z = 0; z < planes.length; z++)
			for (int i = 0; i < planes[z].length; i++)
				if (planes[z][i] > 0 && layers[z][i] > border) inside.plane(z)[i] = planes[z][i];
		return inside;
	}

	/** Whether an object in some layer counts. */
	@FunctionalInterface
	private interface Other {

		boolean counts(short number, int layer);
	}

	/** How near other objects each voxel of an object is: 1 next to one, at most one more than the border's thickness. */
	private byte[][] nearness() {
		final byte[][] layers = new byte[size[0]][size[1] * size[2]];
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final int at = y * size[2] + x;
					if (planes[z][at] <= 0) continue;
					final int layer = near(z, y, x, (other, any) -> true);
					layers[z][at] = (byte) (layer == 0 ? THICKNESS + 1 : layer);
				}
		return layers;
	}

	/** In which layer a voxel is near another object that counts; 0 if it is near none. */
	private int near(final int z, final int y, final int x, final Other counting) {
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
	private int[] thickness(final byte[][] layers) {
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
			parts[border] = parts(layers, border);
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
	private int[] parts(final byte[][] layers, final int border) {
		final LabelMap inside = inside(layers, border);
		final Components components = Components.in(inside, number -> number > 0, false);
		final boolean[] seen = new boolean[components.list().size()];
		final int[] parts = new int[Short.MAX_VALUE + 1];
		components.forEachRun((part, z, y, start, end) -> {
			if (!seen[part]) parts[inside.plane(z)[y * size[2] + start]]++;
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
	static double unit(final LabelMap map) {
		double finest = Double.POSITIVE_INFINITY;
		for (int axis = 0; axis < 3; axis++)
			if (map.size()[axis] > 1) finest = Math.min(finest, map.geometry().spacingZyx()[axis]);
		return finest == Double.POSITIVE_INFINITY ? 1 : finest;
	}

	private static double square(final double value) {
		return value * value;
	}
}
