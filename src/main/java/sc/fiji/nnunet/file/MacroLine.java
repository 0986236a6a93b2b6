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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of an ImageJ macro that runs a command: {@code run("nnU-Net Train", "data=[/my data/out] fold=0");}
 * The hosts of the commands parse what {@link #options()} returns.
 *
 * @param label the command's label in the menu
 * @param values names and values of its inputs, in order
 */
public record MacroLine(String label, Map<String, String> values) {

	public MacroLine {
		values = new LinkedHashMap<>(values);
	}

	/** Creates a line from a label and alternating names and values; an input whose value is null is omitted. */
	public static MacroLine of(final String label, final Object... pairs) {
		final Map<String, String> values = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			if (pairs[i + 1] != null) values.put(pairs[i].toString(), pairs[i + 1].toString());
		return new MacroLine(label, values);
	}

	/** The second argument of {@code run}, as the command receives it. */
	public String options() {
		final StringBuilder options = new StringBuilder();
		values.forEach((name, value) -> options.append(options.isEmpty() ? "" : " ").append(name).append('=').append(quoted(
			value)));
		return options.toString();
	}

	/** NB: brackets in a value must be balanced, since ImageJ counts them; other values are quoted instead. */
	private static String quoted(final String value) {
		final boolean plain = !value.isEmpty() && !value.startsWith("[") && !value.startsWith("'") && value.chars()
			.noneMatch(Character::isWhitespace);
		if (plain) return value;
		return balanced(value) || value.contains("'") ? "[" + value + "]" : "'" + value + "'";
	}

	private static boolean balanced(final String value) {
		int open = 0;
		for (final char c : value.toCharArray()) {
			if (c == '[') open++;
			if (c == ']' && --open < 0) return false;
		}
		return open == 0;
	}

	/** The line as it is written in a macro. */
	@Override
	public String toString() {
		return "run(\"" + escaped(label) + "\", \"" + escaped(options()) + "\");";
	}

	/** A text as it stands between the quotes of a macro. */
	public static String escaped(final String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"");
	}
}
