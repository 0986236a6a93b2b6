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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Compares training on batches that wait on the device, which here is the processor, with training from memory. */
class StagedBatchTest {

	private static final NetworkSpec SPEC = TrainStepBenchmark.spec().scaledTo(4);
	private static final List<Integer> PATCH = List.of(16, 16, 16);

	private static TensorFlowNetwork network(final boolean staged) {
		return new TensorFlowNetwork(SPEC, new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.adam(1e-4), Precision.FP32),
			new SessionConfig(new Device(-1, 1), false, staged, Precision.FP32), 1);
	}

	private static Batch batch(final int number) {
		final Batch batch = GpuTrial.noise(SPEC, PATCH, 2);
		for (int i = 0; i < batch.images().length; i++)
			batch.images()[i] *= number + 1;
		return batch;
	}

	@Test
	void aStepOnABatchThatWaitsEqualsOneFromMemoryBitForBit() throws IOException {
		Natives.prepare(null);
		try (TensorFlowNetwork ahead = network(true); TensorFlowNetwork memory = network(false)) {
			assertTrue(ahead.stages());
			assertFalse(memory.stages());
			Batch next = batch(0);
			ahead.stage(next);
			for (int step = 0; step < 4; step++) {
				final Batch current = next;
				Arrays.fill(current.images(), Float.NaN); // the arrays belong to another batch by now
				next = batch(step + 1);
				final Batch following = next;
				final CompletableFuture<Void> brought = CompletableFuture.runAsync(() -> ahead.stage(following));
				assertEquals(memory.step(batch(step), 1e-3).loss(), ahead.step(current, 1e-3).loss());
				brought.join();
			}
			final Map<String, float[]> expected = memory.weights();
			ahead.weights().forEach((name, values) -> assertArrayEquals(expected.get(name), values, name));
		}
	}

	/** An update runs, for which memory is asked, and all is as it was, so that training is the same. */
	@Test
	void aRehearsedUpdateChangesNothing() throws IOException {
		Natives.prepare(null);
		try (TensorFlowNetwork rehearsed = network(true); TensorFlowNetwork memory = network(false)) {
			final Map<String, float[]> weights = rehearsed.weights();
			final Map<String, float[]> state = rehearsed.state();
			rehearsed.rehearse(batch(0));
			final Batch large = new Batch(2, new int[] { 1 << 14, 1 << 14, 1 << 14 }, new float[0], new byte[0]);
			assertThrows(OutOfMemoryException.class, () -> rehearsed.rehearse(large));
			assertFalse(rehearsed.trial(batch(0)).applied());
			rehearsed.weights().forEach((name, values) -> assertArrayEquals(weights.get(name), values, name));
			rehearsed.state().forEach((name, values) -> assertArrayEquals(state.get(name), values, name));
			assertEquals(0, rehearsed.steps());
			for (int step = 0; step < 3; step++)
				assertEquals(memory.step(batch(step), 1e-3).loss(), rehearsed.step(batch(step), 1e-3).loss());
		}
	}

	/** A scale that float16 cannot hold is halved until an update is applied, and is then what it was. */
	@Test
	void aRehearsalGoesOnUntilAnUpdateIsApplied() throws IOException {
		Natives.prepare(null);
		try (TensorFlowNetwork network = network(true)) {
			final NetworkValues values = network.values();
			final Map<String, float[]> before = values.weights();
			final int[] calls = { 0 };
			values.unchanged(() -> {
				network.step(batch(0), 1e-2);
				return ++calls[0] == 3;
			});
			assertEquals(3, calls[0]);
			values.weights().forEach((name, now) -> assertArrayEquals(before.get(name), now, name));
			values.unchanged(() -> ++calls[0] < 0);
			assertEquals(15, calls[0], "and not for ever");
		}
	}

	@Test
	void otherBatchesAreTakenFromMemoryMeanwhile() throws IOException {
		Natives.prepare(null);
		try (TensorFlowNetwork ahead = network(true); TensorFlowNetwork memory = network(false)) {
			final Batch waiting = batch(1);
			ahead.trial(batch(0));
			ahead.stage(waiting);
			assertEquals(memory.loss(batch(2)).loss(), ahead.loss(batch(2)).loss());
			assertEquals(memory.step(batch(0), 1e-3).loss(), ahead.step(batch(0), 1e-3).loss());
			assertEquals(memory.step(batch(1), 1e-3).loss(), ahead.step(waiting, 1e-3).loss());
		}
	}
}
