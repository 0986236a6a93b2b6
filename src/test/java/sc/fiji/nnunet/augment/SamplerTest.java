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
package sc.fiji.nnunet.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.dataset.Labels.Region;

class SamplerTest {

	private static final int DRAWS = 4000;
	private static final int[] PATCH = { 4, 5, 6 };

	private static void share(final double probability, final int count, final int draws) {
		assertEquals(probability, count / (double) draws, 4 * Math.sqrt(probability * (1 - probability) / draws));
	}

	/** Paints a box of labels. */
	private static void paint(final MemorySource source, final int label, final int[] start, final int[] size) {
		final int[] whole = source.size();
		for (int z = start[0]; z < start[0] + size[0]; z++)
			for (int y = start[1]; y < start[1] + size[1]; y++)
				for (int x = start[2]; x < start[2] + size[2]; x++)
					source.labels[(z * whole[1] + y) * whole[2] + x] = (byte) label;
	}

	private static boolean holds(final int[] start, final int z, final int y, final int x) {
		final int[] voxel = { z, y, x };
		for (int d = 0; d < 3; d++)
			if (voxel[d] < start[d] || voxel[d] >= start[d] + PATCH[d]) return false;
		return true;
	}

	@Test
	void theBiasedCropHoldsForegroundWithTheGivenProbability() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 200, 200, 10);
		paint(source, 1, new int[] { 100, 150, 4 }, new int[] { 1, 1, 1 });
		final NvidiaSampler sampler = new NvidiaSampler(PATCH, 0.33, -1);
		int hits = 0;
		for (int draw = 0; draw < DRAWS; draw++)
			if (holds(sampler.start(source, 0, new Generator(1, draw)), 100, 150, 4)) hits++;
		// a uniform crop holds the voxel once in 2000 draws
		share(0.33, hits, DRAWS);
	}

	@Test
	void classesAreDrawnEquallyOften() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 60, 60, 60);
		paint(source, 1, new int[] { 2, 2, 2 }, new int[] { 4, 5, 6 });
		paint(source, 2, new int[] { 50, 50, 50 }, new int[] { 1, 1, 1 });
		paint(source, 7, new int[] { 2, 50, 2 }, new int[] { 2, 1, 2 });
		final NvidiaSampler sampler = new NvidiaSampler(PATCH, 1, -1);
		final int[] hits = new int[3];
		for (int draw = 0; draw < DRAWS; draw++) {
			final int[] start = sampler.start(source, 0, new Generator(2, draw));
			if (holds(start, 3, 3, 3)) hits[0]++;
			if (holds(start, 50, 50, 50)) hits[1]++;
			if (holds(start, 3, 50, 3)) hits[2]++;
		}
		for (final int count : hits)
			share(1 / 3.0, count, DRAWS);
	}

	@Test
	void theIgnoreLabelIsNotAClass() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 60, 60, 60);
		paint(source, 1, new int[] { 2, 2, 2 }, new int[] { 1, 1, 1 });
		paint(source, 2, new int[] { 50, 50, 50 }, new int[] { 9, 9, 9 });
		final NvidiaSampler sampler = new NvidiaSampler(PATCH, 1, 2);
		for (int draw = 0; draw < 100; draw++)
			assertTrue(holds(sampler.start(source, 0, new Generator(2, draw)), 2, 2, 2));
	}

	@Test
	void theTwoComponentsWithTheLargestBoxesAreDrawn() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 60, 60, 60);
		// 8 voxels in a box of 8
		paint(source, 1, new int[] { 50, 2, 2 }, new int[] { 2, 2, 2 });
		// 4 voxels in a box of 3 * 3 * 1: fewer voxels, a larger box; connected by faces
		paint(source, 1, new int[] { 2, 2, 2 }, new int[] { 1, 3, 1 });
		paint(source, 1, new int[] { 2, 4, 3 }, new int[] { 1, 1, 2 });
		// a diagonal of 3 voxels: its box would have 27 voxels, but with 6-connectivity it is three single voxels
		for (int i = 0; i < 3; i++)
			paint(source, 1, new int[] { 30 + i, 30 + i, 30 + i }, new int[] { 1, 1, 1 });
		final NvidiaSampler sampler = new NvidiaSampler(PATCH, 1, -1);
		int first = 0;
		for (int draw = 0; draw < DRAWS; draw++) {
			final int[] start = sampler.start(source, 0, new Generator(3, draw));
			final boolean small = holds(start, 2, 3, 2);
			assertNotEquals(small, holds(start, 50, 2, 2), "one of the two, and never the diagonal");
			if (small) first++;
		}
		share(0.5, first, DRAWS);
	}

	@Test
	void theCropContainsSmallRegionsAndIsWithinLargeOnes() {
		// small region 10..13 in 40 voxels, crop 8: it is within the crop, which starts at 5..10
		assertArrayEquals(new int[] { 5, 10 }, range(10, 13, 40, 8));
		// large region 10..30: the crop is within it, start 10..22
		assertArrayEquals(new int[] { 10, 22 }, range(10, 30, 40, 8));
		// at the lower border: -6..0 is clamped to 0
		assertArrayEquals(new int[] { 0, 1 }, range(1, 2, 40, 8));
		// at the upper border: 32..39 is clamped to 32
		assertArrayEquals(new int[] { 32, 32 }, range(39, 40, 40, 8));
		// exactly as large as the crop
		assertArrayEquals(new int[] { 20, 20 }, range(20, 28, 40, 8));
		// the whole volume
		assertArrayEquals(new int[] { 0, 32 }, range(0, 40, 40, 8));
		// no choice, and too small: half of the padding, floored, comes before
		assertArrayEquals(new int[] { 0, 0 }, range(3, 4, 8, 8));
		assertArrayEquals(new int[] { -1, -1 }, range(3, 4, 5, 8));
	}

	/** The smallest and largest start of many draws; all starts between them must occur. */
	private static int[] range(final int a, final int b, final int n, final int crop) {
		final Map<Integer, Integer> seen = new TreeMap<>();
		for (int draw = 0; draw < 2000; draw++)
			seen.merge(NvidiaSampler.place(a, b, n, crop, new Generator(4, draw)), 1, Integer::sum);
		final int low = seen.keySet().stream().min(Integer::compare).orElseThrow();
		final int high = seen.keySet().stream().max(Integer::compare).orElseThrow();
		assertEquals(high - low + 1, seen.size(), "all starts from " + low + " to " + high);
		for (final int count : seen.values())
			share(1.0 / seen.size(), count, 2000);
		return new int[] { low, high };
	}

	@Test
	void aScatteredCaseLiesAnywhereInALargerBlockAndAnEighthBeyond() throws IOException {
		// an eighth beyond: 16 voxels in 20 from -6 to 2, 20 in 20 from -2 to 2; 40 in 20 as the other sampler has it
		final MemorySource source = new MemorySource("case", 1, 16, 20, 40);
		final int[] block = { 20, 20, 20 };
		final PatchSampler plain = new NvidiaSampler(block, 0, -1);
		for (final boolean is2d : List.of(false, true)) {
			final PatchSampler scattered = new ScatteredSampler(plain, block, is2d);
			final Map<Integer, Integer> first = new TreeMap<>();
			final Map<Integer, Integer> second = new TreeMap<>();
			for (int draw = 0; draw < DRAWS; draw++) {
				final int[] start = scattered.start(source, 0, new Generator(6, draw));
				first.merge(start[0], 1, Integer::sum);
				second.merge(start[1], 1, Integer::sum);
				assertEquals(plain.start(source, 0, new Generator(6, draw))[2], start[2]);
			}
			assertEquals(is2d ? List.of(-2) : List.of(-6, -5, -4, -3, -2, -1, 0, 1, 2), List.copyOf(first.keySet()));
			assertEquals(List.of(-2, -1, 0, 1, 2), List.copyOf(second.keySet()));
			for (final Map<Integer, Integer> starts : List.of(first, second))
				for (final int count : starts.values())
					share(1.0 / starts.size(), count, DRAWS);
		}
	}

	@Test
	void aScatteredCaseOfFewVoxelsStaysWhole() throws IOException {
		final int[] size = { 1, 4, 7 };
		final int[] block = { 8, 8, 8 };
		final MemorySource source = new MemorySource("case", 1, size);
		final PatchSampler scattered = new ScatteredSampler(new NvidiaSampler(block, 0, -1), block, false);
		for (int draw = 0; draw < DRAWS; draw++) {
			final int[] start = scattered.start(source, 0, new Generator(7, draw));
			for (int d = 0; d < 3; d++)
				assertTrue(start[d] <= 0 && start[d] + block[d] >= size[d]);
		}
	}

	@Test
	void withoutForegroundTheCropIsPlacedAnywhere() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 5, 6, 8);
		for (final PatchSampler sampler : List.of(new NvidiaSampler(PATCH, 1, -1), new NnUNetSampler(PATCH, 1, 1, Labels.of(
			"background", "a")))) {
			final int[] starts = new int[12];
			for (int draw = 0; draw < DRAWS; draw++) {
				final int[] start = sampler.start(source, 0, new Generator(5, draw));
				starts[(start[0] * 2 + start[1]) * 3 + start[2]]++;
			}
			for (final int count : starts)
				share(1 / 12.0, count, DRAWS);
		}
	}

	@Test
	void theLastThirdOfABatchIsForcedOntoForeground() throws IOException {
		final int[][] batchAndForced = { { 2, 1 }, { 9, 3 }, { 12, 4 }, { 1, 0 } };
		final MemorySource source = new MemorySource("case", 1, 200, 200, 10);
		paint(source, 1, new int[] { 100, 150, 4 }, new int[] { 1, 1, 1 });
		for (final int[] expected : batchAndForced) {
			final NnUNetSampler sampler = new NnUNetSampler(PATCH, 0.33, expected[0], Labels.of("background", "a"));
			int forced = 0;
			for (int block = 0; block < expected[0]; block++) {
				boolean always = true;
				for (int draw = 0; draw < 20; draw++)
					always &= holds(sampler.start(source, block, new Generator(6, draw)), 100, 150, 4);
				if (always) forced++;
				else assertEquals(0, forced, "the forced ones come last");
			}
			assertEquals(expected[1], forced, "of " + expected[0]);
		}
	}

	@Test
	void thePatchIsCentredOnTheVoxelButStaysInside() throws IOException {
		final NnUNetSampler sampler = new NnUNetSampler(PATCH, 1, 1, Labels.of("background", "a"));
		final int[][] voxelAndStart = { { 20, 20, 20, 18, 18, 17 }, { 1, 0, 2, 0, 0, 0 }, { 39, 38, 37, 36, 35, 34 } };
		for (final int[] expected : voxelAndStart) {
			final MemorySource source = new MemorySource("case" + expected[0], 1, 40, 40, 40);
			paint(source, 1, new int[] { expected[0], expected[1], expected[2] }, new int[] { 1, 1, 1 });
			assertArrayEquals(new int[] { expected[3], expected[4], expected[5] }, sampler.start(source, 0, new Generator(
				7)));
		}
		final MemorySource small = new MemorySource("small", 1, 1, 40, 3);
		paint(small, 1, new int[] { 0, 20, 2 }, new int[] { 1, 1, 1 });
		assertArrayEquals(new int[] { -1, 18, -1 }, sampler.start(small, 0, new Generator(7)));
	}

	@Test
	void theClassIsDrawnBeforeTheVoxel() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 60, 60, 60);
		paint(source, 1, new int[] { 2, 2, 2 }, new int[] { 30, 30, 30 });
		paint(source, 2, new int[] { 55, 55, 55 }, new int[] { 1, 1, 1 });
		final NnUNetSampler sampler = new NnUNetSampler(PATCH, 1, 1, Labels.of("background", "a", "b", "absent"));
		int rare = 0;
		for (int draw = 0; draw < DRAWS; draw++)
			if (holds(sampler.start(source, 0, new Generator(8, draw)), 55, 55, 55)) rare++;
		share(0.5, rare, DRAWS);
	}

	@Test
	void regionsAreDrawnLikeClasses() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 60, 60, 60);
		paint(source, 1, new int[] { 2, 2, 2 }, new int[] { 1, 1, 1 });
		paint(source, 2, new int[] { 55, 55, 55 }, new int[] { 1, 1, 1 });
		final Labels regions = new Labels(List.of("background", "edema", "core"), List.of(new Region("whole", List.of(1, 2),
			1), new Region("core", List.of(2), 2)), -1);
		final NnUNetSampler sampler = new NnUNetSampler(PATCH, 1, 1, regions);
		int core = 0;
		for (int draw = 0; draw < DRAWS; draw++)
			if (holds(sampler.start(source, 0, new Generator(8, draw)), 55, 55, 55)) core++;
		// half of "whole" and all of "core"
		share(0.75, core, DRAWS);
	}

	@Test
	void withAnIgnoreLabelPatchesAreCentredOnAnnotatedVoxels() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 60, 60, 60);
		paint(source, 2, new int[] { 0, 0, 0 }, new int[] { 60, 60, 60 });
		paint(source, 0, new int[] { 40, 41, 42 }, new int[] { 1, 1, 1 });
		final Labels labels = new Labels(List.of("background", "a"), List.of(), 2);
		final NnUNetSampler sampler = new NnUNetSampler(PATCH, 0, 1, labels);
		for (int draw = 0; draw < 50; draw++)
			assertArrayEquals(new int[] { 38, 39, 39 }, sampler.start(source, 0, new Generator(9, draw)));
	}

	@Test
	void voxelsOfLargeClassesAreDrawnUniformly() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 40, 40, 40);
		paint(source, 1, new int[] { 0, 0, 0 }, new int[] { 40, 40, 40 });
		final NnUNetSampler sampler = new NnUNetSampler(new int[] { 1, 1, 1 }, 1, 1, Labels.of("background", "a"));
		int low = 0;
		for (int draw = 0; draw < DRAWS; draw++)
			if (sampler.start(source, 0, new Generator(10, draw))[0] < 10) low++;
		share(0.25, low, DRAWS);
	}

	@Test
	void theMaskIsNotAClass() throws IOException {
		final MemorySource source = new MemorySource("case", 1, 40, 40, 40);
		paint(source, 255, new int[] { 0, 0, 0 }, new int[] { 10, 40, 40 });
		paint(source, 1, new int[] { 20, 20, 20 }, new int[] { 1, 1, 1 });
		final MaskedSource masked = new MaskedSource(source);
		for (final PatchSampler sampler : List.of(new NvidiaSampler(PATCH, 1, -1), new NnUNetSampler(PATCH, 1, 1, Labels.of(
			"background", "a"))))
			for (int draw = 0; draw < 50; draw++)
				assertTrue(holds(sampler.start(masked, 0, new Generator(11, draw)), 20, 20, 20));
	}
}
