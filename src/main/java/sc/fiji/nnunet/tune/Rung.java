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
package sc.fiji.nnunet.tune;

import java.util.ArrayList;
import java.util.List;

/**
 * One round of the search: so many trials with the same share of the budget.
 *
 * @param number its number, 0 first
 * @param trials the number of trials
 * @param share the share of the full budget that each gets
 */
record Rung(int number, int trials, double share) {

	/** How many times fewer trials get how many times more of the budget in the next round. */
	private static final int FACTOR = 3;

	/** The most rounds: what is good after a ninth of the time still tells something about all of it. */
	private static final int MOST = 3;

	/** Successive halving for a number of trials: a third of them each time, until few are left or the budget is full. */
	static List<Rung> of(final int trials) {
		int rounds = 1;
		for (int left = trials; left > FACTOR && rounds < MOST; left = (left + FACTOR - 1) / FACTOR)
			rounds++;
		final List<Rung> rungs = new ArrayList<>();
		int left = trials;
		for (int number = 0; number < rounds; number++) {
			rungs.add(new Rung(number, left, Math.pow(FACTOR, number - rounds + 1)));
			left = (left + FACTOR - 1) / FACTOR;
		}
		return rungs;
	}
}
