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
package sc.fiji.nnunet.file;

import java.io.IOException;
import java.io.Reader;

/**
 * The lines of a table as text with commas. Each ends with a line feed, a carriage return or both, by the program that
 * has written them; within quotes these are part of a cell.
 */
final class CsvLines {

	private final Reader in;

	/** Whether the last line ended with a carriage return, to whose end a line feed belongs that comes next. */
	private boolean returned;

	CsvLines(final Reader in) {
		this.in = in;
	}

	/** The next line without its end; null if there is none. */
	String next() throws IOException {
		return next(Integer.MAX_VALUE);
	}

	/** The next line without its end; null if there is none, or if it has more than so many characters. */
	String next(final int most) throws IOException {
		int c = in.read();
		if (returned && c == '\n') c = in.read();
		if (c < 0) return null;
		final StringBuilder text = new StringBuilder();
		boolean quoted = false, opens = true;
		for (; c >= 0 && (quoted || c != '\n' && c != '\r'); c = in.read()) {
			if (text.length() == most) return null;
			// NB: one within a cell without quotes, such as that of an inch, is a character like others
			final boolean quote = c == '"' && (quoted || opens);
			if (quote) quoted = !quoted;
			opens = c == ',' || quote;
			text.append((char) c);
		}
		returned = c == '\r';
		return text.toString();
	}
}
