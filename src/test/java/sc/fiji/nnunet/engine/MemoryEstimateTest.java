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

	private static final List<Integer> PATCH = List.of(40, 56, 40);

	private static MemoryEstimate step(final int samples) {
		return new MemoryEstimate(hippocampus(), Precision.FP32, PATCH, samples, true);
	}

	@Test
	public void theEstimateForHippocampusIsCloseToTheMeasurement() {
		final long bytes = step(2).bytes();
		assertTrue(bytes > 1.0e9 && bytes < 1.8e9, bytes + " bytes");
		assertTrue(new MemoryEstimate(hippocampus(), Precision.FP32, PATCH, 2, false).bytes() < bytes / 1.4);
		assertTrue(new MemoryEstimate(hippocampus(), Precision.BF16, PATCH, 2, true).bytes() < bytes / 1.1);
	}

	/** Resident beside a heap that was touched before, in MB: see MemoryEstimate. */
	@Test
	public void theEstimateForManyClassesIsCloseToTheMeasurements() {
		for (final int[] measured : new int[][] { { 3, 32, 96, 1153 }, { 27, 32, 96, 1136 }, { 118, 32, 96, 1242 }, { 118, 8,
			96, 950 }, { 118, 32, 128, 2011 } }) {
			final double megabytes = new MemoryEstimate(body(measured[0], measured[1]), Precision.FP32, Collections.nCopies(3,
				measured[2]), 1, false).bytes() / 1048576.0;
			assertTrue(megabytes > measured[3] && megabytes < 1.25 * measured[3], measured[0] + " outputs: " + megabytes);
		}
	}

	/** The layout of nnU-Net's plans for patches of 128 x 128 x 128, and of TotalSegmentator's networks. */
	private static NetworkSpec body(final int outputs, final int features) {
		final List<Integer> two = List.of(2, 2, 2);
		return new NetworkSpec(3, 1, outputs, new NetworkSpec.Shape(List.of(features, 2 * features, 4 * features, 8 *
			features, 10 * features, 10 * features), Collections.nCopies(6, List.of(3, 3, 3)), List.of(List.of(1, 1, 1), two,
				two, two, two, two), Collections.nCopies(6, 2), Collections.nCopies(5, 2)), new NetworkSpec.Blocks(
					NetworkSpec.Norm.INSTANCE, 1e-5, true, true, false, NetworkSpec.DecoderKernels.SKIP, 0.01), 0);
	}

	@Test
	public void theEstimateGrowsWithSamplesPatchAndWidth() {
		final long bytes = step(2).bytes();
		assertTrue(step(3).bytes() > bytes);
		assertTrue(step(2).withPatch(List.of(48, 56, 40)).bytes() > bytes);
		assertTrue(step(2).withFeatures(36).bytes() > bytes);
	}

	@Test
	public void theLargestBatchIsTheLastThatFits() {
		for (final long bytes : new long[] { 1L << 30, 2L << 30, 7L << 30 }) {
			final int samples = step(1).largestBatch(bytes);
			assertTrue(samples == 0 || step(samples).bytes() <= bytes);
			assertTrue(step(samples + 1).bytes() > bytes);
		}
		assertEquals(0, step(1).largestBatch(1));
	}

	@Test
	public void theRefusalHasTheNumbersAndTheCure() {
		final long available = step(5).bytes();
		final OutOfMemoryException refusal = step(9).refusal(available, null);
		final String text = refusal.getMessage();
		assertTrue(text.contains("9 samples of 40 × 56 × 40 and [32, 64, 128, 256]"), text);
		assertTrue(text.contains("about " + MemoryEstimate.text(step(9).bytes())), text);
		assertTrue(text.contains(MemoryEstimate.text(available) + " are available"), text);
		assertTrue(refusal.cure().contains("batchsize=5, or features="), text);
		assertEquals("1.5 GiB", MemoryEstimate.text(3L << 29));
		assertTrue(new MemoryEstimate(hippocampus(), Precision.FP32, PATCH, 1, false).refusal(1, null).getMessage()
			.contains("A prediction with 1 sample of"));
	}

	/** A step that failed in the engine does not fit, even if the estimate says that it does. */
	@Test
	public void aSettingThatHasFailedIsNotProposedAgain() {
		final IllegalStateException cause = new IllegalStateException("no room");
		final OutOfMemoryException failure = step(5).refusal(Long.MAX_VALUE, cause);
		assertTrue(failure.cure().contains("batchsize=4,"), failure.getMessage());
		assertTrue(failure.getMessage().contains("no room"), failure.getMessage());
		assertEquals(cause, failure.getCause());
	}

	/** Each proposal fits, and the next larger one does not. */
	@Test
	public void theNearestSettingsThatFitAreProposed() {
		for (final long share : new long[] { 95, 70, 60 }) {
			final long bytes = step(4).bytes() * share / 100;
			final MemoryFit fit = MemoryFit.of(step(4), bytes);
			assertTrue(step(fit.batch()).bytes() <= bytes && step(fit.batch() + 1).bytes() > bytes);
			assertTrue(step(4).withFeatures(fit.features()).bytes() <= bytes);
			assertTrue(step(4).withFeatures(fit.features() + 4).bytes() > bytes && fit.features() % 4 == 0);
			assertTrue(step(4).withPatch(fit.patch()).bytes() <= bytes);
			for (int axis = 0; axis < 3; axis++)
				assertTrue(fit.patch().get(axis) % 8 == 0 && fit.patch().get(axis) <= PATCH.get(axis));
		}
		assertEquals(List.of(40, 48, 40), MemoryFit.of(step(2), step(2).bytes() - 1).patch());
	}

	@Test
	public void ifNothingFitsTheCureIsMoreMemory() {
		final MemoryFit fit = MemoryFit.of(step(2), 1 << 20);
		assertEquals(new MemoryFit(0, 0, List.of()), fit);
		assertTrue(fit.cure().contains("more memory"), fit.cure());
	}

	/** Group norm needs widths that are multiples of its number of groups. */
	@Test
	public void proposedWidthsSuitGroupNorm() {
		final MemoryEstimate wide = new MemoryEstimate(hippocampus().withNorm(NetworkSpec.Norm.GROUP).scaledTo(96),
			Precision.FP32, PATCH, 2, true);
		assertEquals(64, MemoryFit.of(wide, wide.bytes() - 1).features());
	}

	private static NetworkSpec hippocampus() {
		final List<Integer> two = List.of(2, 2, 2);
		return new NetworkSpec(3, 1, 3, new NetworkSpec.Shape(List.of(32, 64, 128, 256), Collections.nCopies(4,
			List.of(3, 3, 3)), List.of(List.of(1, 1, 1), two, two, two), List.of(2, 2, 2, 2), List.of(2, 2, 2)),
			new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-3, false, false, false,
			NetworkSpec.DecoderKernels.BELOW, 0.01), 0);
	}
}
