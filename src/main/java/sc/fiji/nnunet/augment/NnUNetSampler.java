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
package sc.fiji.nnunet.augment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.dataset.Labels.Region;
import sc.fiji.nnunet.preprocess.CaseRecord;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Places blocks as nnU-Net v2 does (recipe-nnunet.md 4).
 * <p>
 * The last third (by {@code oversampling}) of every batch is forced onto foreground: a class, or region, is drawn from
 * those present, then one of its voxels, on which the patch is centred as far as it stays within the case. The other
 * patches are placed anywhere; with an ignore label they are centred on an annotated voxel instead.
 * </p>
 */
public final class NnUNetSampler implements PatchSampler {

	private final int[] block;
	private final long unforced;
	private final Labels labels;
	private final Map<String, Places> places = new ConcurrentHashMap<>();

	/**
	 * Voxels of a case, as z × y × x indices.
	 *
	 * @param foreground voxels of each class or region that is present
	 * @param annotated voxels with any label but the ignore label; empty without such a label
	 */
	private record Places(List<long[]> foreground, long[] annotated) {
	}

	/**
	 * @param blockZyx size of the blocks
	 * @param oversampling share of the blocks of a batch that is forced
	 * @param blocks blocks per batch
	 * @param labels classes, regions and ignore label
	 */
	public NnUNetSampler(final int[] blockZyx, final double oversampling, final int blocks, final Labels labels) {
		block = blockZyx.clone();
		unforced = Math.round(Math.rint(blocks * (1 - oversampling)));
		this.labels = labels;
	}

	@Override
	public int[] start(final PatchSource source, final int number, final Generator random) throws IOException {
		final int[] size = source.size();
		final long[] voxels = candidates(source, number >= unforced, random);
		final int[] start = new int[3];
		if (voxels.length == 0) {
			for (int d = 0; d < 3; d++)
				start[d] = size[d] <= block[d] ? PatchSampler.centred(size[d], block[d]) : random.integer(0, size[d] -
					block[d]);
			return start;
		}
		long rest = voxels[random.integer(0, voxels.length - 1)];
		for (int d = 2; d >= 0; d--) {
			final int voxel = (int) (rest % size[d]);
			rest /= size[d];
			start[d] = size[d] <= block[d] ? PatchSampler.centred(size[d], block[d]) : Math.min(size[d] - block[d], Math.max(
				0, voxel - block[d] / 2));
		}
		return start;
	}

	/** The voxels on one of which the patch is centred, or none if it may be placed anywhere. */
	private long[] candidates(final PatchSource source, final boolean forced, final Generator random)
		throws IOException
	{
		if (!forced && labels.ignore() < 0) return new long[0];
		final Places known = places(source);
		if (!forced) return known.annotated;
		final List<long[]> classes = known.foreground;
		return classes.isEmpty() ? new long[0] : classes.get(random.integer(0, classes.size() - 1));
	}

	private Places places(final PatchSource source) throws IOException {
		final Places known = places.get(source.name());
		if (known != null) return known;
		final Places found = find(source);
		places.put(source.name(), found);
		return found;
	}

	private Places find(final PatchSource source) throws IOException {
		final CaseLabels read = CaseLabels.read(source);
		final Generator random = new Generator(1234, source.name().hashCode());
		final List<long[]> foreground = new ArrayList<>();
		if (labels.regions().isEmpty()) {
			for (int label = 1; label < CaseLabels.VALUES; label++)
				if (label != labels.ignore() && read.count(label) > 0) foreground.add(pick(read, only(label), random));
		}
		else for (final Region region : labels.regions()) {
			final boolean[] members = new boolean[CaseLabels.VALUES];
			for (final int label : region.labels())
				members[label] = true;
			final long[] voxels = pick(read, members, random);
			if (voxels.length > 0) foreground.add(voxels);
		}
		if (labels.ignore() < 0) return new Places(foreground, new long[0]);
		final boolean[] annotated = only(labels.ignore());
		for (int label = 0; label < annotated.length; label++)
			annotated[label] = !annotated[label];
		return new Places(foreground, pick(read, annotated, random));
	}

	private static boolean[] only(final int label) {
		final boolean[] members = new boolean[CaseLabels.VALUES];
		members[label] = true;
		return members;
	}

	/**
	 * Draws voxels of some labels without replacement, in one pass: each is taken with probability needed / remaining.
	 */
	private static long[] pick(final CaseLabels labels, final boolean[] members, final Generator random) {
		long remaining = 0;
		for (int label = 0; label < members.length; label++)
			if (members[label]) remaining += labels.count(label);
		final int wanted = CaseRecord.Locations.listed(remaining);
		final long[] picked = new long[wanted];
		final LabelMap map = labels.map();
		int count = 0;
		for (int z = 0; z < map.size()[0]; z++) {
			final short[] plane = map.plane(z);
			for (int i = 0; i < plane.length; i++) {
				if (!members[plane[i]]) continue;
				if (random.uniform(0, remaining) < wanted - count) picked[count++] = (long) z * plane.length + i;
				remaining--;
			}
		}
		return picked;
	}
}
