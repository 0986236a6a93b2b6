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

import java.io.IOException;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.volume.Chunks;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.Taps;

/**
 * Resizes a stack of planes to another grid plane by plane: it holds two resized planes,
 * never the whole stack, and treats each output on its own (recipe-nnunet.md 8, no. 2).
 */
final class PlaneResizer implements PlaneConsumer {

	private final int[] from;
	private final int[] to;
	/** For each axis and each voxel of it: the two input voxels between which it lies, and the share of the upper one. */
	private final int[][] lower = new int[3][], upper = new int[3][];
	private final float[][] share = new float[3][];
	private final PlaneConsumer target;
	private final ExecutorService executor;
	private final float[][] blended;
	private float[][] previous;
	private float[][] current;
	private int next;

	/**
	 * @param from size z, y, x of the input
	 * @param to size z, y, x of the result
	 * @param separateAxis the axis along which the nearest plane is taken, or -1; all others are linear
	 * @param executor whose threads may help, or null
	 */
	PlaneResizer(final int[] from, final int[] to, final int separateAxis, final int outputs,
		final PlaneConsumer target, final ExecutorService executor)
	{
		this.executor = executor;
		this.from = from;
		this.to = to;
		this.target = target;
		for (int axis = 0; axis < 3; axis++)
			prepare(axis, Taps.of(axis == separateAxis ? Kernel.NEAREST : Kernel.LINEAR, from[axis], to[axis]));
		blended = new float[outputs][to[1] * to[2]];
		previous = new float[outputs][to[1] * to[2]];
		current = new float[outputs][to[1] * to[2]];
	}

	/** NB: of the four voxels that a kernel takes only the inner two matter here, and one without weight is left out. */
	private void prepare(final int axis, final Taps taps) {
		lower[axis] = new int[to[axis]];
		upper[axis] = new int[to[axis]];
		share[axis] = new float[to[axis]];
		for (int i = 0; i < to[axis]; i++) {
			lower[axis][i] = taps.index(i, taps.weight(i, 1) == 0 ? 2 : 1);
			upper[axis][i] = taps.weight(i, 2) == 0 ? lower[axis][i] : taps.index(i, 2);
			share[axis][i] = lower[axis][i] == upper[axis][i] ? 0 : taps.weight(i, 2);
		}
	}

	@Override
	public void plane(final int z, final float[][] outputs) throws IOException {
		if (next == to[0] || !needed(z)) return;
		final float[][] spare = previous;
		previous = current;
		current = spare;
		Chunks.run(executor, blended.length, o -> inPlane(outputs[o], current[o]));
		for (; next < to[0] && upper[0][next] <= z; next++)
			target.plane(next, blend(share[0][next], z));
	}

	/** Whether a plane goes into one of the planes that are still to be made. */
	private boolean needed(final int z) {
		for (int i = next; i < to[0] && lower[0][i] <= z; i++)
			if (lower[0][i] == z || upper[0][i] == z) return true;
		return false;
	}

	private float[][] blend(final float weight, final int z) {
		if (lower[0][next] == z) {
			for (int o = 0; o < blended.length; o++)
				System.arraycopy(current[o], 0, blended[o], 0, blended[o].length);
			return blended;
		}
		Chunks.run(executor, blended.length, o -> {
			final float[] low = previous[o];
			final float[] high = current[o];
			final float[] result = blended[o];
			for (int i = 0; i < result.length; i++)
				result[i] = low[i] + weight * (high[i] - low[i]);
		});
		return blended;
	}

	private void inPlane(final float[] plane, final float[] result) {
		if (from[1] == to[1] && from[2] == to[2]) {
			System.arraycopy(plane, 0, result, 0, result.length);
			return;
		}
		final float[] row = new float[from[2]];
		for (int y = 0; y < to[1]; y++) {
			final int low = lower[1][y] * from[2];
			final int high = upper[1][y] * from[2];
			final float weight = share[1][y];
			for (int x = 0; x < row.length; x++)
				row[x] = plane[low + x] + weight * (plane[high + x] - plane[low + x]);
			final int[] left = lower[2];
			final int[] right = upper[2];
			final float[] weights = share[2];
			for (int x = 0; x < to[2]; x++)
				result[y * to[2] + x] = row[left[x]] + weights[x] * (row[right[x]] - row[left[x]]);
		}
	}
}
