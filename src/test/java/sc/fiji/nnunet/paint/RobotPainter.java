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
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Paints on slices as a person would who knows the truth: strokes along the inside and along the border of each class,
 * and later a stroke where a segmentation is most wrong.
 */
final class RobotPainter {

	/**
	 * A stroke on a slice.
	 *
	 * @param label the class
	 * @param pixels y times the width plus x
	 */
	record Stroke(int label, int[] pixels) {

		/** Sets the pixels of the stroke. */
		void paint(final short[] slice) {
			for (final int pixel : pixels)
				slice[pixel] = (short) label;
		}
	}

	private final int width;
	private final int height;
	private final int length;
	private final SplittableRandom random;

	RobotPainter(final int width, final int height, final int length, final long seed) {
		this.width = width;
		this.height = height;
		this.length = length;
		random = new SplittableRandom(seed);
	}

	/** Strokes of a class, by turns inside it and along its border; none where the slice does not show it. */
	List<Stroke> strokes(final short[] truth, final int label, final int count) {
		final float[] depth = depth(pixel -> truth[pixel] == label);
		final List<Stroke> strokes = new ArrayList<>();
		for (int n = 0; n < count; n++) {
			final boolean border = n % 2 == 1;
			final Stroke stroke = stroke(depth, label, border ? 2 : Float.POSITIVE_INFINITY);
			if (stroke != null) strokes.add(stroke);
		}
		return strokes;
	}

	/** A stroke in the right class through the largest connected part of a wrong one; null if nothing is wrong. */
	Stroke correction(final short[] truth, final short[] segmented) {
		final int[] part = largestError(truth, segmented);
		if (part.length == 0) return null;
		final boolean[] member = new boolean[truth.length];
		for (final int pixel : part)
			member[pixel] = true;
		return stroke(depth(pixel -> member[pixel]), truth[part[0]], Float.POSITIVE_INFINITY);
	}

	/** The pixels of the largest part whose truth is one class and whose segmentation another. */
	private int[] largestError(final short[] truth, final short[] segmented) {
		final boolean[] seen = new boolean[truth.length];
		int[] largest = {};
		for (int start = 0; start < truth.length; start++) {
			if (seen[start] || truth[start] == segmented[start]) continue;
			final int[] queue = new int[truth.length];
			int n = 0;
			queue[n++] = start;
			seen[start] = true;
			for (int at = 0; at < n; at++)
				for (final int other : neighbours(queue[at]))
					if (!seen[other] && truth[other] == truth[start] && truth[other] != segmented[other]) {
						seen[other] = true;
						queue[n++] = other;
					}
			if (n > largest.length) largest = Arrays.copyOf(queue, n);
		}
		return largest;
	}

	private int[] neighbours(final int pixel) {
		final int x = pixel % width;
		final int y = pixel / width;
		final int[] all = new int[4];
		int n = 0;
		if (x > 0) all[n++] = pixel - 1;
		if (x < width - 1) all[n++] = pixel + 1;
		if (y > 0) all[n++] = pixel - width;
		if (y < height - 1) all[n++] = pixel + width;
		return Arrays.copyOf(all, n);
	}

	/** A stroke three pixels wide that stays in a region at the wanted depth, from a random place at that depth. */
	private Stroke stroke(final float[] depth, final int label, final float wanted) {
		final List<Integer> starts = new ArrayList<>();
		float deepest = 0;
		for (final float value : depth)
			deepest = Math.max(deepest, value);
		final float least = Math.min(wanted == 2 ? 1 : 3, deepest);
		for (int pixel = 0; pixel < depth.length; pixel++)
			if (depth[pixel] >= least && (wanted > 2 || depth[pixel] <= 3)) starts.add(pixel);
		if (starts.isEmpty()) return null;
		return walk(depth, label, wanted, starts.get(random.nextInt(starts.size())));
	}

	private Stroke walk(final float[] depth, final int label, final float wanted, final int start) {
		double x = start % width;
		double y = start / width;
		double direction = random.nextDouble(2 * Math.PI);
		final boolean[] on = new boolean[depth.length];
		for (int step = 0; step < length; step++) {
			dab(on, depth, (int) Math.round(x), (int) Math.round(y));
			direction = turned(depth, x, y, direction, Math.min(wanted, 30));
			x += Math.cos(direction);
			y += Math.sin(direction);
			if (at(depth, x, y) == 0) break;
		}
		return new Stroke(label, IntStream.range(0, on.length).filter(pixel -> on[pixel]).toArray());
	}

	/** The direction that stays nearest to the wanted depth; of equal ones the one that turns least. */
	private double turned(final float[] depth, final double x, final double y, final double direction,
		final double wanted)
	{
		double best = Double.NEGATIVE_INFINITY;
		double turned = 0;
		for (int k = -4; k <= 4; k++) {
			final double angle = direction + k * Math.PI / 9;
			final double there = at(depth, x + 2 * Math.cos(angle), y + 2 * Math.sin(angle));
			final double worth = (there == 0 ? -100 : -Math.abs(there - wanted)) - 0.3 * Math.abs(k);
			if (worth > best) {
				best = worth;
				turned = angle;
			}
		}
		return turned;
	}

	private double at(final float[] depth, final double x, final double y) {
		final int column = (int) Math.round(x);
		final int row = (int) Math.round(y);
		return column < 0 || row < 0 || column >= width || row >= height ? 0 : depth[row * width + column];
	}

	private void dab(final boolean[] on, final float[] depth, final int x, final int y) {
		for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
			for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++)
				if (depth[row * width + column] > 0) on[row * width + column] = true;
	}

	/** How far each pixel of a region is from its outside, about; the border of the image is no outside. */
	private float[] depth(final IntPredicate member) {
		final float[] depth = new float[width * height];
		for (int pixel = 0; pixel < depth.length; pixel++)
			depth[pixel] = member.test(pixel) ? 1000 : 0;
		final float diagonal = (float) Math.sqrt(2);
		for (int pixel = 0; pixel < depth.length; pixel++)
			for (final int[] step : new int[][] { { -1, 0 }, { 0, -1 }, { -1, -1 }, { 1, -1 } })
				closer(depth, pixel, step[0], step[1], step[0] != 0 && step[1] != 0 ? diagonal : 1);
		for (int pixel = depth.length - 1; pixel >= 0; pixel--)
			for (final int[] step : new int[][] { { 1, 0 }, { 0, 1 }, { 1, 1 }, { -1, 1 } })
				closer(depth, pixel, step[0], step[1], step[0] != 0 && step[1] != 0 ? diagonal : 1);
		return depth;
	}

	private void closer(final float[] depth, final int pixel, final int dx, final int dy, final float far) {
		final int x = pixel % width + dx;
		final int y = pixel / width + dy;
		if (x < 0 || y < 0 || x >= width || y >= height) return;
		depth[pixel] = Math.min(depth[pixel], depth[y * width + x] + far);
	}
}
