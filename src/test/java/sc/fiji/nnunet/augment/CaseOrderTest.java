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
package sc.fiji.nnunet.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

class CaseOrderTest {

	private static int[] pass(final CaseOrder order, final int pass, final int batches, final int blocks) {
		final int[] cases = new int[batches * blocks];
		for (int i = 0; i < cases.length; i++)
			cases[i] = order.caseOf((long) pass * batches + i / blocks, i % blocks);
		return cases;
	}

	@Test
	void everyPassHoldsEveryCaseInANewOrder() {
		final CaseOrder order = CaseOrder.reshuffled(12, 3, 1);
		final Set<List<Integer>> orders = new HashSet<>();
		for (int pass = 0; pass < 20; pass++) {
			final int[] cases = pass(order, pass, 4, 3);
			orders.add(Arrays.stream(cases).boxed().toList());
			final int[] sorted = cases.clone();
			Arrays.sort(sorted);
			assertArrayEquals(new int[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, sorted);
		}
		assertEquals(20, orders.size());
	}

	@Test
	void passesCanBeRequestedInAnyOrder() {
		final CaseOrder order = CaseOrder.reshuffled(12, 3, 1);
		final int[] third = pass(order, 2, 4, 3);
		pass(order, 7, 4, 3);
		assertArrayEquals(third, pass(order, 2, 4, 3));
		assertArrayEquals(third, pass(CaseOrder.reshuffled(12, 3, 1), 2, 4, 3));
		assertFalse(Arrays.equals(third, pass(CaseOrder.reshuffled(12, 3, 2), 2, 4, 3)), "another seed, another order");
	}

	@Test
	void theLastBatchRepeatsTheLastCase() {
		final EpochOrder order = new EpochOrder(7, 3, 1, 0, 1);
		assertEquals(3, order.batchesPerPass());
		final int[] cases = pass(order, 1, 3, 3);
		assertEquals(7, Arrays.stream(cases).distinct().count());
		assertEquals(cases[6], cases[7]);
		assertEquals(cases[6], cases[8]);
	}

	@Test
	void eachWorkerTakesAContiguousPieceOfTheOrder() {
		// 8 cases, 3 workers: pieces 0..2, 2..5, 5..8 of the common order, each padded to 3
		final int[] common = pass(new EpochOrder(8, 1, 5, 0, 1), 3, 8, 1);
		final int[][] pieces = { { 0, 1, 1 }, { 2, 3, 4 }, { 5, 6, 7 } };
		for (int worker = 0; worker < 3; worker++) {
			final EpochOrder order = new EpochOrder(8, 1, 5, worker, 3);
			assertEquals(3, order.batchesPerPass());
			final int[] expected = new int[3];
			for (int i = 0; i < 3; i++)
				expected[i] = common[pieces[worker][i]];
			assertArrayEquals(expected, pass(order, 3, 3, 1));
		}
		assertThrows(IllegalArgumentException.class, () -> new EpochOrder(2, 1, 5, 0, 3));
	}

	@Test
	void allOrdersAreEquallyLikely() {
		final int[] firsts = new int[9];
		final CaseOrder order = CaseOrder.reshuffled(3, 1, 3);
		for (int pass = 0; pass < 3000; pass++) {
			final int[] cases = pass(order, pass, 3, 1);
			firsts[cases[0] * 3 + cases[1]]++;
		}
		for (int i = 0; i < 9; i++)
			assertEquals(i % 4 == 0 ? 0 : 500, firsts[i], 90);
	}

	@Test
	void withReplacementEveryBlockMayComeFromAnyCase() {
		final CaseOrder order = CaseOrder.withReplacement(5, 1);
		final int[] seen = new int[5];
		final List<Integer> repeated = new ArrayList<>();
		for (int batch = 0; batch < 2000; batch++) {
			final int first = order.caseOf(batch, 0);
			final int second = order.caseOf(batch, 1);
			seen[first]++;
			seen[second]++;
			if (first == second) repeated.add(batch);
		}
		for (final int count : seen)
			assertEquals(800, count, 110);
		assertEquals(400, repeated.size(), 75);
		assertEquals(order.caseOf(77, 1), CaseOrder.withReplacement(5, 1).caseOf(77, 1));
	}
}
