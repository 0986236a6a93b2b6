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

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.volume.LabelMap;

/**
 * Which objects of a reference are found in a prediction, where both number their objects one by one.
 * <p>
 * Each number above 0 is an object, also if its voxels are in several places; numbers need not be the same in both maps.
 * An object is found by the one whose IoU with it, the common voxels over the voxels in either, is above a threshold of
 * at least one half, as for the panoptic quality (Kirillov et al., Panoptic Segmentation, 2019). Such a pair shares more
 * than half of the voxels of each of the two, so that neither has a second partner and nothing has to be assigned. NB:
 * StarDist and Cellpose count an IoU that equals the threshold too.
 * </p>
 *
 * @param referenced the number of objects in the reference
 * @param predicted the number of objects in the prediction
 * @param overlaps the IoU of each pair that is above one half, in ascending order
 */
public record ObjectMatch(int referenced, int predicted, List<Double> overlaps) {

	/** The IoU that panoptic quality asks for; up to it an object could have two partners. */
	private static final double HALF = 0.5;

	/** The IoU of a good outline, often given beside that of one half. */
	private static final double GOOD = 0.75;

	public ObjectMatch {
		overlaps = List.copyOf(overlaps);
	}

	/**
	 * Compares the objects of two maps. The memory it needs depends on the number of objects and of pairs that share
	 * voxels.
	 *
	 * @throws IllegalArgumentException if the maps differ in size
	 */
	public static ObjectMatch of(final LabelMap reference, final LabelMap prediction) {
		ConfusionCounts.requireEqualSizes(reference, prediction);
		final Sizes sizes = new Sizes();
		for (int z = 0; z < reference.size()[0]; z++)
			ConfusionCounts.forEachRun(reference.plane(z), prediction.plane(z), sizes::add);
		return sizes.match();
	}

	/**
	 * Gives all objects the number 1; negative numbers do not change.
	 *
	 * @return the same map, changed in place, if it is in memory; of a view a copy
	 */
	public static LabelMap foreground(final LabelMap map) {
		final LabelMap foreground = map.loaded(null);
		for (int z = 0; z < foreground.size()[0]; z++) {
			final short[] plane = foreground.plane(z);
			for (int i = 0; i < plane.length; i++)
				if (plane[i] > 0) plane[i] = 1;
		}
		return foreground;
	}

	/**
	 * The number of pairs.
	 *
	 * @param threshold the IoU that a pair is above, at least 0.5
	 */
	public int found(final double threshold) {
		if (!(threshold >= HALF)) throw new IllegalArgumentException("objects can have several partners at an IoU of " +
			threshold);
		return (int) overlaps.stream().filter(overlap -> overlap > threshold).count();
	}

	/** Twice the pairs over the objects in both maps. */
	public double f1(final double threshold, final EmptyRule empty) {
		return Overlap.ratio(2.0 * found(threshold), (double) predicted + referenced, empty);
	}

	/** Pairs over pairs and objects without a partner: StarDist's accuracy, Cellpose's average precision. */
	public double accuracy(final double threshold, final EmptyRule empty) {
		final int found = found(threshold);
		return Overlap.ratio(found, (double) predicted + referenced - found, empty);
	}

	/** Panoptic quality: the sum of the pairs' IoU over the mean number of objects in a map. */
	public double panopticQuality(final EmptyRule empty) {
		return Overlap.ratio(overlaps.stream().mapToDouble(overlap -> overlap).sum(), ((double) predicted + referenced) / 2,
			empty);
	}

	/** All measures of objects. */
	Map<Measure, Double> measures(final EmptyRule empty) {
		final Map<Measure, Double> values = new EnumMap<>(Measure.class);
		values.put(Measure.OBJECTS_PRED, (double) predicted);
		values.put(Measure.OBJECTS_REF, (double) referenced);
		values.put(Measure.F1_50, f1(HALF, empty));
		values.put(Measure.AP_50, accuracy(HALF, empty));
		values.put(Measure.F1_75, f1(GOOD, empty));
		values.put(Measure.PQ, panopticQuality(empty));
		return values;
	}

	/** The voxels of each object, and those of each pair that has some in common. */
	private static final class Sizes {

		private final long[] referenced = new long[Short.MAX_VALUE + 1];
		private final long[] predicted = new long[Short.MAX_VALUE + 1];
		/** Keys hold the number in the reference, and in the lower half that in the prediction. */
		private final Map<Long, Long> common = new HashMap<>();

		void add(final int reference, final int prediction, final long voxels) {
			if (reference > 0) referenced[reference] += voxels;
			if (prediction > 0) predicted[prediction] += voxels;
			if (reference > 0 && prediction > 0) common.merge((long) reference << Integer.SIZE | prediction, voxels, Long::sum);
		}

		ObjectMatch match() {
			final List<Double> overlaps = new ArrayList<>();
			for (final Map.Entry<Long, Long> pair : common.entrySet()) {
				final int r = (int) (pair.getKey() >> Integer.SIZE);
				final long both = pair.getValue();
				final long either = referenced[r] + predicted[pair.getKey().intValue()] - both;
				if (2 * both > either) overlaps.add((double) both / either);
			}
			// NB: sums must not depend on which numbers the objects have
			Collections.sort(overlaps);
			return new ObjectMatch(objects(referenced), objects(predicted), overlaps);
		}

		private static int objects(final long[] sizes) {
			int objects = 0;
			for (final long size : sizes)
				if (size > 0) objects++;
			return objects;
		}
	}
}
