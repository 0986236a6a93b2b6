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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@link PaintBenchmark} measured, held against what was wanted. */
final class PaintBars {

	/** Dice by which the network has to be better than the forest once a slice was accepted. */
	private static final double ABOVE = 0.03;

	/** Dice by which what is shown may be worse than the forest. */
	private static final double BELOW = 0.01;

	/** The share of the Dice of training on whole labels that is to be reached, and in how many rounds. */
	private static final double SHARE = 0.92;
	private static final int ROUNDS = 10;

	private static final double SECONDS = 10;

	/** Dice on slices that nobody painted, after a round. */
	private record Row(int accepted, long steps, double forest, double network, double shown) {
	}

	private final double supervised;
	private final double fromStrokes;
	private final List<Row> rows = new ArrayList<>();
	private double first;

	/**
	 * @param supervised Dice of training on whole labels (docs/measurements.md)
	 * @param fromStrokes Dice that is wanted before a slice is accepted; 0 if there is no such bar
	 */
	PaintBars(final double supervised, final double fromStrokes) {
		this.supervised = supervised;
		this.fromStrokes = fromStrokes;
	}

	/** @param seconds from the paint to the forest's labels of a slice */
	void firstOverlay(final double seconds) {
		first = seconds;
	}

	/** @param accepted the number of accepted slices */
	void round(final int accepted, final long steps, final double forest, final double network, final double shown) {
		rows.add(new Row(accepted, steps, forest, network, shown));
	}

	/** A sentence for each bar. */
	List<String> sentences() {
		final List<String> sentences = new ArrayList<>();
		sentences.add(sentence(first <= SECONDS, "the first overlay within %.0f s: %.1f s", SECONDS, first));
		sentences.add(below());
		rows.stream().filter(row -> row.accepted == 1).reduce((a, b) -> b).ifPresent(last -> sentences.add(sentence(
			last.network >= last.forest + ABOVE, "the network %.2f above the forest after one accepted slice: %+.3f after " +
				"%d steps", ABOVE, last.network - last.forest, last.steps)));
		if (fromStrokes > 0) rows.stream().filter(row -> row.accepted == 0).reduce((a, b) -> b).ifPresent(last -> sentences
			.add(sentence(last.shown >= fromStrokes, "%.2f from strokes alone: %.3f after %d steps", fromStrokes, last.shown,
				last.steps)));
		final double best = rows.stream().limit(ROUNDS).mapToDouble(Row::shown).max().orElse(0);
		sentences.add(sentence(best >= SHARE * supervised, "%.0f %% of %.3f (whole labels) within %d rounds: %.3f is %.0f %%",
			100 * SHARE, supervised, ROUNDS, best, 100 * best / supervised));
		return sentences;
	}

	private String below() {
		Row worst = rows.get(0);
		for (final Row row : rows)
			if (row.shown - row.forest < worst.shown - worst.forest) worst = row;
		return sentence(worst.shown >= worst.forest - BELOW, "what is shown never %.2f below the forest: at worst %+.3f, " +
			"after %d steps", BELOW, worst.shown - worst.forest, worst.steps);
	}

	private static String sentence(final boolean met, final String format, final Object... values) {
		return (met ? "met: " : "NOT MET: ") + String.format(Locale.ROOT, format, values);
	}
}
