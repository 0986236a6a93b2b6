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
package sc.fiji.nnunet.paint;

import java.util.Arrays;

/** Turns the probabilities of a slice into what is shown. */
final class Overlays {

	private Overlays() {
		// static methods only
	}

	/** The most probable class of a pixel; the first of equal ones. */
	static int best(final float[][] probabilities, final int pixel) {
		int best = 0;
		for (int label = 1; label < probabilities.length; label++)
			if (probabilities[label][pixel] > probabilities[best][pixel]) best = label;
		return best;
	}

	static LivePlane plane(final float[][] probabilities, final int width, final int round, final String source) {
		final int area = probabilities[0].length;
		final byte[] labels = new byte[area], certainty = new byte[area];
		for (int i = 0; i < area; i++) {
			labels[i] = (byte) best(probabilities, i);
			certainty[i] = (byte) Math.round(255 * probabilities[labels[i] & 0xff][i]);
		}
		return new LivePlane(round, source, width, area / width, labels, certainty);
	}

	/** A slice of labels without probabilities. */
	static LivePlane plane(final short[] classes, final int width, final int round, final String source) {
		final byte[] labels = new byte[classes.length], certainty = new byte[classes.length];
		for (int i = 0; i < classes.length; i++)
			labels[i] = (byte) classes[i];
		Arrays.fill(certainty, (byte) 255);
		return new LivePlane(round, source, width, classes.length / width, labels, certainty);
	}

	/** The share of pixels whose class differs. */
	static double change(final LivePlane before, final LivePlane after) {
		int changed = 0;
		for (int i = 0; i < before.labels().length; i++)
			if (before.labels()[i] != after.labels()[i]) changed++;
		return (double) changed / before.labels().length;
	}
}
