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
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/** The bounding boxes of the labels of a segmentation. */
public final class LabelBoxes {

	/** Label values from -32768 to 32767 have an entry each. */
	private static final int VALUES = 1 << 16;

	private LabelBoxes() {
		// static methods only
	}

	/**
	 * The bounding box of each label value that occurs, background included, in ascending order of the values.
	 *
	 * @param executor whose threads may help, or null
	 */
	public static TreeMap<Integer, Box> of(final LabelMap labels, final ExecutorService executor) {
		final int[] size = labels.size();
		final int parts = executor == null ? 1 : Math.min(size[0], 8);
		@SuppressWarnings("unchecked")
		final TreeMap<Integer, Box>[] found = new TreeMap[parts];
		Chunks.run(executor, parts, part -> found[part] = planes(labels, part * size[0] / parts, (part + 1) * size[0] /
			parts));
		final TreeMap<Integer, Box> all = new TreeMap<>();
		for (final TreeMap<Integer, Box> some : found)
			some.forEach((label, box) -> all.merge(label, box, Box::union));
		return all;
	}

	private static TreeMap<Integer, Box> planes(final LabelMap labels, final int first, final int last) {
		final int[] size = labels.size();
		final int[][] boxes = new int[VALUES][];
		for (int z = first; z < last; z++) {
			final short[] plane = labels.plane(z);
			for (int y = 0; y < size[1]; y++) {
				final int end = (y + 1) * size[2];
				int at = y * size[2];
				while (at < end) {
					final short label = plane[at];
					final int start = at;
					while (at < end && plane[at] == label)
						at++;
					include(boxes, label, z, y, start - y * size[2], at - y * size[2]);
				}
			}
		}
		final TreeMap<Integer, Box> result = new TreeMap<>();
		for (int value = 0; value < VALUES; value++)
			if (boxes[value] != null) result.put(value + Short.MIN_VALUE, new Box(Arrays.copyOf(boxes[value], 3),
				Arrays.copyOfRange(boxes[value], 3, 6)));
		return result;
	}

	private static void include(final int[][] boxes, final short label, final int z, final int y, final int start,
		final int end)
	{
		final int[] box = boxes[label - Short.MIN_VALUE];
		if (box == null) {
			boxes[label - Short.MIN_VALUE] = new int[] { z, y, start, z + 1, y + 1, end };
			return;
		}
		box[1] = Math.min(box[1], y);
		box[2] = Math.min(box[2], start);
		box[3] = z + 1;
		box[4] = Math.max(box[4], y + 1);
		box[5] = Math.max(box[5], end);
	}
}
