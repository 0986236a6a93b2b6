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

/**
 * An interpolation kernel along one axis, with voxel centres aligned as
 * {@code source = (i + 0.5) * in / out - 0.5} and borders replicated.
 */
public enum Kernel {

		/** The nearest voxel; halves round up. */
		NEAREST,

		/** Linear interpolation between the two neighbours. */
		LINEAR,

		/** Cubic convolution with a = -0.5: what scikit-image 0.18 calls order 3 in 2D (recipe-nvidia.md 2.6). */
		CATMULL_ROM,

		/** Cubic B-spline with prefilter: what SciPy calls order 3. */
		B_SPLINE;

	/** The weights of the voxels floor - 1 … floor + 2 for a position {@code t} in [0, 1) past floor. */
	void weights(final double t, final double[] into, final int offset) {
		switch (this) {
			case NEAREST:
				set(into, offset, 0, t < 0.5 ? 1 : 0, t < 0.5 ? 0 : 1, 0);
				break;
			case LINEAR:
				set(into, offset, 0, 1 - t, t, 0);
				break;
			case CATMULL_ROM:
				set(into, offset, t * (-0.5 + t * (1 - 0.5 * t)), 1 + t * t * (-2.5 + 1.5 * t), t * (0.5 + t * (2 - 1.5 *
					t)), t * t * (-0.5 + 0.5 * t));
				break;
			default:
				final double s = 1 - t;
				set(into, offset, s * s * s / 6, 2d / 3 - 0.5 * t * t * (2 - t), 2d / 3 - 0.5 * s * s * (2 - s), t * t *
					t / 6);
		}
	}

	private static void set(final double[] into, final int offset, final double a, final double b, final double c,
		final double d)
	{
		into[offset] = a;
		into[offset + 1] = b;
		into[offset + 2] = c;
		into[offset + 3] = d;
	}
}
