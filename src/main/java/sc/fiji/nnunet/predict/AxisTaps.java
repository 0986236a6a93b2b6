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
package sc.fiji.nnunet.predict;

/**
 * Which two voxels of one axis make a voxel of a finer or coarser axis over the same
 * extent: value = (1 - weight) × lower + weight × upper. Voxel centres are aligned and the
 * border is repeated (recipe-nvidia.md 2.6).
 *
 * @param lower index of the lower voxel
 * @param upper index of the upper voxel
 * @param weight share of the upper voxel
 */
record AxisTaps(int[] lower, int[] upper, float[] weight) {

	/** Linear interpolation. */
	static AxisTaps linear(final int from, final int to) {
		final AxisTaps taps = new AxisTaps(new int[to], new int[to], new float[to]);
		for (int i = 0; i < to; i++) {
			final double source = Math.min(from - 1.0, Math.max(0, source(i, from, to)));
			taps.lower[i] = (int) source;
			taps.upper[i] = Math.min(from - 1, taps.lower[i] + 1);
			taps.weight[i] = (float) (source - taps.lower[i]);
		}
		return taps;
	}

	/** The nearest voxel, the upper one of two that are equally near. */
	static AxisTaps nearest(final int from, final int to) {
		final AxisTaps taps = new AxisTaps(new int[to], new int[to], new float[to]);
		for (int i = 0; i < to; i++) {
			taps.lower[i] = Math.min(from - 1, Math.max(0, (int) Math.floor(source(i, from, to) + 0.5)));
			taps.upper[i] = taps.lower[i];
		}
		return taps;
	}

	private static double source(final int i, final int from, final int to) {
		return (i + 0.5) * from / to - 0.5;
	}

	int size() {
		return lower.length;
	}
}
