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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceMapTest {

	@ParameterizedTest
	@CsvSource({ "1,0.001", "2,0.01", "3,0.2", "4,0.003", "5,0.9", "6,0.0005" })
	void equalsSearchOverAllMembers(final long seed, final double density) {
		final Random random = new Random(seed);
		final DistanceMap map = new DistanceMap();
		for (int round = 0; round < 6; round++) {
			// NB: sizes rise and fall, so that reused arrays are too long or too short
			final int[] size = { 1 + random.nextInt(9), 1 + random.nextInt(13), 1 + random.nextInt(15) };
			final double[] spacing = { 0.4 + 3 * random.nextDouble(), 0.4 + 3 * random.nextDouble(), 0.4 + 3 * random
				.nextDouble() };
			final byte[][] planes = new byte[size[0]][size[1] * size[2]];
			for (final byte[] plane : planes)
				for (int i = 0; i < plane.length; i++)
					plane[i] = (byte) (random.nextDouble() < density ? 4 | random.nextInt(2) : random.nextInt(4));
			map.compute(planes, 4, size, spacing);
			for (int z = 0; z < size[0]; z++)
				for (int y = 0; y < size[1]; y++)
					for (int x = 0; x < size[2]; x++)
						assertEquals(search(planes, 4, size, spacing, z, y, x), map.distance(z, y, x), 1e-12);
		}
	}

	@Test
	void emptySetIsInfinitelyFar() {
		final DistanceMap map = new DistanceMap();
		map.compute(new byte[2][6], 1, new int[] { 2, 2, 3 }, new double[] { 1, 1, 1 });
		assertEquals(Double.POSITIVE_INFINITY, map.distance(1, 1, 1));
	}

	private static double search(final byte[][] planes, final int bits, final int[] size, final double[] spacing,
		final int z, final int y, final int x)
	{
		double best = Double.POSITIVE_INFINITY;
		for (int c = 0; c < size[0]; c++)
			for (int b = 0; b < size[1]; b++)
				for (int a = 0; a < size[2]; a++) {
					if ((planes[c][b * size[2] + a] & bits) == 0) continue;
					final double dz = (c - z) * spacing[0];
					final double dy = (b - y) * spacing[1];
					final double dx = (a - x) * spacing[2];
					best = Math.min(best, Math.sqrt(dz * dz + dy * dy + dx * dx));
				}
		return best;
	}
}
