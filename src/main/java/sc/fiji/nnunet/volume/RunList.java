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
package sc.fiji.nnunet.volume;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The rows of a label map as runs of voxels that pass a test, joined where they touch.
 * <p>
 * Runs are in the order z, y, x. Each run has a parent run in its part; the root of a
 * part is its first run.
 * </p>
 */
final class RunList {

	private int count;
	private int[] z = new int[1024];
	private int[] y = new int[1024];
	private int[] start = new int[1024];
	private int[] end = new int[1024];
	private int[] parent = new int[1024];

	/** Finds the runs of a map and joins those that touch. */
	static RunList of(final LabelMap labels, final IntPredicate member, final boolean faces) {
		final RunList runs = new RunList();
		final int[] size = labels.size();
		final boolean[] belongs = table(member);
		int[] above = new int[size[1] + 1];
		int[] here = new int[size[1] + 1];
		for (int plane = 0; plane < size[0]; plane++) {
			runs.readPlane(labels.plane(plane), plane, size, belongs, here);
			for (int row = 0; row < size[1]; row++) {
				final int first = here[row];
				final int last = here[row + 1];
				if (first == last) continue;
				if (row > 0) runs.join(first, last, here[row - 1], here[row], faces ? 0 : 1);
				if (plane == 0) continue;
				final int from = faces ? row : Math.max(0, row - 1);
				final int to = faces ? row : Math.min(size[1] - 1, row + 1);
				for (int other = from; other <= to; other++)
					runs.join(first, last, above[other], above[other + 1], faces ? 0 : 1);
			}
			final int[] swap = above;
			above = here;
			here = swap;
		}
		return runs;
	}

	int count() {
		return count;
	}

	int z(final int run) {
		return z[run];
	}

	int y(final int run) {
		return y[run];
	}

	/** The first x of a run. */
	int start(final int run) {
		return start[run];
	}

	/** One past the last x of a run. */
	int end(final int run) {
		return end[run];
	}

	/** For each run the number of its part, from 0 in the order of the parts' first runs. */
	int[] numberedRoots() {
		final int[] number = new int[count];
		int parts = 0;
		for (int run = 0; run < count; run++) {
			final int root = root(run);
			number[run] = root == run ? parts++ : number[root];
		}
		return number;
	}

	/** The test's result for each of the 65,536 label values, so that the inner loop is a table look-up. */
	private static boolean[] table(final IntPredicate member) {
		final boolean[] table = new boolean[1 << 16];
		for (int value = Short.MIN_VALUE; value <= Short.MAX_VALUE; value++)
			table[value & 0xffff] = member.test(value);
		return table;
	}

	private void readPlane(final short[] plane, final int planeZ, final int[] size, final boolean[] belongs,
		final int[] firstOfRow)
	{
		final int width = size[2];
		for (int row = 0; row < size[1]; row++) {
			firstOfRow[row] = count;
			final int offset = row * width;
			int x = 0;
			while (x < width) {
				if (!belongs[plane[offset + x] & 0xffff]) {
					x++;
					continue;
				}
				final int from = x;
				while (x < width && belongs[plane[offset + x] & 0xffff])
					x++;
				add(planeZ, row, from, x);
			}
		}
		firstOfRow[size[1]] = count;
	}

	private void add(final int runZ, final int runY, final int from, final int to) {
		if (count == z.length) grow();
		z[count] = runZ;
		y[count] = runY;
		start[count] = from;
		end[count] = to;
		parent[count] = count;
		count++;
	}

	private void grow() {
		final int capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, 2L * count));
		z = Arrays.copyOf(z, capacity);
		y = Arrays.copyOf(y, capacity);
		start = Arrays.copyOf(start, capacity);
		end = Arrays.copyOf(end, capacity);
		parent = Arrays.copyOf(parent, capacity);
	}

	/** Joins the runs of two rows that overlap in x, or lie at most {@code reach} apart. */
	private void join(final int firstA, final int lastA, final int firstB, final int lastB, final int reach) {
		int a = firstA;
		int b = firstB;
		while (a < lastA && b < lastB) {
			if (start[a] < end[b] + reach && start[b] < end[a] + reach) union(a, b);
			if (end[a] < end[b]) a++;
			else b++;
		}
	}

	private int root(final int run) {
		int root = run;
		while (parent[root] != root) {
			parent[root] = parent[parent[root]];
			root = parent[root];
		}
		return root;
	}

	private void union(final int a, final int b) {
		final int rootA = root(a);
		final int rootB = root(b);
		// NB: the earlier run stays the root, which keeps the parts in the order of their first voxel
		if (rootA < rootB) parent[rootB] = rootA;
		else parent[rootA] = rootB;
	}
}
