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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.WindowRule;

class WindowRuleTest {

	/** recipe-nvidia.md A.4. */
	@Test
	void nvidiaVectors() {
		assertArrayEquals(new int[] { 0, 10 }, WindowRule.NVIDIA.starts(138, 128, 0.25));
		assertArrayEquals(new int[] { 0, 27 }, WindowRule.NVIDIA.starts(155, 128, 0.25));
		assertArrayEquals(new int[] { 0, 96 }, WindowRule.NVIDIA.starts(224, 128, 0.25));
		assertArrayEquals(new int[] { 0, 96, 97 }, WindowRule.NVIDIA.starts(225, 128, 0.25));
		assertArrayEquals(new int[] { 0, 96, 112 }, WindowRule.NVIDIA.starts(240, 128, 0.25));
		assertArrayEquals(new int[] { 0 }, WindowRule.NVIDIA.starts(128, 128, 0.25));
		assertArrayEquals(new int[] { 0, 64, 96 }, WindowRule.NVIDIA.starts(224, 128, 0.5));
		assertArrayEquals(new int[] { 0, 64, 97 }, WindowRule.NVIDIA.starts(225, 128, 0.5));
		assertArrayEquals(new int[] { 0, 64, 112 }, WindowRule.NVIDIA.starts(240, 128, 0.5));
	}

	/** recipe-nnunet.md 5. */
	@Test
	void nnunetVectors() {
		assertArrayEquals(new int[] { 0, 23, 46 }, WindowRule.NNUNET.starts(110, 64, 0.5));
		assertArrayEquals(new int[] { 0, 1 }, WindowRule.NNUNET.starts(65, 64, 0.5));
		assertArrayEquals(new int[] { 0, 22, 43, 65 }, WindowRule.NNUNET.starts(129, 64, 0.5));
		assertArrayEquals(new int[] { 0, 27 }, WindowRule.NNUNET.starts(155, 128, 0.5));
		assertArrayEquals(new int[] { 0, 56, 112 }, WindowRule.NNUNET.starts(240, 128, 0.5));
		assertArrayEquals(new int[] { 0, 80, 160, 240, 320 }, WindowRule.NNUNET.starts(512, 192, 0.5));
		assertArrayEquals(new int[] { 0, 10 }, WindowRule.NNUNET.starts(50, 40, 0.5));
		assertArrayEquals(new int[] { 0 }, WindowRule.NNUNET.starts(40, 40, 0.5));
	}

	/** recipe-nvidia.md Q24: a step of zero would never end. */
	@Test
	void overlapOfZeroAndOneCoverTheAxis() {
		assertArrayEquals(new int[] { 0, 4, 7 }, WindowRule.NVIDIA.starts(11, 4, 0));
		assertArrayEquals(new int[] { 0, 4, 7 }, WindowRule.NNUNET.starts(11, 4, 0));
		assertArrayEquals(new int[] { 0, 1, 2, 3, 4, 5, 6, 7 }, WindowRule.NVIDIA.starts(11, 4, 1));
		assertArrayEquals(new int[] { 0, 1, 2, 3, 4, 5, 6, 7 }, WindowRule.NNUNET.starts(11, 4, 1));
	}

	@Test
	void everyVoxelIsCovered() {
		for (final WindowRule rule : WindowRule.values())
			for (int size = 5; size < 60; size++)
				for (final double overlap : new double[] { 0, 0.1, 0.25, 0.5, 0.77, 0.99, 1 }) {
					int end = 0;
					for (final int start : rule.starts(size, 5, overlap)) {
						assertTrue(start <= end, rule + " leaves a gap at " + end + " of " + size);
						end = start + 5;
					}
					assertEquals(size, end);
				}
	}

	@Test
	void gridCentresSmallImagesWithTheOddVoxelBehind() {
		final WindowGrid grid = WindowGrid.of(new int[] { 5, 8, 9 }, new int[] { 8, 8, 4 }, WindowRule.NVIDIA, 0);
		assertArrayEquals(new int[] { -1 }, grid.starts()[0]);
		assertArrayEquals(new int[] { 0 }, grid.starts()[1]);
		assertArrayEquals(new int[] { 0, 4, 5 }, grid.starts()[2]);
		assertEquals(3, grid.count());
	}

	@Test
	void overlapOutsideOfItsRangeIsRefused() {
		final int[] size = { 8, 8, 8 };
		assertThrows(IllegalArgumentException.class, () -> WindowGrid.of(size, size, WindowRule.NVIDIA, 1.01));
		assertThrows(IllegalArgumentException.class, () -> WindowGrid.of(size, size, WindowRule.NVIDIA, -0.01));
		assertThrows(IllegalArgumentException.class, () -> WindowGrid.of(size, size, WindowRule.NVIDIA, Double.NaN));
	}
}
