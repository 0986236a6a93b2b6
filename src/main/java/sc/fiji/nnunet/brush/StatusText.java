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
package sc.fiji.nnunet.brush;

import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.paint.LiveState;

/** What the window says about the learner and about missing paint. */
final class StatusText {

	private static final int MINUTE = 60;

	private StatusText() {
		// only static methods
	}

	/** Two lines: where the overlay comes from, and how good it seems. */
	static String of(final LiveState state) {
		if (state == null) return "";
		final boolean none = state.round() == 0 || state.source().isEmpty();
		final StringBuilder text = new StringBuilder(none ? "No result yet" : "Round " + state.round() + ", by the " +
			state.source());
		if (state.steps() > 0) text.append(", ").append(state.steps()).append(" steps");
		text.append(", ").append(time(state.seconds())).append('\n');
		if (state.forestDice() == null && state.networkDice() == null) return text.toString();
		text.append("Dice on held-back strokes (optimistic): forest ").append(dice(state.forestDice())).append(
			", network ").append(dice(state.networkDice()));
		return text.toString();
	}

	private static String dice(final Double dice) {
		return dice == null || dice.isNaN() ? "none" : String.format(Locale.ROOT, "%.2f", dice);
	}

	private static String time(final double seconds) {
		final long whole = Math.round(seconds);
		return whole < MINUTE ? whole + " s" : whole / MINUTE + " min " + whole % MINUTE + " s";
	}

	/**
	 * The sentence about classes without paint; empty if there are none.
	 *
	 * @param background the name of the first class
	 */
	static String missing(final List<String> unpainted, final String background) {
		if (unpainted.isEmpty()) return "";
		final String names = String.join(", ", unpainted);
		final String sentence = "No strokes yet of " + names + ". Paint some of each class, inside and at the border.";
		return unpainted.contains(background) ? sentence +
			" The background needs strokes too, all over the image: what is not painted is unknown." : sentence;
	}
}
