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
package sc.fiji.nnunet.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

/** Tests the estimate of the time left, the format of durations and prefixes of progress. */
class TimeLeftTest {

	private long now = 5_000_000_000L;
	private final TimeLeft left = new TimeLeft(() -> now);

	private double after(final double seconds, final double fraction) {
		now += Math.round(seconds * 1e9);
		return left.seconds(fraction);
	}

	@Test
	void aJobOfConstantSpeedIsPredictedExactly() {
		after(0, 0);
		for (int i = 1; i <= 50; i++)
			assertEquals(i == 1 ? Double.NaN : 100 - i, after(1, i / 100.0), 1e-9);
	}

	@Test
	void thereIsNoEstimateTooEarly() {
		after(0, 0);
		assertTrue(Double.isNaN(after(1.9, 0.3)));
		assertEquals(2 * 0.6 / 0.4, after(0.1, 0.4), 1e-9);
		final TimeLeft slow = new TimeLeft(() -> now);
		slow.seconds(0);
		now += 100_000_000_000L;
		assertTrue(Double.isNaN(slow.seconds(0.004)), "less than half a percent says nothing");
	}

	/** A training that resumes at 90 % after three seconds of loading, and needs 100 s for the rest. */
	@Test
	void workOfAnEarlierRunIsForgotten() {
		after(0, 0);
		after(3, 0.9);
		for (int i = 1; i <= 4; i++)
			after(1, 0.9 + i * 0.001);
		assertEquals(95, after(1, 0.905), 1e-6);
		assertEquals(94, after(1, 0.906), 1e-6);
	}

	@Test
	void theEstimateFollowsAJobThatSlowsDown() {
		after(0, 0);
		for (int i = 1; i <= 10; i++)
			after(1, i * 0.05);
		for (int i = 1; i <= 25; i++)
			after(1, 0.5 + i * 0.005);
		assertEquals(0.375 / 0.005, left.seconds(0.625), 1e-6);
	}

	@Test
	void aLateUpdateChangesNothing() {
		after(0, 0);
		after(10, 0.1);
		assertEquals(80, after(10, 0.2), 1e-9);
		after(0.1, 0.1);
		assertEquals(10 * 0.7 / 0.1, after(9.9, 0.3), 3);
	}

	@Test
	void fewPointsAreKeptHoweverOftenItIsCalled() {
		after(0, 0);
		for (int i = 1; i <= 200_000; i++)
			after(0.01, i / 400_000.0);
		assertEquals(2000, left.seconds(0.5), 1);
	}

	@Test
	void theTimeLeftFollowsTheStatus() {
		assertEquals("reading", left.withTimeLeft("reading", 0));
		now += 30_000_000_000L;
		assertEquals("step 3, 90 s left", left.withTimeLeft("step 3", 0.25));
	}

	@Test
	void durationsInWords() {
		assertEquals("0.4 s", Seconds.words(0.44));
		assertEquals("5 s", Seconds.words(5));
		assertEquals("45 s", Seconds.words(45.2));
		assertEquals("99 s", Seconds.words(99.4));
		assertEquals("2 min", Seconds.words(99.5));
		assertEquals("12 min", Seconds.words(720));
		assertEquals("1 h 00 min", Seconds.words(3599));
		assertEquals("3 h 05 min", Seconds.words(3 * 3600 + 5 * 60));
	}

	@Test
	void aPrefixAppliesToStatusAndLinesOfPartsToo() {
		final Recorded target = Recorded.cancelledAtOnce();
		final Progress part = target.part(0.5, 1).prefixed("case 2: ");
		part.update(0.5, "reading");
		part.message("a line");
		assertEquals(List.of("0.75 case 2: reading", "case 2: a line"), target.told);
		assertTrue(part.cancelled());
	}
}
