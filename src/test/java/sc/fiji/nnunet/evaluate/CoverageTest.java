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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

class CoverageTest {

	private static final int[] SIZE = { 9, 31, 40 };
	private static final int IGNORE = 3;

	private static LabelMap map(final int value) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(SIZE, new double[] { 5, 1, 1 }));
		for (int z = 0; z < SIZE[0]; z++)
			java.util.Arrays.fill(map.plane(z), (short) value);
		return map;
	}

	@Test
	void fullyAnnotatedReferencesAreWhole() {
		assertEquals(Coverage.WHOLE, Coverage.of(map(IGNORE), map(1), -1), "there is no ignore label");
		assertEquals(Coverage.WHOLE, Coverage.of(map(0), map(1), IGNORE), "everything is annotated");
		assertEquals("", Coverage.WHOLE.words());
		assertTrue(Coverage.WHOLE.warning().isEmpty());
	}

	@Test
	void farVoxelsAreCountedAsByASlowSearch() {
		final Random random = new Random(4);
		for (int round = 0; round < 5; round++) {
			final LabelMap reference = map(IGNORE);
			for (int i = 0; i < 3; i++)
				reference.plane(random.nextInt(SIZE[0]))[random.nextInt(SIZE[1] * SIZE[2])] = (short) random.nextInt(2);
			final LabelMap prediction = map(0);
			for (int z = 0; z < SIZE[0]; z++)
				for (int i = 0; i < SIZE[1] * SIZE[2]; i++)
					prediction.plane(z)[i] = (short) random.nextInt(3);
			assertEquals(slow(reference, prediction), Coverage.of(reference, prediction, IGNORE));
		}
	}

	private static Coverage slow(final LabelMap reference, final LabelMap prediction) {
		long foreground = 0;
		long far = 0;
		for (int z = 0; z < SIZE[0]; z++)
			for (int i = 0; i < SIZE[1] * SIZE[2]; i++) {
				if (prediction.plane(z)[i] == 0) continue;
				foreground++;
				if (!near(reference, z, i / SIZE[2], i % SIZE[2])) far++;
			}
		return new Coverage(true, foreground, far);
	}

	private static boolean near(final LabelMap reference, final int z, final int y, final int x) {
		for (int w = 0; w < SIZE[0]; w++)
			for (int v = 0; v < SIZE[1]; v++)
				for (int u = 0; u < SIZE[2]; u++)
					if (reference.plane(w)[v * SIZE[2] + u] != IGNORE && (w - z) * (w - z) + (v - y) * (v - y) + (u - x) * (u -
						x) <= 100) return true;
		return false;
	}

	@Test
	void muchForegroundFarFromAnnotationsIsAWarning() {
		final Coverage much = new Coverage(true, 100, 11);
		assertEquals(" on annotated voxels only", much.words());
		assertTrue(much.warning().orElseThrow().startsWith(
			"Warning: 11 % of the predicted foreground is more than 10 voxels"));
		assertTrue(new Coverage(true, 100, 10).warning().isEmpty());
		assertTrue(new Coverage(true, 0, 0).warning().isEmpty());
		assertEquals(new Coverage(true, 100, 11), much.plus(Coverage.WHOLE));
	}
}
