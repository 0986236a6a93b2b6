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

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that is wrong with the user's input: where, what, and how to fix it.
 *
 * @param where the file, case or option concerned
 * @param what one sentence that says what is wrong, with the numbers
 * @param cure one sentence that says what the user can do about it
 */
public record Problem(String where, String what, String cure) {

	public Problem {
		where = plain(Objects.requireNonNull(where, "where"));
		what = plain(Objects.requireNonNull(what, "what"));
		cure = plain(Objects.requireNonNull(cure, "cure"));
	}

	/**
	 * A text that is safe to print on a terminal: control characters, which a file name can contain, and marks that
	 * change the direction of writing are replaced by their numbers. Only tabs and line ends stay.
	 */
	public static String plain(final String text) {
		StringBuilder shown = null;
		for (int n = 0; n < text.length(); n++) {
			final char c = text.charAt(n);
			final boolean fine = c == '\n' || c == '\t' || c == '\r' && text.startsWith("\n", n + 1) ||
				!Character.isISOControl(c) && !(c >= '\u202a' && c <= '\u202e') &&
				!(c >= '\u2066' && c <= '\u2069');
			if (!fine && shown == null) shown = new StringBuilder(text.substring(0, n));
			if (shown != null) shown.append(fine ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
		}
		return shown == null ? text : shown.toString();
	}

	/** A problem with a file. */
	public static Problem of(final Path file, final String what, final String cure) {
		return new Problem(file.toString(), what, cure);
	}

	@Override
	public String toString() {
		return where + ": " + what + " " + cure;
	}
}
