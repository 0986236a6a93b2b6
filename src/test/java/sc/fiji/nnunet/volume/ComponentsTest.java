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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sc.fiji.nnunet.volume.Components.Component;

class ComponentsTest {

	@Test
	void countsAndSizesOfSciPy() throws IOException {
		int checked = 0;
		for (final GoldenMetrics golden : GoldenMetrics.all()) {
			if (!golden.numbers().has("components_6")) continue;
			final List<Component> faces = Components.of(golden.reference(), 1, true);
			assertEquals(golden.numbers().get("components_6").getAsInt(), faces.size());
			assertEquals(golden.numbers().get("components_26").getAsInt(), Components.of(golden.reference(), 1, false)
				.size());
			assertEquals(golden.numbers().get("largest_component_6").getAsLong(), faces.stream().mapToLong(
				Component::voxels).max().orElse(0));
			checked++;
		}
		assertEquals(11, checked);
	}

	@ParameterizedTest
	@CsvSource({ "1,0.3,true", "2,0.3,false", "3,0.12,false", "4,0.7,true", "5,0.05,false", "6,0.5,true" })
	void equalsFloodFillOnNoise(final long seed, final double density, final boolean faces) {
		final Random random = new Random(seed);
		final int[] size = { 1 + random.nextInt(9), 1 + random.nextInt(14), 1 + random.nextInt(17) };
		final LabelMap map = new LabelMap(Geometry.ofZyx(size, new double[] { 1, 1, 1 }));
		for (int z = 0; z < size[0]; z++)
			for (int i = 0; i < size[1] * size[2]; i++)
				map.plane(z)[i] = (short) (random.nextDouble() < density ? 3 : random.nextInt(3));
		assertEquals(floodFill(map, 3, faces), Components.of(map, 3, faces));
	}

	@Test
	void diagonalNeighboursTouchByCornersOnly() {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 2, 2, 2 }, new double[] { 1, 1, 1 }));
		map.plane(0)[0] = 1;
		map.plane(1)[3] = 1;
		assertEquals(2, Components.of(map, 1, true).size());
		assertEquals(List.of(new Component(new Box(new int[] { 0, 0, 0 }, new int[] { 2, 2, 2 }), 2)), Components.of(map,
			1, false));
	}

	@Test
	void keepsTheLargestAndAllThatTie() {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, 11 }, new double[] { 1, 1, 1 }));
		final short[] row = { 1, 1, 0, 2, 1, 0, 1, 0, -1, 0, 2 };
		System.arraycopy(row, 0, map.plane(0), 0, row.length);
		final Components parts = Components.in(map, label -> label > 0, true);
		assertEquals(4, parts.list().size());
		assertEquals(2, parts.keepLargest(map));
		assertEquals("[1, 1, 0, 2, 1, 0, 0, 0, -1, 0, 0]", java.util.Arrays.toString(map.plane(0)));
	}

	@Test
	void partsAreNumberedInTheOrderOfTheList() {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 2, 3 }, new double[] { 1, 1, 1 }));
		map.plane(0)[2] = 1;
		map.plane(0)[3] = 1;
		final List<String> runs = new ArrayList<>();
		Components.in(map, label -> label == 1, true).forEachRun((part, z, y, start, end) -> runs.add(part + ": z " + z +
			", y " + y + ", x " + start + " to " + end));
		assertEquals(List.of("0: z 0, y 0, x 2 to 3", "1: z 0, y 1, x 0 to 1"), runs);
	}

	@Test
	void noVoxelsGiveNoParts() {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 3, 3, 3 }, new double[] { 1, 1, 1 }));
		final Components parts = Components.in(map, label -> label == 1, false);
		assertTrue(parts.list().isEmpty());
		assertEquals(0, parts.keepLargest(map));
	}

	private static List<Component> floodFill(final LabelMap map, final int label, final boolean faces) {
		final int[] size = map.size();
		final boolean[][][] seen = new boolean[size[0]][size[1]][size[2]];
		final List<Component> parts = new ArrayList<>();
		for (int z = 0; z < size[0]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++)
					if (at(map, z, y, x) == label && !seen[z][y][x]) parts.add(fill(map, label, faces, seen, z, y, x));
		return parts;
	}

	private static Component fill(final LabelMap map, final int label, final boolean faces, final boolean[][][] seen,
		final int z, final int y, final int x)
	{
		final int[] size = map.size();
		final int[] start = { z, y, x };
		final int[] end = { z + 1, y + 1, x + 1 };
		long voxels = 0;
		final Deque<int[]> open = new ArrayDeque<>();
		open.add(new int[] { z, y, x });
		seen[z][y][x] = true;
		while (!open.isEmpty()) {
			final int[] p = open.pop();
			voxels++;
			for (int d = 0; d < 3; d++) {
				start[d] = Math.min(start[d], p[d]);
				end[d] = Math.max(end[d], p[d] + 1);
			}
			for (int n = 0; n < 27; n++) {
				final int[] q = { p[0] + n / 9 - 1, p[1] + n / 3 % 3 - 1, p[2] + n % 3 - 1 };
				final int moved = Math.abs(q[0] - p[0]) + Math.abs(q[1] - p[1]) + Math.abs(q[2] - p[2]);
				if (moved == 0 || faces && moved > 1) continue;
				if (q[0] < 0 || q[1] < 0 || q[2] < 0 || q[0] >= size[0] || q[1] >= size[1] || q[2] >= size[2]) continue;
				if (at(map, q[0], q[1], q[2]) != label || seen[q[0]][q[1]][q[2]]) continue;
				seen[q[0]][q[1]][q[2]] = true;
				open.add(q);
			}
		}
		return new Component(new Box(start, end), voxels);
	}

	private static short at(final LabelMap map, final int z, final int y, final int x) {
		return map.plane(z)[y * map.size()[2] + x];
	}
}
