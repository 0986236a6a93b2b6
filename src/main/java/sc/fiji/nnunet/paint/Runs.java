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

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Pixels of a slice as horizontal runs.
 *
 * @param yxn y, first x and length of each run, one after the other
 */
public record Runs(int[] yxn) {

	/** Receives a run. */
	@FunctionalInterface
	public interface Visitor {

		/** @param index of the first pixel in the slice, rows one after the other */
		void run(int index, int length);
	}

	/**
	 * The pixels of a slice that belong to a set.
	 *
	 * @param member asked by the index of each pixel, y * width + x
	 */
	public static Runs of(final int width, final int height, final IntPredicate member) {
		int[] runs = new int[96];
		int count = 0;
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				if (!member.test(y * width + x)) continue;
				final int start = x;
				while (x < width && member.test(y * width + x))
					x++;
				if (count == runs.length) runs = Arrays.copyOf(runs, 2 * count);
				runs[count++] = y;
				runs[count++] = start;
				runs[count++] = x - start;
			}
		return new Runs(Arrays.copyOf(runs, count));
	}

	/** Whether there is no pixel. */
	public boolean isEmpty() {
		return yxn.length == 0;
	}

	/** Whether all runs lie within a slice. */
	public boolean within(final int width, final int height) {
		if (yxn.length % 3 != 0) return false;
		for (int i = 0; i < yxn.length; i += 3)
			if (yxn[i] < 0 || yxn[i] >= height || yxn[i + 1] < 0 || yxn[i + 2] < 1 || yxn[i + 2] > width - yxn[i + 1])
				return false;
		return true;
	}

	/** Passes on the runs in a slice of a width. */
	public void forEach(final int width, final Visitor visitor) {
		for (int i = 0; i < yxn.length; i += 3)
			visitor.run(yxn[i] * width + yxn[i + 1], yxn[i + 2]);
	}
}
