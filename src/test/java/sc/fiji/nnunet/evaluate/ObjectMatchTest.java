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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

class ObjectMatchTest {

	@Test
	void objectsOfOtherNumbersAreFound() {
		final ObjectMatch match = ObjectMatch.of(row(1, 1, 1, 0, 2, 2, 0), row(700, 700, 700, 0, 3, 3, 0));
		assertEquals(new ObjectMatch(2, 2, List.of(1.0, 1.0)), match);
		check(match, 1, 1, 1, 1);
	}

	@Test
	void aMissedObjectCountsLikeAnInventedOne() {
		final LabelMap two = row(1, 1, 0, 2, 2, 0);
		final LabelMap one = row(5, 5, 0, 0, 0, 0);
		for (final ObjectMatch match : List.of(ObjectMatch.of(two, one), ObjectMatch.of(one, two))) {
			assertEquals(1, match.found(0.5));
			// one pair and one object without a partner
			check(match, 2.0 / 3, 1.0 / 2, 2.0 / 3, 2.0 / 3);
		}
		assertEquals(2, ObjectMatch.of(two, one).referenced());
		assertEquals(1, ObjectMatch.of(two, one).predicted());
	}

	@Test
	void ofAnObjectInTwoPartsTheLargerOneIsIt() {
		final LabelMap whole = row(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
		final LabelMap parts = row(4, 4, 4, 4, 4, 4, 9, 9, 9, 9);
		// split by the prediction, and merged by it: an IoU of 6/10, and a part without a partner
		for (final ObjectMatch match : List.of(ObjectMatch.of(whole, parts), ObjectMatch.of(parts, whole))) {
			assertEquals(List.of(0.6), match.overlaps());
			check(match, 2.0 / 3, 1.0 / 2, 0, 0.6 / 1.5);
		}
	}

	@Test
	void anIoUThatEqualsTheThresholdIsNotEnough() {
		final LabelMap halves = row(1, 1, 2, 2);
		check(ObjectMatch.of(row(1, 1, 1, 1), halves), 0, 0, 0, 0);
		check(ObjectMatch.of(row(1, 1, 1, 0), row(0, 1, 1, 1)), 0, 0, 0, 0);
		check(ObjectMatch.of(row(1, 1, 1, 1, 0), row(0, 1, 1, 1, 1)), 1, 1, 0, 0.6);
		check(ObjectMatch.of(row(1, 1, 1, 1), row(1, 1, 1, 0)), 1, 1, 0, 0.75);
		check(ObjectMatch.of(row(1, 1, 1, 1, 1), row(1, 1, 1, 1, 0)), 1, 1, 1, 0.8);
	}

	@Test
	void belowOneHalfNothingIsSaid() {
		final ObjectMatch match = ObjectMatch.of(row(1), row(1));
		assertThrows(IllegalArgumentException.class, () -> match.found(0.49));
		assertThrows(IllegalArgumentException.class, () -> match.f1(Double.NaN, EmptyRule.ONE));
	}

	@Test
	void asManyObjectsAsAFileCanNumberAreCompared() {
		final int[] reference = new int[2 * Short.MAX_VALUE];
		final int[] prediction = new int[reference.length];
		for (int x = 0; x < reference.length; x++) {
			reference[x] = 1 + x / 2;
			prediction[x] = Short.MAX_VALUE - x / 2;
		}
		// NB: of this object one half is predicted, which is not enough
		prediction[0] = 0;
		final ObjectMatch match = ObjectMatch.of(row(reference), row(prediction));
		assertEquals(Short.MAX_VALUE, match.referenced());
		assertEquals(Short.MAX_VALUE, match.predicted());
		assertEquals(Short.MAX_VALUE - 1, match.found(0.5));
		assertEquals((Short.MAX_VALUE - 1.0) / Short.MAX_VALUE, match.panopticQuality(EmptyRule.NAN), 1e-12);
	}

	@Test
	void withoutObjectsTheRuleForAbsentClassesCounts() {
		final LabelMap nothing = row(0, 0, 0);
		final ObjectMatch none = ObjectMatch.of(nothing, nothing);
		for (final EmptyRule rule : EmptyRule.values()) {
			final Map<Measure, Double> values = none.measures(rule);
			for (final Measure measure : List.of(Measure.F1_50, Measure.AP_50, Measure.F1_75, Measure.PQ))
				assertEquals(rule.value(), values.get(measure), measure.key());
			assertEquals(0, values.get(Measure.OBJECTS_PRED));
			assertEquals(0, values.get(Measure.OBJECTS_REF));
		}
		check(ObjectMatch.of(nothing, row(0, 1, 0)), 0, 0, 0, 0);
		check(ObjectMatch.of(row(0, 1, 0), nothing), 0, 0, 0, 0);
	}

	@Test
	void negativeNumbersAreNoObjects() {
		final LabelMap reference = row(-1, -1, 3, 3, 3, 3);
		assertEquals(new ObjectMatch(1, 1, List.of(0.8)), ObjectMatch.of(reference, row(0, 8, 8, 8, 8, 8)));
		assertArrayEquals(new short[] { -1, -1, 1, 1, 1, 1 }, ObjectMatch.foreground(reference).plane(0));
	}

	/** NB: the planes of a view are copies. */
	@Test
	void aViewIsCopiedAndDoesNotChange() {
		final LabelMap reference = row(3, 3, 0, 7);
		final LabelMap view = LabelMap.of(reference.geometry(), reference.img());
		assertArrayEquals(new short[] { 1, 1, 0, 1 }, ObjectMatch.foreground(view).plane(0));
		assertArrayEquals(new short[] { 3, 3, 0, 7 }, reference.plane(0));
	}

	@Test
	void equalsTheComparisonOfEachWithEach() {
		final Random random = new Random(7);
		int pairs = 0;
		for (int round = 0; round < 200; round++) {
			final LabelMap reference = new LabelMap(Geometry.ofZyx(new int[] { 2, 3, 4 }, new double[] { 1, 1, 1 }));
			final LabelMap prediction = new LabelMap(reference.geometry());
			final int[] numbers = random.ints(4, 1, Short.MAX_VALUE + 1).toArray();
			for (int z = 0; z < 2; z++)
				for (int i = 0; i < 12; i++) {
					reference.plane(z)[i] = (short) random.nextInt(4);
					// mostly the same object under another number
					prediction.plane(z)[i] = random.nextInt(5) > 0 ? (short) numbers[reference.plane(z)[i]] : (short) random
						.nextInt(3);
				}
			final ObjectMatch match = ObjectMatch.of(reference, prediction);
			assertEquals(slow(reference, prediction), match);
			pairs += match.found(0.5);
		}
		assertTrue(pairs > 200, pairs + " pairs");
	}

	private static ObjectMatch slow(final LabelMap reference, final LabelMap prediction) {
		final Map<Integer, Integer> first = sizes(reference);
		final Map<Integer, Integer> second = sizes(prediction);
		final List<Double> overlaps = new ArrayList<>();
		for (final int r : first.keySet())
			for (final int p : second.keySet()) {
				int both = 0;
				for (int z = 0; z < reference.size()[0]; z++)
					for (int i = 0; i < reference.plane(z).length; i++)
						if (reference.plane(z)[i] == r && prediction.plane(z)[i] == p) both++;
				final double overlap = (double) both / (first.get(r) + second.get(p) - both);
				if (overlap > 0.5) overlaps.add(overlap);
			}
		return new ObjectMatch(first.size(), second.size(), overlaps.stream().sorted().toList());
	}

	private static Map<Integer, Integer> sizes(final LabelMap map) {
		final Map<Integer, Integer> sizes = new TreeMap<>();
		for (int z = 0; z < map.size()[0]; z++)
			for (final short label : map.plane(z))
				if (label > 0) sizes.merge((int) label, 1, Integer::sum);
		return sizes;
	}

	@Test
	void differentSizesAreRefused() {
		assertThrows(IllegalArgumentException.class, () -> ObjectMatch.of(row(0, 1), row(0, 1, 0)));
	}

	private static void check(final ObjectMatch match, final double f1, final double ap, final double strict,
		final double pq)
	{
		final Map<Measure, Double> values = match.measures(EmptyRule.NAN);
		assertEquals(f1, values.get(Measure.F1_50), 1e-12);
		assertEquals(ap, values.get(Measure.AP_50), 1e-12);
		assertEquals(strict, values.get(Measure.F1_75), 1e-12);
		assertEquals(pq, values.get(Measure.PQ), 1e-12);
		assertEquals(match.predicted(), values.get(Measure.OBJECTS_PRED));
		assertEquals(match.referenced(), values.get(Measure.OBJECTS_REF));
	}

	private static LabelMap row(final int... labels) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, labels.length }, new double[] { 1, 1, 1 }));
		for (int x = 0; x < labels.length; x++)
			map.plane(0)[x] = (short) labels[x];
		return map;
	}
}
