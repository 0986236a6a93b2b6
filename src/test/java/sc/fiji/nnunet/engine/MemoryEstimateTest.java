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
package sc.fiji.nnunet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.plan.NetworkSpec;

public class MemoryEstimateTest {

	private static final int[] PATCH = { 40, 56, 40 };

	@Test
	public void testHippocampusNearWhatWasMeasured() {
		final long bytes = MemoryEstimate.bytes(hippocampus(), PATCH, 2, true);
		assertTrue(bytes > 1.0e9 && bytes < 1.8e9, bytes + " bytes");
		assertTrue(MemoryEstimate.bytes(hippocampus(), PATCH, 2, false) < bytes / 1.4);
	}

	@Test
	public void testGrowsWithSamplesPatchAndWidth() {
		final long bytes = MemoryEstimate.bytes(hippocampus(), PATCH, 2, true);
		assertTrue(MemoryEstimate.bytes(hippocampus(), PATCH, 3, true) > bytes);
		assertTrue(MemoryEstimate.bytes(hippocampus(), new int[] { 48, 56, 40 }, 2, true) > bytes);
		assertTrue(MemoryEstimate.bytes(hippocampus().withFeatures(List.of(48, 64, 128, 256)), PATCH, 2, true) > bytes);
	}

	@Test
	public void testLargestBatchIsTheLastThatFits() {
		for (final long bytes : new long[] { 1L << 30, 2L << 30, 7L << 30 }) {
			final int samples = MemoryEstimate.largestBatch(hippocampus(), PATCH, bytes);
			assertTrue(samples == 0 || MemoryEstimate.bytes(hippocampus(), PATCH, samples, true) <= bytes);
			assertTrue(MemoryEstimate.bytes(hippocampus(), PATCH, samples + 1, true) > bytes);
		}
		assertEquals(0, MemoryEstimate.largestBatch(hippocampus(), PATCH, 1));
	}

	@Test
	public void testExplanationHasTheNumbersAndTheCure() {
		final long available = MemoryEstimate.bytes(hippocampus(), PATCH, 5, true);
		final String text = MemoryEstimate.explain(hippocampus(), PATCH, 9, true, available);
		assertTrue(text.contains("9 samples of 40 × 56 × 40"), text);
		assertTrue(text.contains("[32, 64, 128, 256]"), text);
		assertTrue(text.contains("Set the batch size to 5."), text);
		assertTrue(MemoryEstimate.explain(hippocampus(), PATCH, 1, false, 1).contains("smaller patch"));
	}

	private static NetworkSpec hippocampus() {
		final List<Integer> two = List.of(2, 2, 2);
		return new NetworkSpec(3, 1, 3, List.of(32, 64, 128, 256), Collections.nCopies(4, List.of(3, 3, 3)), List.of(List.of(
			1, 1, 1), two, two, two), List.of(2, 2, 2, 2), List.of(2, 2, 2), NetworkSpec.Norm.INSTANCE, 1e-3, false, false,
			false, NetworkSpec.DecoderKernels.BELOW, 0.01, 0);
	}
}
