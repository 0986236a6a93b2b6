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

import org.junit.jupiter.api.Test;

/**
 * Compares schedules with the fixtures of recipe-nvidia.md appendix A.2 (single-precision values) and with
 * hand-computed values.
 */
class ScheduleTest {

	private static final double RATE = 3e-4;

	/**
	 * The fixtures were computed in single precision, so they differ from ours by a few roundings of the highest rate.
	 */
	private static final double ROUNDINGS = 3 * Math.ulp((float) RATE);

	private static void same(final double expected, final double actual) {
		assertEquals(expected, actual, ROUNDINGS);
	}

	@Test
	void noneIsConstant() {
		same(RATE, Schedule.none(RATE).rate(0, 10));
		same(RATE, Schedule.none(RATE).rate(99, 10));
		same(RATE, Schedule.none(RATE).rate(0.3));
	}

	@Test
	void polyEqualsTheFixtures() {
		final Schedule poly = Schedule.poly(RATE, 1e-5);
		same(3.0e-4, poly.rate(0, 1000));
		same(1.6540719e-4, poly.rate(500, 1000));
		same(1.0e-5, poly.rate(1000, 1000));
		same(1.0e-5, poly.rate(5000, 1000));
		same(1.6540719e-4, poly.rate(0.5));
	}

	@Test
	void polyEqualsNnUNets() {
		// 0.01 * exp(0.9 * ln 0.75)
		assertEquals(0.007718895, Schedule.poly(0.01, 0).rate(250, 1000), 1e-9);
	}

	@Test
	void cosineEqualsTheFixtures() {
		final Schedule cosine = Schedule.cosine(RATE, 0);
		same(3.0e-4, cosine.rate(0, 1000));
		same(1.5e-4, cosine.rate(500, 1000));
		same(0, cosine.rate(1000, 1000));
		same(0, cosine.rate(1001, 1000));
	}

	@Test
	void annealingEqualsTheFixtures() {
		final Schedule annealing = Schedule.cosineAnnealing(RATE, 4096, 1);
		final long[] steps = { 0, 1, 1000, 2048, 4095, 4096, 8192, 12287, 12288, 20000, 28671, 28672, 58200 };
		final double[] rates = { 3.0e-4, 2.9999999e-4, 2.6220034e-4, 1.65e-4, 3.0000043e-5, 3.0e-4, 1.65e-4, 3.0000010e-5,
			3.0e-4, 1.7740771e-4, 3.0000001e-5, 3.0e-4, 3.6460977e-5 };
		for (int i = 0; i < steps.length; i++)
			same(rates[i], annealing.rate(steps[i], 1));
	}

	@Test
	void peakDecayLowersEveryRestart() {
		final Schedule annealing = Schedule.cosineAnnealing(1, 100, 0.5);
		same(1, annealing.rate(0, 1));
		same(0.9 * 0.5 + 0.1, annealing.rate(100, 1));
		same(0.9 * 0.25 + 0.1, annealing.rate(300, 1));
		same(0.9 * 0.25 * 0.5 + 0.1, annealing.rate(500, 1));
	}

	@Test
	void warmUpRisesThenFalls() {
		final Schedule schedule = Schedule.warmUpCosine(0.1, 0, 0.2);
		same(0.004, schedule.rate(0.0));
		same(0.1 * 0.52, schedule.rate(0.1));
		same(0.1, schedule.rate(0.2));
		same(0.05, schedule.rate(0.6));
		same(0, schedule.rate(1.0));
		same(0.05, schedule.rate(60, 100));
		same(0.1, Schedule.warmUpCosine(0.1, 0, 0).rate(0.0));
	}

	@Test
	void cosinesMayEndAboveZero() {
		final Schedule schedule = Schedule.warmUpCosine(0.1, 0.02, 0.2);
		same(0.1, schedule.rate(0.2));
		same(0.06, schedule.rate(0.6));
		same(0.02, schedule.rate(1.0));
		same(0.02, Schedule.cosine(0.1, 0.02).rate(7, 5));
		same(0.06, Schedule.cosine(0.1, 0.02).rate(5, 10));
	}

	@Test
	void annealingCannotFollowTime() {
		final Schedule annealing = Schedule.cosineAnnealing(RATE, 4096, 1);
		assertThrows(IllegalStateException.class, () -> annealing.rate(0.5));
	}

	@Test
	void invalidNumbersAreRefused() {
		assertThrows(IllegalArgumentException.class, () -> Schedule.none(0));
		assertThrows(IllegalArgumentException.class, () -> Schedule.none(Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> Schedule.poly(1, -1));
		assertThrows(IllegalArgumentException.class, () -> Schedule.cosineAnnealing(1, 0, 1));
		assertThrows(IllegalArgumentException.class, () -> Schedule.cosineAnnealing(1, 1, 1.5));
		assertThrows(IllegalArgumentException.class, () -> Schedule.warmUpCosine(1, 0, 1));
	}
}
