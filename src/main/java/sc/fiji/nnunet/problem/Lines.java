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

/** Wraps and shortens texts so that they fit into a dialog. */
public final class Lines {

	private Lines() {
		// only static methods
	}

	/** A text in lines of at most {@code width} characters, broken after blanks and path separators. */
	public static String wrapped(final String text, final int width) {
		final StringBuilder lines = new StringBuilder();
		int length = 0;
		for (final String word : text.split("(?<=[ /\\\\\n])")) {
			if (length > 0 && length + word.length() > width) {
				lines.append('\n');
				length = 0;
			}
			lines.append(word);
			length = word.endsWith("\n") ? 0 : length + word.length();
		}
		return lines.toString();
	}

	/** The first lines of a text, followed by the number of those left out. */
	public static String first(final String text, final int count) {
		final String[] lines = text.split("\n");
		if (lines.length <= count) return text;
		final StringBuilder first = new StringBuilder();
		for (int n = 0; n < count; n++)
			first.append(lines[n]).append('\n');
		return first.append("… and ").append(lines.length - count).append(" more lines, see the Log window").toString();
	}
}
