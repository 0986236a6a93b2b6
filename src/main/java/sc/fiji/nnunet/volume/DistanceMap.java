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

/**
 * The exact Euclidean distance, in millimetres, from any voxel of a box to the nearest voxel of a set.
 * <p>
 * The nearest member within each plane is found axis by axis with lower envelopes of
 * parabolas (Felzenszwalb and Huttenlocher 2012); a query then walks over the planes, away
 * from its own, as long as a nearer voxel is possible. Only positions are stored (one int per
 * voxel), so distances are computed from whole numbers and the spacing without loss.
 * </p>
 * <p>
 * The arrays are reused when {@link #compute} is called again. Not thread-safe.
 * </p>
 */
public final class DistanceMap {

	private int[][] nearest = {};
	private boolean[] occupied = {};
	private int[] rows = {};
	private int[] hull = {};
	private double[] breaks = {};
	private int depth;
	private int width;
	private double[] spacing;

	/**
	 * Prepares the distances to a set.
	 *
	 * @param planes the set: one array per z with y rows of x; a voxel is a member if it has one of the bits
	 * @param bits which bits to look at
	 * @param sizeZyx the box's size; the arrays may be longer
	 * @param spacingZyx millimetres between voxels
	 */
	public void compute(final byte[][] planes, final int bits, final int[] sizeZyx, final double[] spacingZyx) {
		depth = sizeZyx[0];
		width = sizeZyx[2];
		spacing = spacingZyx.clone();
		reserve(sizeZyx);
		for (int z = 0; z < depth; z++)
			occupied[z] = plane(planes[z], bits, nearest[z], sizeZyx[1]);
	}

	/** The distance from a voxel to the set in millimetres; infinite if the set is empty. */
	public double distance(final int z, final int y, final int x) {
		double best = Double.POSITIVE_INFINITY;
		for (int step = 0; step < depth; step++) {
			final double along = step * spacing[0];
			if (along * along >= best) break;
			if (z - step >= 0) best = Math.min(best, square(z - step, y, x) + along * along);
			if (step > 0 && z + step < depth) best = Math.min(best, square(z + step, y, x) + along * along);
			if (z - step < 0 && z + step >= depth) break;
		}
		return Math.sqrt(best);
	}

	/** The squared distance within one plane. */
	private double square(final int z, final int y, final int x) {
		if (!occupied[z]) return Double.POSITIVE_INFINITY;
		final int index = nearest[z][y * width + x];
		final int nearY = index / width;
		final double dy = (y - nearY) * spacing[1];
		final double dx = (x - (index - nearY * width)) * spacing[2];
		return dy * dy + dx * dx;
	}

	private void reserve(final int[] size) {
		final int area = Math.multiplyExact(size[1], size[2]);
		if (nearest.length < size[0]) {
			final int[][] more = new int[size[0]][];
			System.arraycopy(nearest, 0, more, 0, nearest.length);
			nearest = more;
			occupied = new boolean[size[0]];
		}
		for (int z = 0; z < size[0]; z++)
			if (nearest[z] == null || nearest[z].length < area) nearest[z] = new int[area];
		if (rows.length >= size[1]) return;
		rows = new int[size[1]];
		hull = new int[size[1]];
		breaks = new double[size[1]];
	}

	/** Fills one plane with the position (y * width + x) of the nearest member in it; false if it has none. */
	private boolean plane(final byte[] set, final int bits, final int[] near, final int height) {
		int members = 0;
		for (int y = 0; y < height; y++)
			if (row(set, bits, near, y * width)) rows[members++] = y;
		if (members == 0) return false;
		for (int x = 0; x < width; x++)
			column(near, x, members, height);
		return true;
	}

	/** Fills one row with the x of the nearest member in it; false if it has none. */
	private boolean row(final byte[] set, final int bits, final int[] near, final int offset) {
		int last = -1;
		for (int x = 0; x < width; x++) {
			if ((set[offset + x] & bits) != 0) last = x;
			near[offset + x] = last;
		}
		if (last < 0) return false;
		int next = last;
		for (int x = last - 1; x >= 0; x--) {
			final int before = near[offset + x];
			if (before == x) next = x;
			else if (before < 0 || next - x < x - before) near[offset + x] = next;
		}
		return true;
	}

	/** Turns one column from nearest x per row into nearest position in the plane. */
	private void column(final int[] near, final int x, final int members, final int height) {
		final double sy = spacing[1];
		int top = 0;
		hull[0] = rows[0];
		breaks[0] = Double.NEGATIVE_INFINITY;
		for (int m = 1; m < members; m++) {
			final int y = rows[m];
			final double value = parabola(near, x, y);
			double crossing = crossing(near, x, hull[top], y, value, sy);
			while (top > 0 && crossing <= breaks[top]) {
				top--;
				crossing = crossing(near, x, hull[top], y, value, sy);
			}
			top++;
			hull[top] = y;
			breaks[top] = crossing;
		}
		final int parabolas = top;
		// NB: positions are written over the x values that the hull still needs, so the hull takes them along first
		for (int h = 0; h <= parabolas; h++)
			hull[h] = hull[h] * width + near[hull[h] * width + x];
		int h = 0;
		for (int y = 0; y < height; y++) {
			while (h < parabolas && breaks[h + 1] < y)
				h++;
			near[y * width + x] = hull[h];
		}
	}

	private double parabola(final int[] near, final int x, final int y) {
		final double dx = (x - near[y * width + x]) * spacing[2];
		return dx * dx;
	}

	/** The y, in rows, from which the parabola of a later row lies below that of an earlier one. */
	private double crossing(final int[] near, final int x, final int earlier, final int later, final double value,
		final double sy)
	{
		final double rise = (value - parabola(near, x, earlier)) / (sy * sy);
		return (rise + (double) later * later - (double) earlier * earlier) / (2.0 * (later - earlier));
	}
}
