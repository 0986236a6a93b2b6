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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XlaChoiceTest {

	/** 441 windows of 128³ are worth it, 200 are not, nor are 46 of 40 × 56 × 40. */
	@ParameterizedTest
	@CsvSource({ "441, 2097152, true, true", "200, 2097152, true, false", "46, 89600, true, false",
		"441, 2097152, false, false" })
	void whatPredictsMuchIsCompiled(final int windows, final double voxels, final boolean compiler,
		final boolean compiled)
	{
		final XlaChoice choice = new XlaChoice(false);
		choice.expect(windows * voxels);
		choice.predicting(compiler);
		assertEquals(compiled, choice.now());
	}

	@Test
	void eachNetworkIsJudgedByItself() {
		final XlaChoice choice = new XlaChoice(false);
		choice.predicting(true);
		assertTrue(choice.now(), "who says nothing predicts much");
		choice.testing();
		assertFalse(choice.now());
		choice.expect(1e6);
		choice.predicting(true);
		assertFalse(choice.now(), "a small network after a large one");
	}

	@Test
	void whatIsAskedForIsAlwaysCompiled() {
		for (final boolean byUser : new boolean[] { true, false }) {
			final XlaChoice choice = new XlaChoice(byUser);
			choice.trained(true);
			choice.expect(1);
			choice.testing();
			assertTrue(choice.now());
			choice.predicting(false);
			assertTrue(choice.now());
		}
		assertTrue(new XlaChoice(true).now());
		assertFalse(new XlaChoice(false).now());
	}
}
