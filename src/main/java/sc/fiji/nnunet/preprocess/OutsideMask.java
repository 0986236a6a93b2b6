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

import java.util.Arrays;
import java.util.BitSet;

import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * The voxels outside of an image's foreground: those that are zero in every channel and
 * connected to the border through such voxels, so that holes belong to the inside
 * (recipe-nnunet.md 2.1). One bit per voxel.
 */
public final class OutsideMask {

	private final int[] size;
	private final BitSet[] outside;

	private long[] stack = new long[1 << 10];
	private int depth;

	private OutsideMask(final int[] size) {
		this.size = size;
		outside = new BitSet[size[0]];
	}

	static OutsideMask of(final Volume image) {
		final OutsideMask mask = new OutsideMask(image.size());
		mask.flood(mask.zeros(image));
		return mask;
	}

	/** Whether a voxel lies outside. */
	boolean outside(final int z, final int index) {
		return outside[z].get(index);
	}

	/** Turns background outside of the foreground into -1. */
	void mark(final LabelMap labels) {
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = labels.plane(z);
			for (int i = outside[z].nextSetBit(0); i >= 0; i = outside[z].nextSetBit(i + 1))
				if (plane[i] == 0) plane[i] = -1;
		}
	}

	private BitSet[] zeros(final Volume image) {
		final BitSet[] zeros = new BitSet[size[0]];
		for (int z = 0; z < size[0]; z++) {
			zeros[z] = new BitSet(size[1] * size[2]);
			outside[z] = new BitSet(size[1] * size[2]);
			final boolean[] filled = new boolean[size[1] * size[2]];
			for (int channel = 0; channel < image.channels(); channel++) {
				final float[] plane = image.plane(channel, z);
				for (int i = 0; i < plane.length; i++)
					filled[i] |= plane[i] != 0;
			}
			for (int i = 0; i < filled.length; i++)
				if (!filled[i]) zeros[z].set(i);
		}
		return zeros;
	}

	/** Moves every zero that is face-connected to the border from {@code zeros} to the outside. */
	private void flood(final BitSet[] zeros) {
		for (int z = 0; z < size[0]; z++)
			for (int i = zeros[z].nextSetBit(0); i >= 0; i = zeros[z].nextSetBit(i + 1)) {
				final int y = i / size[2];
				final int x = i % size[2];
				if (z > 0 && z < size[0] - 1 && y > 0 && y < size[1] - 1 && x > 0 && x < size[2] - 1) continue;
				visit(zeros, z, i);
				while (depth > 0) {
					final long at = stack[--depth];
					spread(zeros, (int) (at >>> 32), (int) at);
				}
			}
	}

	private void spread(final BitSet[] zeros, final int z, final int i) {
		final int x = i % size[2];
		if (x > 0) visit(zeros, z, i - 1);
		if (x < size[2] - 1) visit(zeros, z, i + 1);
		if (i >= size[2]) visit(zeros, z, i - size[2]);
		if (i < size[1] * size[2] - size[2]) visit(zeros, z, i + size[2]);
		if (z > 0) visit(zeros, z - 1, i);
		if (z < size[0] - 1) visit(zeros, z + 1, i);
	}

	private void visit(final BitSet[] zeros, final int z, final int i) {
		if (!zeros[z].get(i)) return;
		zeros[z].clear(i);
		outside[z].set(i);
		if (depth == stack.length) stack = Arrays.copyOf(stack, 2 * depth);
		stack[depth++] = (long) z << 32 | i;
	}
}
