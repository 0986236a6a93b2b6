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

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;

/** How many predictions a network on a processor asks for at once, and that their number changes no bit. */
class PredictionsAtOnceTest {

	private static final int[] SMALL = { 8, 16, 16 };

	private static NetworkSpec spec(final NetworkSpec.Norm norm) {
		return new NetworkSpec(3, 1, 2, new NetworkSpec.Shape(List.of(8, 16), Collections.nCopies(2, List.of(3, 3, 3)),
			List.of(List.of(1, 1, 1), List.of(2, 2, 2)), List.of(2, 2), List.of(2)), new NetworkSpec.Blocks(norm, 1e-5,
				true, true, false, NetworkSpec.DecoderKernels.SKIP, 0.01), 0);
	}

	private static Network network(final int threads, final Precision precision) throws IOException {
		return TensorFlowEngine.open(new Device(-1, threads)).network(spec(NetworkSpec.Norm.INSTANCE), precision, 5);
	}

	@Test
	void logitsAreTheSameToTheLastBit() throws IOException {
		final int voxels = SMALL[0] * SMALL[1] * SMALL[2];
		final Random random = new Random(2);
		final float[][] images = new float[12][voxels];
		for (final float[] image : images)
			for (int i = 0; i < voxels; i++)
				image[i] = (float) random.nextGaussian();
		for (final Precision precision : new Precision[] { Precision.FP32, Precision.BF16 })
			try (Network network = network(2, precision)) {
				final float[][] alone = new float[images.length][2 * voxels];
				for (int i = 0; i < images.length; i++)
					network.predict(images[i], 1, SMALL, alone[i]);
				IntStream.range(0, images.length).parallel().forEach(i -> {
					final float[] logits = new float[2 * voxels];
					network.predict(images[i], 1, SMALL, logits);
					assertArrayEquals(alone[i], logits);
				});
			}
	}

	@Test
	void smallOnesRunAtOnceAndLargeOnesAlone() throws IOException {
		try (Network network = network(2, Precision.FP32)) {
			assertEquals(2, network.streams(SMALL));
			assertEquals(1, network.streams(new int[] { 256, 256, 256 }));
		}
		try (Network network = network(1, Precision.FP32)) {
			assertEquals(1, network.streams(SMALL));
		}
	}

	/** All threads work within an operation too, for the pass that is alone. */
	@Test
	void aSessionForPredictionsHasAThreadForEachPass() {
		final SessionConfig four = new SessionConfig(new Device(-1, 4), false);
		assertEquals(2, four.predicting().getInterOpParallelismThreads());
		assertEquals(4, four.predicting().getIntraOpParallelismThreads());
		assertEquals(1, new SessionConfig(new Device(-1, 1), false).predicting().getInterOpParallelismThreads());
	}

	@Test
	void memoryThatIsTooSmallForTwoIsEnoughForOne() {
		final MemoryEstimate one = new MemoryEstimate(spec(NetworkSpec.Norm.INSTANCE), Precision.FP32, List.of(64, 64, 64),
			1, false);
		assertEquals(2, one.passes(Long.MAX_VALUE));
		assertEquals(1, one.passes(one.bytes()));
		assertEquals(2, one.atOnce().samples());
		assertEquals(2, one.passes(one.atOnce().bytes()));
	}
}
