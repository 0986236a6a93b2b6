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
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.WindowWeights;


class ImportanceMapTest {

	/** recipe-nvidia.md A.4. */
	@Test
	void nvidiaFixturesOfTheCube() {
		final float[] w = ImportanceMap.of(WindowWeights.NVIDIA_GAUSSIAN, 128, 128, 128).weights();
		assertEquals(3.8012897e-4, w[0], 1e-9);
		assertEquals(1.0, w[(63 * 128 + 63) * 128 + 63], 1e-7);
		assertEquals(0.07243976, w[64 * 128 + 64], 1e-7);
		double sum = 0;
		float smallest = 1;
		for (final float value : w) {
			sum += value;
			smallest = Math.min(smallest, value);
		}
		assertEquals(0.1500914, sum / w.length, 1e-7);
		assertEquals(w[0], smallest, 1e-9);
	}

	/** recipe-nvidia.md A.4. */
	@Test
	void nvidiaFixturesOfThreeDifferentAxes() {
		final float[] w = ImportanceMap.of(WindowWeights.NVIDIA_GAUSSIAN, 4, 6, 8).weights();
		assertEquals(0.00602938, w[0], 1e-7);
		assertEquals(1, w[(6 + 2) * 8 + 3], 1e-7);
		assertEquals(0.26359713, w[2 * 8 + 3], 1e-7);
		assertEquals(0.16901332, w[6 * 8 + 3], 1e-7);
		assertEquals(0.13533528, w[(6 + 2) * 8], 1e-7);
	}

	/**
	 * In 2D the product of two Gaussians is raised to 1/2: at one eighth of the axis off the centre exp(-1/2) to that.
	 */
	@Test
	void nvidiaPowerFollowsTheNumberOfAxes() {
		final float[] w = ImportanceMap.of(WindowWeights.NVIDIA_GAUSSIAN, 9, 16).weights();
		final float[] column = new float[9];
		for (int y = 0; y < 9; y++)
			column[y] = w[y * 16 + 7];
		assertEquals(Math.exp(-0.25 * 16 / (9.0 / 8 * 9.0 / 8)), column[0], 1e-7);
		assertEquals(1, column[4], 1e-7);
	}

	/** scipy.ndimage.gaussian_filter of an impulse at n // 2 with sigma n / 8, mode constant, scaled to 10. */
	@Test
	void nnunetValues() {
		final float[] w = ImportanceMap.of(WindowWeights.NNUNET_GAUSSIAN, 5, 6).weights();
		final double y = Math.exp(-0.5 / (0.625 * 0.625));
		final double x = Math.exp(-0.5 * 9 / (0.75 * 0.75));
		assertEquals(10, w[2 * 6 + 3], 1e-5);
		assertEquals(10 * y, w[6 + 3], 1e-5);
		assertEquals(10 * x, w[2 * 6], 1e-6);
		assertEquals(10 * Math.exp(-0.5 * 4 / (0.75 * 0.75)), w[2 * 6 + 5], 1e-6);
	}

	/** A weight of zero would leave a voxel without a value; the sum is SciPy's. */
	@Test
	void nnunetIsNowhereZero() {
		final float[] w = ImportanceMap.of(WindowWeights.NNUNET_GAUSSIAN, 40, 56, 40).weights();
		double sum = 0;
		for (final float value : w) {
			assertTrue(value > 3.7e-10);
			sum += value;
		}
		assertEquals(27556.335268, sum, 1e-3);
		for (final float value : ImportanceMap.of(WindowWeights.NNUNET_GAUSSIAN, 21, 7, 1).weights())
			assertTrue(value > 0);
	}

	@Test
	void constantIsOne() {
		final float[] w = ImportanceMap.of(WindowWeights.CONSTANT, 2, 2).weights();
		assertArrayEquals(new float[] { 1, 1, 1, 1 }, w);
	}
}
