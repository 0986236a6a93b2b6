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
package sc.fiji.nnunet.benchmark;

import static sc.fiji.nnunet.plan.Statistics.percentileOfSorted;

import java.util.Arrays;

/**
 * How long steps took, in milliseconds.
 *
 * @param steps the number of steps that were measured
 * @param mean the mean
 * @param median the time that half of the steps needed at most
 * @param percent90 the time that 90 % of the steps needed at most
 * @param percent95 the same for 95 %
 * @param percent99 the same for 99 %
 */
public record Latency(int steps, double mean, double median, double percent90, double percent95, double percent99) {

	/** The statistics of measured times (recipe-nvidia.md 10). */
	static Latency of(final double[] milliseconds) {
		final double[] sorted = milliseconds.clone();
		Arrays.sort(sorted);
		return new Latency(sorted.length, Arrays.stream(sorted).sum() / sorted.length, percentileOfSorted(sorted, 50),
			percentileOfSorted(sorted, 90), percentileOfSorted(sorted, 95), percentileOfSorted(sorted, 99));
	}

	/** Images per second: recipe-nvidia.md 10, for one device. */
	double imagesPerSecond(final int batch) {
		return 1000 * batch / mean;
	}
}
