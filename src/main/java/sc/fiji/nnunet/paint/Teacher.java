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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

import sc.fiji.nnunet.forest.RandomWalk;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Volume;

/**
 * Tells the network what unpainted voxels probably are: what the forest takes them for, and in 3D near paint rather what
 * is painted there, up to the next edge of the image.
 */
final class Teacher {

	/** Bytes that are kept, over all images and classes. */
	private static final long MOST = 1 << 26;

	/** The power that probabilities are raised to (as measured in docs/paint.md). */
	private static final double SHARP = 3;

	/** In 3D slices are labelled together up to this many voxels, which takes a second or two. */
	private static final int TOGETHER = 1 << 17;

	private final PaintForest forest;
	private final List<Volume> images;
	private final boolean planar;
	private final ExecutorService executor;
	private final List<Map<Integer, byte[][]>> taught = new ArrayList<>();
	private List<Division> divisions = List.of();

	/** @param planar whether the network learns slices singly */
	Teacher(final PaintForest forest, final List<Volume> images, final boolean planar, final ExecutorService executor) {
		this.forest = forest;
		this.images = images;
		this.planar = planar;
		this.executor = executor;
		for (int i = 0; i < images.size(); i++)
			taught.add(new TreeMap<>());
	}

	/** Begins anew with other paint, on which the forest was grown. */
	void begin(final List<Division> paint) {
		divisions = paint;
		taught.forEach(Map::clear);
	}

	/** Of each image the slices that were labelled: see {@link Lesson}. */
	List<Map<Integer, byte[][]>> taught() {
		return taught;
	}

	/**
	 * Labels some more slices, of all painted images in turn.
	 *
	 * @param most the most voxels; at least one slice is labelled
	 * @param stop whether to end before; asked after each part of an image
	 */
	void teach(final int most, final BooleanSupplier stop, final Progress progress) {
		long kept = 0, done = 0;
		for (final Map<Integer, byte[][]> planes : taught)
			for (final byte[][] plane : planes.values())
				kept += (long) plane.length * plane[0].length;
		for (boolean any = true; any;) {
			any = false;
			for (int image = 0; image < images.size(); image++) {
				if (done >= most || kept > MOST || done > 0 && stop.getAsBoolean()) return;
				final int[] next = next(image);
				if (next == null) continue;
				any = true;
				teach(image, next[0], next[1], progress);
				final int[] size = images.get(image).size();
				done += (long) (next[1] - next[0]) * size[1] * size[2];
				kept += (long) (next[1] - next[0]) * size[1] * size[2] * taught.get(image).get(next[0]).length;
			}
		}
	}

	private void teach(final int image, final int from, final int to, final Progress progress) {
		final float[][][] expected = new float[to - from][][];
		for (int z = from; z < to; z++)
			expected[z - from] = forest.slices(image, List.of(z), progress).get(z);
		// NB: within single slices the mean of neighbours costs more of thin membranes than paint near by adds
		final float[][][] spread = planar ? expected : RandomWalk.spread(images.get(image), from,
			divisions.get(image).learned(), expected, executor, progress);
		for (int z = from; z < to; z++)
			taught.get(image).put(z, Lesson.sums(sharpened(spread[z - from])));
	}

	/** Makes likely classes likelier, or many a doubt would be learned as if it were foreground. */
	private static float[][] sharpened(final float[][] probabilities) {
		for (int i = 0; i < probabilities[0].length; i++) {
			double sum = 0;
			for (final float[] plane : probabilities)
				sum += plane[i] = (float) Math.pow(plane[i], SHARP);
			for (final float[] plane : probabilities)
				plane[i] /= (float) sum;
		}
		return probabilities;
	}

	/** The slices, first and the one after the last, that are to be labelled next; null if there are none. */
	private int[] next(final int image) {
		final Map<Integer, byte[][]> known = taught.get(image);
		final List<Integer> free = order(image).stream().filter(z -> !known.containsKey(z)).toList();
		if (free.isEmpty()) return null;
		final int[] size = images.get(image).size();
		final int together = planar ? 1 : Math.max(1, TOGETHER / (size[1] * size[2]));
		final int first = free.get(0), block = first / together;
		int from = first, to = first + 1;
		while ((from - 1) / together == block && free.contains(from - 1))
			from--;
		while (to / together == block && free.contains(to))
			to++;
		return new int[] { from, to };
	}

	/**
	 * The slices of an image that are to be labelled, the most useful ones first: those with strokes, then in 3D those
	 * nearest to them, in 2D some that lie far apart. Images without paint are left out.
	 */
	private List<Integer> order(final int image) {
		final Division division = divisions.get(image);
		final List<Integer> painted = new ArrayList<>(division.learned().keySet());
		if (painted.isEmpty()) return List.of();
		final int depth = images.get(image).size()[0];
		final List<Integer> order = new ArrayList<>();
		for (int z = 0; z < depth; z++)
			if (!division.accepted().contains(z)) order.add(z);
		final int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, depth - 1));
		order.sort((a, b) -> {
			final int far = Integer.compare(distance(painted, a), distance(painted, b));
			final boolean either = painted.contains(a) || painted.contains(b);
			return !planar || either ? far : Integer.compare(Integer.reverse(a) >>> 32 - bits,
				Integer.reverse(b) >>> 32 - bits);
		});
		return order;
	}

	private static int distance(final List<Integer> painted, final int z) {
		int nearest = Integer.MAX_VALUE;
		for (final int one : painted)
			nearest = Math.min(nearest, Math.abs(one - z));
		return nearest;
	}
}
