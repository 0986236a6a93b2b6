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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BudgetTest {

	private static final Plateau FRESH = Plateau.start();

	@Test
	void theFirstLimitThatIsReachedEndsTheTraining() {
		final Budget both = new Budget(3, 20, 0, 0);
		assertEquals(20, both.totalSteps(10));
		assertEquals(15, both.totalSteps(5));
		assertFalse(both.spent(19, 10, 1e9, FRESH));
		assertTrue(both.spent(20, 10, 0, FRESH));
		final Budget timed = new Budget(0, 100, 2, 0);
		assertFalse(timed.spent(99, 10, 119.9, FRESH));
		assertTrue(timed.spent(0, 10, 120, FRESH));
		assertTrue(timed.spent(100, 10, 0, FRESH));
	}

	@Test
	void theFractionIsThatOfTheNearestLimit() {
		final Budget budget = new Budget(0, 100, 2, 0);
		assertEquals(0.5, budget.fraction(50, 10, 12), 1e-12);
		assertEquals(0.75, budget.fraction(50, 10, 90), 1e-12);
		assertEquals(1, budget.fraction(500, 10, 0), 0);
		assertEquals(0.25, new Budget(0, 0, 2, 0).fraction(1_000_000, 10, 30), 1e-12);
		assertEquals(Long.MAX_VALUE, new Budget(0, 0, 2, 0).totalSteps(10));
	}

	@Test
	void theRateFollowsTimeIfTheScheduleCan() {
		final Budget minutes = new Budget(0, 0, 1, 0);
		assertEquals(0.05, minutes.rate(Schedule.cosine(0.1, 0), 7, 10, 30), 1e-12);
		assertEquals(0.05, new Budget(2, 0, 0, 0).rate(Schedule.cosine(0.1, 0), 10, 10, 999), 1e-12);
		assertEquals(0.055, minutes.rate(Schedule.cosineAnnealing(0.1, 10, 1), 5, 10, 59), 1e-12);
	}

	@Test
	void patienceEndsTheTrainingAfterThatManyValidations() {
		final Budget budget = new Budget(0, 1000, 0, 2);
		Plateau plateau = FRESH.next(0.5);
		assertTrue(plateau.improved());
		plateau = plateau.next(0.5);
		assertFalse(plateau.improved());
		assertFalse(budget.spent(5, 10, 0, plateau));
		assertTrue(budget.spent(5, 10, 0, plateau.next(Double.NaN)));
		assertFalse(budget.spent(5, 10, 0, plateau.next(0.6)));
		assertEquals(0.6, plateau.next(0.6).best());
		assertFalse(new Budget(0, 1000, 0, 0).spent(5, 10, 0, new Plateau(0.5, 99)));
	}

	@Test
	void invalidNumbersAreRefused() {
		assertThrows(IllegalArgumentException.class, () -> new Budget(0, 0, 0, 3));
		assertThrows(IllegalArgumentException.class, () -> new Budget(-1, 0, 0, 0));
		assertThrows(IllegalArgumentException.class, () -> new Budget(0, 0, Double.NaN, 0));
	}
}
