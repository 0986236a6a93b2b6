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

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.WindowRule;
import sc.fiji.nnunet.plan.WindowWeights;
import sc.fiji.nnunet.volume.Volume;

/** Windows whose logits come some planes at a time, which must change nothing. */
class WindowsInPlanesTest {

	private static final Plan PLAN = ToyNetwork.plan("nnunet", 3, 1, 5, 6, 8);

	private static ToyNetwork network() {
		return new ToyNetwork(PLAN.network(), (images, base, voxels, size, logits, out) -> {
			for (int v = 0; v < voxels; v++)
				for (int o = 0; o < 3; o++)
					logits[out + 3 * v + o] = images[base + v] * (o + 1) + v % 11 - v % (3 + o);
		});
	}

	@Test
	void sumsAreTheSameToTheLastBit() throws IOException {
		for (final int[] size : new int[][] { { 12, 9, 13 }, { 3, 4, 20 } })
			for (final boolean flips : new boolean[] { false, true })
				for (final boolean halves : new boolean[] { false, true })
					for (final int batch : new int[] { 1, 3 })
						compare(SlidingWindowTest.random(6, size), new WindowOptions(WindowRule.NNUNET, 0.4,
							WindowWeights.NNUNET_GAUSSIAN, flips, batch, false, false, halves));
	}

	private static void compare(final Volume image, final WindowOptions options) throws IOException {
		final ToyNetwork pieces = network();
		pieces.planes = 2;
		final float[][][] expected = SlidingWindowTest.run(PLAN, options, List.of(network()), image);
		final float[][][] actual = SlidingWindowTest.run(PLAN, options, List.of(pieces), image);
		// NB: mirrored copies are averaged before they are rounded, and come whole for that
		assertEquals(!options.flips() || !options.halves(), pieces.calls == 0);
		for (int o = 0; o < expected.length; o++)
			for (int z = 0; z < expected[o].length; z++)
				assertArrayEquals(expected[o][z], actual[o][z], options.toString());
	}
}
