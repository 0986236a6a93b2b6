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
package sc.fiji.nnunet.augment;

import java.io.IOException;

/**
 * Places blocks as another sampler does, but a case that is smaller than the block lies anywhere in it, rather than
 * always in its middle.
 * <p>
 * Otherwise a network sees each such case in one position only, relative to its own grid of strides, and learns it by
 * heart (docs/measurements.md has the gain). An eighth of the case may reach over the block's border.
 * </p>
 */
public final class ScatteredSampler implements PatchSampler {

	/** What may be cut off at either end: a case's size divided by this. */
	private static final int CUT = 8;

	private final PatchSampler sampler;
	private final int[] block;
	private final int first;

	/**
	 * @param sampler places blocks along the other axes
	 * @param blockZyx size of the blocks
	 * @param is2d whether the first axis counts slices, which stay where they are
	 */
	public ScatteredSampler(final PatchSampler sampler, final int[] blockZyx, final boolean is2d) {
		this.sampler = sampler;
		block = blockZyx.clone();
		first = is2d ? 1 : 0;
	}

	@Override
	public int[] start(final PatchSource source, final int number, final Generator random) throws IOException {
		final int[] start = sampler.start(source, number, random);
		final int[] size = source.size();
		for (int d = first; d < 3; d++) {
			if (size[d] > block[d]) continue;
			final int over = size[d] / CUT;
			start[d] = random.integer(size[d] - block[d] - over, over);
		}
		return start;
	}
}
