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
 * Sets channels that were normalised within a mask to 0 outside of it again, and makes that background
 * (recipe-nnunet.md 3 rows 10 and 11). Must be the last augmentation; the cases must be {@link MaskedSource}s.
 */
public final class RezeroMask implements Augmentation {

	private final boolean[] masked;

	/** @param masked for each channel whether it was normalised within the mask */
	public RezeroMask(final boolean... masked) {
		this.masked = masked.clone();
	}

	@Override
	public void apply(final Sample sample, final Generator random) {
		final byte[] labels = sample.labels();
		for (int c = 0; c < sample.channels(); c++) {
			if (!masked[c]) continue;
			final float[] image = sample.image(c);
			for (int i = 0; i < labels.length; i++)
				if (labels[i] == MaskedSource.OUTSIDE) image[i] = 0;
		}
		for (int i = 0; i < labels.length; i++)
			if (labels[i] == MaskedSource.OUTSIDE) labels[i] = 0;
	}
}
