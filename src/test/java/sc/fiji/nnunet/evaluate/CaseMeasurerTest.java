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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.GoldenMetrics;
import sc.fiji.nnunet.volume.LabelMap;

class CaseMeasurerTest {

	private static final double TOLERANCE = 1e-6;
	private static final List<Target> ONE = List.of(Target.of(1, "object"));

	@Test
	void measuresEqualThoseOfSciPyAndMedPy() throws IOException {
		final CaseMeasurer measurer = new CaseMeasurer(-1, true, 1, EmptyRule.NAN);
		int surfaces = 0;
		for (final GoldenMetrics golden : GoldenMetrics.all()) {
			final Metrics metrics = measurer.measure(golden.reference(), golden.prediction(), ONE).get("1");
			final JsonObject expected = golden.numbers();
			check(expected, "tp", metrics, Measure.TP);
			check(expected, "fp", metrics, Measure.FP);
			check(expected, "fn", metrics, Measure.FN);
			check(expected, "iou", metrics, Measure.IOU);
			if (expected.get("dice").isJsonNull()) assertTrue(Double.isNaN(metrics.get(Measure.DICE)));
			else check(expected, "dice", metrics, Measure.DICE);
			if (expected.has("surface distances")) {
				assertTrue(Double.isNaN(metrics.get(Measure.HD)));
				assertTrue(Double.isNaN(metrics.get(Measure.HD95)));
				assertTrue(Double.isNaN(metrics.get(Measure.ASSD)));
				continue;
			}
			check(expected, "hd", metrics, Measure.HD);
			check(expected, "hd95_pooled", metrics, Measure.HD95);
			check(expected, "assd_pooled", metrics, Measure.ASSD);
			check(expected, "surface_dice_1mm", metrics, Measure.SURFACE_DICE);
			surfaces++;
		}
		assertEquals(11, surfaces);
	}

	@Test
	void absentClassesAreMeasuredByBothEmptyRules() {
		final LabelMap nothing = row(0, 0, 0);
		final Metrics nan = new CaseMeasurer(-1, true, 1, EmptyRule.NAN).measure(nothing, nothing, ONE).get("1");
		assertTrue(Double.isNaN(nan.get(Measure.DICE)) && Double.isNaN(nan.get(Measure.IOU)) && Double.isNaN(nan.get(
			Measure.SURFACE_DICE)));
		final Metrics one = new CaseMeasurer(-1, true, 1, EmptyRule.ONE).measure(nothing, nothing, ONE).get("1");
		assertEquals(1, one.get(Measure.DICE));
		assertEquals(1, one.get(Measure.IOU));
		assertEquals(1, one.get(Measure.SURFACE_DICE));
		assertTrue(Double.isNaN(one.get(Measure.HD)));
	}

	@Test
	void missedOrSpuriousObjectsScoreZeroUnderBothRules() {
		for (final EmptyRule rule : EmptyRule.values()) {
			final CaseMeasurer measurer = new CaseMeasurer(-1, true, 1, rule);
			for (final Metrics metrics : List.of(measurer.measure(row(0, 1, 0), row(0, 0, 0), ONE).get("1"), measurer
				.measure(row(0, 0, 0), row(0, 1, 0), ONE).get("1")))
			{
				assertEquals(0, metrics.get(Measure.DICE));
				assertEquals(0, metrics.get(Measure.SURFACE_DICE));
				assertTrue(Double.isNaN(metrics.get(Measure.HD95)));
			}
		}
	}

	@Test
	void regionsAreUnions() {
		final Labels labels = new Labels(List.of("background", "edema", "core", "enhancing"), List.of(new Labels.Region(
			"whole", List.of(1, 2, 3), 1), new Labels.Region("core", List.of(2, 3), 2), new Labels.Region("enhancing", List
				.of(3), 3)), -1);
		final Map<String, Metrics> metrics = new CaseMeasurer(-1, true, 1, EmptyRule.NAN).measure(row(0, 1, 2, 3, 3),
			row(1, 1, 3, 2, 0), Target.of(labels));
		assertEquals(List.of("(1, 2, 3)", "(2, 3)", "3"), List.copyOf(metrics.keySet()));
		assertEquals(3, metrics.get("(1, 2, 3)").get(Measure.TP));
		assertEquals(0.75, metrics.get("(1, 2, 3)").get(Measure.DICE));
		assertEquals(2, metrics.get("(2, 3)").get(Measure.TP));
		assertEquals(0, metrics.get("3").get(Measure.DICE));
		// the region's surfaces have positions of their own: 0..3 against 1..4, not the sum of the classes' surfaces
		assertEquals(1, metrics.get("(1, 2, 3)").get(Measure.HD));
	}

	@Test
	void voxelsWithTheIgnoreLabelAreNotCounted() {
		final Metrics metrics = new CaseMeasurer(3, true, 1, EmptyRule.NAN).measure(row(0, 1, 1, 3, 3), row(0, 1, 1, 1, 1),
			ONE).get("1");
		assertEquals(1, metrics.get(Measure.DICE));
		assertEquals(2, metrics.get(Measure.N_PRED));
		assertEquals(1, metrics.get(Measure.TN));
		assertEquals(0, metrics.get(Measure.HD));
	}

	@Test
	void voxelsOutsideOfTheMaskAreBackground() {
		final Overlap overlap = ConfusionCounts.of(row(-1, -1, 1, 0), row(0, 1, 1, 0), -1).overlap(1);
		assertEquals(new Overlap(1, 1, 0, 2), overlap);
	}

	@Test
	void countsAddUp() {
		final ConfusionCounts sum = ConfusionCounts.of(row(0, 1, 5), row(1, 1, 0), -1);
		sum.add(new short[] { 5, 5, 2 }, new short[] { 5, 0, 2 });
		assertEquals(new Overlap(1, 0, 2, 3), sum.overlap(5));
		assertEquals(new Overlap(2, 0, 2, 2), sum.overlap(5, 2));
		assertEquals("[0, 1, 2, 5]", java.util.Arrays.toString(sum.labels()));
		assertEquals(6, sum.voxels());
	}

	@Test
	void aSliceIsMeasuredInItsPlane() {
		final LabelMap reference = new LabelMap(Geometry.ofZyx(new int[] { 1, 7, 7 }, new double[] { 9, 1, 1 }));
		final LabelMap prediction = new LabelMap(reference.geometry());
		for (int y = 1; y < 6; y++)
			for (int x = 1; x < 6; x++)
				reference.plane(0)[7 * y + x] = prediction.plane(0)[7 * y + x] = 1;
		// NB: a hole in the middle is the only difference; the 24 others keep their outer ring of 16 as surface
		prediction.plane(0)[24] = 0;
		final Metrics metrics = new CaseMeasurer(-1, true, 0.5, EmptyRule.NAN).measure(reference, prediction, ONE).get(
			"1");
		// surfaces: reference 16, prediction 16 + 4 around the hole, those 1 mm from the ring
		assertEquals(32.0 / 36, metrics.get(Measure.SURFACE_DICE), 1e-12);
		assertEquals(1, metrics.get(Measure.HD), 1e-12);
		assertEquals(25 * 9, metrics.get(Measure.VOLUME_REF), 1e-12);
	}

	/** Two objects that are predicted as one: as foreground they are perfect. */
	@Test
	void numberedObjectsAreMeasuredBesideTheForegroundAsAWhole() {
		final LabelMap reference = row(5, 5, 9, 9, 0, -1);
		final LabelMap prediction = row(7, 7, 7, 7, 0, 0);
		final CaseMeasurer measurer = new CaseMeasurer(-1, true, 1, EmptyRule.NAN);
		final Map<String, Metrics> all = measurer.measureObjects(reference, prediction, ONE.get(0));
		assertEquals(List.of("1"), List.copyOf(all.keySet()));
		final Metrics metrics = all.get("1");
		assertEquals(1, metrics.get(Measure.DICE));
		assertEquals(4, metrics.get(Measure.N_REF));
		assertEquals(2, metrics.get(Measure.TN));
		assertEquals(0, metrics.get(Measure.HD));
		assertEquals(0, metrics.get(Measure.F1_50));
		assertEquals(2, metrics.get(Measure.OBJECTS_REF));
		assertEquals(1, metrics.get(Measure.OBJECTS_PRED));
		assertArrayEquals(new short[] { 1, 1, 1, 1, 0, -1 }, reference.plane(0));
		assertFalse(measurer.measure(reference, prediction, ONE).get("1").has(Measure.F1_50));
		final CaseMeasurer ignoring = new CaseMeasurer(3, true, 1, EmptyRule.NAN);
		assertThrows(IllegalStateException.class, () -> ignoring.measureObjects(reference, prediction, ONE.get(0)));
	}

	@Test
	void numberedObjectsOfViewsAreMeasuredLikeThoseInMemory() {
		final LabelMap reference = row(5, 5, 9, 9, 0, 3);
		final LabelMap prediction = row(7, 7, 7, 7, 0, 0);
		final CaseMeasurer measurer = new CaseMeasurer(-1, true, 1, EmptyRule.NAN);
		final Map<String, Metrics> ofViews = measurer.measureObjects(LabelMap.of(reference.geometry(), reference.img()),
			LabelMap.of(prediction.geometry(), prediction.img()), ONE.get(0));
		assertEquals(8.0 / 9, ofViews.get("1").get(Measure.DICE), 1e-12);
		assertEquals(ofViews, measurer.measureObjects(reference, prediction, ONE.get(0)));
	}

	/** Label files number objects; maps of classes hold their inside and their border. */
	@Test
	void numberedObjectsAreOneTargetInFilesAndTwoClasses() {
		final Labels labels = Labels.ofObjects("nucleus");
		assertEquals(List.of(Target.of(1, "nucleus")), Target.of(labels));
		assertEquals(List.of("1", "2"), Target.of(labels.counted()).stream().map(Target::key).toList());
	}

	@Test
	void differentSizesAreRefused() {
		final CaseMeasurer measurer = new CaseMeasurer(-1, false, 1, EmptyRule.NAN);
		assertThrows(IllegalArgumentException.class, () -> measurer.measure(row(0, 1), row(0, 1, 0), ONE));
	}

	private static void check(final JsonObject expected, final String key, final Metrics metrics,
		final Measure measure)
	{
		if (expected.has(key)) assertEquals(expected.get(key).getAsDouble(), metrics.get(measure), TOLERANCE, expected.get(
			"reference") + " " + key);
	}

	private static LabelMap row(final int... labels) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, labels.length }, new double[] { 1, 1, 1 }));
		for (int x = 0; x < labels.length; x++)
			map.plane(0)[x] = (short) labels[x];
		return map;
	}
}
