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
package sc.fiji.nnunet.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Batch;

/** Tests the composition of batches, especially in 2D. */
class SamplingSpecTest {

	private static SamplingSpec flat(final int batch, final int nvol) {
		return new SamplingSpec(new int[] { 1, 3, 4 }, batch, 0.33, nvol, true, 1, 5);
	}

	/** A case whose voxels encode case and slice: 100 case + slice. */
	private static MemorySource slices(final int number, final int depth) {
		final MemorySource source = new MemorySource("case" + number, 1, depth, 3, 4);
		for (int i = 0; i < source.image.length; i++)
			source.image[i] = 100 * number + i / 12;
		return source;
	}

	@Test
	void a2dBatchConsistsOfRunsOfSlices() throws IOException {
		final SamplingSpec spec = flat(8, 2);
		assertEquals(2, spec.blocks());
		assertArrayEquals(new int[] { 4, 3, 4 }, spec.blockZyx());
		final List<PatchSource> cases = List.of(slices(0, 9), slices(1, 12), slices(2, 10));
		try (BatchLoader loader = new BatchLoader(cases, spec, new NvidiaSampler(spec.blockZyx(), 0.33, -1), CaseOrder
			.reshuffled(3, 2, 1), List.of(), Runnable::run, 1, 1, 0))
		{
			for (int step = 0; step < 20; step++) {
				final Batch batch = loader.next();
				assertEquals(8, batch.samples());
				assertArrayEquals(new int[] { 3, 4 }, batch.size());
				for (int sample = 0; sample < 8; sample++)
					for (int i = 0; i < 12; i++)
						assertEquals(batch.images()[sample / 4 * 48] + sample % 4, batch.images()[sample * 12 + i]);
				assertTrue(batch.images()[3 * 12] % 100 < 12, "a run stays within its case");
			}
		}
	}

	@Test
	void withoutNvolEverySliceIsDrawnIndependently() throws IOException {
		final SamplingSpec spec = flat(6, 0);
		assertEquals(6, spec.blocks());
		final List<PatchSource> cases = List.of(slices(0, 9), slices(1, 12), slices(2, 10));
		final Labels labels = Labels.of("background", "a");
		int consecutive = 0;
		try (BatchLoader loader = new BatchLoader(cases, spec, new NnUNetSampler(spec.blockZyx(), 0.33, 6, labels),
			CaseOrder.withReplacement(3, 1), List.of(), Runnable::run, 1, 1, 0))
		{
			for (int step = 0; step < 50; step++) {
				final Batch batch = loader.next();
				for (int sample = 1; sample < 6; sample++)
					if (batch.images()[sample * 12] == batch.images()[(sample - 1) * 12] + 1) consecutive++;
			}
		}
		assertTrue(consecutive < 50, "of 250 pairs by chance about 8: " + consecutive);
	}

	@Test
	void slicesOfARunShareTheirAugmentation() throws IOException {
		final SamplingSpec spec = flat(8, 2);
		final List<PatchSource> cases = List.of(slices(0, 9), slices(1, 12));
		final List<Augmentation> brightness = List.of(new Brightness(1, 0.5, 2));
		try (BatchLoader loader = new BatchLoader(cases, spec, new NvidiaSampler(spec.blockZyx(), 0, -1), (batch,
			block) -> 1, brightness, Runnable::run, 1, 1, 0))
		{
			final float[] images = loader.next().images();
			// slice s of case 1 is f (100 + s)
			final float factor = images[12] - images[0];
			for (int slice = 1; slice < 4; slice++)
				assertEquals(images[0] + slice * factor, images[slice * 12], 1e-3);
			final float other = images[60] - images[48];
			assertTrue(Math.abs(factor - other) > 1e-4, "the other run has its own");
		}
	}

	@Test
	void aBatchThatCannotBeDividedIsAnError() {
		final String message = assertThrows(IllegalArgumentException.class, () -> flat(7, 2)).getMessage();
		assertTrue(message.contains("7") && message.contains("2") && message.contains("multiple"), message);
		assertThrows(IllegalArgumentException.class, () -> flat(2, 3));
		assertThrows(IllegalArgumentException.class, () -> flat(0, 0));
		assertThrows(IllegalArgumentException.class, () -> new SamplingSpec(new int[] { 1, 3 }, 2, 0, 0, false, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> new SamplingSpec(new int[] { 2, 3, 3 }, 2, 0, 0, true, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> new SamplingSpec(new int[] { 2, 3, 3 }, 2, 1.5, 0, false, 1, 1));
	}

	@Test
	void shallowCasesShareTheBatchAmongMoreVolumes() {
		assertEquals(4, flat(64, 2).withinDepth(20).nvol());
		assertEquals(64, flat(64, 2).withinDepth(1).nvol());
		assertEquals(3, flat(6, 2).withinDepth(2).nvol());
		final SamplingSpec enough = flat(64, 2);
		assertSame(enough, enough.withinDepth(32));
		final SamplingSpec solid = new SamplingSpec(new int[] { 8, 8, 8 }, 2, 0, 2, false, 1, 1);
		assertSame(solid, solid.withinDepth(1));
		assertEquals(2, solid.blocks());
		assertEquals("64 slices of [1, 3, 4] in 2 blocks, oversampling 0.33, seed 1, 5 steps per epoch", enough.toString());
	}
}
