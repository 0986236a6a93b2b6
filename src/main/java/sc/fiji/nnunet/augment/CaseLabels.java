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

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The labels of a whole case, and how often each value occurs. Voxels outside of a mask are background here.
 */
final class CaseLabels {

	/** The number of possible label values. */
	static final int VALUES = 256;

	private final LabelMap map;
	private final long[] counts;

	private CaseLabels(final LabelMap map, final long[] counts) {
		this.map = map;
		this.counts = counts;
	}

	/** Reads the labels of a case plane by plane. */
	static CaseLabels read(final PatchSource source) throws IOException {
		final int[] size = source.size();
		final LabelMap map = new LabelMap(Geometry.ofZyx(size, new double[] { 1, 1, 1 }));
		final long[] counts = new long[VALUES];
		final byte[] bytes = new byte[size[1] * size[2]];
		for (int z = 0; z < size[0]; z++) {
			source.readLabels(new int[] { z, 0, 0 }, new int[] { 1, size[1], size[2] }, bytes);
			final short[] plane = map.plane(z);
			for (int i = 0; i < bytes.length; i++) {
				plane[i] = bytes[i] == source.outsideLabel() ? 0 : (short) (bytes[i] & 0xff);
				counts[plane[i]]++;
			}
		}
		return new CaseLabels(map, counts);
	}

	/** The labels. */
	LabelMap map() {
		return map;
	}

	/** The number of voxels with a label value. */
	long count(final int label) {
		return counts[label];
	}
}
