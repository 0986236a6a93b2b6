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
package sc.fiji.nnunet.engine.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Logits of many classes that come some planes at a time. */
class LogitsInPlanesTest {

	private static final int[] SIZE = { 10, 96, 128 };

	private static NetworkSpec spec(final int dimensions, final int outputs) {
		final List<Integer> one = Collections.nCopies(dimensions, 1);
		final List<Integer> two = Collections.nCopies(dimensions, 2);
		final List<Integer> three = Collections.nCopies(dimensions, 3);
		return new NetworkSpec(dimensions, 2, outputs, new NetworkSpec.Shape(List.of(4, 6), List.of(three, three), List.of(
			one, two), List.of(1, 1), List.of(1)), new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-5, true, true, false,
				NetworkSpec.DecoderKernels.SKIP, 0.01), 0);
	}

	@Test
	void theyAreThoseThatComeAtOnce() throws IOException {
		for (final Precision precision : new Precision[] { Precision.FP32, Precision.BF16 })
			try (Engine engine = TensorFlowEngine.open(Device.cpu());
					Network network = engine.network(spec(3, 118), precision, 1))
			{
				assertTrue(network.givesPlanes());
				final int area = SIZE[1] * SIZE[2];
				final float[] images = new float[7 + SIZE[0] * area * 2];
				final Random random = new Random(5);
				for (int i = 0; i < images.length; i++)
					images[i] = (float) random.nextGaussian();
				final float[] whole = new float[SIZE[0] * area * 118];
				network.predict(Arrays.copyOfRange(images, 7, images.length), 1, SIZE, whole);
				final float[] pieces = new float[whole.length];
				final List<Integer> firsts = new ArrayList<>();
				network.predict(images, 7, SIZE, (first, count, logits) -> {
					firsts.add(first);
					System.arraycopy(logits, 0, pieces, first * area * 118, count * area * 118);
				});
				assertEquals(List.of(0, 5), firsts);
				assertArrayEquals(whole, pieces, precision == Precision.FP32 ? 0 : 1e-6f);
			}
	}

	@Test
	void networksOfFewClassesAndFlatOnesGiveThemAtOnce() throws IOException {
		try (Engine engine = TensorFlowEngine.open(Device.cpu());
				Network few = engine.network(spec(3, 3), 1);
				Network flat = engine.network(spec(2, 118), 1))
		{
			assertFalse(few.givesPlanes());
			assertFalse(flat.givesPlanes());
			final int[] size = { 8, 8, 4 };
			final float[] images = new float[3 + 8 * 8 * 4 * 2];
			final Random random = new Random(6);
			for (int i = 0; i < images.length; i++)
				images[i] = (float) random.nextGaussian();
			final float[] whole = new float[8 * 8 * 4 * 3];
			few.predict(Arrays.copyOfRange(images, 3, images.length), 1, size, whole);
			final List<float[]> pieces = new ArrayList<>();
			few.predict(images, 3, size, (first, count, logits) -> {
				assertEquals(0, first);
				assertEquals(8, count);
				pieces.add(logits.clone());
			});
			assertEquals(1, pieces.size());
			assertArrayEquals(whole, pieces.get(0));
		}
	}
}
