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

import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Removes a connected part of labels of a cascade's previous stage, so that the network also finds what that stage
 * missed (recipe-nnunet.md 3 row 13).
 */
final class RemovedPart implements Augmentation {

	private final double probability;
	private final double perLabel;
	private final double share;

	/**
	 * @param probability probability of a change of the sample
	 * @param perLabel probability of a change of each label then
	 * @param share only parts with less than this share of the sample's voxels are removed
	 */
	RemovedPart(final double probability, final double perLabel, final double share) {
		this.probability = probability;
		this.perLabel = perLabel;
		this.share = share;
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		if (!random.chance(probability)) return;
		for (final int label : shuffled(sample.previousLabels(), random))
			if (random.chance(perLabel)) remove(sample.previous(), sample.size(), label, random);
	}

	/** The labels from 1 on in random order. */
	static int[] shuffled(final int labels, final Generator random) {
		final int[] order = new int[labels];
		for (int i = 0; i < labels; i++) {
			final int other = random.integer(0, i);
			order[i] = order[other];
			order[other] = i + 1;
		}
		return order;
	}

	private void remove(final byte[] labels, final int[] size, final int label, final Generator random) {
		final Components parts = Components.in(map(labels, size), value -> value == label, false);
		final List<Integer> small = new ArrayList<>();
		for (int part = 0; part < parts.list().size(); part++)
			if (parts.list().get(part).voxels() < share * labels.length) small.add(part);
		if (small.isEmpty()) return;
		final int removed = small.get(random.integer(0, small.size() - 1));
		parts.forEachRun((part, z, y, start, end) -> {
			if (part != removed) return;
			final int row = (z * size[1] + y) * size[2];
			for (int x = start; x < end; x++)
				labels[row + x] = 0;
		});
	}

	private static LabelMap map(final byte[] labels, final int[] size) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(size, new double[] { 1, 1, 1 }));
		final int area = size[1] * size[2];
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = map.plane(z);
			for (int i = 0; i < area; i++)
				plane[i] = (short) (labels[z * area + i] & 0xff);
		}
		return map;
	}
}
