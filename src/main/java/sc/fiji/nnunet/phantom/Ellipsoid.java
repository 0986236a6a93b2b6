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
package sc.fiji.nnunet.phantom;

/**
 * An ellipsoid in space.
 *
 * @param centre in millimetres along x, y, z
 * @param radii in millimetres along its own axes
 * @param axes its axes as the rows of a 3x3 rotation matrix, nine numbers
 */
record Ellipsoid(double[] centre, double[] radii, double[] axes) {

	/** Distance from the centre relative to the surface: 0 at the centre, 1 on the surface. */
	double radius(final double x, final double y, final double z) {
		final double dx = x - centre[0];
		final double dy = y - centre[1];
		final double dz = z - centre[2];
		double sum = 0;
		for (int i = 0; i < 3; i++) {
			final double along = (axes[3 * i] * dx + axes[3 * i + 1] * dy + axes[3 * i + 2] * dz) / radii[i];
			sum += along * along;
		}
		return Math.sqrt(sum);
	}

	/**
	 * The ellipsoid's weight at a relative radius: 1 inside, 0 outside, a linear ramp across the surface.
	 *
	 * @param blur the ramp's width in millimetres
	 */
	double share(final double radius, final double blur) {
		final double smallest = Math.min(radii[0], Math.min(radii[1], radii[2]));
		return Math.min(1, Math.max(0, (1 - radius) * smallest / blur + 0.5));
	}
}
