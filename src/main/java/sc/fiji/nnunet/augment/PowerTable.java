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

/**
 * A table of x to a fixed power for x from 0 to 1, interpolated linearly.
 * <p>
 * For exponents from 0.5 to 2 the error is below 1e-5; {@link Math#pow} would take most of the time of a gamma change.
 * </p>
 */
final class PowerTable {

	private static final int STEPS = 2048;

	/** Below this, where powers below 1 are steep, x is enlarged by its inverse and looked up again. */
	private static final float STEEP = 1f / 64;

	private final double exponent;
	private final float[] table = new float[STEPS + 2];
	private final float shrink;

	PowerTable(final double exponent) {
		this.exponent = exponent;
		for (int i = 0; i < table.length; i++)
			table[i] = (float) Math.pow((double) i / STEPS, exponent);
		shrink = (float) Math.pow(STEEP, exponent);
	}

	/** x to the power. */
	float of(final float x) {
		if (x >= STEEP) return look(x);
		if (x >= STEEP * STEEP) return shrink * look(x / STEEP);
		return x <= 0 ? 0 : (float) Math.pow(x, exponent);
	}

	private float look(final float x) {
		final float position = x * STEPS;
		final int i = Math.min(STEPS, (int) position);
		return table[i] + (position - i) * (table[i + 1] - table[i]);
	}
}
