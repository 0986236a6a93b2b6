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
package sc.fiji.nnunet.evaluate;

import java.util.Arrays;

import sc.fiji.nnunet.volume.LabelMap;

/**
 * A confusion matrix: how many voxels of each reference label have each predicted label.
 * <p>
 * Rows and columns are added as labels occur, so any label values are possible. Negative labels
 * ("outside of the mask") count as background; voxels whose reference is the ignore label
 * are not counted at all (recipe-nnunet.md 2.4). Counts of several maps can be added.
 * </p>
 *
 * <pre>
 * final double dice = ConfusionCounts.of(reference, prediction, -1).overlap(1).dice(EmptyRule.ONE);
 * </pre>
 */
public final class ConfusionCounts {

	private final int ignore;
	private int[] labels = { 0 };
	private long[][] counts = { { 0 } };
	private long voxels;

	/**
	 * Creates empty counts.
	 *
	 * @param ignore the reference label whose voxels are skipped, or -1
	 */
	public ConfusionCounts(final int ignore) {
		this.ignore = ignore;
	}

	/** The counts of two maps of the same size. */
	public static ConfusionCounts of(final LabelMap reference, final LabelMap prediction, final int ignore) {
		requireEqualSizes(reference, prediction);
		final ConfusionCounts result = new ConfusionCounts(ignore);
		final int depth = reference.size()[0];
		for (int z = 0; z < depth; z++)
			result.add(reference.plane(z), prediction.plane(z));
		return result;
	}

	/** @throws IllegalArgumentException if the maps differ in size */
	static void requireEqualSizes(final LabelMap reference, final LabelMap prediction) {
		if (!Arrays.equals(reference.size(), prediction.size())) throw new IllegalArgumentException("Label maps of " +
			Arrays.toString(reference.size()) + " and " + Arrays.toString(prediction.size()) + " voxels cannot be compared.");
	}

	/** Adds the voxels of two arrays of the same length. */
	public void add(final short[] reference, final short[] prediction) {
		forEachRun(reference, prediction, this::add);
	}

	/** Receives a reference label, a predicted label, and how many voxels in a row have both. */
	@FunctionalInterface
	interface Runs {

		void add(int reference, int prediction, long voxels);
	}

	/** Passes on the runs of two arrays of the same length. */
	static void forEachRun(final short[] reference, final short[] prediction, final Runs runs) {
		int from = 0;
		while (from < reference.length) {
			final short r = reference[from];
			final short p = prediction[from];
			int to = from + 1;
			while (to < reference.length && reference[to] == r && prediction[to] == p)
				to++;
			runs.add(r, p, to - from);
			from = to;
		}
	}

	/** Adds a number of voxels with a reference label and a predicted label. */
	public void add(final int reference, final int prediction, final long number) {
		if (reference == ignore && ignore >= 0) return;
		final int row = index(Math.max(0, reference));
		final int column = index(Math.max(0, prediction));
		counts[row][column] += number;
		voxels += number;
	}

	/** The overlap of a class, or of the union of several classes. */
	public Overlap overlap(final int... members) {
		long tp = 0;
		long fp = 0;
		long fn = 0;
		for (int r = 0; r < labels.length; r++) {
			final boolean inReference = contains(members, labels[r]);
			for (int p = 0; p < labels.length; p++) {
				final boolean inPrediction = contains(members, labels[p]);
				if (inReference && inPrediction) tp += counts[r][p];
				else if (inPrediction) fp += counts[r][p];
				else if (inReference) fn += counts[r][p];
			}
		}
		return new Overlap(tp, fp, fn, voxels - tp - fp - fn);
	}

	/** All labels that occur in either map, sorted; background is always among them. */
	public int[] labels() {
		final int[] sorted = labels.clone();
		Arrays.sort(sorted);
		return sorted;
	}

	/** Whether any counted voxel has the label in the reference. */
	public boolean inReference(final int label) {
		return overlap(label).referenced() > 0;
	}

	/** The number of voxels counted. */
	public long voxels() {
		return voxels;
	}

	private static boolean contains(final int[] members, final int label) {
		for (final int member : members)
			if (member == label) return true;
		return false;
	}

	private int index(final int label) {
		for (int i = 0; i < labels.length; i++)
			if (labels[i] == label) return i;
		final int size = labels.length + 1;
		labels = Arrays.copyOf(labels, size);
		labels[size - 1] = label;
		final long[][] larger = new long[size][];
		for (int i = 0; i < size - 1; i++)
			larger[i] = Arrays.copyOf(counts[i], size);
		larger[size - 1] = new long[size];
		counts = larger;
		return size - 1;
	}
}
