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

import java.util.Map;
import java.util.TreeMap;

/**
 * The smallest box that holds each label of a map.
 */
public final class Extents {

	private Extents() {
		// NB: a function, not an object
	}

	/** The box of every label value that occurs, background left out, sorted by label. */
	public static Map<Integer, Box> of(final LabelMap labels) {
		final Map<Integer, Box> boxes = new TreeMap<>();
		final int[] size = labels.size();
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = labels.plane(z);
			for (int y = 0; y < size[1]; y++) {
				final int offset = y * size[2];
				int x = 0;
				while (x < size[2]) {
					final short label = plane[offset + x];
					final int from = x;
					while (x < size[2] && plane[offset + x] == label)
						x++;
					if (label != 0) stretch(boxes, label, z, y, from, x);
				}
			}
		}
		return boxes;
	}

	/** The smallest box that holds both; either may be null. */
	public static Box union(final Box a, final Box b) {
		if (a == null) return b;
		if (b == null) return a;
		final int[] start = a.start().clone();
		final int[] end = a.end().clone();
		for (int d = 0; d < start.length; d++) {
			start[d] = Math.min(start[d], b.start()[d]);
			end[d] = Math.max(end[d], b.end()[d]);
		}
		return new Box(start, end);
	}

	private static void stretch(final Map<Integer, Box> boxes, final int label, final int z, final int y, final int from,
		final int to)
	{
		final Box box = boxes.get(label);
		if (box == null) {
			boxes.put(label, new Box(new int[] { z, y, from }, new int[] { z + 1, y + 1, to }));
			return;
		}
		final int[] start = box.start();
		final int[] end = box.end();
		end[0] = z + 1;
		start[1] = Math.min(start[1], y);
		end[1] = Math.max(end[1], y + 1);
		start[2] = Math.min(start[2], from);
		end[2] = Math.max(end[2], to);
	}
}
