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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.progress.Recorded;

/** Whose rows of earlier runs stay, and what is said of others. */
class EarlierRowsTest {

	private static List<String> told(final EarlierRows rows) {
		final Recorded log = new Recorded();
		rows.tell("t.csv", "table=true", log);
		return log.lines;
	}

	@Test
	void rowsStayOfImagesThatHaveLabelsAndGetNoNewOnes() {
		final EarlierRows rows = new EarlierRows(Set.of("a", "b", "c"), "b"::equals);
		assertEquals(List.of("a", "c", "a"), List.of("a", "b", "c", "a", "").stream().filter(rows).toList());
		assertEquals(2, rows.images());
		assertEquals(List.of(), told(rows), "neither new rows nor empty lines are lost");
	}

	@Test
	void theFirstNamesOfOthersAreTold() {
		final EarlierRows rows = new EarlierRows(Set.of("a"), image -> false);
		rows.test("2");
		final String cure = "If their labels were not removed, a spreadsheet may have changed the names, as 001 becomes 1; " +
			"a run with table=true that includes these images measures them again.";
		assertEquals(List.of("Left out of t.csv: rows of 1 image whose name no label file has (2). " + cure), told(rows));
		for (final String image : List.of("6", "5", "a", "4", "3", "1", "3"))
			rows.test(image);
		assertEquals(List.of("Left out of t.csv: rows of 6 images whose names no label file has (1, 2, 3, 4, 5, …). " + cure), told(rows));
	}
}
