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
package sc.fiji.nnunet.tiff;

import java.lang.reflect.Array;

/** Turns the pixels of a page that is stored mirrored or upside down (TIFF 6.0, Orientation 2 to 4). */
final class Turned {

	private static final int MIRRORED = 2, HALF_TURN = 3, UPSIDE_DOWN = 4;

	private Turned() {
	}

	/** @param plane rows of pixels, an array of any primitive type; changed in place */
	static void undo(final Object plane, final int width, final int height, final int orientation) {
		if (orientation == MIRRORED || orientation == HALF_TURN) for (int y = 0; y < height; y++)
			for (int x = 0; x < width / 2; x++)
				swap(plane, y * width + x, y * width + width - 1 - x, 1);
		if (orientation == HALF_TURN || orientation == UPSIDE_DOWN) for (int y = 0; y < height / 2; y++)
			swap(plane, y * width, (height - 1 - y) * width, width);
	}

	private static void swap(final Object plane, final int from, final int to, final int count) {
		final Object held = Array.newInstance(plane.getClass().getComponentType(), count);
		System.arraycopy(plane, from, held, 0, count);
		System.arraycopy(plane, to, plane, from, count);
		System.arraycopy(held, 0, plane, to, count);
	}
}
