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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * Parses the options of an ImageJ macro call: {@code key=value key=[value with blanks] key='value' key}.
 * <p>
 * ImageJ itself only looks for the keys that it knows, so that a misspelt key goes unnoticed (fiji.md 1.3); here
 * every key must be known. A key without a value means {@code key=true}, as for ImageJ's own commands.
 * </p>
 */
public final class MacroOptions {

	private final String options;
	private final Map<String, String> texts = new LinkedHashMap<>();
	private final List<Problem> problems = new ArrayList<>();
	private int position;

	private MacroOptions(final String options) {
		this.options = options;
	}

	/**
	 * Parses the options of a command.
	 *
	 * @param options the second argument of {@code run("nnU-Net …", options)}; null for none
	 * @return names of inputs, with values of their types
	 * @throws ProblemException with all problems of the options
	 */
	public static Map<String, Object> values(final CommandInfo info, final String options) throws ProblemException {
		final MacroOptions split = new MacroOptions(options == null ? "" : options);
		final Arguments arguments = new Arguments(info);
		split.split(arguments);
		try {
			final Map<String, Object> values = arguments.values(split.texts);
			if (split.problems.isEmpty()) return values;
		}
		catch (final ProblemException e) {
			split.problems.addAll(e.problems());
		}
		throw new ProblemException(split.problems);
	}

	private void split(final Arguments arguments) {
		while (position < options.length()) {
			if (Character.isWhitespace(options.charAt(position))) {
				position++;
				continue;
			}
			final int start = position;
			while (position < options.length() && options.charAt(position) != '=' && !Character.isWhitespace(options.charAt(
				position)))
				position++;
			final String key = options.substring(start, position);
			final String text = position < options.length() && options.charAt(position) == '=' ? text(key) : alone(arguments,
				key);
			if (text == null) continue;
			if (texts.containsKey(key)) problems.add(new Problem(key, "is given more than once.", "Give it once."));
			texts.put(key, text);
		}
	}

	private static String alone(final Arguments arguments, final String key) {
		final ModuleItem<?> item = arguments.find(key);
		// NB: an empty text is invalid for numbers and choices, so that the key is reported
		return item == null || Arguments.isSwitch(item) ? "true" : "";
	}

	/** The value after the '=' at the current position; null if a bracket or quote is not closed. */
	private String text(final String key) {
		position++;
		final int start = position;
		if (position < options.length() && options.charAt(position) == '[') return bracketed(key);
		if (position < options.length() && options.charAt(position) == '\'') {
			final int end = options.indexOf('\'', start + 1);
			if (end < 0) return endless(key, "'");
			position = end + 1;
			return options.substring(start + 1, end);
		}
		while (position < options.length() && !Character.isWhitespace(options.charAt(position)))
			position++;
		return options.substring(start, position);
	}

	private String bracketed(final String key) {
		final int start = position + 1;
		int depth = 0;
		for (; position < options.length(); position++) {
			final char c = options.charAt(position);
			if (c == '[') depth++;
			if (c == ']' && --depth == 0) {
				position++;
				return options.substring(start, position - 1);
			}
		}
		return endless(key, "]");
	}

	private String endless(final String key, final String end) {
		position = options.length();
		problems.add(new Problem(key, "has a value that is not closed.", "Close it with " + end + "."));
		return null;
	}
}
