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
package sc.fiji.nnunet.forest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** Forests on small images. */
class RandomForestTest {

	private static final int SIZE = 32;
	private static final ForestOptions OPTIONS = ForestOptions.defaults();

	/** Two channels of random blocks of -1 and 1; the class is whether they differ, which neither tells alone. */
	private static final Volume BLOCKS = blocks();

	private static Volume blocks() {
		final SplittableRandom random = new SplittableRandom(3);
		final float[][] planes = new float[2][SIZE * SIZE];
		for (final float[] plane : planes) {
			final int[] block = new int[SIZE * SIZE / 16];
			Arrays.setAll(block, i -> random.nextBoolean() ? 1 : -1);
			for (int i = 0; i < plane.length; i++)
				plane[i] = block[i / SIZE / 4 * (SIZE / 4) + i % SIZE / 4] + (float) random.nextDouble(0.1);
		}
		return Volume.of(Geometry.ofZyx(new int[] { 1, SIZE, SIZE }, new double[] { 1, 1, 1 }), planes);
	}

	private static short[] differ() {
		final short[] labels = new short[SIZE * SIZE];
		for (int i = 0; i < labels.length; i++)
			labels[i] = (short) (BLOCKS.plane(0, 0)[i] > 0.5 == BLOCKS.plane(1, 0)[i] > 0.5 ? 0 : 1);
		return labels;
	}

	private static float[][] learn(final short[] painted, final int classes, final ForestOptions options,
		final ExecutorService executor)
	{
		final FeatureStack stack = new FeatureStack(BLOCKS, false, 1);
		final Samples samples = Samples.of(stack, 0, painted, classes, 1000, executor, Progress.none());
		final RandomForest forest = RandomForest.grow(List.of(samples), classes, options, executor, Progress.none());
		assertEquals(classes, forest.classes());
		return forest.predict(stack, 0, executor, Progress.none());
	}

	@Test
	void aForestLearnsWhatNoFeatureTellsAlone() {
		final short[] truth = differ();
		final short[] painted = truth.clone();
		for (int i = 0; i < painted.length; i++)
			if (i / SIZE >= SIZE / 2) painted[i] = 2;
		final float[][] probabilities = learn(painted, 2, OPTIONS, null);
		int right = 0;
		for (int i = SIZE * SIZE / 2; i < truth.length; i++)
			if (probabilities[truth[i]][i] > 0.5) right++;
		assertTrue(right > 0.9 * SIZE * SIZE / 2, right + " of " + SIZE * SIZE / 2 + " unpainted voxels are right");
	}

	/** Leaves that are good for many strokes would leave such a forest without any decision. */
	@Test
	void twoShortStrokesAreTwoClasses() {
		final short[] painted = new short[SIZE * SIZE];
		Arrays.fill(painted, (short) 2);
		final float[] plane = BLOCKS.plane(0, 0);
		final int[] left = { 8, 8 };
		for (int i = 0; i < painted.length; i++) {
			final int label = plane[i] > 0.5 ? 1 : 0;
			if (left[label]-- > 0) painted[i] = (short) label;
		}
		final float[][] probabilities = learn(painted, 2, ForestOptions.defaults(), null);
		for (int i = 0; i < painted.length; i++)
			if (painted[i] < 2) assertTrue(probabilities[painted[i]][i] > 0.6, "voxel " + i);
	}

	@Test
	void probabilitiesSumToOne() {
		final short[] painted = differ();
		for (int i = 0; i < painted.length; i++)
			if (i % 7 == 0) painted[i] = 2;
		final float[][] probabilities = learn(painted, 3, OPTIONS, null);
		for (int i = 0; i < painted.length; i++) {
			float sum = 0;
			for (final float[] plane : probabilities) {
				assertTrue(plane[i] >= 0 && plane[i] <= 1);
				sum += plane[i];
			}
			assertEquals(1, sum, 1e-5);
		}
	}

	@Test
	void aSeedGivesTheSameForestOnAnyNumberOfThreads() {
		final ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			final float[][] one = learn(differ(), 2, OPTIONS, null);
			assertArrayEquals(one, learn(differ(), 2, OPTIONS, executor));
			assertFalse(Arrays.deepEquals(one, learn(differ(), 2, OPTIONS.withSeed(1), executor)));
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void aClassOfOneVoxelAndAClassWithoutAnyDoNoHarm() {
		final short[] painted = differ();
		painted[5] = 3;
		final float[][] probabilities = learn(painted, 4, OPTIONS, null);
		for (int i = 0; i < painted.length; i++) {
			assertEquals(0, probabilities[2][i], "nothing of class 2 is painted");
			assertTrue(probabilities[0][i] + probabilities[1][i] + probabilities[3][i] > 0.999);
		}
	}

	@Test
	void oneClassAloneIsCertainAndNoPaintIsRefused() {
		final short[] painted = new short[SIZE * SIZE];
		Arrays.fill(painted, (short) -1);
		assertThrows(IllegalArgumentException.class, () -> learn(painted, 2, OPTIONS, null));
		painted[7] = 1;
		for (final float value : learn(painted, 2, OPTIONS, null)[1])
			assertEquals(1, value);
	}

	@Test
	void howOftenAClassIsPaintedDoesNotMakeItMoreProbable() {
		final SplittableRandom random = new SplittableRandom(5);
		final short[] painted = new short[SIZE * SIZE];
		for (int i = 0; i < painted.length; i++)
			painted[i] = (short) (random.nextInt(10) == 0 ? 1 : 0);
		final float balanced = mean(learn(painted, 2, new ForestOptions(50, 2, 10, 20_000, 1, 0), null)[1]);
		final float asPainted = mean(learn(painted, 2, new ForestOptions(50, 2, 10, 20_000, 0, 0), null)[1]);
		assertTrue(balanced > 0.35 && balanced < 0.65, "one voxel in ten, made equal: " + balanced);
		assertTrue(asPainted < 0.2, "one voxel in ten, as painted: " + asPainted);
	}

	private static float mean(final float[] values) {
		float sum = 0;
		for (final float value : values)
			sum += value;
		return sum / values.length;
	}

	@Test
	void samplesAreThePaintedVoxelsAndOfManySomeAreTakenEvenly() {
		final FeatureStack stack = new FeatureStack(BLOCKS, false, 1);
		final short[] painted = new short[SIZE * SIZE];
		Arrays.fill(painted, (short) 9);
		for (int i = 0; i < 100; i++)
			painted[3 * i] = (short) (i < 95 ? 0 : 1);
		final Samples all = Samples.of(stack, 0, painted, 2, 1000, null, Progress.none());
		assertEquals(100, all.size());
		final float[][] features = stack.rows(0, 0, SIZE, null, Progress.none());
		for (int i = 0; i < 100; i++) {
			assertEquals(painted[3 * i], all.label(i));
			for (int f = 0; f < features.length; f++)
				assertEquals(features[f][3 * i], all.feature(f)[i]);
		}
		final Samples some = Samples.of(stack, 0, painted, 2, 19, null, Progress.none());
		assertEquals(19, some.count(0));
		assertEquals(5, some.count(1));
		for (int i = 0; i < 19; i++)
			assertEquals(all.feature(0)[5 * i + 4], some.feature(0)[i], "every fifth of 95");
	}

	@Test
	void valuesThatAreNoNumbersGiveNoProbabilitiesThatAreNone() {
		final float[][] planes = { BLOCKS.plane(0, 0).clone() };
		planes[0][40] = Float.NaN;
		final FeatureStack stack = new FeatureStack(Volume.of(BLOCKS.geometry(), planes), false, 1);
		final Samples samples = Samples.of(stack, 0, differ(), 2, 1000, null, Progress.none());
		for (final float[] plane : RandomForest.grow(List.of(samples), 2, OPTIONS, null, Progress.none())
			.predict(stack, 0, null, Progress.none()))
			for (final float value : plane)
				assertTrue(value >= 0 && value <= 1);
	}
}
