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

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import sc.fiji.nnunet.volume.LabelMap;

/** How many voxels have each value of a label image, and which values are not labels. */
final class LabelCounts {

	private static final int DIRECT = 256;
	private static final int EXAMPLES = 5;

	private final long[] direct = new long[DIRECT];
	private final SortedMap<Integer, Long> others = new TreeMap<>();
	private final SortedSet<Float> broken = new TreeSet<>();
	private long brokenVoxels;

	/** Adds one plane of numbers as stored. */
	void add(final float[] plane) {
		for (final float value : plane) {
			final int label = (int) value;
			if (label == value && label >= 0 && label < DIRECT) direct[label]++;
			else addOdd(value);
		}
	}

	/** Adds one plane of labels. */
	void add(final short[] plane) {
		for (final short label : plane) {
			if (label >= 0 && label < DIRECT) direct[label]++;
			else others.merge((int) label, 1L, Long::sum);
		}
	}

	/** The number of voxels of each label value that occurs. */
	SortedMap<Integer, Long> labels() {
		final SortedMap<Integer, Long> labels = new TreeMap<>(others);
		for (int label = 0; label < DIRECT; label++)
			if (direct[label] > 0) labels.merge(label, direct[label], Long::sum);
		return labels;
	}

	/** The number of voxels whose value is not a whole number. */
	long brokenVoxels() {
		return brokenVoxels;
	}

	/** Some of the values that are not whole numbers. */
	SortedSet<Float> broken() {
		return broken;
	}

	private void addOdd(final float value) {
		final double whole = Math.rint(value);
		if (Math.abs(value - whole) < LabelMap.ROUNDING && Math.abs(whole) < Integer.MAX_VALUE) {
			if (whole >= 0 && whole < DIRECT) direct[(int) whole]++;
			else others.merge((int) whole, 1L, Long::sum);
			return;
		}
		brokenVoxels++;
		if (broken.size() < EXAMPLES) broken.add(value);
	}
}
