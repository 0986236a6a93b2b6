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
package sc.fiji.nnunet.cluster;

import java.util.ArrayList;
import java.util.List;

/** SLURM's compressed lists of host names, such as {@code node[01-03,07],gpu5}. */
final class HostList {

	/** More hosts than any cluster has. */
	private static final long MOST = 1_000_000;

	private HostList() {
		// static methods only
	}

	/**
	 * The host names in their order.
	 *
	 * @throws IllegalArgumentException if the list is not of that form
	 */
	static List<String> expand(final String list) {
		final List<String> hosts = new ArrayList<>();
		int begin = 0;
		int depth = 0;
		for (int i = 0; i <= list.length(); i++) {
			final char c = i < list.length() ? list.charAt(i) : ',';
			if (c == '[') depth++;
			else if (c == ']') depth--;
			if (depth < 0 || depth > 1) throw wrong(list);
			if (c != ',' || depth > 0) continue;
			final String name = list.substring(begin, i).trim();
			if (name.isEmpty()) throw wrong(list);
			hosts.addAll(names(name, list));
			begin = i + 1;
		}
		if (depth != 0) throw wrong(list);
		return hosts;
	}

	/** The names that one entry stands for. */
	private static List<String> names(final String entry, final String list) {
		final int open = entry.indexOf('[');
		if (open < 0) return List.of(entry);
		final int close = entry.indexOf(']', open);
		if (close < 0) throw wrong(list);
		final List<String> ends = names(entry.substring(close + 1), list);
		final List<String> names = new ArrayList<>();
		for (final String number : numbers(entry.substring(open + 1, close), list))
			for (final String end : ends)
				names.add(entry.substring(0, open) + number + end);
		return names;
	}

	/** The numbers of ranges such as {@code 01-03,07}; leading zeros are kept. */
	private static List<String> numbers(final String ranges, final String list) {
		final List<String> numbers = new ArrayList<>();
		for (final String range : ranges.split(",", -1)) {
			if (!range.matches("\\d{1,9}(-\\d{1,9})?")) throw wrong(list);
			final int dash = range.indexOf('-');
			final String from = dash < 0 ? range : range.substring(0, dash);
			final long last = Long.parseLong(dash < 0 ? range : range.substring(dash + 1));
			if (last < Long.parseLong(from) || last - Long.parseLong(from) > MOST) throw wrong(list);
			for (long number = Long.parseLong(from); number <= last; number++)
				numbers.add("0".repeat(Math.max(0, from.length() - Long.toString(number).length())) + number);
		}
		return numbers;
	}

	private static IllegalArgumentException wrong(final String list) {
		return new IllegalArgumentException("'" + list + "' is not a list of hosts");
	}
}
