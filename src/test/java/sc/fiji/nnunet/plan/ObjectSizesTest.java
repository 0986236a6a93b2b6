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
package sc.fiji.nnunet.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** How small numbered objects are, from their sizes in each case to the plan. */
class ObjectSizesTest {

	/** Sizes of one case, 0 where an object is cut, and how often each occurs; the smallest of them that is no speck. */
	@ParameterizedTest
	@CsvSource({ "500:30, 500", "500:30 5:1, 500", "500:30 5:2, 500", "500:30 5:3, 5", "500:300 5:6, 500",
		"500:300 5:7, 5", "500:3000 1:40 20:100, 20", "5:30 2000:2, 5", "1:2, 0", "'', 0",
		"9:1 8:1 7:1, 9", "0:400 5:8, 0", "0:400 5:9, 5",
		"0:400 5:8 500:1, 500", "0:400, 0" })
	void specksAreLeftOut(final String sizes, final double expected) {
		final ObjectSizes one = ObjectSizes.of(sizes(sizes));
		final Fingerprint.SmallestObject found = ObjectSizes.smallest(List.of(one), new double[] { 0.5 });
		assertEquals(expected, found.voxels());
		assertEquals(expected / 2, found.volume());
	}

	private static long[] sizes(final String text) {
		return Arrays.stream(text.split(" ")).filter(one -> !one.isEmpty()).map(one -> one.split(":")).flatMapToLong(
			one -> Collections.nCopies(Integer.parseInt(one[1]), Long.parseLong(one[0])).stream().mapToLong(n -> n)).toArray();
	}

	/** NB: the same objects, in an image of half the resolution along each axis. */
	@Test
	void volumesOfAllCasesAreCompared() {
		final ObjectSizes fine = ObjectSizes.of(sizes("800:10")), coarse = ObjectSizes.of(sizes("100:10"));
		final Fingerprint.SmallestObject found = ObjectSizes.smallest(List.of(fine, coarse), new double[] { 1, 8 });
		assertEquals(100, found.voxels());
		assertEquals(800, found.volume());
	}

	/** NB: also where all small objects are in one of many cases, and where the smallest are large. */
	@ParameterizedTest
	@CsvSource({ "1, 500, 1", "200, 1000000, 0.984375" })
	void memoryIsBoundedAndSizesAreNearlyExact(final long least, final long most, final double exact) {
		final Random random = new Random(1);
		final long[][] all = new long[61][];
		final List<ObjectSizes> kept = new ArrayList<>();
		for (int i = 0; i < all.length; i++) {
			all[i] = random.longs(i == 0 ? Short.MAX_VALUE : 3000, i == 0 ? least : 1000, i == 0 ? most : 1L << 40).toArray();
			kept.add(ObjectSizes.of(all[i]));
			assertTrue(kept.get(i).sizes().length <= 2300, kept.get(i).sizes().length + " sizes");
		}
		final long[] sorted = Arrays.stream(all).flatMapToLong(Arrays::stream).sorted().toArray();
		final double[] ones = new double[all.length];
		Arrays.fill(ones, 1);
		final double expected = sorted[(int) (0.02 * sorted.length)], found = ObjectSizes.smallest(kept, ones).voxels();
		assertTrue(found <= expected && found >= exact * expected, found + " of " + expected);
	}

	/** Files of single slices state any depth, which is none of their objects. */
	@Test
	void theDepthOfSingleSlicesMeansNothing() throws ProblemException {
		final List<CaseFingerprint> cases = new ArrayList<>();
		for (final double depth : new double[] { 0.001, 1, 1000 })
			cases.add(slice(depth, 100));
		final Fingerprint print = CaseFingerprint.combine(cases, "", ChannelRule.EACH);
		assertEquals(new Fingerprint.SmallestObject(100, 25), print.smallestObject());
		final PlanChoices deep = new PlanChoices(List.of(2.0, 1.0, 0.5), List.of(), 0, null, 0, Architecture.PLAIN);
		for (final PlanChoices choices : List.of(PlanChoices.NONE, deep)) {
			final Plan plan = new Planner(dataset("Cells"), Recipe.NNUNET, choices).plan(print).get("2d");
			assertEquals(choices == deep ? 50 : 100, plan.smallestObject(), 1e-9);
			for (final double depth : new double[] { 0.01, 1, 20 })
				assertEquals(100, plan.smallestObject(Geometry.ofZyx(new int[] { 1, 64, 64 }, new double[] { depth, 0.5, 0.5 })),
					1e-9);
		}
	}

	private static CaseFingerprint slice(final double depth, final long voxels) {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 1, 64, 64 }, new double[] { depth, 0.5, 0.5 }), 1);
		return CaseFingerprint.of("a", image, image.geometry(), null, 3).withObjects(new long[] { voxels, voxels, voxels });
	}

	@Test
	void anotherProcessReadsTheSame() throws IOException {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 2, 3, 4 }, new double[] { 3, 2, 1 }), 1);
		final CaseFingerprint one = CaseFingerprint.of("a", image, image.geometry(), null, 1).withObjects(new long[] { 9, 7,
			8, 0 });
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		one.write(new DataOutputStream(bytes));
		final CaseFingerprint read = CaseFingerprint.read(new DataInputStream(new ByteArrayInputStream(bytes
			.toByteArray())));
		final Fingerprint print = CaseFingerprint.combine(List.of(read, one), "", ChannelRule.EACH);
		assertEquals(new Fingerprint.SmallestObject(8, 48), print.smallestObject());
		final ObjectSizes sizes = ObjectSizes.of(new long[] { 9, 7, 8, 0, 7 });
		assertArrayEquals(new long[] { 7, 8, 9 }, sizes.sizes());
		assertArrayEquals(new int[] { 2, 1, 1 }, sizes.counts());
		assertEquals(5, sizes.objects());
		final CaseFingerprint classes = CaseFingerprint.of("b", image, image.geometry(), null, 1);
		assertNull(CaseFingerprint.combine(List.of(classes), "", ChannelRule.EACH).smallestObject());
	}

	/** In pixels where nothing is resampled, whatever their spacing; else in voxels of the planned spacing. */
	@Test
	void aPlanCountsVoxelsOfTheNetworksGrid() throws ProblemException {
		final Geometry image = Geometry.ofZyx(new int[] { 40, 128, 128 }, new double[] { 2, 0.5, 0.5 });
		final Geometry fine = Geometry.ofZyx(new int[] { 40, 128, 128 }, new double[] { 1, 0.25, 0.25 });
		final Map<String, Plan> own = plans(Recipe.NVIDIA, new Fingerprint.SmallestObject(20, 10));
		assertEquals(20, own.get("2d").smallestObject());
		assertEquals(20, own.get("2d").smallestObject(fine));
		assertEquals(20, own.get("3d").smallestObject(image), 1e-9);
		assertEquals(160, own.get("3d").smallestObject(fine), 1e-9);
		final Map<String, Plan> resampled = plans(Recipe.NNUNET, new Fingerprint.SmallestObject(20, 10));
		assertEquals(20, resampled.get("2d").smallestObject(image), 1e-9);
		// NB: slices keep their distance, but an object is in twice as many of them
		assertEquals(160, resampled.get("2d").smallestObject(fine), 1e-9);
		assertEquals(160, resampled.get("3d").smallestObject(fine), 1e-9);
		// NB: a slice of unknown depth
		assertEquals(80, resampled.get("2d").smallestObject(Geometry.ofZyx(new int[] { 1, 128, 128 }, fine.spacingZyx())),
			1e-9);
	}

	@Test
	void whoDoesNotKnowTheSmallestObjectPlansNone() throws ProblemException {
		for (final Fingerprint.SmallestObject none : new Fingerprint.SmallestObject[] { null,
			Fingerprint.SmallestObject.NONE })
			for (final Plan plan : plans(Recipe.NVIDIA, none).values()) {
				assertNull(plan.smallestObject());
				assertEquals(Double.POSITIVE_INFINITY, plan.smallestObject(Geometry.of(new long[] { 9, 9, 9 }, 1, 1, 1)));
			}
		assertTrue(new Planner(dataset("Task04_Hippocampus"), Recipe.NVIDIA, PlanChoices.NONE).needsFingerprint());
	}

	private static Map<String, Plan> plans(final Recipe recipe, final Fingerprint.SmallestObject smallest)
		throws ProblemException
	{
		final Fingerprint print = new Fingerprint(1, "", Collections.nCopies(3, "a"), Collections.nCopies(3, List.of(2.0,
			0.5, 0.5)), Collections.nCopies(3, List.of(40, 128, 128)), 1, List.of(), smallest);
		return new Planner(dataset("Cells"), recipe, PlanChoices.NONE).plan(print);
	}

	private static Dataset dataset(final String name) {
		return new Dataset(name, Path.of("."), List.of("light"), Labels.ofObjects("cell"), List.of(), List.of(), ".tif");
	}
}
