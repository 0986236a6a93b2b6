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
package sc.fiji.nnunet.plan;

import java.util.Arrays;
import java.util.List;

/** Order statistics as NumPy defines them. */
public final class Statistics {

	private Statistics() {
		// static methods only
	}

	/** The middle number, or the mean of the two middle ones. */
	static double median(final double[] numbers) {
		final double[] sorted = sorted(numbers);
		final int middle = sorted.length / 2;
		return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	/** The number below which that many percent of the numbers are, interpolated between neighbours. */
	static double percentile(final double[] numbers, final double percent) {
		return percentileOfSorted(sorted(numbers), percent);
	}

	/** The same for sorted numbers, of which there is at least one. */
	public static double percentileOfSorted(final double[] sorted, final double percent) {
		final double at = percent / 100 * (sorted.length - 1);
		final int low = (int) Math.floor(at);
		final int high = Math.min(low + 1, sorted.length - 1);
		return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
	}

	/** The same for sorted single-precision numbers. */
	static double percentileOfSorted(final float[] sorted, final double percent) {
		final double at = percent / 100 * (sorted.length - 1);
		final int low = (int) Math.floor(at);
		final int high = Math.min(low + 1, sorted.length - 1);
		return sorted[low] + (at - low) * ((double) sorted[high] - sorted[low]);
	}

	/**
	 * The smallest number of several groups that this many percent of the numbers do not exceed, where each group counts
	 * alike however many numbers it has: what a large sample of as many draws with replacement from each group has.
	 *
	 * @param groups sorted numbers; none is empty
	 */
	static double percentileOfGroups(final List<float[]> groups, final double percent) {
		double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
		for (final float[] group : groups) {
			low = Math.min(low, group[0]);
			high = Math.max(high, group[group.length - 1]);
		}
		// NB: halved until the float below which the share is reached is the nearest one
		for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2)
			if (share(groups, middle) >= percent / 100) high = middle;
			else low = middle;
		return share(groups, low) >= percent / 100 ? low : (float) high;
	}

	/** The share of numbers up to a limit, where each group counts alike. */
	private static double share(final List<float[]> groups, final double limit) {
		double share = 0;
		for (final float[] group : groups) {
			int from = 0, to = group.length;
			while (from < to) {
				final int middle = (from + to) >>> 1;
				if (group[middle] <= limit) from = middle + 1;
				else to = middle;
			}
			share += (double) from / group.length / groups.size();
		}
		return share;
	}

	private static double[] sorted(final double[] numbers) {
		final double[] sorted = numbers.clone();
		Arrays.sort(sorted);
		return sorted;
	}
}
