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
package sc.fiji.nnunet.dataset;

import sc.fiji.nnunet.volume.Crop;

/** Statistics of the voxels of one channel. */
final class ImageStatistics {

	private long nan;
	private long infinite;
	private float lowest = Float.POSITIVE_INFINITY;
	private float highest = Float.NEGATIVE_INFINITY;

	/** Adds one plane. */
	void add(final float[] plane) {
		float low = lowest;
		float high = highest;
		float sum = 0;
		for (final float value : plane) {
			// NB: comparisons with NaN are false; the sum of differences is not 0 if a voxel is NaN or infinite
			if (value < low) low = value;
			if (value > high) high = value;
			sum += value - value;
		}
		if (sum != 0) {
			countBroken(plane);
			return;
		}
		lowest = low;
		highest = high;
	}

	private void countBroken(final float[] plane) {
		for (final float value : plane) {
			if (Float.isNaN(value)) nan++;
			else if (Float.isInfinite(value)) infinite++;
			else {
				lowest = Math.min(lowest, value);
				highest = Math.max(highest, value);
			}
		}
	}

	long nan() {
		return nan;
	}

	long infinite() {
		return infinite;
	}

	/** Whether all finite voxels have the same value. */
	boolean constant() {
		return lowest >= highest;
	}

	/** Whether some voxel counts as foreground. */
	boolean has(final Crop.Foreground foreground) {
		return nan + infinite > 0 || highest > 0 || foreground == Crop.Foreground.NON_ZERO && lowest < 0;
	}

	/** The lowest finite value. */
	float lowest() {
		return lowest;
	}
}
