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
package sc.fiji.nnunet.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

/** How two texts of settings are told apart for people. */
class DifferenceTest {

	private record Blocks(String norm, List<List<Integer>> kernels, int deepSupervision) {}

	@Test
	void onlyWhatDiffersIsNamedAndInPlainWords() {
		assertEquals("kernels [[3, 3], [1, 3]], now [[3, 3], [3, 3]]; deep supervision 2, now 0", Difference.words(
			"network " + new Blocks("INSTANCE", List.of(List.of(3, 3), List.of(1, 3)), 2), "network " + new Blocks("INSTANCE",
				List.of(List.of(3, 3), List.of(3, 3)), 0)));
	}

	@Test
	void whatIsNoRecordIsQuotedAsItIs() {
		assertEquals("patch [32, 32], now patch [64, 32]", Difference.words("patch [32, 32]", "patch [64, 32]"));
		assertEquals("nothing, now batch 2", Difference.words("", "batch 2"));
	}

	@Test
	void recordsOfDifferentKindsAreQuotedWhole() {
		assertEquals("A[x=1], now B[y=1]", Difference.words("A[x=1]", "B[y=1]"));
	}
}
