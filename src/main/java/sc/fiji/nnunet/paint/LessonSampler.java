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
package sc.fiji.nnunet.paint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.augment.Generator;
import sc.fiji.nnunet.augment.PatchSampler;
import sc.fiji.nnunet.augment.PatchSource;

/**
 * Takes samples where something can be learned: within accepted slices, around painted voxels of a class that is drawn
 * first, or anywhere in a slice that the forest has labelled.
 */
final class LessonSampler implements PatchSampler {

	/** Voxels of a class and slice that are remembered. */
	private static final int MOST = 500;

	private final int[] patch;
	private final double dense;
	private final double around;
	private final Map<String, Places> places = new HashMap<>();

	/**
	 * Where samples of an image may lie.
	 *
	 * @param painted by class voxels z, y, x of the network's grid
	 * @param accepted accepted slices of the network's grid
	 * @param taught slices of the network's grid that the forest has labelled
	 */
	private record Places(List<List<int[]>> painted, List<Integer> accepted, List<Integer> taught) {
	}

	/**
	 * @param patch size of a sample, z, y, x
	 * @param dense share of samples within accepted slices, if there are any
	 * @param around share of the others that lie around paint
	 */
	LessonSampler(final int[] patch, final double dense, final double around) {
		this.patch = patch.clone();
		this.dense = dense;
		this.around = around;
	}

	/** Adds an image; false if there is nothing in it to learn from. */
	boolean add(final Lesson lesson, final List<Integer> acceptedSlices, final int classes) {
		final List<List<int[]>> painted = new ArrayList<>();
		for (int label = 0; label < classes; label++)
			painted.add(new ArrayList<>());
		final List<Integer> accepted = new ArrayList<>(), taught = new ArrayList<>();
		for (int z = 0; z < lesson.size()[0]; z++) {
			final int slice = lesson.original()[0][z];
			if (acceptedSlices.contains(slice)) accepted.add(z);
			else if (lesson.taught().containsKey(slice)) taught.add(z);
			final short[] labels = lesson.learned().get(slice);
			if (labels != null) collect(lesson, z, labels, painted);
		}
		painted.removeIf(List::isEmpty);
		if (painted.isEmpty() && taught.isEmpty()) return false;
		places.put(lesson.name(), new Places(painted, accepted, taught));
		return true;
	}

	private static void collect(final Lesson lesson, final int z, final short[] labels, final List<List<int[]>> into) {
		final int[] size = lesson.size();
		final int[] counts = new int[into.size()], seen = new int[into.size()];
		for (final short label : labels)
			if (label >= 0) counts[label]++;
		for (int y = 0; y < size[1]; y++)
			for (int x = 0; x < size[2]; x++) {
				final int label = labels[lesson.original()[1][y] * lesson.width() + lesson.original()[2][x]];
				if (label >= 0 && seen[label]++ % (1 + counts[label] / MOST) == 0) into.get(label)
					.add(new int[] { z, y, x });
			}
	}

	@Override
	public int[] start(final PatchSource source, final int block, final Generator random) {
		final Places there = places.get(source.name());
		final int[] size = source.size();
		final int[] centre = new int[3];
		for (int axis = 0; axis < 3; axis++)
			centre[axis] = random.integer(0, size[axis] - 1);
		if (!there.accepted.isEmpty() && random.chance(dense)) centre[0] = one(there.accepted, random);
		else if (!there.painted.isEmpty() && (there.taught.isEmpty() || random.chance(around))) {
			final int[] voxel = one(one(there.painted, random), random);
			System.arraycopy(voxel, 0, centre, 0, 3);
		}
		else if (!there.taught.isEmpty()) centre[0] = one(there.taught, random);
		final int[] start = new int[3];
		for (int axis = 0; axis < 3; axis++)
			start[axis] = size[axis] <= patch[axis] ? PatchSampler.centred(size[axis], patch[axis])
				: Math.max(0, Math.min(size[axis] - patch[axis],
					centre[axis] - random.integer(patch[axis] / 4, patch[axis] - 1 - patch[axis] / 4)));
		return start;
	}

	private static <T> T one(final List<T> list, final Generator random) {
		return list.get(random.integer(0, list.size() - 1));
	}
}
