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
package sc.fiji.nnunet.engine.tensorflow;

import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.engine.DeviceSums;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.NetworkSpec;

/** Whether an image, its sums and some windows fit onto a device. */
final class WindowMemory {

	/** The share of the device's memory that may be planned: the rest is for the library and for other estimates' errors. */
	private static final double SHARE = 0.7;

	/** The most windows at once: more of them make a GPU no busier. */
	private static final int MOST_3D = 4, MOST_2D = 32;

	/** Sums while planes are taken: what they are, a copy to read from and the moved ones. */
	private static final int COPIES = 3;

	private WindowMemory() {
		// one static method
	}

	/**
	 * The number of windows to process at once; 0 if the image does not fit.
	 *
	 * @param precision arithmetic of the network
	 * @param total the device's memory in bytes
	 */
	static int batch(final NetworkSpec spec, final Precision precision, final DeviceSums.Sizes sizes, final long total) {
		final int[] size = sizes.window();
		final List<Integer> patch = Arrays.stream(size).skip(size.length - spec.dimensions()).boxed().toList();
		final long values = spec.outputs() + 1L;
		final long image = sizes.plane() * sizes.extent()[0] * spec.inputChannels() * Float.BYTES;
		final long sums = sizes.plane() * sizes.depth() * values * Float.BYTES * COPIES;
		// per voxel of a window: two indices of 64 bits, its image, and its weighted result twice
		final long window = sizes.voxels() * (2L * Long.BYTES + Float.BYTES * (spec.inputChannels() + 2 * values));
		final double left = SHARE * total - image - sums;
		for (int batch = spec.dimensions() == 3 ? MOST_3D : MOST_2D; batch > 0; batch /= 2)
			if (new MemoryEstimate(spec, precision, patch, batch, false).bytes() + batch * window <= left)
				return batch;
		return 0;
	}
}
