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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The seeded split of cases into folds that NVIDIA's nnU-Net and nnU-Net v2 share.
 * <p>
 * The indices 0..n-1 are shuffled from the top by {@link MersenneTwister} seeded
 * with 12345, the permutation is cut into consecutive pieces of which the first
 * n mod k hold one item more, and each piece is sorted (recipe-nvidia.md 3.1). Indices
 * count the cases sorted by name.
 * </p>
 */
public final class Folds {

	/** The seed of the split (recipe-nvidia.md 3.1). */
	public static final int SEED = 12345;

	private Folds() {
		// static methods only
	}

	/**
	 * One fold, as ascending indices of cases.
	 *
	 * @param training the cases to train on
	 * @param validation the cases that are held out
	 */
	public record Fold(int[] training, int[] validation) {
	}

	/**
	 * Splits cases into folds.
	 *
	 * @param cases the number of cases
	 * @param folds the number of folds, from 2 to the number of cases
	 * @throws IllegalArgumentException if there are fewer than two folds, or fewer cases than folds
	 */
	public static List<Fold> split(final int cases, final int folds) {
		if (folds < 2) throw new IllegalArgumentException("A split needs at least 2 folds, not " + folds + ".");
		if (cases < folds) throw new IllegalArgumentException("Cannot split " + cases + " cases into " + folds +
			" folds. Use more cases or fewer folds.");
		final int[] order = permutation(cases);
		final List<Fold> result = new ArrayList<>(folds);
		int start = 0;
		for (int fold = 0; fold < folds; fold++) {
			final int end = start + cases / folds + (fold < cases % folds ? 1 : 0);
			final int[] validation = Arrays.copyOfRange(order, start, end);
			final int[] training = Arrays.copyOf(order, cases - validation.length);
			System.arraycopy(order, end, training, start, cases - end);
			Arrays.sort(validation);
			Arrays.sort(training);
			result.add(new Fold(training, validation));
			start = end;
		}
		return result;
	}

	private static int[] permutation(final int n) {
		final int[] order = new int[n];
		for (int i = 0; i < n; i++)
			order[i] = i;
		final MersenneTwister random = new MersenneTwister(SEED);
		for (int i = n - 1; i > 0; i--) {
			final int j = random.nextUpTo(i);
			final int swapped = order[i];
			order[i] = order[j];
			order[j] = swapped;
		}
		return order;
	}
}
