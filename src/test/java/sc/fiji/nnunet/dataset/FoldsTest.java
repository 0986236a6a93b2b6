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
package sc.fiji.nnunet.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** The split against the fixtures of recipe-nvidia.md A.1 (rows D01 and D02 of its acceptance list). */
class FoldsTest {

	@Test
	void wordsAreThoseOfTheReferenceGenerator() {
		// the reference program's 10000th word for its default seed 5489, as the C++ standard states it for std::mt19937
		final MersenneTwister random = new MersenneTwister(5489);
		int word = 0;
		for (int i = 0; i < 10000; i++)
			word = random.nextBits();
		assertEquals(4123659995L, Integer.toUnsignedLong(word));
	}

	@Test
	void smallSplitsEqualNvidias() {
		assertFolds(20, "3 8 13 16", "0 10 12 15", "6 7 11 17", "9 14 18 19", "1 2 4 5");
		assertFolds(10, "0 7", "3 9", "4 6", "1 8", "2 5");
		assertFolds(7, "3 6", "0 4", "1", "5", "2");
	}

	@Test
	void aLargeSplitEqualsNvidias() {
		final List<Folds.Fold> folds = Folds.split(484, 5);
		final String[] first = { "9 10 11 17 19 27 28 31 33 40", "3 4 16 18 20 22 30 35 38 47",
			"7 8 13 14 15 21 26 39 42 44", "1 2 6 24 25 32 37 61 65 69", "0 5 12 23 29 34 36 43 58 59" };
		final int[] counts = { 97, 97, 97, 97, 96 };
		final int[] sums = { 21927, 24060, 24775, 23804, 22320 };
		for (int i = 0; i < 5; i++) {
			final int[] validation = folds.get(i).validation();
			assertEquals(first[i], text(Arrays.copyOf(validation, 10)));
			assertEquals(counts[i], validation.length);
			assertEquals(sums[i], Arrays.stream(validation).sum());
		}
	}

	@Test
	void eachCaseIsHeldOutOnceAndFoldsAreAscending() {
		for (int folds = 2; folds <= 9; folds++)
			for (int n = folds; n < 40; n++) {
				final int[] times = new int[n];
				for (final Folds.Fold fold : Folds.split(n, folds)) {
					for (final int index : fold.validation())
						times[index]++;
					final int[] both = IntStream.concat(Arrays.stream(fold.training()), Arrays.stream(fold.validation()))
						.sorted().toArray();
					assertArrayEquals(IntStream.range(0, n).toArray(), both);
					assertArrayEquals(Arrays.stream(fold.training()).sorted().toArray(), fold.training());
					assertArrayEquals(Arrays.stream(fold.validation()).sorted().toArray(), fold.validation());
				}
				for (final int time : times)
					assertEquals(1, time);
			}
	}

	@Test
	void impossibleSplitsAreRefused() {
		assertThrows(IllegalArgumentException.class, () -> Folds.split(4, 5));
		assertThrows(IllegalArgumentException.class, () -> Folds.split(4, 1));
	}

	private static void assertFolds(final int n, final String... expected) {
		final List<Folds.Fold> folds = Folds.split(n, expected.length);
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], text(folds.get(i).validation()), "N " + n + " fold " + i);
	}

	private static String text(final int[] numbers) {
		return String.join(" ", Arrays.stream(numbers).mapToObj(String::valueOf).toList());
	}
}
