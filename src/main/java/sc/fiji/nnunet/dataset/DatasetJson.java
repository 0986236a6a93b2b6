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
package sc.fiji.nnunet.dataset;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A dataset.json that is being read: typed access that collects problems, so that all of
 * them are reported at once.
 */
final class DatasetJson {

	static final String FILE = "dataset.json";

	private static final String WHAT = "the description of a dataset";
	private static final String CURE = "Correct it in a text editor; often a comma or a quotation mark is missing.";

	private final Path file;
	private final JsonObject root;
	private final List<Problem> problems = new ArrayList<>();

	private DatasetJson(final Path file, final JsonObject root) {
		this.file = file;
		this.root = root;
	}

	/** Reads the description in a folder. */
	static DatasetJson read(final Path folder) throws ProblemException {
		final Path file = folder.resolve(FILE);
		return of(file, JsonFile.tree(file, WHAT, CURE));
	}

	/** Parses a text as the description of a folder. */
	static DatasetJson of(final Path folder, final String text) throws ProblemException {
		final Path file = folder.resolve(FILE);
		return of(file, JsonFile.parse(file, text, JsonElement.class, WHAT, CURE));
	}

	/** A description that was found in a file of another name. */
	static DatasetJson of(final Path file, final JsonElement root) throws ProblemException {
		if (root.isJsonObject()) return new DatasetJson(file, root.getAsJsonObject());
		throw new ProblemException(file, "The file does not hold a JSON object.", "Start it with { and end it with }.");
	}

	Path file() {
		return file;
	}

	Path folder() {
		return file.getParent();
	}

	boolean has(final String key) {
		return root.has(key);
	}

	void problem(final String what, final String cure) {
		problems.add(Problem.of(file, what, cure));
	}

	/** Whether there were no problems so far. */
	boolean valid() {
		return problems.isEmpty();
	}

	/** Ends the reading: throws if there were problems. */
	void finish() throws ProblemException {
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	/** The members of an object in their order; empty, and a problem, if the key is missing or something else. */
	Map<String, JsonElement> object(final String key, final String cure) {
		final JsonElement value = root.get(key);
		if (value != null && value.isJsonObject()) return value.getAsJsonObject().asMap();
		problem(value == null ? "The key \"" + key + "\" is missing." : "The key \"" + key + "\" is not an object.", cure);
		return Map.of();
	}

	/** The items of a list; empty, and a problem, if the key holds something else; empty if it is missing. */
	List<JsonElement> list(final String key, final String cure) {
		final JsonElement value = root.get(key);
		if (value == null) return List.of();
		if (value.isJsonArray()) return value.getAsJsonArray().asList();
		problem("The key \"" + key + "\" is not a list.", cure);
		return List.of();
	}

	/** The text of a key, or null if it is missing or something else. */
	String text(final String key) {
		return text(root.get(key));
	}

	/** Whether a key is true; a problem if it holds something else than true or false. */
	boolean flag(final String key, final String cure) {
		final JsonElement value = root.get(key);
		if (value == null) return false;
		if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean()) return value.getAsBoolean();
		problem("The key \"" + key + "\" is " + value + ".", cure);
		return false;
	}

	/** What a key holds, or null. */
	JsonElement get(final String key) {
		return root.get(key);
	}

	/** The whole number of a key, if it holds one. */
	OptionalInt number(final String key) {
		return whole(root.get(key));
	}

	/** The texts of an object whose keys are the numbers 0, 1, 2 ...; other keys are problems. */
	List<String> numbered(final String key, final String cure) {
		final Map<Integer, String> sorted = new TreeMap<>();
		final Map<String, JsonElement> members = object(key, cure);
		if (members.isEmpty() && root.get(key) instanceof JsonObject) problem("There is nothing under \"" + key + "\".",
			cure);
		members.forEach((number, text) -> {
			final OptionalInt index = whole(number);
			if (index.isEmpty() || text(text) == null) problem("The key \"" + key + "\" holds \"" + number + "\": " + text +
				".", cure);
			else sorted.put(index.getAsInt(), text(text));
		});
		int expected = 0;
		for (final int number : sorted.keySet()) {
			if (number != expected++) {
				problem("The numbers under \"" + key + "\" are " + sorted.keySet() + ".",
					"Count them 0, 1, 2 ... without gaps.");
				break;
			}
		}
		return List.copyOf(sorted.values());
	}

	/** The file that a text of the description names, relative to the folder; null, and a problem, if it names none. */
	Path path(final JsonElement element, final String where) {
		final String text = text(element);
		if (text == null || text.isBlank()) {
			problem("An entry under \"" + where + "\" names no file: " + element + ".",
				"Write the file's path, relative to the folder of " + FILE + ".");
			return null;
		}
		try {
			final Path path = folder().resolve(text).normalize();
			if (path.getFileName() != null) return path;
			problem("An entry under \"" + where + "\" is not a file: " + text + ".", "Correct it.");
			return null;
		}
		catch (final InvalidPathException e) {
			problem("An entry under \"" + where + "\" is not a path: " + text + ".", "Correct it.");
			return null;
		}
	}

	/** The text of an element, or null if it is not a text. */
	static String text(final JsonElement element) {
		return element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isString() ? element
			.getAsString() : null;
	}

	/** The whole number that an element holds, as number or as digits. */
	static OptionalInt whole(final JsonElement element) {
		return element != null && element.isJsonPrimitive() ? whole(element.getAsString()) : OptionalInt.empty();
	}

	private static OptionalInt whole(final String text) {
		try {
			return OptionalInt.of(Integer.parseInt(text.trim()));
		}
		catch (final NumberFormatException e) {
			return OptionalInt.empty();
		}
	}
}
