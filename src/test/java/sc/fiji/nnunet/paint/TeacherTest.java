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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** What is taught of images that show a bright ball in noise. */
class TeacherTest {

	private static final int DEPTH = 20, EDGE = 24, MIDDLE = EDGE / 2 * EDGE + EDGE / 2;
	private static final int VOXELS = DEPTH * EDGE * EDGE;

	private static Volume image(final long seed) {
		final SplittableRandom random = new SplittableRandom(seed);
		final float[][] planes = new float[DEPTH][EDGE * EDGE];
		for (int z = 0; z < DEPTH; z++)
			for (int i = 0; i < EDGE * EDGE; i++)
				planes[z][i] = (inBall(z, i) ? 2 : 0) + (float) random.nextDouble(1.5);
		return Volume.of(Geometry.ofZyx(new int[] { DEPTH, EDGE, EDGE }, new double[] { 1, 1, 1 }), planes);
	}

	private static boolean inBall(final int z, final int i) {
		return Math.hypot(z - DEPTH / 2, Math.hypot(i % EDGE - EDGE / 2, i / EDGE - EDGE / 2)) < 6;
	}

	/** A stroke of the ball and one of the background in the middle slice. */
	private static Division strokes() {
		final short[] paint = new short[EDGE * EDGE];
		Arrays.fill(paint, ImagePaint.UNPAINTED);
		for (int k = -3; k <= 3; k++) {
			paint[MIDDLE + k] = 1;
			paint[MIDDLE + k + 8 * EDGE] = 0;
		}
		return new Division(Map.of(DEPTH / 2, paint), Map.of(), List.of());
	}

	private static Division accepted(final int z) {
		final short[] paint = new short[EDGE * EDGE];
		for (int i = 0; i < paint.length; i++)
			paint[i] = (short) (inBall(z, i) ? 1 : 0);
		return new Division(Map.of(z, paint), Map.of(), List.of(z));
	}

	private static PaintForest forest(final List<Volume> images, final List<Division> divisions) {
		final PaintForest forest = new PaintForest(images, 2, 1, null);
		forest.grow(divisions, Progress.none());
		return forest;
	}

	private static Teacher teacher(final List<Division> divisions, final boolean planar) {
		return teacher(List.of(image(1), image(2), image(3)), divisions, planar);
	}

	private static Teacher teacher(final List<Volume> images, final List<Division> divisions, final boolean planar) {
		final PaintForest forest = forest(images, divisions);
		final Teacher teacher = new Teacher(forest, images, planar, null);
		teacher.begin(divisions);
		return teacher;
	}

	private static List<Division> two() {
		return List.of(strokes(), strokes(), new Division(Map.of(), Map.of(), List.of()));
	}

	/** A voxel's probability to be background. */
	private static double background(final Teacher teacher, final int z, final int i) {
		return (teacher.taught().get(0).get(z)[0][i] & 0xff) / 255.0;
	}

	@Test
	void allPaintedImagesAreTaughtInTurnAndOthersAreNot() {
		final Teacher teacher = teacher(two(), true);
		teacher.teach(2 * EDGE * EDGE, () -> false, Progress.none());
		assertEquals(List.of(Set.of(DEPTH / 2), Set.of(DEPTH / 2), Set.of()), teacher.taught().stream().map(
			Map::keySet).toList(), "the painted slices first");
		teacher.teach(Integer.MAX_VALUE, () -> false, Progress.none());
		assertEquals(List.of(DEPTH, DEPTH, 0), teacher.taught().stream().map(Map::size).toList());
		teacher.begin(two());
		teacher.teach(Integer.MAX_VALUE, () -> true, Progress.none());
		assertEquals(List.of(1, 0, 0), teacher.taught().stream().map(Map::size).toList(), "at least one slice");
	}

	@Test
	void smallVolumesAreTaughtWhole() {
		final Teacher teacher = teacher(two(), false);
		teacher.teach(VOXELS, () -> false, Progress.none());
		assertEquals(List.of(DEPTH, 0, 0), teacher.taught().stream().map(Map::size).toList());
	}

	@Test
	void acceptedSlicesNeedNoTeacher() {
		final Division one = accepted(9);
		final Teacher teacher = teacher(List.of(one, strokes(), one), false);
		teacher.teach(Integer.MAX_VALUE, () -> false, Progress.none());
		assertEquals(DEPTH - 1, teacher.taught().get(0).size());
		assertTrue(!teacher.taught().get(0).containsKey(9));
		assertTrue(background(teacher, 10, MIDDLE) < 0.1, "beside the accepted slice");
	}

	@Test
	void unpaintedVoxelsBesidePaintAreTaughtAsItsClassAlsoInTheNextSlice() {
		// NB: of an image without contents the forest knows nothing
		final Volume image = new Volume(image(1).geometry(), 1);
		final Teacher teacher = teacher(List.of(image), List.of(strokes()), false);
		teacher.teach(Integer.MAX_VALUE, () -> false, Progress.none());
		for (int k = -2; k <= 2; k++) {
			assertTrue(background(teacher, DEPTH / 2, MIDDLE + EDGE + k) < 0.4, "beside the ball's stroke");
			assertTrue(background(teacher, DEPTH / 2 + 1, MIDDLE + k) < 0.4, "above it");
			assertTrue(background(teacher, DEPTH / 2, MIDDLE + 9 * EDGE + k) > 0.6, "beside the background's");
		}
	}

	@Test
	void whatIsLikelyBecomesLikelier() {
		final List<Volume> images = List.of(image(1));
		final List<Division> divisions = List.of(strokes());
		final Teacher teacher = teacher(images, divisions, true);
		teacher.teach(Integer.MAX_VALUE, () -> false, Progress.none());
		final float[][] byForest = forest(images, divisions).slices(0, List.of(3), Progress.none()).get(3);
		int doubtful = 0;
		for (int i = 0; i < EDGE * EDGE; i++) {
			final double one = Math.pow(byForest[0][i], 3), other = Math.pow(byForest[1][i], 3);
			assertEquals(one / (one + other), background(teacher, 3, i), 0.01);
			if (byForest[0][i] > 0.2 && byForest[0][i] < 0.8) doubtful++;
		}
		assertTrue(doubtful > 20, "" + doubtful);
	}
}
