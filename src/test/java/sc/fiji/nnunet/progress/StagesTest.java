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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class StagesTest {

	@Test
	void stagesShareTheBarEquallyAndOneTooManyStays() {
		final Recorded whole = new Recorded();
		final Stages stages = new Stages(whole, 0.4, 1, 3);
		for (int i = 0; i < 4; i++) {
			final Progress stage = stages.next();
			stage.update(0, "begins");
			stage.update(1, "ends");
		}
		final double[] expected = { 0.4, 0.6, 0.6, 0.8, 0.8, 1, 1, 1 };
		assertEquals(expected.length, whole.fractions.size());
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], whole.fractions.get(i), 1e-12);
	}

	@Test
	void aMonotonicBarStaysWhenItIsToldLess() {
		final Recorded whole = new Recorded();
		final Progress monotonic = whole.monotonic();
		for (final double fraction : new double[] { 0.3, 0.1, 0.4, 0 })
			monotonic.update(fraction, "at " + fraction);
		assertEquals(List.of(0.3, 0.3, 0.4, 0.4), whole.fractions);
		assertEquals("at 0.0", whole.statuses.get(3));
	}

	@Test
	void aSilentOneIsOnlyAskedWhetherToEnd() {
		final Recorded whole = new Recorded();
		final Progress silent = whole.silent();
		silent.update(0.5, "half");
		silent.part(0.5, 1).message("a line");
		silent.check();
		assertEquals(List.of(), whole.told);
		final Progress ended = Recorded.cancelledAtOnce().silent();
		assertTrue(ended.cancelled());
		assertThrows(CancelledException.class, ended::check);
	}
}
