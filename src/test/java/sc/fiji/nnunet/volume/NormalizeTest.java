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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

class NormalizeTest {

	@Test
	void zScoreOfTheVoxelsThatCount() {
		// 1 and 3: mean 2, population deviation 1
		final Volume image = image(0, 1, 3, 0);
		Normalize.zScore(image, 0, Normalize.Mask.NON_ZERO, 1e-7, null);
		assertArrayEquals(new float[] { 0, -1, 1, 0 }, image.plane(0, 0));
		final Volume all = image(0, 0, 2, 2);
		Normalize.zScore(all, 0, Normalize.Mask.ALL, 1e-8, null);
		assertArrayEquals(new float[] { -1, -1, 1, 1 }, all.plane(0, 0));
		final Volume zeros = image(0, 0, 0, 0);
		Normalize.zScore(zeros, 0, Normalize.Mask.NON_ZERO, 1e-7, null);
		assertArrayEquals(new float[4], zeros.plane(0, 0));
	}

	@Test
	void ctIsClippedFirst() {
		final Volume image = image(-2000, 0, 50, 2000);
		Normalize.ct(image, 0, -50, 150, 50, 100, null);
		assertArrayEquals(new float[] { -1, -.5f, 0, 1 }, image.plane(0, 0), 1e-6f);
	}

	@Test
	void linearShiftsAndScales() {
		final Volume image = image(0, 51, 102, 255);
		Normalize.linear(image, 0, 0, 255, null);
		assertArrayEquals(new float[] { 0, .2f, .4f, 1 }, image.plane(0, 0), 1e-6f);
		assertArrayEquals(new float[] { -3, 9 }, Normalize.range(image(-3, 9, 0, 1), 0));
	}

	@Test
	void threadsDoNotChangeTheResult() {
		final Volume one = ResampleTest.random(new int[] { 31, 40, 50 }, new double[] { 1, 1, 1 }, 1);
		final Volume eight = ResampleTest.random(new int[] { 31, 40, 50 }, new double[] { 1, 1, 1 }, 1);
		final ExecutorService executor = Executors.newFixedThreadPool(8);
		Normalize.zScore(one, 0, Normalize.Mask.ALL, 1e-8, null);
		Normalize.zScore(eight, 0, Normalize.Mask.ALL, 1e-8, executor);
		executor.shutdown();
		assertArrayEquals(Golden.flat(one), Golden.flat(eight));
		double sum = 0;
		for (final float value : Golden.flat(one))
			sum += value;
		assertEquals(0, sum / 62_000, 1e-6);
	}

	private static Volume image(final float... voxels) {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 1, 2, 2 }, new double[] { 1, 1, 1 }), 1);
		System.arraycopy(voxels, 0, image.plane(0, 0), 0, 4);
		return image;
	}
}
