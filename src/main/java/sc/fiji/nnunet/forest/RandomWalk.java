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
package sc.fiji.nnunet.forest;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Chunks;
import sc.fiji.nnunet.volume.Volume;

/**
 * Spreads labels from painted voxels over their surroundings, up to where the image has edges: the probability of a
 * class is that of a walker who steps between neighbours, rarely across an edge, and either first meets paint of this
 * class or, by a chance at each voxel, ends and takes what is expected there (L. Grady: Multilabel random walker image
 * segmentation using prior models, CVPR 2005; Random walks for image segmentation, PAMI 28, 2006).
 * <p>
 * Far from all paint this is the mean of what is expected near by. The equations are solved by Gauss and Seidel's
 * sweeps, forwards and backwards, in time that grows with the number of voxels. May be used by several threads at once.
 * </p>
 */
public final class RandomWalk {

	/**
	 * How much an edge stops the walker, by the mean squared difference of neighbours; the chance that the walker ends,
	 * beside steps of at most 1; and the least chance of a step (as measured in docs/paint.md).
	 */
	private static final double EDGE = 1, END = 0.1, LEAST = 1e-4;

	/** The sweeps end when no probability changes by more than this, or after the most. */
	private static final float ENOUGH = 2e-3f;
	private static final int MOST_SWEEPS = 60;

	private final int depth;
	private final int width;
	private final int area;

	/** For each voxel its class; -1 if unpainted. A slice lies before the first one and another after the last. */
	private final short[] painted;

	/** For the axes x, y, z how easily the walker steps from a voxel to the one before it; 0 where there is none. */
	private final float[][] links;

	private RandomWalk(final Volume image, final int first, final int depth, final Map<Integer, short[]> paint) {
		this.depth = depth;
		width = image.size()[2];
		area = image.size()[1] * width;
		painted = new short[(depth + 2) * area];
		for (int slice = 0; slice < depth + 2; slice++) {
			final short[] labels = paint.get(first + slice - 1);
			for (int i = 0; i < area; i++)
				painted[slice * area + i] = labels == null ? -1 : labels[i];
		}
		links = links(image, first);
	}

	/**
	 * Spreads labels over some slices.
	 *
	 * @param image with values of a similar range in all channels
	 * @param first the first of the slices
	 * @param paint by slice of the image a class for each voxel, row by row, negative where nobody painted; that of the
	 *          slices just before and after counts as well
	 * @param expected for each slice and class the probabilities that the voxels have without paint
	 * @param executor whose threads may join in, or null
	 * @return for each slice and class the probabilities
	 */
	public static float[][][] spread(final Volume image, final int first, final Map<Integer, short[]> paint,
		final float[][][] expected, final ExecutorService executor, final Progress progress)
	{
		final RandomWalk walk = new RandomWalk(image, first, expected.length, paint);
		final float[][][] spread = new float[expected.length][expected[0].length][];
		Chunks.run(executor, expected[0].length, label -> {
			final float[] solved = walk.solve(expected, label, progress);
			for (int z = 0; z < spread.length; z++)
				spread[z][label] = Arrays.copyOfRange(solved, (z + 1) * walk.area, (z + 2) * walk.area);
		});
		return spread;
	}

	private float[][] links(final Volume image, final int first) {
		final int[] steps = { 1, width, area };
		final float[][] links = new float[3][painted.length + area];
		double sum = 0;
		long count = 0;
		for (int axis = 0; axis < 3; axis++)
			for (int at = 0; at < painted.length; at++) {
				if (!linked(axis, at)) continue;
				sum += links[axis][at] = difference(image, first - 1, at, at - steps[axis]);
				count++;
			}
		final double edge = EDGE * count / Math.max(1e-12, sum);
		final double[] spacing = image.geometry().spacing();
		for (int axis = 0; axis < 3; axis++) {
			final double near = Math.pow(spacing[0] / spacing[axis], 2);
			for (int at = 0; at < painted.length; at++)
				if (linked(axis, at)) links[axis][at] = (float) (near * (LEAST + Math.exp(-edge * links[axis][at])));
		}
		return links;
	}

	/** Whether the walker may step from a voxel to the one before it; of the slices before and after, to paint only. */
	private boolean linked(final int axis, final int at) {
		final int slice = at / area;
		final boolean inside = slice > 0 && slice <= depth;
		if (axis == 0) return inside && at % width > 0;
		if (axis == 1) return inside && at % area >= width;
		return slice > 0 && (inside || painted[at] >= 0) && (slice > 1 || painted[at - area] >= 0);
	}

	private float difference(final Volume image, final int before, final int a, final int b) {
		float sum = 0;
		for (int c = 0; c < image.channels(); c++) {
			final float one = image.plane(c, before + a / area)[a % area] - image.plane(c, before + b / area)[b % area];
			sum += one * one;
		}
		return sum;
	}

	private float[] solve(final float[][][] expected, final int label, final Progress progress) {
		final float[] solved = new float[painted.length], end = new float[painted.length];
		for (int at = 0; at < solved.length; at++) {
			final boolean inside = at >= area && at < (depth + 1) * area;
			if (inside) solved[at] = expected[at / area - 1][label][at % area];
			end[at] = (float) END * solved[at];
			if (painted[at] >= 0) solved[at] = painted[at] == label ? 1 : 0;
		}
		for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
			progress.check();
			if (sweep(solved, end, sweep % 2 == 0) < ENOUGH) break;
		}
		return solved;
	}

	/** Lets each voxel take the mean of its neighbours and what is expected of it; the largest change. */
	private float sweep(final float[] solved, final float[] ends, final boolean forwards) {
		final float[] x = links[0], y = links[1], z = links[2];
		final int end = (depth + 1) * area;
		float most = 0;
		for (int i = area; i < end; i++) {
			final int at = forwards ? i : area + end - 1 - i;
			if (painted[at] >= 0) continue;
			final float all = (float) END + x[at] + x[at + 1] + y[at] + y[at + width] + z[at] + z[at + area];
			final float sum = ends[at] + x[at] * solved[at - 1] + x[at + 1] * solved[at + 1] +
				y[at] * solved[at - width] + y[at + width] * solved[at + width] +
				z[at] * solved[at - area] + z[at + area] * solved[at + area];
			final float value = sum / all;
			most = Math.max(most, Math.abs(value - solved[at]));
			solved[at] = value;
		}
		return most;
	}
}
