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
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavingTimesTest {

	/** Epochs of so many seconds during 100 of training, and a checkpoint that takes so long. */
	@ParameterizedTest
	@CsvSource({ "5, 0.03, 20", "5, 0.2, 20", "5, 0.5, 10", "0.25, 0.25, 20", "0.25, 0.005, 400", "50, 4, 1" })
	void savingTakesAtMostATwentiethOfTheTime(final double epoch, final double took, final int expected) {
		final SavingTimes times = new SavingTimes(0);
		times.saved(0, took);
		int count = 0;
		for (int e = 1; e * epoch <= 100; e++)
			if (times.afterEpoch(e * epoch)) {
				times.saved(e * epoch, took);
				count++;
			}
		assertEquals(expected, count);
		assertTrue(count == 0 || count * took <= 0.05 * 100 + 1e-9);
	}

	@Test
	void theFirstEpochIsKeptAndLongOnesAreKeptWithin() {
		final SavingTimes times = new SavingTimes(7);
		assertTrue(times.afterEpoch(7.1), "how long it takes is not known yet");
		assertFalse(times.within(300));
		assertTrue(times.within(308));
		times.saved(308, 1);
		assertFalse(times.within(600));
	}
}
