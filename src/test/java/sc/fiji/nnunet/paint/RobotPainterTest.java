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
package sc.fiji.nnunet.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.forest.FeatureStack;
import sc.fiji.nnunet.forest.ForestOptions;
import sc.fiji.nnunet.forest.RandomForest;
import sc.fiji.nnunet.forest.Samples;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** A robot that paints on discs in noise: what it paints is right, and a forest learns other slices from it. */
class RobotPainterTest {

	private static final int SIZE = 96;

	/** Class 1 is a little brighter, in much noise. */
	private static final short[][] TRUTH = { discs(20, 30, 18), discs(60, 50, 24) };
	private static final Volume IMAGE = image();

	private static short[] discs(final int x, final int y, final int radius) {
		final short[] labels = new short[SIZE * SIZE];
		for (int i = 0; i < labels.length; i++)
			if (Math.hypot(i % SIZE - x, i / SIZE - y) < radius || Math.hypot(i % SIZE - 75, i / SIZE - 80) < 12)
				labels[i] = 1;
		return labels;
	}

	private static Volume image() {
		final SplittableRandom random = new SplittableRandom(4);
		final float[][] planes = new float[2][SIZE * SIZE];
		for (int z = 0; z < 2; z++)
			for (int i = 0; i < planes[z].length; i++)
				planes[z][i] = (float) (15 * TRUTH[z][i] + 12 * random.nextGaussian());
		return Volume.of(Geometry.ofZyx(new int[] { 2, SIZE, SIZE }, new double[] { 5, 1, 1 }), planes);
	}

	private static short[] unpainted() {
		final short[] slice = new short[SIZE * SIZE];
		Arrays.fill(slice, (short) -1);
		return slice;
	}

	@Test
	void strokesLieInTheirClassAndASeedPaintsTheSameAgain() {
		final List<List<Integer>> pictures = new ArrayList<>();
		for (int again = 0; again < 2; again++) {
			final RobotPainter robot = new RobotPainter(SIZE, SIZE, 25, 1);
			final List<Integer> pixels = new ArrayList<>();
			for (int label = 0; label < 2; label++) {
				final List<RobotPainter.Stroke> strokes = robot.strokes(TRUTH[0], label, 4);
				assertEquals(4, strokes.size());
				for (final RobotPainter.Stroke stroke : strokes) {
					assertTrue(stroke.pixels().length > 20, stroke.pixels().length + " pixels");
					for (final int pixel : stroke.pixels()) {
						assertEquals(label, TRUTH[0][pixel]);
						pixels.add(pixel);
					}
				}
			}
			pictures.add(pixels);
		}
		assertEquals(pictures.get(0), pictures.get(1));
	}

	@Test
	void aCorrectionLiesInTheLargestErrorAndHasItsRightClass() {
		final short[] segmented = TRUTH[0].clone();
		for (int i = 0; i < segmented.length; i++)
			if (Math.hypot(i % SIZE - 75, i / SIZE - 80) < 12) segmented[i] = 0;
		for (int i = 0; i < 40; i++)
			segmented[i] = 1;
		final RobotPainter robot = new RobotPainter(SIZE, SIZE, 25, 1);
		final RobotPainter.Stroke stroke = robot.correction(TRUTH[0], segmented);
		assertEquals(1, stroke.label());
		for (final int pixel : stroke.pixels())
			assertTrue(Math.hypot(pixel % SIZE - 75, pixel / SIZE - 80) < 12);
		assertNull(robot.correction(TRUTH[0], TRUTH[0]));
	}

	@Test
	void aForestLearnsAnotherSliceFromStrokesOrAnAcceptedSlice() {
		final RobotPainter robot = new RobotPainter(SIZE, SIZE, 25, 2);
		final short[] painted = unpainted();
		for (int label = 0; label < 2; label++)
			for (final RobotPainter.Stroke stroke : robot.strokes(TRUTH[0], label, 4))
				stroke.paint(painted);
		assertTrue(diceOfTheOther(painted) > 0.95, "strokes: " + diceOfTheOther(painted));
		assertTrue(diceOfTheOther(TRUTH[0]) > 0.95, "a slice: " + diceOfTheOther(TRUTH[0]));
	}

	private static double diceOfTheOther(final short[] painted) {
		final FeatureStack stack = FeatureStack.planar(IMAGE);
		final Samples samples = Samples.of(stack, 0, painted, 2, 2000, null, Progress.none());
		final float[] predicted = RandomForest.grow(List.of(samples), 2, ForestOptions.defaults(), null,
			Progress.none()).predict(stack, 1, null, Progress.none())[1];
		int both = 0;
		int sum = 0;
		for (int i = 0; i < predicted.length; i++) {
			final boolean one = predicted[i] > 0.5;
			if (one && TRUTH[1][i] == 1) both++;
			sum += (one ? 1 : 0) + TRUTH[1][i];
		}
		return 2.0 * both / sum;
	}
}
