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
package sc.fiji.nnunet.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Chooses the most informative slices of a volume: many classes, large areas, many wrong voxels.
 * <p>
 * A slice's score is the sum over the classes of the root of their area in either map, plus the root of the number of
 * voxels that differ, unless one of them is negative: not annotated. A volume with about equal spacings is shown in
 * three directions, one slice each; a volume with thick slices, or with few, is shown by up to three of them.
 * </p>
 */
final class SlicePicker {

	private static final int ROWS = 3;
	private static final double THICK = 2.5;
	private static final int FEW = 10;
	/** The window reaches beyond the labels by this share of their extent. */
	private static final double MARGIN = 0.7;

	private final Geometry geometry;
	private final List<LabelMap> maps;
	private final int[] size;
	private final double[][] score;
	private Box labelled;

	/** @param maps reference and prediction, one of them or none */
	SlicePicker(final Geometry geometry, final List<LabelMap> maps) {
		this.geometry = geometry;
		this.maps = maps;
		size = geometry.sizeZyx();
		score = new double[][] { new double[size[0]], new double[size[1]], new double[size[2]] };
		if (!maps.isEmpty()) count();
	}

	/** The slices to show, the best first for each axis. */
	List<Slice> slices() {
		final int axis = cutAxis();
		final List<Slice> slices = new ArrayList<>();
		if (axis < 0) {
			for (int direction = 0; direction < 3; direction++)
				slices.add(slice(direction, best(direction, List.of())));
			return slices;
		}
		final List<Integer> chosen = new ArrayList<>();
		while (chosen.size() < Math.min(ROWS, size[axis])) {
			final int next = best(axis, chosen);
			if (next < 0) break;
			chosen.add(next);
		}
		chosen.sort(Comparator.naturalOrder());
		chosen.forEach(index -> slices.add(slice(axis, index)));
		return slices;
	}

	/** The only axis that is cut, or -1 for all three. */
	private int cutAxis() {
		final double[] spacing = geometry.spacingZyx();
		int coarse = 0;
		int fine = 0;
		for (int d = 1; d < 3; d++) {
			if (spacing[d] > spacing[coarse]) coarse = d;
			if (spacing[d] < spacing[fine]) fine = d;
		}
		for (int d = 0; d < 3; d++)
			if (size[d] < FEW) return d;
		return spacing[coarse] > THICK * spacing[fine] ? coarse : -1;
	}

	private Slice slice(final int axis, final int index) {
		return Slice.of(geometry, axis, index, window());
	}

	/** The best slice that is not close to a chosen one; the middle one if there are no labels; -1 if none is left. */
	private int best(final int axis, final List<Integer> chosen) {
		final double[] scores = score[axis];
		final int apart = Math.max(1, labelled == null ? size[axis] / 4 : labelled.size()[axis] / 4);
		int best = -1;
		for (int i = 0; i < scores.length; i++) {
			final int index = i;
			if (chosen.stream().anyMatch(c -> Math.abs(c - index) < apart)) continue;
			if (!chosen.isEmpty() && labelled != null && scores[i] == 0) continue;
			if (best < 0 || value(axis, i) > value(axis, best)) best = i;
		}
		return best;
	}

	/** The score of a slice; in case of a tie the slice nearest to the middle wins. */
	private double value(final int axis, final int index) {
		return score[axis][index] - 1e-6 * Math.abs(index - (size[axis] - 1) / 2.0);
	}

	private Box window() {
		if (labelled == null) return Box.whole(size);
		final double[] spacing = geometry.spacingZyx();
		double margin = 0;
		for (int d = 0; d < 3; d++)
			margin = Math.max(margin, MARGIN * labelled.size()[d] * spacing[d]);
		final int[] start = new int[3];
		final int[] end = new int[3];
		for (int d = 0; d < 3; d++) {
			final int voxels = (int) Math.ceil(Math.max(margin / spacing[d], 4));
			start[d] = Math.max(0, labelled.start()[d] - voxels);
			end[d] = Math.min(size[d], labelled.end()[d] + voxels);
		}
		return new Box(start, end);
	}

	private void count() {
		final Map<Integer, long[][]> areas = new TreeMap<>();
		final long[][] wrong = new long[][] { new long[size[0]], new long[size[1]], new long[size[2]] };
		final LabelMap first = maps.get(0);
		final LabelMap second = maps.get(maps.size() - 1);
		final int[] start = size.clone();
		final int[] end = new int[3];
		for (int z = 0; z < size[0]; z++) {
			final short[] a = first.plane(z);
			final short[] b = second.plane(z);
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[2]; x++) {
					final int i = y * size[2] + x;
					if (a[i] <= 0 && b[i] <= 0) continue;
					final int[] at = { z, y, x };
					add(areas, Math.max(a[i], b[i]), at);
					for (int d = 0; d < 3; d++) {
						if (a[i] != b[i] && a[i] >= 0 && b[i] >= 0) wrong[d][at[d]]++;
						start[d] = Math.min(start[d], at[d]);
						end[d] = Math.max(end[d], at[d] + 1);
					}
				}
		}
		if (areas.isEmpty()) return;
		labelled = new Box(start, end);
		for (int d = 0; d < 3; d++)
			for (int i = 0; i < size[d]; i++) {
				score[d][i] = Math.sqrt(wrong[d][i]);
				for (final long[][] area : areas.values())
					score[d][i] += Math.sqrt(area[d][i]);
			}
	}

	private void add(final Map<Integer, long[][]> areas, final int label, final int[] at) {
		final long[][] area = areas.computeIfAbsent(label, l -> new long[][] { new long[size[0]], new long[size[1]],
			new long[size[2]] });
		for (int d = 0; d < 3; d++)
			area[d][at[d]]++;
	}
}
