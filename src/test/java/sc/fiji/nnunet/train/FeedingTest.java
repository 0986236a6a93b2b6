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
package sc.fiji.nnunet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.augment.BatchLoader;
import sc.fiji.nnunet.augment.NvidiaSampler;
import sc.fiji.nnunet.augment.PatchSource;
import sc.fiji.nnunet.augment.SamplingSpec;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Feeding;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.StandInNetwork;

/** Tests in which order batches are brought to a device; batch k holds the number k. */
class FeedingTest {

	private final ExecutorService executor = Executors.newSingleThreadExecutor();
	private final List<Float> staged = Collections.synchronizedList(new ArrayList<>());
	private int cases = 20;

	@AfterEach
	void stop() {
		executor.shutdownNow();
	}

	/** A case whose voxels are its number; case 13 cannot be read. */
	private record Case(int number) implements PatchSource {

		@Override
		public String name() {
			return "case" + number;
		}

		@Override
		public int[] size() {
			return new int[] { 4, 4, 4 };
		}

		@Override
		public int channels() {
			return 1;
		}

		@Override
		public void readPatch(final int[] start, final int[] size, final float[] into) throws IOException {
			if (number == 13) throw new IOException("unreadable");
			Arrays.fill(into, number);
		}

		@Override
		public void readLabels(final int[] start, final int[] size, final byte[] into) {
			Arrays.fill(into, (byte) 0);
		}
	}

	private BatchLoader loader() {
		final List<PatchSource> sources = new ArrayList<>();
		for (int i = 0; i < cases; i++)
			sources.add(new Case(i));
		final SamplingSpec spec = new SamplingSpec(new int[] { 4, 4, 4 }, 1, 0, 0, false, 1, 4);
		return new BatchLoader(sources, spec, new NvidiaSampler(spec.blockZyx(), 0, -1), (batch, block) -> (int) batch %
			cases, List.of(), executor, 0, 1, 0);
	}

	private Network network(final boolean stages) {
		return new StandInNetwork(null) {

			@Override
			public boolean stages() {
				return stages;
			}

			@Override
			public void stage(final Batch batch) {
				staged.add(batch.images()[0]);
			}
		};
	}

	@Test
	void theNextBatchIsOnTheDeviceWhileAStepRuns() throws IOException {
		try (BatchLoader loader = loader(); Feeding batches = new Feeding(loader, network(true), executor)) {
			final Batch first = batches.next();
			assertEquals(List.of(), staged, "trial steps take the first batch from memory");
			batches.start(first);
			for (int step = 0; step < 5; step++)
				batches.next();
			assertTrue(batches.waitedSeconds() >= 0);
		}
		assertEquals(List.of(0f, 1f, 2f, 3f, 4f, 5f, 6f), staged, "the last one was begun and is not taken");
	}

	@Test
	void onAProcessorTheBatchesAreThoseOfTheLoader() throws IOException {
		try (BatchLoader loader = loader(); Feeding batches = new Feeding(loader, network(false), executor)) {
			final Batch first = batches.next();
			batches.start(first);
			assertEquals(0, first.images()[0]);
			assertEquals(1, batches.next().images()[0]);
			assertEquals(List.of(), staged);
			assertEquals(loader.waitedSeconds(), batches.waitedSeconds());
		}
	}

	@Test
	void aBatchThatCannotBeReadIsTheFailureOfItsStep() throws IOException {
		try (BatchLoader loader = loader(); Feeding batches = new Feeding(loader, network(true), executor)) {
			batches.start(batches.next());
			for (int step = 1; step < 13; step++)
				batches.next();
			final Exception failure = assertThrows(Exception.class, batches::next);
			assertTrue(failure.getMessage().contains("case13"), failure.toString());
		}
	}
}
