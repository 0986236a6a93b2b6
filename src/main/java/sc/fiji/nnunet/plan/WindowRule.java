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
package sc.fiji.nnunet.plan;

import java.util.ArrayList;
import java.util.List;

/** A rule for where the windows along one axis start. */
public enum WindowRule {

		/** Equal steps, and one more window at the end if the last does not reach it (recipe-nvidia.md 7.1). */
		NVIDIA {

			@Override
			public int[] starts(final int size, final int window, final double overlap) {
				final int step = size == window ? window : step(window, overlap);
				final List<Integer> starts = new ArrayList<>();
				for (int start = 0; start + window <= size; start += step)
					starts.add(start);
				if (starts.get(starts.size() - 1) + window < size) starts.add(size - window);
				return starts.stream().mapToInt(Integer::intValue).toArray();
			}

			@Override
			public boolean wholeSlices() {
				return true;
			}

			private int step(final int window, final double overlap) {
				// an overlap of 1 would never advance (recipe-nvidia.md Q24)
				return Math.max(1, (int) (window * (1 - overlap)));
			}
		},

		/** As few windows as the overlap allows, spread evenly (recipe-nnunet.md 5). */
		NNUNET {

			@Override
			public int[] starts(final int size, final int window, final double overlap) {
				final int last = size - window;
				final int count = (int) Math.ceil(last / Math.max(1, window * (1 - overlap))) + 1;
				final int[] starts = new int[count];
				for (int i = 1; i < count; i++)
					starts[i] = (int) Math.rint((double) last * i / (count - 1));
				return starts;
			}

			@Override
			public boolean wholeSlices() {
				return false;
			}
		};

	/** Whether a slice that is not much larger than the patch is predicted as one window. */
	public abstract boolean wholeSlices();

	/**
	 * The first voxel of each window along an axis.
	 *
	 * @param size voxels along the axis, at least {@code window}
	 * @param window the window's voxels along the axis
	 * @param overlap share of a window that overlaps with the next one, from 0 to 1; the step is never below one voxel
	 * @return first voxels in ascending order; the windows cover the axis
	 */
	public abstract int[] starts(int size, int window, double overlap);
}
