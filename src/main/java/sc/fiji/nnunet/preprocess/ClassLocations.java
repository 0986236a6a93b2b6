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
package sc.fiji.nnunet.preprocess;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Lists voxels of each class or region, so that patches can be placed around them without
 * reading the labels. Equal labels give equal lists.
 */
final class ClassLocations {

	private static final long SEED = 1234;

	private final List<CaseRecord.Locations> lists = new ArrayList<>();
	private final List<long[]> voxels = new ArrayList<>();

	/**
	 * The lists for a segmentation: per region, or per foreground class, and with an ignore label one of all annotated
	 * voxels.
	 */
	static ClassLocations of(final LabelMap labels, final Labels meaning) {
		final ClassLocations result = new ClassLocations();
		for (final Labels.Region region : meaning.regions())
			result.add(labels, region.name(), region.labels());
		if (meaning.regions().isEmpty()) for (int label = 1; label < meaning.classes(); label++)
			result.add(labels, meaning.names().get(label), List.of(label));
		if (meaning.ignore() < 0) return result;
		final List<Integer> annotated = new ArrayList<>();
		for (int label = 0; label < meaning.classes(); label++)
			if (label != meaning.ignore()) annotated.add(label);
		result.add(labels, "annotated", annotated);
		return result;
	}

	/** The description of each list. */
	List<CaseRecord.Locations> lists() {
		return lists;
	}

	/** Each list: ascending indices (z * height + y) * width + x. */
	List<long[]> voxels() {
		return voxels;
	}

	private void add(final LabelMap labels, final String name, final List<Integer> values) {
		final boolean[] member = new boolean[1 << 16];
		for (final int value : values)
			member[value & 0xffff] = true;
		final int[] size = labels.size();
		final long[] counts = new long[size[0]];
		long total = 0;
		for (int z = 0; z < size[0]; z++) {
			counts[z] = count(labels.plane(z), member);
			total += counts[z];
		}
		final int listed = CaseRecord.Locations.listed(total);
		final long[] chosen = new long[listed];
		// NB: one pass that takes each voxel with the probability "still wanted / still to come" draws without replacement
		final SplittableRandom random = new SplittableRandom(SEED);
		long left = total;
		int taken = 0;
		for (int z = 0; z < size[0] && taken < listed; z++) {
			if (counts[z] == 0) continue;
			final short[] plane = labels.plane(z);
			for (int i = 0; i < plane.length && taken < listed; i++) {
				if (!member[plane[i] & 0xffff]) continue;
				if (listed - taken == left || random.nextLong(left) < listed - taken) chosen[taken++] = (long) z *
					plane.length + i;
				left--;
			}
		}
		lists.add(new CaseRecord.Locations(name, values, total, listed));
		voxels.add(chosen);
	}

	/** NB: labels come in long runs, so each run is looked up once. */
	private static long count(final short[] plane, final boolean[] member) {
		long count = 0;
		int at = 0;
		while (at < plane.length) {
			final short label = plane[at];
			final int start = at;
			while (at < plane.length && plane[at] == label)
				at++;
			if (member[label & 0xffff]) count += at - start;
		}
		return count;
	}
}
