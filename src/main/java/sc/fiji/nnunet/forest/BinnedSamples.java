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
package sc.fiji.nnunet.forest;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Chunks;

/** Samples whose features are numbers of bins of about as many samples each, so that splits are found by counting. */
final class BinnedSamples {

	/** The most bins of a feature. */
	static final int BINS = 256;

	/** The most samples by which the borders of bins are chosen. */
	private static final int SORTED = 1 << 14;

	private final int classes;
	private final short[] labels;
	private final byte[][] bins;
	private final float[][] borders;

	BinnedSamples(final List<Samples> all, final int classes, final ExecutorService executor, final Progress progress) {
		this.classes = classes;
		labels = new short[all.stream().mapToInt(Samples::size).sum()];
		int n = 0;
		for (final Samples samples : all)
			for (int i = 0; i < samples.size(); i++)
				labels[n++] = (short) samples.label(i);
		final int features = all.get(0).features();
		bins = new byte[features][];
		borders = new float[features][];
		Chunks.run(executor, features, feature -> {
			progress.check();
			bin(all, feature);
		});
	}

	private void bin(final List<Samples> all, final int feature) {
		final float[] values = new float[labels.length];
		int n = 0;
		for (final Samples samples : all) {
			System.arraycopy(samples.feature(feature), 0, values, n, samples.size());
			n += samples.size();
		}
		borders[feature] = borders(values);
		final byte[] numbers = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			final int found = Arrays.binarySearch(borders[feature], values[i]);
			numbers[i] = (byte) (found < 0 ? -found - 1 : found);
		}
		bins[feature] = numbers;
	}

	/** Borders in the middle between values, at even distances in their order; a value on a border is below it. */
	private static float[] borders(final float[] values) {
		final int stride = Math.max(1, values.length / SORTED);
		final float[] sorted = new float[(values.length + stride - 1) / stride];
		for (int i = 0; i < sorted.length; i++)
			sorted[i] = values[i * stride];
		Arrays.sort(sorted);
		final float[] borders = new float[BINS - 1];
		int n = 0;
		for (int b = 1; b < BINS; b++) {
			final int at = (int) ((long) b * sorted.length / BINS);
			if (at == 0 || sorted[at - 1] == sorted[at]) continue;
			final float border = sorted[at - 1] / 2 + sorted[at] / 2;
			if (n == 0 || border > borders[n - 1]) borders[n++] = border;
		}
		return Arrays.copyOf(borders, n);
	}

	int size() {
		return labels.length;
	}

	int classes() {
		return classes;
	}

	int features() {
		return bins.length;
	}

	short[] labels() {
		return labels;
	}

	/** The bin of each sample, as an unsigned byte. */
	byte[] bins(final int feature) {
		return bins[feature];
	}

	/** The largest value of the given bin or the bins before it. */
	float border(final int feature, final int bin) {
		return borders[feature][bin];
	}

	/** The number of samples of the class that has the fewest, of those that have any. */
	int rarest() {
		return (int) Arrays.stream(counts()).filter(count -> count > 0).min().orElse(0);
	}

	private double[] counts() {
		final double[] counts = new double[classes];
		for (final short label : labels)
			counts[label]++;
		return counts;
	}

	/** The weight of a sample of each class. */
	double[] weights(final double balance) {
		final double[] weights = counts();
		final long present = Arrays.stream(weights).filter(count -> count > 0).count();
		for (int c = 0; c < classes; c++)
			if (weights[c] > 0) weights[c] = Math.pow(labels.length / (present * weights[c]), balance);
		return weights;
	}
}
