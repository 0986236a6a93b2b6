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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The paint of one image at one moment, divided into what is learned and what is held back for a test.
 *
 * @param learned for each painted slice the labels to learn from, {@link ImagePaint#UNPAINTED} elsewhere
 * @param held the same for those that are held back; slices without any are left out
 * @param accepted the accepted slices to learn from, ascending
 */
record Division(Map<Integer, short[]> learned, Map<Integer, short[]> held, List<Integer> accepted) {

	/** Of each class every fifth stroke is held back, from the third on; the same for accepted slices. */
	private static final int EVERY = 5, FROM = 2;

	/** The part in the middle of accepted slices that is held back until a whole one is, as a share of each edge. */
	private static final double MIDDLE = 0.375;

	/**
	 * Divides the paint of all images.
	 *
	 * @param classes the number of classes
	 */
	static List<Division> of(final List<ImagePaint> images, final int classes) {
		// NB: strokes are counted over all images, or those of many images with few strokes would all be learned
		final int[] strokes = new int[classes + 1];
		final long slices = images.stream().mapToLong(image -> image.accepted().size()).sum();
		final List<Division> divisions = new ArrayList<>();
		for (final ImagePaint image : images) {
			final List<Mark> learned = new ArrayList<>(), held = new ArrayList<>();
			final List<Integer> accepted = image.accepted();
			final Map<Integer, Boolean> wholeSlices = new HashMap<>();
			for (final Mark mark : image.marks()) {
				if (mark.kind() == Mark.Kind.SLICE) {
					// NB: a slice that is accepted again stays what it was, and its latest labels cover the earlier ones
					final boolean back = wholeSlices.computeIfAbsent(mark.z(), z -> isBack(strokes, classes));
					(back ? held : learned).add(mark);
					continue;
				}
				// NB: a stroke amid what is learned of an accepted slice would test who remembers its neighbours best
				final boolean counts = mark.label() != Mark.ERASER && !accepted.contains(mark.z());
				(counts && isBack(strokes, mark.label()) ? held : learned).add(mark);
			}
			divisions.add(of(image, learned, held, slices <= FROM));
		}
		return divisions;
	}

	/** Counts one more of a kind; whether it is to be held back. */
	private static boolean isBack(final int[] counts, final int kind) {
		return counts[kind]++ % EVERY == FROM;
	}

	/** @param middles whether the middle of accepted slices is held back */
	private static Division of(final ImagePaint image, final List<Mark> learned, final List<Mark> held,
		final boolean middles)
	{
		final List<Integer> accepted = learned.stream().filter(mark -> mark.kind() == Mark.Kind.SLICE).map(Mark::z)
			.distinct().sorted().toList();
		final Map<Integer, short[]> toLearn = new TreeMap<>(), toTest = new TreeMap<>();
		for (final int z : image.painted()) {
			final short[] all = image.slice(z);
			final short[] test = same(image.labels(held, z), all);
			final short[] learn = same(image.labels(learned, z), all);
			if (middles && accepted.contains(z)) middle(image, z, test);
			for (int i = 0; i < learn.length; i++)
				if (test[i] != ImagePaint.UNPAINTED) learn[i] = ImagePaint.UNPAINTED;
			if (isPainted(learn)) toLearn.put(z, learn);
			if (isPainted(test)) toTest.put(z, test);
		}
		return new Division(toLearn, toTest, accepted);
	}

	/** Holds back what was accepted in the middle of a slice; NB: what was painted there is learned. */
	private static void middle(final ImagePaint image, final int z, final short[] into) {
		final int[] size = image.geometry().sizeZyx();
		final int rows = (int) (MIDDLE * size[1]), columns = (int) (MIDDLE * size[2]);
		final short[] all = image.slice(z), strokes = image.strokes(z);
		for (int y = (size[1] - rows) / 2, n = 0; n < rows; y++, n++)
			for (int x = (size[2] - columns) / 2, m = 0; m < columns; x++, m++)
				if (strokes[y * size[2] + x] == ImagePaint.UNPAINTED) into[y * size[2] + x] = all[y * size[2] + x];
	}

	/** Keeps labels that other paint did not change. */
	private static short[] same(final short[] some, final short[] all) {
		for (int i = 0; i < some.length; i++)
			if (some[i] != all[i]) some[i] = ImagePaint.UNPAINTED;
		return some;
	}

	private static boolean isPainted(final short[] labels) {
		for (final short label : labels)
			if (label != ImagePaint.UNPAINTED) return true;
		return false;
	}

	/** The number of voxels of each class that are learned. */
	long[] counts(final int classes) {
		final long[] counts = new long[classes];
		for (final short[] plane : learned.values())
			for (final short label : plane)
				if (label >= 0) counts[label]++;
		return counts;
	}

	/** Whether a slice holds the same paint to learn as in an earlier division. */
	boolean sameSlice(final Division earlier, final int z) {
		return earlier != null && Arrays.equals(learned.get(z), earlier.learned.get(z));
	}
}
