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
package sc.fiji.nnunet.phantom;

import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The brightness interval that segments one structure best: of all intervals between any two of 400 levels, the one
 * with the highest Dice over all voxels of all training cases.
 * <p>
 * Brightness is the first channel's, relative to the image's mean and in units of
 * its standard deviation, so that the gain of a scan does not matter.
 * </p>
 */
final class BrightnessInterval {

	private static final int LEVELS = 400;
	private static final double LOWEST = -5;
	private static final double STEP = 0.025;

	private final int label;
	private final long[] all = new long[LEVELS];
	private final long[] inside = new long[LEVELS];

	BrightnessInterval(final int label) {
		this.label = label;
	}

	/** Adds a training case to the counts. */
	void add(final Volume image, final LabelMap labels) {
		final double[] statistics = statistics(image);
		for (int z = 0; z < labels.size()[0]; z++) {
			final float[] values = image.plane(0, z);
			final short[] truth = labels.plane(z);
			for (int i = 0; i < values.length; i++) {
				final int level = level(values[i], statistics);
				all[level]++;
				if (truth[i] == label) inside[level]++;
			}
		}
	}

	/** The first level of the best interval (inclusive), and its last (exclusive). */
	int[] best() {
		long total = 0;
		for (final long count : inside)
			total += count;
		final int[] best = { 0, LEVELS };
		double highest = -1;
		for (int from = 0; from < LEVELS; from++) {
			long hits = 0;
			long chosen = 0;
			for (int to = from; to < LEVELS; to++) {
				hits += inside[to];
				chosen += all[to];
				final double dice = chosen + total == 0 ? 0 : 2.0 * hits / (chosen + total);
				if (dice <= highest) continue;
				highest = dice;
				best[0] = from;
				best[1] = to + 1;
			}
		}
		return best;
	}

	/** Dice of the best interval on another case. */
	double dice(final Volume image, final LabelMap labels) {
		final int[] best = best();
		final double[] statistics = statistics(image);
		final LabelMap guess = new LabelMap(labels.geometry());
		for (int z = 0; z < labels.size()[0]; z++) {
			final float[] values = image.plane(0, z);
			final short[] chosen = guess.plane(z);
			for (int i = 0; i < values.length; i++) {
				final int level = level(values[i], statistics);
				if (level >= best[0] && level < best[1]) chosen[i] = (short) label;
			}
		}
		return Baselines.dice(guess, labels, label);
	}

	private static int level(final float value, final double[] statistics) {
		final double relative = (value - statistics[0]) / statistics[1];
		return (int) Math.max(0, Math.min(LEVELS - 1, (relative - LOWEST) / STEP));
	}

	/** Mean and standard deviation of the first channel. */
	private static double[] statistics(final Volume image) {
		double sum = 0;
		double squares = 0;
		for (int z = 0; z < image.size()[0]; z++)
			for (final float value : image.plane(0, z)) {
				sum += value;
				squares += (double) value * value;
			}
		final double mean = sum / image.geometry().voxels();
		final double variance = squares / image.geometry().voxels() - mean * mean;
		return new double[] { mean, variance > 0 ? Math.sqrt(variance) : 1 };
	}
}
