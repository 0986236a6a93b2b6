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

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.view.fluent.RandomAccessibleIntervalView;

/**
 * Permutations of the axes of a grid.
 * <p>
 * An order lists, for each axis z, y, x of the result, which axis of the source it is
 * (0 = z, 1 = y, 2 = x), as nnU-Net's plans do.
 * </p>
 */
public final class Transpose {

	private Transpose() {
		// static methods only
	}

	/** The order that moves one axis to the front and leaves the others as they are. */
	public static int[] toFront(final int axis) {
		return axis == 0 ? new int[] { 0, 1, 2 } : axis == 1 ? new int[] { 1, 0, 2 } : new int[] { 2, 0, 1 };
	}

	/** The inverse of an order. */
	public static int[] inverse(final int[] order) {
		final int[] inverse = new int[3];
		for (int d = 0; d < 3; d++)
			inverse[order[d]] = d;
		return inverse;
	}

	/** Three numbers per axis in the new order. */
	public static int[] apply(final int[] numbers, final int[] order) {
		return new int[] { numbers[order[0]], numbers[order[1]], numbers[order[2]] };
	}

	/** Three numbers per axis in the new order. */
	public static double[] apply(final double[] numbers, final int[] order) {
		return new double[] { numbers[order[0]], numbers[order[1]], numbers[order[2]] };
	}

	/** The view of an image, axes x, y, z first, whose axes are in the new order. */
	static <T> RandomAccessibleInterval<T> view(final RandomAccessibleInterval<T> img, final int[] order) {
		RandomAccessibleIntervalView<T> view = img.view();
		final int[] source = { 0, 1, 2 };
		for (int d = 0; d < 3; d++) {
			// NB: the axes of an image count from x, those of an order from z
			int at = d;
			while (source[at] != 2 - order[2 - d])
				at++;
			if (at == d) continue;
			view = view.permute(d, at);
			source[at] = source[d];
		}
		return view;
	}

	/** Whether an order is the identity. */
	static boolean identity(final int[] order) {
		return order[0] == 0 && order[1] == 1 && order[2] == 2;
	}
}
