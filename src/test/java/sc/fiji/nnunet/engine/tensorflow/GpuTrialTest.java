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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StandInNetwork;
import sc.fiji.nnunet.engine.StepResult;

/** Tests which way of computing is chosen on a GPU, with networks that only let a clock run. */
class GpuTrialTest {

	private static final GpuTrial.Way PLAIN = new GpuTrial.Way(Precision.FP32, false);
	private static final GpuTrial.Way HALF = new GpuTrial.Way(Precision.FP16, false);
	private static final GpuTrial.Way COMPILED = new GpuTrial.Way(Precision.FP32, true);
	private static final GpuTrial.Way BOTH = new GpuTrial.Way(Precision.FP16, true);

	private final AtomicLong clock = new AtomicLong();
	private final Map<GpuTrial.Way, Double> losses = new HashMap<>();
	private final List<String> closed = new ArrayList<>();

	/** A network whose first step takes a minute and the others so many milliseconds; below 0 it has too little memory. */
	private Network network(final GpuTrial.Way way, final long milliseconds) {
		final int[] steps = { 0 };
		return new StandInNetwork(null) {

			@Override
			public StepResult step(final Batch batch, final double learningRate) {
				if (milliseconds < 0) throw new OutOfMemoryException("too large", "", null);
				clock.addAndGet(steps[0]++ == 0 ? 60_000_000_000L : milliseconds * 1_000_000);
				return new StepResult(losses.getOrDefault(way, 1.0), 1, steps[0] > 2, null, null, null);
			}

			@Override
			public void close() {
				closed.add(way.toString());
			}
		};
	}

	private GpuTrial.Way choose(final long plain, final long half, final long compiled, final long both) {
		final Map<GpuTrial.Way, Long> times = Map.of(PLAIN, plain, HALF, half, COMPILED, compiled, BOTH, both);
		return GpuTrial.fastest(GpuTrial.ways(false, true), way -> network(way, times.get(way)), new Batch(1, new int[] { 1 },
			new float[1], new byte[1]), clock::get);
	}

	@Test
	void theFastestWayIsChosenWithoutItsFirstStep() {
		assertEquals(BOTH, choose(100, 110, 60, 52));
		assertEquals(COMPILED, choose(100, 110, 60, 70));
		assertEquals(HALF, choose(100, 50, 60, 70));
		assertEquals(PLAIN, choose(100, 110, 120, 130));
		assertEquals(PLAIN, choose(100, 98, 97, 96), "what is hardly faster is not worth it");
		assertEquals(20, closed.size());
	}

	@Test
	void nothingElseIsCompiledAfterAWayThatTakesLessThanHalfTheTime() {
		assertEquals(BOTH, choose(100, 10, 10, 49));
		assertEquals(List.of(PLAIN.toString(), BOTH.toString()), closed);
	}

	@Test
	void aWayWithAnotherLossIsNotChosen() {
		losses.put(BOTH, 1.1);
		losses.put(HALF, Double.NaN);
		assertEquals(COMPILED, choose(100, 10, 60, 10));
		losses.put(HALF, 1.01);
		assertEquals(HALF, choose(100, 10, 60, 10));
	}

	@Test
	void aWayThatNeedsLessMemoryIsFound() {
		assertEquals(BOTH, choose(-1, 110, -1, 38));
		assertEquals(PLAIN, choose(-1, -1, -1, -1));
	}

	@Test
	void xlaIsNotLeftOutIfTheUserWantsIt() {
		assertEquals(List.of(COMPILED, BOTH), GpuTrial.ways(true, true));
		assertEquals(List.of(PLAIN, HALF), GpuTrial.ways(false, false), "where XLA lacks something");
	}

	@Test
	void theBatchHasTheSizeOfTheTraining() {
		final Batch batch = GpuTrial.noise(TrainStepBenchmark.spec(), List.of(8, 16, 24), 3);
		assertEquals(3 * 8 * 16 * 24, batch.labels().length);
		assertEquals(3, batch.samples());
	}
}
