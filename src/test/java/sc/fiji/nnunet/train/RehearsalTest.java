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

import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.StandInNetwork;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.progress.Recorded;

class RehearsalTest {

	private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 24, 12, 0, 0);

	private final Recorded recorded = new Recorded();

	private String promise(final Budget budget, final double each, final long step, final double spent) {
		return promise(budget, each, step, spent, "");
	}

	private String promise(final Budget budget, final double each, final long step, final double spent,
		final String test)
	{
		new Rehearsal(new TrainSettings(null, null, null, budget, 10, 0, 2, null,
			new Patches(List.of(), List.of(), List.of(), 0, 0)), recorded).promise(each, step, spent,
			NOON, test);
		assertEquals(List.of(), recorded.statuses);
		return recorded.lines.get(recorded.lines.size() - 1);
	}

	@Test
	void theEndOfABudgetInStepsIsEstimated() {
		assertEquals("tried a step: about 0.5 s; 1000 steps take about 8 min without validation, until about 12:08",
			promise(new Budget(0, 1000, 0, 0), 0.5, 0, 0).replace("0.50", "0.5"));
		assertEquals("tried a step: about 3.0 s; 90 steps take about 5 min without validation, until about 12:04", promise(
			new Budget(10, 0, 0, 0), 3, 10, 77));
		assertEquals("tried a step: about 60 s; 2000 steps take about 33 h 20 min without validation, until about" +
			" 2026-11-25 21:20, or earlier if validation stops improving", promise(new Budget(0, 2000, 0, 5), 60,
				0, 0));
	}

	@Test
	void theStepsOfABudgetInMinutesAreEstimated() {
		assertEquals("tried a step: about 0.25 s; 30 min are enough for about 7200 steps, fewer with validation," +
			" until about 12:30", promise(new Budget(0, 0, 30, 0), 0.25, 0, 0));
		assertEquals("tried a step: about 0.25 s; 5 min are enough for about 1200 steps, fewer with validation," +
			" until about 12:05", promise(new Budget(0, 0, 30, 0), 0.25, 6000, 1500));
		assertEquals("tried a step: about 0.25 s; 20 steps take about 5 s without validation, until about 12:00",
			promise(new Budget(0, 20, 30, 0), 0.25, 0, 0));
	}

	/** The budget is that of the steps alone, but who waits for the end waits for the test, too. */
	@Test
	void theTestThatFollowsTheLastStepIsAnnounced() {
		assertEquals("tried a step: about 0.25 s; 30 min are enough for about 7200 steps, fewer with validation," +
			" until about 12:30; then 40 held-out cases are validated and tested, roughly 20 min more", promise(new Budget(0,
				0, 30, 0), 0.25, 0, 0, Rehearsal.testing(40, 1200)));
		assertEquals("; then 1 held-out case is validated and tested", Rehearsal.testing(1, Double.NaN));
	}

	/** Validated with the averaged weights, perhaps with the others, and tested; the worker that has the most cases counts. */
	@Test
	void theTimeAfterTheLastStepIsThatOfAllPredictionsByTheSlowestWorker() {
		assertEquals(20, Rehearsal.ending(10, 5, 1, false), 1e-9);
		assertEquals(30, Rehearsal.ending(10, 5, 1, true), 1e-9);
		assertEquals(12, Rehearsal.ending(10, 5, 2, false), 1e-9, "three of five cases");
		assertEquals(15, Rehearsal.ending(10, 2, 8, true), 1e-9, "six workers have none");
	}

	/** Of two minutes, half a minute takes 1,000 small steps and the rest 750 whole ones. */
	@Test
	void smallStepsAndWholeOnesAreAveragedOverTheTimeThatIsLeft() {
		final Rehearsal rehearsal = new Rehearsal(new TrainSettings(null, null, null, new Budget(0, 0, 2, 0), 10, 0, 2, null,
			new Patches(List.of(), List.of(), List.of(), 0.25, 0)), recorded);
		assertEquals(120.0 / 1750, rehearsal.average(0.03, 0.12, 0, 0), 1e-12);
		assertEquals(105.0 / 1250, rehearsal.average(0.03, 0.12, 300, 15), 1e-12);
	}

	/** The first of two short steps includes preparations; a long one is not tried twice. */
	@Test
	void theSecondOfTwoShortStepsCounts() {
		final Deque<Long> times = new ArrayDeque<>(List.of(0L, 4_000_000_000L, 4_000_000_000L, 4_500_000_000L));
		final List<String> calls = new ArrayList<>();
		final Network network = new StandInNetwork(null) {

			@Override
			public StepResult trial(final Batch batch) {
				calls.add("trial");
				return null;
			}

			@Override
			public void rehearse(final Batch batch) {
				calls.add("update");
			}
		};
		assertEquals(0.5, Rehearsal.seconds(network, null, false, times::remove));
		assertEquals(List.of("trial", "trial"), calls);
		times.addAll(List.of(0L, 60_000_000_000L));
		assertEquals(60, Rehearsal.seconds(network, null, false, times::remove));
		assertEquals(3, calls.size());
		times.addAll(List.of(0L, 35_000_000_000L, 35_000_000_000L, 35_400_000_000L, 35_400_000_000L, 35_500_000_000L));
		calls.clear();
		assertEquals(0.1, Rehearsal.seconds(network, null, true, times::remove), 1e-9, "a GPU compiles first");
		assertEquals(List.of("update", "trial", "trial", "trial"), calls);
	}
}
