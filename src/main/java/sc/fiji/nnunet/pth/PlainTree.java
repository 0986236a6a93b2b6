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
package sc.fiji.nnunet.pth;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Checks that a value is a tree of plain values which can be walked through: of limited depth, without a list that
 * contains itself, and not so often repeated that nobody would reach its end.
 */
final class PlainTree {

	private static final int DEEPEST = 100;
	private static final long MOST_VALUES = 20_000_000;

	/** A list or dictionary that is being counted. */
	private static final class Level {

		private final Object collection;
		private final Iterator<?> rest;
		private long count = 1;
		private int height;

		private Level(final Object collection) {
			this.collection = collection;
			rest = items(collection).iterator();
		}
	}

	/**
	 * What is known of a collection.
	 *
	 * @param count how many values it holds, those in its collections included; 0 while they are counted
	 */
	private record Known(long count, int height) {
	}

	private final Map<Object, Known> known = new IdentityHashMap<>();
	private final Deque<Level> levels = new ArrayDeque<>();

	private PlainTree() {
		// made for one check
	}

	/** Throws a problem unless the value is such a tree. */
	static void check(final Object value) throws FormatException {
		new PlainTree().walk(value);
	}

	private void walk(final Object root) throws FormatException {
		enter(root);
		while (!levels.isEmpty()) {
			final Level level = levels.peek();
			if (level.rest.hasNext()) {
				enter(level.rest.next());
				continue;
			}
			levels.pop();
			known.put(level.collection, new Known(level.count, level.height + 1));
			add(level.count, level.height + 1);
		}
	}

	private void enter(final Object value) throws FormatException {
		if (!(value instanceof List<?> || value instanceof Map<?, ?>)) {
			if (!(value == null || value instanceof String || value instanceof Long || value instanceof Double ||
				value instanceof Boolean || value instanceof byte[] || value instanceof Tensor))
				throw new FormatException(
					"has a class or function of Python where a value is needed.");
			add(1, 0);
			return;
		}
		final Known before = known.get(value);
		if (before == null) {
			if (levels.size() >= DEEPEST) throw deep();
			known.put(value, new Known(0, 0));
			levels.push(new Level(value));
			return;
		}
		if (before.count == 0) throw new FormatException("has a list that contains itself.");
		add(before.count, before.height);
	}

	private void add(final long count, final int height) throws FormatException {
		final Level level = levels.peek();
		if (level == null) return;
		level.count += count;
		level.height = Math.max(level.height, height);
		if (level.count > MOST_VALUES) throw new FormatException("has more than " + MOST_VALUES + " values.");
		if (levels.size() + height > DEEPEST) throw deep();
	}

	private static FormatException deep() {
		return new FormatException("has lists in lists more than " + DEEPEST + " deep.");
	}

	private static Collection<?> items(final Object collection) {
		return collection instanceof Map<?, ?> map ? map.values() : (List<?>) collection;
	}
}
