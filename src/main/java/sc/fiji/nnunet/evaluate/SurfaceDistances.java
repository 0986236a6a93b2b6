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
package sc.fiji.nnunet.evaluate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.DistanceMap;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Measures the distances between the surfaces of a reference and a prediction.
 * <p>
 * The surface of an object is its voxels that have a face neighbour outside of the object
 * or of the image; distances go from voxel centre to voxel centre, in millimetres. An axis
 * that is one voxel long has no neighbours: images of one slice are measured as 2D.
 * Percentiles are interpolated linearly between the sorted distances of both directions.
 * </p>
 * <p>
 * Arrays are reused from one call to the next. Not thread-safe.
 * </p>
 */
public final class SurfaceDistances {

	private static final int REFERENCE = 1;
	private static final int PREDICTION = 2;
	/** Surface bits are the object bits two places higher. */
	private static final int SURFACE = 2;

	private final DistanceMap map = new DistanceMap();
	private byte[][] planes = {};
	private double[] distances = new double[4096];
	private int count;

	/**
	 * Measures one class or region.
	 *
	 * @param members the label values that belong to it
	 * @param ignore the reference label whose voxels belong to neither object, or -1
	 * @param box a box that holds the object in both maps; null if it is in neither
	 * @param tolerance of the surface Dice in millimetres
	 * @param empty the value of the surface Dice if there is no surface at all
	 * @return Hausdorff distance, its 95th percentile, mean distance and surface Dice. Distances are undefined if
	 *         one of the objects is empty; the surface Dice is 0 then
	 */
	public Map<Measure, Double> measure(final LabelMap reference, final LabelMap prediction, final int[] members,
		final int ignore, final Box box, final double tolerance, final EmptyRule empty)
	{
		if (box == null) return undefined(empty.value());
		final int[] size = box.size();
		final boolean[] axes = new boolean[3];
		for (int d = 0; d < 3; d++)
			axes[d] = reference.size()[d] > 1;
		fill(reference, prediction, members, ignore, box);
		final long[] surface = surfaces(size, axes);
		if (surface[0] == 0 && surface[1] == 0) return undefined(empty.value());
		if (surface[0] == 0 || surface[1] == 0) return undefined(0);

		final double[] spacing = reference.geometry().spacingZyx();
		count = 0;
		reserve(surface[0] + surface[1]);
		collect(PREDICTION << SURFACE, REFERENCE << SURFACE, size, spacing);
		collect(REFERENCE << SURFACE, PREDICTION << SURFACE, size, spacing);
		return statistics(tolerance);
	}

	/** The values where there are no distances. */
	static Map<Measure, Double> undefined(final double surfaceDice) {
		return measures(Double.NaN, Double.NaN, Double.NaN, surfaceDice);
	}

	private static Map<Measure, Double> measures(final double hd, final double hd95, final double assd,
		final double surfaceDice)
	{
		final Map<Measure, Double> values = new EnumMap<>(Measure.class);
		values.put(Measure.HD, hd);
		values.put(Measure.HD95, hd95);
		values.put(Measure.ASSD, assd);
		values.put(Measure.SURFACE_DICE, surfaceDice);
		return values;
	}

	/** Writes the object bits of both maps into the planes, cropped to the box. */
	private void fill(final LabelMap reference, final LabelMap prediction, final int[] members, final int ignore,
		final Box box)
	{
		final int[] size = box.size();
		final int area = Math.multiplyExact(size[1], size[2]);
		if (planes.length < size[0]) planes = Arrays.copyOf(planes, size[0]);
		final int width = reference.size()[2];
		for (int z = 0; z < size[0]; z++) {
			if (planes[z] == null || planes[z].length < area) planes[z] = new byte[area];
			final short[] r = reference.plane(box.start()[0] + z);
			final short[] p = prediction.plane(box.start()[0] + z);
			for (int y = 0; y < size[1]; y++)
				fillRow(r, p, (box.start()[1] + y) * width + box.start()[2], members, ignore, planes[z], y * size[2],
					size[2]);
		}
	}

	private static void fillRow(final short[] r, final short[] p, final int from, final int[] members, final int ignore,
		final byte[] plane, final int to, final int length)
	{
		for (int x = 0; x < length; x++) {
			final int label = r[from + x];
			int bits = 0;
			if (ignore < 0 || label != ignore) {
				final int predicted = p[from + x];
				for (final int member : members) {
					if (label == member) bits |= REFERENCE;
					if (predicted == member) bits |= PREDICTION;
				}
			}
			plane[to + x] = (byte) bits;
		}
	}

	/** Adds the surface bits to the planes; returns the numbers of surface voxels of reference and prediction. */
	private long[] surfaces(final int[] size, final boolean[] axes) {
		final long[] found = new long[2];
		for (int z = 0; z < size[0]; z++) {
			final byte[] here = planes[z];
			final byte[] above = z > 0 ? planes[z - 1] : null;
			final byte[] below = z + 1 < size[0] ? planes[z + 1] : null;
			for (int y = 0; y < size[1]; y++) {
				final int row = y * size[2];
				for (int x = 0; x < size[2]; x++) {
					final int i = row + x;
					final int object = here[i] & (REFERENCE | PREDICTION);
					if (object == 0) continue;
					int inside = object;
					if (axes[2]) inside &= (x > 0 ? here[i - 1] : 0) & (x + 1 < size[2] ? here[i + 1] : 0);
					if (axes[1]) inside &= (y > 0 ? here[i - size[2]] : 0) & (y + 1 < size[1] ? here[i + size[2]] : 0);
					if (axes[0]) inside &= above == null || below == null ? 0 : above[i] & below[i];
					final int surface = object & ~inside;
					here[i] |= surface << SURFACE;
					found[0] += surface & REFERENCE;
					found[1] += (surface & PREDICTION) >> 1;
				}
			}
		}
		return found;
	}

	private void reserve(final long needed) {
		if (needed > distances.length) distances = new double[Math.toIntExact(needed)];
	}

	/** Appends the distance of every voxel with one bit to the nearest voxel with another. */
	private void collect(final int from, final int to, final int[] size, final double[] spacing) {
		map.compute(planes, to, size, spacing);
		for (int z = 0; z < size[0]; z++) {
			final byte[] plane = planes[z];
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final int bits = plane[y * size[2] + x];
					if ((bits & from) == 0) continue;
					distances[count++] = (bits & to) != 0 ? 0 : map.distance(z, y, x);
				}
		}
	}

	private Map<Measure, Double> statistics(final double tolerance) {
		Arrays.sort(distances, 0, count);
		double sum = 0;
		int within = 0;
		for (int i = 0; i < count; i++) {
			sum += distances[i];
			if (distances[i] <= tolerance) within++;
		}
		final double place = 0.95 * (count - 1);
		final int below = (int) place;
		final double lower = distances[below];
		final double upper = distances[Math.min(count - 1, below + 1)];
		return measures(distances[count - 1], lower + (place - below) * (upper - lower), sum / count, (double) within /
			count);
	}
}
