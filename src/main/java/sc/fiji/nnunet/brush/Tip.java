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
package sc.fiji.nnunet.brush;

import java.awt.Rectangle;
import java.util.BitSet;

import sc.fiji.nnunet.paint.Runs;

/** The tip of a brush, and the pixels that it has touched in a slice. */
final class Tip {

	private final int width;
	private final int height;
	private final int radius;
	/** Half of the length of each row of the disc, from the middle row outwards. */
	private final int[] reach;
	private final BitSet touched = new BitSet();
	private int top, bottom;

	/**
	 * @param width of the slice
	 * @param height of the slice
	 * @param diameter of the tip in pixels; an even one is taken as one more, which has a middle
	 */
	Tip(final int width, final int height, final int diameter) {
		this.width = width;
		this.height = height;
		radius = diameter / 2;
		top = height;
		reach = new int[radius + 1];
		final double square = (radius + 0.5) * (radius + 0.5);
		for (int dy = 0; dy <= radius; dy++)
			reach[dy] = (int) Math.sqrt(square - dy * dy);
	}

	/** Touches the pixels around a pixel. */
	void dab(final int x, final int y) {
		for (int row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
			final int half = reach[Math.abs(row - y)];
			final int from = Math.max(0, x - half), to = Math.min(width, x + half + 1);
			if (from >= to) continue;
			touched.set(row * width + from, row * width + to);
			top = Math.min(top, row);
			bottom = Math.max(bottom, row + 1);
		}
	}

	/** Moves in a straight line, and returns what may have been touched on the way. */
	Rectangle move(final int fromX, final int fromY, final int toX, final int toY) {
		final int steps = Math.max(1, Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)));
		for (int n = 0; n <= steps; n++)
			dab(fromX + Math.round((toX - fromX) * (float) n / steps), fromY + Math.round((toY - fromY) * (float) n /
				steps));
		final Rectangle box = new Rectangle(Math.min(fromX, toX) - radius, Math.min(fromY, toY) - radius, Math.abs(toX -
			fromX) + 2 * radius + 1, Math.abs(toY - fromY) + 2 * radius + 1);
		return box.intersection(new Rectangle(width, height));
	}

	/** Whether a pixel was touched. */
	boolean touched(final int index) {
		return touched.get(index);
	}

	/** All pixels that were touched. */
	Runs runs() {
		if (top >= bottom) return new Runs(new int[0]);
		final int first = top * width;
		final int[] yxn = Runs.of(width, bottom - top, index -> touched.get(first + index)).yxn();
		for (int n = 0; n < yxn.length; n += 3)
			yxn[n] += top;
		return new Runs(yxn);
	}
}
