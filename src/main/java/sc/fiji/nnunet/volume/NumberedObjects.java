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

import sc.fiji.nnunet.problem.ProblemException;

/**
 * Objects that are numbered one by one, and the classes by which a network learns to tell them apart.
 * <p>
 * A network gives classes, and objects of one class that touch would be one. So the outermost voxels of each object are
 * a class of their own, the border; what is inside of it does not touch the next object's inside. A predicted image is
 * numbered by the connected parts of insides, each of which then takes the border around it. Dividing objects into core
 * and border is common practice with nnU-Net; all numbers here and the rules for thin objects are our own choice. Where
 * slices are far apart, an object has no border towards background above and below, but one slice of it towards another
 * object.
 * </p>
 */
public final class NumberedObjects {

	/** The class of an object's inside. */
	public static final short INSIDE = 1;

	/** The class of an object's outermost voxels. */
	public static final short BORDER = 2;

	/** The thickness of the border in units of the finest spacing: half of the gap between insides. */
	private static final int THICKNESS = 2;

	/** An object whose inside would be less than this share of it has a border of one unit; a disc of 8 pixels has it. */
	private static final double INSIDE_SHARE = 0.25;

	/** An object whose inside would still be less than this share is too thin for a border. */
	private static final double LEAST_SHARE = 0.1;

	/** The share of the median object below which a predicted object is noise. */
	private static final double SMALL = 0.05;

	/**
	 * A step to a neighbour.
	 *
	 * @param depth of a voxel that has another object or background there
	 * @param far whether only another object counts, since the neighbour is farther away than a border is thick
	 */
	private record Step(int z, int y, int x, int depth, boolean far) {
	}

	private NumberedObjects() {
		// static methods only
	}

	/**
	 * Replaces the numbers of objects by {@link #INSIDE} and {@link #BORDER}, in place; 0 and negative numbers stay.
	 * Voxels at the edge of the image are no border by that.
	 *
	 * @return the same map
	 */
	public static LabelMap toClasses(final LabelMap map) {
		final int depth = map.size()[0];
		final short[][] planes = new short[depth][];
		for (int z = 0; z < depth; z++)
			planes[z] = map.plane(z);
		final byte[][] depths = depths(planes, map.size(), steps(map));
		final int[] border = thickness(planes, depths);
		for (int z = 0; z < depth; z++)
			for (int i = 0; i < planes[z].length; i++)
				if (planes[z][i] > 0) planes[z][i] = depths[z][i] > border[planes[z][i]] ? INSIDE : BORDER;
		return map;
	}

	/** The steps to all neighbours within the thickness of a border, the nearest first. */
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
					final int depth = (int) Math.ceil(distance - Geometry.TOLERANCE);
					if (depth > 0 && depth <= THICKNESS) steps.add(new Step(z, y, x, depth, false));
					else if (depth > THICKNESS && Math.abs(z) + Math.abs(y) + Math.abs(x) == 1) steps.add(new Step(z, y, x, 1,
						true));
				}
		steps.sort((a, b) -> Integer.compare(a.depth, b.depth));
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

	/** In which layer of its object each voxel is: 1 for the outermost, at most one more than the border's thickness. */
	private static byte[][] depths(final short[][] planes, final int[] size, final List<Step> steps) {
		final byte[][] depths = new byte[size[0]][size[1] * size[2]];
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final int at = y * size[2] + x;
					if (planes[z][at] > 0) depths[z][at] = depth(planes, size, steps, z, y, x);
				}
		return depths;
	}

	private static byte depth(final short[][] planes, final int[] size, final List<Step> steps, final int z, final int y,
		final int x)
	{
		final short number = planes[z][y * size[2] + x];
		for (final Step step : steps) {
			final int otherZ = z + step.z, otherY = y + step.y, otherX = x + step.x;
			if (otherZ < 0 || otherZ >= size[0] || otherY < 0 || otherY >= size[1] || otherX < 0 || otherX >= size[2])
				continue;
			final short other = planes[otherZ][otherY * size[2] + otherX];
			if (other != number && (other > 0 || !step.far)) return (byte) step.depth;
		}
		return THICKNESS + 1;
	}

	/** How many layers of each object, by its number, are border. */
	private static int[] thickness(final short[][] planes, final byte[][] depths) {
		final long[][] layers = new long[Short.MAX_VALUE + 1][];
		for (int z = 0; z < planes.length; z++)
			for (int i = 0; i < planes[z].length; i++) {
				final short number = planes[z][i];
				if (number <= 0) continue;
				if (layers[number] == null) layers[number] = new long[THICKNESS + 2];
				layers[number][depths[z][i]]++;
			}
		final int[] thickness = new int[layers.length];
		for (int number = 1; number < layers.length; number++)
			if (layers[number] != null) thickness[number] = thickness(layers[number]);
		return thickness;
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
	 * Objects are the insides that touch by faces, divided where two thick parts are joined by a bridge less than half as
	 * wide ({@link ObjectSeeds}). Each voxel of the border goes to the nearest inside along the border, in its own plane
	 * first if planes are far apart; border that reaches no inside becomes objects of its own. What is smaller than a
	 * twentieth of the median object becomes background.
	 * </p>
	 *
	 * @return the same map
	 * @throws ProblemException if there are more than {@link Short#MAX_VALUE} objects
	 */
	public static LabelMap toNumbers(final LabelMap map) throws ProblemException {
		final boolean apart = map.geometry().spacingZyx()[0] > THICKNESS * unit(map);
		final int seeds = new ObjectSeeds(map, apart).number();
		final ObjectGrowth growth = new ObjectGrowth(map);
		for (final short label : new short[] { ObjectSeeds.BRIDGE, ObjectSeeds.BORDER }) {
			if (apart) growth.into(label, false);
			growth.into(label, true);
		}
		final Components alone = Components.in(map, label -> label == ObjectSeeds.BORDER, false);
		ObjectSeeds.require(seeds + (long) alone.list().size());
		alone.forEachRun((part, z, y, start, end) -> Arrays.fill(map.plane(z), y * map.size()[2] + start, y * map.size()[2] +
			end, (short) (seeds + part + 1)));
		dropSmall(map, seeds + alone.list().size());
		return map;
	}

	/** Makes small objects background, and numbers the others without gaps. */
	private static void dropSmall(final LabelMap map, final int objects) {
		if (objects == 0) return;
		final long[] sizes = new long[objects + 1];
		for (int z = 0; z < map.size()[0]; z++)
			for (final short number : map.plane(z))
				if (number > 0) sizes[number]++;
		final long[] sorted = Arrays.copyOfRange(sizes, 1, sizes.length);
		Arrays.sort(sorted);
		final double least = SMALL * sorted[sorted.length / 2];
		final short[] renumbered = new short[objects + 1];
		short last = 0;
		for (int number = 1; number <= objects; number++)
			if (sizes[number] >= least) renumbered[number] = ++last;
		for (int z = 0; z < map.size()[0]; z++) {
			final short[] plane = map.plane(z);
			for (int i = 0; i < plane.length; i++)
				if (plane[i] > 0) plane[i] = renumbered[plane[i]];
		}
	}
}
