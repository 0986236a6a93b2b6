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
package sc.fiji.nnunet.totalsegmentator;

import java.util.Arrays;
import java.util.function.IntPredicate;

import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.LabelMap;

/** What TotalSegmentator does with the labels of its body network: 1 is the trunk, 2 the arms and legs. */
final class BodyMask {

	private static final int TRUNK = 1, LIMBS = 2;

	/** Parts of arms and legs of at most this volume, in cubic millimetres, are removed. */
	private static final double SMALL = 50_000;

	private BodyMask() {
		// static method only
	}

	/** Keeps the largest part of the trunk, the first of several, and the parts of arms and legs that are not small. */
	static void clean(final LabelMap labels) {
		double voxel = 1;
		for (final double step : labels.geometry().spacing())
			voxel *= step;
		final double small = SMALL / voxel;
		final Components trunk = Components.in(labels, label -> label == TRUNK, true);
		int kept = 0;
		for (int part = 1; part < trunk.list().size(); part++)
			if (trunk.list().get(part).voxels() > trunk.list().get(kept).voxels()) kept = part;
		final int largest = kept;
		remove(labels, trunk, part -> part != largest);
		final Components limbs = Components.in(labels, label -> label == LIMBS, true);
		remove(labels, limbs, part -> limbs.list().get(part).voxels() <= small);
	}

	private static void remove(final LabelMap labels, final Components parts, final IntPredicate which) {
		final int width = labels.size()[2];
		parts.forEachRun((part, z, y, start, end) -> {
			if (which.test(part)) Arrays.fill(labels.plane(z), y * width + start, y * width + end, (short) 0);
		});
	}
}
