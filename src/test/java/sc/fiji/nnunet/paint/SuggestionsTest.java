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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Places worth painting are found in large images too, and the search can be stopped: both are counted here. */
class SuggestionsTest {

	private static final int EDGE = 48;

	@TempDir
	private Path temp;

	@Test
	void aWholePaintedSliceIsOnePlacePerTile() {
		final List<int[]> places = Suggestions.places(Map.of(3, new short[256 * 256]), new int[] { 5, 256, 256 }, 32,
			Progress.none());
		assertEquals(64, places.size());
		assertArrayEquals(new int[] { 3, 16, 16 }, places.get(0), "the middle of the first tile");
	}

	@Test
	void aTileWithLittlePaintIsThePixelNearestToItsMiddle() {
		final short[] labels = new short[40 * 50];
		Arrays.fill(labels, ImagePaint.UNPAINTED);
		labels[0] = 1;
		labels[33 * 50 + 35] = 0;
		labels[39 * 50 + 49] = 0;
		final List<int[]> places = Suggestions.places(Map.of(0, labels), new int[] { 1, 40, 50 }, 32, Progress.none());
		assertEquals(2, places.size());
		assertArrayEquals(new int[] { 0, 0, 0 }, places.get(0));
		assertArrayEquals(new int[] { 0, 33, 35 }, places.get(1), "the last tile is 8 by 18 pixels");
	}

	@Test
	void theSearchAsksInEachRowOfTilesWhetherItIsStillWanted() throws IOException {
		final SliceProbabilities learner = new SliceProbabilities() {

			@Override
			public String name() {
				return "forest";
			}

			@Override
			public Map<Integer, float[][]> slices(final int image, final List<Integer> slices, final Progress progress) {
				return Map.of(slices.get(0), new float[2][EDGE * EDGE]);
			}
		};
		try (PaintProject project = PaintProject.create(temp.resolve("p"), List.of(new PaintClass("paper", 1),
			new PaintClass("disc", 2))))
		{
			project.addImage("discs", LearningTest.discs(1));
			final Suggestions suggestions = new Suggestions(project, List.of(LearningTest.discs(1)), List.of(new Division(
				Map.of(), Map.of(), List.of())), new long[2]);
			final int[] asked = new int[1];
			suggestions.find(learner, new Recorded(one -> ++asked[0] < 0));
			assertEquals(4, asked[0], "tiles of 12 pixels");
			assertThrows(CancelledException.class, () -> suggestions.find(learner, Recorded.cancelledAtOnce()));
		}
	}
}
