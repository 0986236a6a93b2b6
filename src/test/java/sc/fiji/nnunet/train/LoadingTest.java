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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.augment.BatchLoader;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;

class LoadingTest {

	private static final int BATCHES = 24;

	@Test
	void smallCasesLieAnywhereInThePatchesOfPresetCpuOnly(@TempDir final Path folder) throws IOException {
		final Path data = PreparedPhantom.write(folder, 1);
		assertTrue(starts(data, "recipe") <= 2);
		assertTrue(starts(data, "cpu") >= 6);
	}

	/** NB: the same draws decide where samples lie, so other labels come from another share. */
	@Test
	void theShareOfOversamplingReachesTheSamples(@TempDir final Path folder) throws IOException {
		final Path data = PreparedPhantom.write(folder, 1);
		assertArrayEquals(labels(data, 1), labels(data, 1));
		assertFalse(Arrays.equals(labels(data, 0), labels(data, 1)));
	}

	/** The labels of some samples of half the size. */
	private static byte[] labels(final Path folder, final double oversampling) throws IOException {
		final PreprocessedDataset data = PreprocessedDataset.open(folder, "3d");
		final TrainOptions options = TrainOptions.builder().data(folder).preset("recipe").mirroring("false").batchSize(1)
			.patchShare(0.5).oversampling(oversampling).steps(BATCHES).build();
		final TrainSettings settings = TrainSettings.of(options, data.plan(), 1, true, Precision.FP32);
		final ByteArrayOutputStream labels = new ByteArrayOutputStream();
		final ExecutorService executor = Executors.newSingleThreadExecutor();
		try (BatchLoader loader = Loading.loader(options, settings, data, data.caseNames(), 0, Device.cpu(), executor,
			Workers.alone()))
		{
			for (int i = 0; i < BATCHES; i++)
				labels.write(loader.next().labels());
		}
		finally {
			executor.shutdownNow();
		}
		return labels.toByteArray();
	}

	/** How many different numbers of empty planes samples of a case that fills the patch have in front of it. */
	private static int starts(final Path folder, final String preset) throws IOException {
		final PreprocessedDataset data = PreprocessedDataset.open(folder, "3d");
		final TrainOptions options = TrainOptions.builder().data(folder).preset(preset).mirroring("false").batchSize(1)
			.steps(BATCHES).build();
		final TrainSettings settings = TrainSettings.of(options, data.plan(), 1, true, Precision.FP32);
		final int[] patch = settings.plan().patch().stream().mapToInt(n -> n).toArray();
		final Set<Integer> starts = new HashSet<>();
		final ExecutorService executor = Executors.newSingleThreadExecutor();
		try (BatchLoader loader = Loading.loader(options, settings, data, data.caseNames(), 0, Device.cpu(), executor,
			Workers.alone()))
		{
			for (int i = 0; i < BATCHES; i++)
				starts.add(emptyPlanes(loader.next(), patch));
		}
		finally {
			executor.shutdownNow();
		}
		return starts.size();
	}

	private static int emptyPlanes(final Batch batch, final int[] patch) {
		int voxel = 0;
		while (batch.images()[voxel] == 0)
			voxel++;
		return voxel / (patch[1] * patch[2]);
	}

	@Test
	void workersAreThoseOfTheUserOrFewOnACpu() {
		final Device gpu = new Device(0, 0);
		assertEquals(8, Loading.workers(0, gpu));
		assertEquals(3, Loading.workers(3, gpu));
		assertEquals(2, Loading.workers(0, Device.cpu()));
		assertEquals(1, Loading.workers(1, Device.cpu()));
		assertEquals(2, Loading.workers(16, Device.cpu()));
	}
}
