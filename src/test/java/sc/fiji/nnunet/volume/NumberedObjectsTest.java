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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberedObjectsTest {

	/** Squares of 10 × 10 side by side: three layers of each; at a distance of two pixels one; none towards background. */
	@Test
	void whatIsNearAnotherObjectIsBorder() {
		final LabelMap map = map("""
			0000000000000000000000000000000000
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0111111111122222222220033333333330
			0000000000000000000000000000000000""");
		assertSame(map, NumberedObjects.toClasses(map));
		for (int y = 1; y < 11; y++)
			assertEquals("0111111122222211111120021111111110", row(map, y), "row " + y);
		assertEquals("0".repeat(34), row(map, 0));
	}

	/** Between others, and so small that three layers would leave too little: two, one, none. */
	@ParameterizedTest
	@CsvSource({ "8, 22211222", "7, 2211122", "6, 221122", "4, 2112", "3, 212", "2, 11", "1, 1" })
	void smallObjectsHaveAThinnerBorder(final int width, final String classes) {
		final LabelMap map = map(("1".repeat(12) + "2".repeat(width) + "3".repeat(12) + "\n").repeat(9).strip());
		NumberedObjects.toClasses(map);
		assertEquals(classes, row(map, 4).substring(12, 12 + width));
	}

	/** Objects of different thickness meet where they met, if their thinner one has a border at all. */
	@ParameterizedTest
	@CsvSource({ "12", "8", "7", "6", "5", "4", "3" })
	void smallObjectsComeBackAsTheyWere(final int width) {
		final LabelMap map = map(("1".repeat(12) + "2".repeat(width) + "3".repeat(12) + "\n").repeat(9).strip());
		final String before = text(map);
		assertEquals(before, text(NumberedObjects.toNumbers(NumberedObjects.toClasses(map))));
	}

	/** NB: below object 2, which is thin, object 1 has a thin border, too, and beside object 3 a thick one. */
	@Test
	void whatAThinNeighbourLeavesInsideIsNoObjectOfItsOwn() {
		final LabelMap map = map("""
			111111111111
			111111111111
			111111111111
			111111111111
			111111111111
			222222211111
			222222211111
			222222211333
			222222211333
			111111111333
			111111111333
			""".strip());
		assertEquals(3, numbers(NumberedObjects.toNumbers(NumberedObjects.toClasses(map))));
	}

	/** Of a single slice the depth says nothing. */
	@Test
	void theThicknessOfASliceDoesNotCount() {
		final LabelMap map = LabelMap.of(Geometry.ofZyx(new int[] { 1, 1, 20 }, new double[] { 1, 5, 5 }), new short[1][20]);
		for (int x = 0; x < 20; x++)
			map.plane(0)[x] = (short) (x < 10 ? 1 : 2);
		NumberedObjects.toClasses(map);
		assertEquals("11111112222221111111", text(map));
	}

	@Test
	void bordersGoToTheNearestInsideAlongTheBorder() {
		final LabelMap map = map("""
			2222222220
			2112222120
			2222222220
			0000000000
			2200000022""");
		assertSame(map, NumberedObjects.toNumbers(map));
		// NB: border without an inside is noise
		assertEquals("""
			1111122220
			1111122220
			1111122220
			0000000000
			0000000000""", text(map));
	}

	/** Where slices are far apart, an inside of the same slice comes before a nearer one of the next. */
	@ParameterizedTest
	@CsvSource({ "1, 1", "4, 2" })
	void bordersGoToTheirOwnSliceFirst(final double distance, final int expected) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 2, 1, 8 }, new double[] { distance, 1, 1 }));
		map.plane(0)[0] = NumberedObjects.INSIDE;
		map.plane(1)[6] = NumberedObjects.INSIDE;
		for (int x = 0; x < 6; x++)
			map.plane(1)[x] = NumberedObjects.BORDER;
		NumberedObjects.toNumbers(map);
		assertEquals(expected, map.plane(1)[0]);
	}

	@Test
	void insidesThatTouchByACornerAreOne() {
		final LabelMap map = map("""
			1000
			0100
			0001""");
		NumberedObjects.toNumbers(map);
		assertEquals("""
			1000
			0100
			0002""", text(map));
	}

	/** A square that lies against a part of a rod, from one side and from both, takes its whole width only if it is thick. */
	@ParameterizedTest
	@CsvSource({ "3, 1", "4, 1", "6, 1", "3, 2", "4, 2", "6, 2", "9, 2" })
	void bordersDoNotCutThinObjects(final int width, final int squares) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 60, 100 }, new double[] { 1, 1, 1 }));
		for (int y = 0; y < 60; y++)
			for (int x = 0; x < 100; x++) {
				final boolean square = x >= 40 && x < 51 && (y >= 14 && y < 25 || squares == 2 && y >= 25 + width && y < 36 + width);
				map.plane(0)[y * 100 + x] = (short) (y >= 25 && y < 25 + width ? 1 : square ? y < 25 ? 2 : 3 : 0);
			}
		final LabelMap found = NumberedObjects.toNumbers(NumberedObjects.toClasses(map.copy(null)));
		assertEquals(1 + squares, numbers(found));
		assertEquals(found.plane(0)[26 * 100], found.plane(0)[26 * 100 + 99], "one rod");
	}

	/** Rods of three pixels' width at any angle, and a waist, touch nothing, and so stay whole. */
	@ParameterizedTest
	@CsvSource({ "0", "17", "30", "45", "60", "81" })
	void thinObjectsThatTouchNothingStayWhole(final double degrees) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 60, 60 }, new double[] { 1, 1, 1 }));
		final double sine = Math.sin(Math.toRadians(degrees)), cosine = Math.cos(Math.toRadians(degrees));
		for (int i = 0; i < 3600; i++) {
			final double y = i / 60 - 29.5, x = i % 60 - 29.5, along = x * cosine + y * sine, across = y * cosine - x * sine;
			if (Math.abs(along) < 24 && Math.abs(across) < (Math.abs(along) < 8 ? 1.5 : 5)) map.plane(0)[i] = 7;
		}
		final int voxels = count(map, 7);
		assertEquals(voxels, count(NumberedObjects.toClasses(map), NumberedObjects.INSIDE));
		assertEquals(voxels, count(NumberedObjects.toNumbers(map), 1));
	}

	@Test
	void negativeNumbersAndBackgroundStay() {
		final LabelMap map = LabelMap.of(Geometry.ofZyx(new int[] { 1, 1, 3 }, new double[] { 1, 1, 1 }), new short[][] { {
			-1, 0, 5 } });
		NumberedObjects.toClasses(map);
		assertArrayEquals(new short[] { -1, 0, 1 }, map.plane(0));
	}

	/** Slices that are five times as far apart: no border towards the background of the next slice. */
	@Test
	void bordersAreMeasuredInMillimetres() {
		final Geometry geometry = Geometry.ofZyx(new int[] { 3, 7, 7 }, new double[] { 5, 1, 1 });
		final LabelMap map = new LabelMap(geometry);
		for (int y = 0; y < 7; y++)
			for (int x = 0; x < 7; x++)
				map.plane(1)[y * 7 + x] = 1;
		NumberedObjects.toClasses(map);
		assertEquals(49, count(map, 1));
		// another object in the next slice: it would be one with the first
		for (int i = 0; i < 49; i++) {
			map.plane(0)[i] = 2;
			map.plane(1)[i] = 1;
		}
		NumberedObjects.toClasses(map);
		assertEquals(98, count(map, 1), "objects of one slice have no other inside");
		final LabelMap thick = new LabelMap(Geometry.ofZyx(new int[] { 8, 7, 7 }, new double[] { 5, 1, 1 }));
		for (int z = 0; z < 8; z++)
			Arrays.fill(thick.plane(z), (short) (z < 4 ? 1 : 2));
		NumberedObjects.toClasses(thick);
		for (int z = 0; z < 8; z++)
			assertEquals(z == 3 || z == 4 ? 2 : 1, thick.plane(z)[24], "slice " + z);
		NumberedObjects.toNumbers(thick);
		for (int z = 0; z < 8; z++)
			assertEquals(z < 4 ? 1 : 2, thick.plane(z)[0], "slice " + z);
	}

	/** NB: whoever changes the classes raises the rule's number, or cases that were prepared before would be mixed in. */
	@Test
	void theRuleHasTheNumberOfItsClasses() {
		final LabelMap map = cells(Geometry.ofZyx(new int[] { 5, 60, 60 }, new double[] { 2, 1, 1 }), 40, new Random(3));
		NumberedObjects.toClasses(map);
		int sum = 0;
		for (int z = 0; z < 5; z++)
			sum = 31 * sum + Arrays.hashCode(map.plane(z));
		assertEquals("4: -1873995690", NumberedObjects.RULE + ": " + sum);
	}

	/** What is learned says which objects there are: classes turn back into the objects. */
	@ParameterizedTest
	@CsvSource({ "1, 1", "12, 1", "12, 3" })
	void objectsSurviveTheirClasses(final int depth, final double distance) {
		final Random random = new Random(7);
		for (int trial = 0; trial < 20; trial++) {
			final Geometry geometry = Geometry.ofZyx(new int[] { depth, 60, 50 }, new double[] { distance, 1, 1 });
			final LabelMap objects = cells(geometry, 14, random);
			final LabelMap found = NumberedObjects.toNumbers(NumberedObjects.toClasses(objects.copy(null)));
			final Map<Integer, Map<Integer, Integer>> overlaps = new HashMap<>();
			long voxels = 0, same = 0;
			for (int z = 0; z < depth; z++)
				for (int i = 0; i < objects.plane(z).length; i++) {
					final int object = objects.plane(z)[i], number = found.plane(z)[i];
					assertEquals(object == 0, number == 0);
					if (object == 0) continue;
					overlaps.computeIfAbsent(object, key -> new HashMap<>()).merge(number, 1, Integer::sum);
					voxels++;
				}
			for (final Map<Integer, Integer> overlap : overlaps.values())
				same += overlap.values().stream().mapToInt(Integer::intValue).max().getAsInt();
			assertEquals(overlaps.size(), numbers(found), "trial " + trial);
			assertTrue(same > 0.97 * voxels, same + " of " + voxels + " voxels, trial " + trial);
		}
	}

	/** Less than a twentieth of the median inside is no object; where borders surround it, it is part of theirs. */
	@Test
	void noiseIsNoObject() {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 20, 100 }, new double[] { 1, 1, 1 }));
		final int[] lengths = { 40, 1, 2, 40, 40, 3, 40, 40 };
		for (int y = 0; y < lengths.length; y++)
			for (int x = 0; x < lengths[y]; x++)
				map.plane(0)[2 * y * 100 + x] = NumberedObjects.INSIDE;
		map.plane(0)[42] = NumberedObjects.INSIDE;
		map.plane(0)[40] = map.plane(0)[41] = map.plane(0)[43] = NumberedObjects.BORDER;
		NumberedObjects.toNumbers(map);
		for (int y = 0; y < lengths.length; y++)
			assertEquals(new int[] { 1, 0, 2, 3, 4, 5, 6, 7 }[y], map.plane(0)[2 * y * 100], "row " + y);
		assertEquals("1111", row(map, 0).substring(40, 44));
		assertFalse(NumberedObjects.isFull(map));
	}

	/**
	 * Rows of insides, the size of the smallest true object, and how many are objects: a twentieth of the median or half of
	 * the smallest, whichever is less.
	 */
	@ParameterizedTest
	@CsvSource({ "40 40 40 2, Infinity, 4", "40 40 40 1, Infinity, 3", "100 100 100 4 2 1, Infinity, 3",
		"100 100 100 4 2 1, 4, 5", "100 100 100 4 2 1, 5, 4", "100 100 100 4 2 1, 2, 6", "100 100 100 4 2 1, 0, 6",
		"100 100 100 4 2 1, 10, 3", "100 100 100 4 2 1, 100, 3", "100 1 1 1, Infinity, 4", "100 1 1 1, 1, 4", "1, 100, 1",
		"'', 1, 0", "'', Infinity, 0" })
	void whatIsNoiseDependsOnTheSmallestTrueObject(final String lengths, final double smallest, final int objects) {
		final int[] sizes = Arrays.stream(lengths.split(" ")).filter(one -> !one.isEmpty()).mapToInt(Integer::parseInt)
			.toArray();
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 20, 100 }, new double[] { 1, 1, 1 }));
		for (int y = 0; y < sizes.length; y++)
			Arrays.fill(map.plane(0), 200 * y, 200 * y + sizes[y], NumberedObjects.INSIDE);
		final NumberedObjects.Noise noise = NumberedObjects.toNumbers(map, smallest);
		assertEquals(objects, numbers(map));
		// NB: the larger come first
		assertEquals(new NumberedObjects.Noise(sizes.length - objects, sizes.length == objects ? 0 : sizes[objects]), noise);
	}

	/** Two squares that touch, an object in two pieces, and one that the edge may cut. */
	@Test
	void objectsAreMeasuredByTheirInside() {
		final LabelMap map = map("""
			000000000000000000000000000000
			022222222223333333333000000005
			022222222223333333333000000005
			022222222223333333333000000000
			022222222223333333333000000000
			022222222223333333333000000000
			022222222223333333333000000000
			022222222223333333333000000000
			022222222223333333333000044440
			022222222223333333333000044440
			022222222223333333333000000000
			000000000000000000000000000040
			000000000000000000000000000000""");
		final LabelMap classes = NumberedObjects.toClasses(map.copy(null));
		final long[] sizes = NumberedObjects.toClassesMeasured(map);
		assertArrayEquals(classes.plane(0), map.plane(0));
		assertArrayEquals(new long[] { 70, 70, 8, 0 }, sizes);
	}

	/** More than a label image can number: the largest are kept. */
	@Test
	void theLargestObjectsAreKept() {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 400, 420 }, new double[] { 1, 1, 1 }));
		for (int y = 0; y < 400; y += 2)
			for (int x = 0; x < 400; x += 2)
				map.plane(0)[y * 420 + x] = NumberedObjects.INSIDE;
		for (int x = 410; x < 414; x++)
			map.plane(0)[399 * 420 + x] = NumberedObjects.INSIDE;
		map.plane(0)[398 * 420 + 419] = NumberedObjects.INSIDE;
		NumberedObjects.toNumbers(map);
		assertEquals(Short.MAX_VALUE, numbers(map));
		assertTrue(NumberedObjects.isFull(map));
		assertTrue(map.plane(0)[399 * 420 + 410] > 0);
	}

	/** Round cells of 5 to 9 voxels' radius, the earlier before the later where they meet. */
	private static LabelMap cells(final Geometry geometry, final int number, final Random random) {
		final int[] size = geometry.sizeZyx();
		final double[] spacing = geometry.spacingZyx();
		final LabelMap map = new LabelMap(geometry);
		final double[][] cells = new double[number][];
		for (int cell = 0; cell < number; cell++) {
			cells[cell] = new double[] { random.nextInt(size[0]), random.nextInt(size[1]), random.nextInt(size[2]), 5 + 4 *
				random.nextDouble() };
			for (int before = 0; before < cell; before++)
				if (distance(cells[cell], cells[before], spacing) < 9) cells[cell][3] = 0;
		}
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					double nearest = Double.POSITIVE_INFINITY;
					for (int cell = 0; cell < number; cell++) {
						final double distance = distance(new double[] { z, y, x }, cells[cell], spacing);
						if (distance >= cells[cell][3] || distance >= nearest) continue;
						nearest = distance;
						map.plane(z)[y * size[2] + x] = (short) (cell + 1);
					}
				}
		return map;
	}

	private static double distance(final double[] a, final double[] b, final double[] spacing) {
		double sum = 0;
		for (int axis = 0; axis < 3; axis++)
			sum += Math.pow((a[axis] - b[axis]) * spacing[axis], 2);
		return Math.sqrt(sum);
	}

	private static int numbers(final LabelMap map) {
		final Set<Short> numbers = new HashSet<>();
		for (int z = 0; z < map.size()[0]; z++)
			for (final short value : map.plane(z))
				if (value > 0) numbers.add(value);
		return numbers.size();
	}

	private static int count(final LabelMap map, final int label) {
		int count = 0;
		for (int z = 0; z < map.size()[0]; z++)
			for (final short value : map.plane(z))
				if (value == label) count++;
		return count;
	}

	private static LabelMap map(final String rows) {
		final String[] lines = rows.split("\n");
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, lines.length, lines[0].length() }, new double[] { 1,
			1, 1 }));
		final String text = String.join("", lines);
		for (int i = 0; i < text.length(); i++)
			map.plane(0)[i] = (short) (text.charAt(i) - '0');
		return map;
	}

	private static String row(final LabelMap map, final int y) {
		return text(map).split("\n")[y];
	}

	private static String text(final LabelMap map) {
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < map.plane(0).length; i++) {
			if (i > 0 && i % map.size()[2] == 0) text.append('\n');
			text.append(map.plane(0)[i]);
		}
		return text.toString();
	}
}
