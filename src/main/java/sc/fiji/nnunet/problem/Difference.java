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
package sc.fiji.nnunet.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What differs between two texts of settings, in words, where the texts are lines or records as Java writes them. */
public final class Difference {

	private Difference() {
		// only static methods
	}

	/**
	 * The difference: {@code "features [16, 32], now [32, 64]"} for {@code "network NetworkSpec[dimensions=3,
	 * features=[16, 32]]"} and the same with other features.
	 *
	 * @param then the earlier text, which may be empty
	 * @param now the present text
	 */
	public static String words(final String then, final String now) {
		final Map<String, String> before = components(then), after = components(now);
		if (before.isEmpty() || !before.keySet().equals(after.keySet())) return plain(then) + ", now " + plain(now);
		final List<String> parts = new ArrayList<>();
		after.forEach((name, value) -> {
			if (!value.equals(before.get(name))) parts.add(words(name) + " " + before.get(name) + ", now " + value);
		});
		return String.join("; ", parts);
	}

	/** Names and values in the outermost brackets of a record's text; empty if it is none. */
	private static Map<String, String> components(final String text) {
		final Map<String, String> found = new LinkedHashMap<>();
		final int open = text.indexOf('[');
		if (open < 1 || !Character.isLetter(text.charAt(open - 1)) || !text.endsWith("]")) return found;
		int depth = 0, start = open + 1;
		for (int n = open + 1; n < text.length(); n++) {
			final char c = text.charAt(n);
			if (c == '[' || c == '{') depth++;
			if (c == ']' || c == '}') depth--;
			if (depth < 0 || depth == 0 && c == ',') {
				final String part = text.substring(start, n).strip();
				final int equals = part.indexOf('=');
				if (equals > 0) found.put(part.substring(0, equals), part.substring(equals + 1));
				start = n + 1;
			}
		}
		return found;
	}

	/** The name of a record's component as people write it: "deep supervision" for "deepSupervision". */
	private static String words(final String name) {
		return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
	}

	private static String plain(final String text) {
		return text.isEmpty() ? "nothing" : text;
	}
}
