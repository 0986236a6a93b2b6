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
package sc.fiji.nnunet.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class SpellingTest {

	private static final List<String> NAMES = List.of("fold", "minutes", "epochs", "train", "check-dataset", "gold");

	@Test
	void aLetterIsInsertedRemovedReplacedOrExchangedWithItsNeighbour() {
		assertEquals(0, Spelling.distance("train", "train"));
		assertEquals(1, Spelling.distance("minuts", "minutes"));
		assertEquals(1, Spelling.distance("minutess", "minutes"));
		assertEquals(1, Spelling.distance("minotes", "minutes"));
		assertEquals(1, Spelling.distance("trian", "train"));
		assertEquals(3, Spelling.distance("", "abc"));
		assertEquals(3, Spelling.distance("kitten", "sitting"));
	}

	@Test
	void theNearestNameIsAskedFor() {
		assertEquals("Did you mean minutes? ", Spelling.question("--minuts", NAMES));
		assertEquals("Did you mean train? ", Spelling.question("trian", NAMES));
		assertEquals("Did you mean check-dataset? ", Spelling.question("Check_Datsaet", NAMES));
		assertEquals("Did you mean fold? ", Spelling.question("bold", NAMES), "the first of two");
		assertEquals("Did you mean gold? ", Spelling.question("golds", NAMES), "the nearer of two");
	}

	@Test
	void whatResemblesNoNameIsNotGuessed() {
		for (final String typed : List.of("", "f", "fo", "bald", "model", "epxxxs", "nosuchkey"))
			assertEquals("", Spelling.question(typed, NAMES), typed);
	}
}
