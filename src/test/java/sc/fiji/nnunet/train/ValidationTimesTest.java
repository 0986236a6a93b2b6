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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class ValidationTimesTest {

	/** The seconds at which a training validates that takes a step a second. */
	private static List<Integer> times(final int budget, final double expected, final double really) {
		final ValidationTimes times = new ValidationTimes(0, budget, expected);
		final List<Integer> all = new ArrayList<>();
		for (double seconds = 1; seconds < budget; seconds++) {
			if (!times.due(seconds)) continue;
			all.add((int) seconds);
			seconds += really;
			times.validated(seconds, really);
		}
		return all;
	}

	@Test
	void aTrainingShowsItsRise() {
		assertEquals(List.of(30, 120, 210), times(300, 10, 10));
		assertEquals(List.of(60), times(600, 100, 100), "one early, and the one after the last step");
		assertEquals(List.of(), times(600, 130, 130), "more than a fifth of the time is too much");
	}

	@Test
	void aTrainingOfFewMinutesSpendsNoMoreThanATenth() {
		assertEquals(List.of(6), times(60, 6, 6));
		assertEquals(List.of(), times(60, 7, 7));
		assertEquals(List.of(), times(300, 31, 31));
	}

	@Test
	void validationsAreEvenAndTakeATenthOfTheTime() {
		final List<Integer> times = times(3600, 12, 12);
		assertEquals(30, times.size(), times.toString());
		for (int i = 2; i < times.size(); i++)
			assertTrue(Math.abs(times.get(i) - times.get(i - 1) - 116) <= 3, times.toString());
	}

	@Test
	void aWrongEstimateIsCorrectedByTheFirstValidation() {
		final List<Integer> slow = times(3600, 1, 60);
		assertTrue(slow.size() == 6 && slow.get(0) < 40 && slow.get(5) > 2400, slow.toString());
		final List<Integer> quick = times(3600, 600, 6);
		assertEquals(360, quick.get(0));
		assertTrue(quick.size() > 50, quick.toString());
	}

	@Test
	void aResumedTrainingPlansTheRest() {
		final ValidationTimes times = new ValidationTimes(1800, 3600, 60);
		assertTrue(!times.due(1801) && times.due(1980));
		times.validated(2040, 60);
		assertTrue(!times.due(2519) && times.due(2520));
		assertTrue(new ValidationTimes(360, 600, 40).due(384), "the training is not short, though what is left of it is");
	}
}
