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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** Paint that spreads in noise, in which a bright disc, or cylinder, lies. */
class RandomWalkTest {

	private static final int EDGE = 40, DEPTH = 5, RADIUS = 8;

	private static boolean inDisc(final int i) {
		return Math.hypot(i % EDGE - EDGE / 2, i / EDGE - EDGE / 2) < RADIUS;
	}

	private static Volume image(final int depth) {
		final SplittableRandom random = new SplittableRandom(1);
		final float[][] planes = new float[depth][EDGE * EDGE];
		for (final float[] plane : planes)
			for (int i = 0; i < plane.length; i++)
				plane[i] = (inDisc(i) ? 2 : 0) + (float) random.nextDouble(0.4);
		return Volume.of(Geometry.ofZyx(new int[] { depth, EDGE, EDGE }, new double[] { 1, 1, 1 }), planes);
	}

	/** A short stroke in the middle of the disc, and one outside that is not far from its edge. */
	private static short[] strokes() {
		final short[] paint = new short[EDGE * EDGE];
		Arrays.fill(paint, (short) -1);
		for (int k = -4; k <= 4; k++) {
			paint[EDGE / 2 * EDGE + EDGE / 2 + k] = 1;
			paint[(EDGE / 2 - RADIUS - 2) * EDGE + EDGE / 2 + k] = 0;
		}
		return paint;
	}

	/** What a learner expects that takes the disc for the background a little rather, and knows nothing else. */
	private static float[][][] expected(final int depth) {
		final float[][][] expected = new float[depth][2][EDGE * EDGE];
		for (final float[][] slice : expected)
			for (int i = 0; i < EDGE * EDGE; i++) {
				slice[0][i] = inDisc(i) ? 0.55f : 0.5f;
				slice[1][i] = 1 - slice[0][i];
			}
		return expected;
	}

	private static float[][][] spread(final int depth, final Map<Integer, short[]> paint) {
		return RandomWalk.spread(image(depth), 0, paint, expected(depth), null, Progress.none());
	}

	@Test
	void paintKeepsItsClassAndFillsTheDiscUpToItsEdge() {
		final float[][] slice = spread(1, Map.of(0, strokes()))[0];
		final int middle = EDGE / 2 * EDGE + EDGE / 2;
		assertEquals(1, slice[1][middle]);
		assertEquals(0, slice[0][middle]);
		for (int y = -RADIUS; y <= RADIUS; y++) {
			final int at = middle + y * EDGE;
			if (Math.abs(y) < RADIUS - 1) assertTrue(slice[1][at] > 0.5, y + " from the middle: " + slice[1][at]);
		}
		assertTrue(slice[0][middle - (RADIUS + 1) * EDGE] > 0.8, "outside the edge");
	}

	@Test
	void voxelsFarFromPaintStayAsExpectedAndProbabilitiesSumToOne() {
		final float[][] slice = spread(1, Map.of(0, strokes()))[0];
		for (int x = 0; x < EDGE; x++)
			assertEquals(0.5, slice[1][(EDGE - 1) * EDGE + x], 0.01);
		for (int i = 0; i < EDGE * EDGE; i++)
			assertEquals(1, slice[0][i] + slice[1][i], 1e-4);
		final float[][] unpainted = spread(1, Map.of())[0];
		assertEquals(0.5, unpainted[0][0], 1e-5, "what lies on both sides is expected alike");
	}

	@Test
	void paintOfTheSlicesBesideCountsWhenOneIsSpreadAlone() {
		final Map<Integer, short[]> paint = Map.of(1, strokes(), 3, strokes());
		final float[][][] alone = RandomWalk.spread(image(DEPTH), 2, paint, expected(1), null, Progress.none());
		assertEquals(1, alone.length);
		final int between = EDGE / 2 * EDGE + EDGE / 2;
		assertTrue(alone[0][1][between] > 0.7, "" + alone[0][1][between]);
		final float[][][] outer = RandomWalk.spread(image(DEPTH), 4, paint, expected(1), null, Progress.none());
		assertTrue(outer[0][1][between] > 0.6, "the last slice");
	}

	@Test
	void threadsChangeNothingAndCancellingEndsIt() {
		final Map<Integer, short[]> paint = Map.of(2, strokes());
		final ExecutorService executor = Executors.newFixedThreadPool(3);
		try {
			final float[][][] shared = RandomWalk.spread(image(DEPTH), 0, paint, expected(DEPTH), executor,
				Progress.none());
			final float[][][] single = spread(DEPTH, paint);
			for (int z = 0; z < DEPTH; z++)
				assertArrayEquals(single[z], shared[z]);
		}
		finally {
			executor.shutdown();
		}
		assertThrows(CancelledException.class, () -> RandomWalk.spread(image(1), 0, paint, expected(1), null,
			Recorded.cancelledAtOnce()));
	}
}
