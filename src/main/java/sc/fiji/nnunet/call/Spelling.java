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
package sc.fiji.nnunet.call;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Finds the name that somebody meant who has mistyped it. */
public final class Spelling {

	/** From so many letters on, one or two of them may be wrong: shorter words resemble each other by chance. */
	private static final int ONE_WRONG = 3, TWO_WRONG = 6;

	private Spelling() {
		// static methods only
	}

	/** A question for the first of the names that are most like a word, such as "Did you mean minutes? "; else empty. */
	public static String question(final String typed, final Collection<String> names) {
		return nearest(typed, names).map(name -> "Did you mean " + name + "? ").orElse("");
	}

	/** The first of the names that are most like a word, if any is; case, blanks, - and _ do not count. */
	static Optional<String> nearest(final String typed, final Collection<String> names) {
		final String word = Commands.plain(typed);
		int least = word.length() < ONE_WRONG ? 0 : word.length() < TWO_WRONG ? 1 : 2;
		String nearest = null;
		for (final String name : names) {
			final int distance = distance(word, Commands.plain(name));
			if (nearest == null ? distance > least : distance >= least) continue;
			least = distance;
			nearest = name;
		}
		return Optional.ofNullable(nearest);
	}

	/** How many letters must be inserted, removed, replaced, or exchanged with their neighbour, to make one word another. */
	static int distance(final String a, final String b) {
		final int[][] edits = new int[a.length() + 1][b.length() + 1];
		Arrays.setAll(edits[0], n -> n);
		for (int i = 1; i <= a.length(); i++) {
			edits[i][0] = i;
			for (int k = 1; k <= b.length(); k++) {
				final boolean same = a.charAt(i - 1) == b.charAt(k - 1);
				edits[i][k] = Math.min(edits[i - 1][k - 1] + (same ? 0 : 1), 1 + Math.min(edits[i - 1][k], edits[i][k - 1]));
				if (i > 1 && k > 1 && a.charAt(i - 1) == b.charAt(k - 2) && a.charAt(i - 2) == b.charAt(k - 1)) edits[i][k] = Math
					.min(edits[i][k], edits[i - 2][k - 2] + 1);
			}
		}
		return edits[a.length()][b.length()];
	}
}
