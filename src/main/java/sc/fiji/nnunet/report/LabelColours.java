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
package sc.fiji.nnunet.report;

import java.awt.Color;

/**
 * The colours of label values: distinct, bright on grey images, and always the same.
 */
public final class LabelColours {

	/** The colours of the first labels; further hues go round the colour circle by the golden ratio. */
	private static final int[] FIRST = { 0x000000, 0xff5a4d, 0x3fc1ff, 0xffd23f, 0x5ddb7a, 0xc88bff, 0xff9a3c, 0x2de0c8,
		0xff7ac6, 0x9b6b3f, 0xb5e34a, 0x5a4fcf, 0xffc4b0, 0x2f8f5b, 0xa83260, 0x8fa8d8 };

	private LabelColours() {
		// NB: functions, not an object
	}

	/** The colour as 0xrrggbb; background and negative labels are black. */
	public static int rgb(final int label) {
		if (label < FIRST.length) return FIRST[Math.max(0, label)];
		final float hue = (float) (label * 0.6180339887498949 % 1);
		return Color.HSBtoRGB(hue, label % 2 == 0 ? 0.55f : 0.8f, label % 3 == 0 ? 0.85f : 1f) & 0xffffff;
	}

	/** The same as a colour of AWT. */
	static Color colour(final int label) {
		return new Color(rgb(label));
	}
}
