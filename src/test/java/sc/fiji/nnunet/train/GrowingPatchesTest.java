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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.augment.BatchLoader;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StandInEngine;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.progress.Recorded;

class GrowingPatchesTest {

	private final Recorded recorded = new Recorded();
	private final List<BatchLoader> opened = new ArrayList<>();
	private final List<Long> firstSteps = new ArrayList<>();
	private ExecutorService executor;
	private Path folder;
	private PreprocessedDataset data;
	private TrainSettings settings;
	private double passed;

	@BeforeEach
	void prepare(@TempDir final Path temp) throws IOException {
		executor = Executors.newSingleThreadExecutor();
		folder = PreparedPhantom.write(temp, 2);
		data = PreprocessedDataset.open(folder, "3d");
		settings = settings("cpu");
	}

	@AfterEach
	void close() {
		executor.shutdownNow();
	}

	/** Those of a processor for which a minute is 800 steps. */
	private TrainSettings settings(final String preset) {
		return settings(preset, true);
	}

	private TrainSettings settings(final String preset, final boolean growing) {
		final TrainOptions minute = options().preset(preset).minutes(1).build();
		return TrainSettings.of(minute, data.plan(), 2, true, Precision.FP32, 1, new Pace(800 * PreparedPhantom.minutes(minute,
			data.plan()), growing));
	}

	private TrainOptions.Builder options() {
		return TrainOptions.builder().data(folder).mirroring("false").batchSize(1);
	}

	private GrowingPatches patches(final TrainSettings of, final long step) throws IOException {
		return new GrowingPatches(of, (one, first) -> {
			final BatchLoader loader = Loading.loader(options().minutes(1).build(), one, data, data.caseNames(), first, Device
				.cpu(), executor, Workers.alone());
			opened.add(loader);
			firstSteps.add(first);
			return loader;
		}, step, () -> passed, recorded);
	}

	private static long voxels(final TrainSettings of) {
		return of.plan().patch().stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
	}

	private static long voxels(final Batch batch) {
		return batch.images().length / batch.samples();
	}

	@Test
	void patchesAreSmallFirstAndThenWhole() throws IOException {
		final long small = voxels(settings.small()), whole = voxels(settings);
		assertTrue(small < 0.6 * whole && small > 0.2 * whole, small + " of " + whole);
		try (GrowingPatches patches = patches(settings, 10)) {
			assertTrue(patches.areSmall());
			assertEquals(whole, voxels(patches.whole()), "memory and time are tried with whole patches");
			final Batch tried = patches.first();
			assertSame(tried, patches.next(), "a batch that was tried is not lost");
			assertEquals(small, voxels(tried));
			passed = settings.smallUntil() - 1e-6;
			assertEquals(small, voxels(patches.next()));
			final double waited = patches.waitedSeconds();
			assertEquals(List.of(), recorded.lines);
			passed = settings.smallUntil();
			assertEquals(whole, voxels(patches.next()));
			assertFalse(patches.areSmall());
			assertTrue(patches.waitedSeconds() >= waited);
			passed = 0;
			assertEquals(whole, voxels(patches.next()), "they do not shrink again");
		}
		assertEquals(List.of(10L, 10L, 12L), firstSteps, "small, the one to try, whole");
		assertEquals(1, recorded.lines.size());
		assertTrue(recorded.lines.get(0).endsWith("from step 13 on"), recorded.lines.get(0));
		for (final BatchLoader loader : opened)
			assertThrows(IllegalStateException.class, loader::next);
	}

	@Test
	void aTrainingThatGoesOnLaterHasWholePatchesAtOnce() throws IOException {
		passed = settings.smallUntil();
		try (GrowingPatches patches = patches(settings, 77)) {
			assertSame(patches.whole(), patches.next());
			assertEquals(voxels(settings), voxels(patches.next()));
		}
		assertEquals(List.of(77L), firstSteps);
		assertEquals(List.of(), recorded.lines);
	}

	/** A smaller patch would be compiled for nothing there. */
	@Test
	void aGpuHasWholePatches() throws IOException {
		for (final Device device : List.of(Device.cpu(), new Device(0, 0))) {
			final Engine engine = new StandInEngine() {

				@Override
				public Device device() {
					return device;
				}
			};
			try (GrowingPatches patches = Loading.patches(options().minutes(1).build(), settings("cpu", Pace.of(engine, 1)
				.growing()), data, data.caseNames(), 0, engine, executor, () -> passed, recorded))
			{
				assertEquals(!device.isGpu(), patches.areSmall());
			}
		}
	}

	@Test
	void aRecipeHasWholePatches() throws IOException {
		final TrainSettings recipe = settings("recipe");
		assertEquals(0, recipe.smallUntil());
		try (GrowingPatches patches = patches(recipe, 0)) {
			assertFalse(patches.areSmall());
			assertEquals(voxels(recipe), voxels(patches.next()));
		}
		assertEquals(1, opened.size());
	}
}
