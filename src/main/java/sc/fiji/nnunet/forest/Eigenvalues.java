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
package sc.fiji.nnunet.forest;

/** The eigenvalues of small symmetric matrices, in closed form, largest first. */
final class Eigenvalues {

	private Eigenvalues() {
		// static methods only
	}

	/** Of a matrix of two rows. */
	static void of(final double xx, final double yy, final double xy, final double[] into) {
		final double mean = (xx + yy) / 2;
		final double half = (xx - yy) / 2;
		final double radius = Math.sqrt(half * half + xy * xy);
		into[0] = mean + radius;
		into[1] = mean - radius;
	}

	/** Of a matrix of three rows, by the cosines of a third of an angle (O. K. Smith 1961). */
	static void of(final double xx, final double yy, final double zz, final double xy, final double xz,
		final double yz, final double[] into)
	{
		final double mean = (xx + yy + zz) / 3;
		final double a = xx - mean;
		final double b = yy - mean;
		final double c = zz - mean;
		final double size = (a * a + b * b + c * c) / 6 + (xy * xy + xz * xz + yz * yz) / 3;
		if (size == 0) {
			into[0] = into[1] = into[2] = mean;
			return;
		}
		final double radius = Math.sqrt(size);
		final double determinant = a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz);
		final double cosine = Math.max(-1, Math.min(1, determinant / (2 * size * radius)));
		final double angle = Math.acos(cosine) / 3;
		into[0] = mean + 2 * radius * Math.cos(angle);
		into[2] = mean + 2 * radius * Math.cos(angle + 2 * Math.PI / 3);
		into[1] = 3 * mean - into[0] - into[2];
	}
}
