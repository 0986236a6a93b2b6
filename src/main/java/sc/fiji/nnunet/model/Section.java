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
package sc.fiji.nnunet.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import sc.fiji.nnunet.problem.ProblemException;

/**
 * An object in a JSON file, read by key: what is missing or of another kind is a problem that names the key in full.
 *
 * @param file the file, for messages
 * @param name the object's own key in full; empty for the file's root
 */
record Section(Path file, String name, JsonObject json) {

	private static final String DAMAGED = "Use another copy of the model.";
	private static final String UNSUPPORTED = "Use nnU-Net itself for this model.";

	/** The name of a key in full. */
	String full(final String key) {
		return name.isEmpty() ? key : name + "." + key;
	}

	/** The problem that a key holds what cannot be read. */
	ProblemException wrong(final String key, final String what) {
		return new ProblemException(file, "Its key " + full(key) + " " + what + ".", DAMAGED);
	}

	/** The problem that a key asks for what this program does not do. */
	ProblemException unsupported(final String key, final String what) {
		return new ProblemException(file, "Its key " + full(key) + " is " + shown(key) + ": " + what + ".", UNSUPPORTED);
	}

	private String shown(final String key) {
		final String text = String.valueOf(json.get(key));
		return text.length() > 100 ? text.substring(0, 100) + " ..." : text;
	}

	/** Whether a key is there and not null. */
	boolean has(final String key) {
		return json.has(key) && !json.get(key).isJsonNull();
	}

	private JsonElement get(final String key) throws ProblemException {
		if (!has(key)) throw wrong(key, "is missing");
		return json.get(key);
	}

	/** The object of a key. */
	Section section(final String key) throws ProblemException {
		final JsonElement value = get(key);
		if (!value.isJsonObject()) throw wrong(key, "is not an object");
		return new Section(file, full(key), value.getAsJsonObject());
	}

	/** The object of a key, an empty one if it is missing. */
	Section sectionOrEmpty(final String key) throws ProblemException {
		return has(key) ? section(key) : new Section(file, full(key), new JsonObject());
	}

	/** The members in their order. */
	Map<String, JsonElement> members() {
		return json.asMap();
	}

	/** The text of a key. */
	String text(final String key) throws ProblemException {
		final JsonElement value = get(key);
		if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) throw wrong(key, "is not a text");
		return value.getAsString();
	}

	/** The text of a key, another one if it is missing. */
	String text(final String key, final String missing) throws ProblemException {
		return has(key) ? text(key) : missing;
	}

	/** The number of a key. */
	double number(final String key) throws ProblemException {
		return number(key, get(key));
	}

	/** The number of a key, another one if it is missing. */
	double number(final String key, final double missing) throws ProblemException {
		return has(key) ? number(key) : missing;
	}

	private double number(final String key, final JsonElement value) throws ProblemException {
		if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) throw wrong(key, "is not a number");
		return value.getAsDouble();
	}

	/** The whole number of a key. */
	int whole(final String key) throws ProblemException {
		return whole(key, get(key));
	}

	private int whole(final String key, final JsonElement value) throws ProblemException {
		final double number = number(key, value);
		if (number != Math.rint(number) || Math.abs(number) > 1 << 24) throw wrong(key, "holds " + value +
			", which is not a whole number of usual size");
		return (int) number;
	}

	/** Whether a key is true; another value if it is missing. */
	boolean flag(final String key, final boolean missing) throws ProblemException {
		return has(key) ? flag(key, get(key)) : missing;
	}

	private boolean flag(final String key, final JsonElement value) throws ProblemException {
		if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) throw wrong(key, "holds " + value +
			", which is neither true nor false");
		return value.getAsBoolean();
	}

	/** Which entries in the list of a key are true; none if it is missing. */
	List<Boolean> flags(final String key) throws ProblemException {
		final List<Boolean> flags = new ArrayList<>();
		if (has(key)) for (final JsonElement item : items(key))
			flags.add(flag(key, item));
		return flags;
	}

	private List<JsonElement> items(final String key) throws ProblemException {
		final JsonElement value = get(key);
		if (!value.isJsonArray()) throw wrong(key, "is not a list");
		return value.getAsJsonArray().asList();
	}

	/** The numbers in the list of a key. */
	List<Double> numbers(final String key) throws ProblemException {
		final List<Double> numbers = new ArrayList<>();
		for (final JsonElement item : items(key))
			numbers.add(number(key, item));
		return numbers;
	}

	/** The whole numbers in the list of a key. */
	List<Integer> wholes(final String key) throws ProblemException {
		final List<Integer> numbers = new ArrayList<>();
		for (final JsonElement item : items(key))
			numbers.add(whole(key, item));
		return numbers;
	}

	/** The texts in the list of a key. */
	List<String> texts(final String key) throws ProblemException {
		final List<String> texts = new ArrayList<>();
		for (final JsonElement item : items(key)) {
			if (!item.isJsonPrimitive() || !item.getAsJsonPrimitive().isString()) throw wrong(key, "holds " + item +
				", which is not a text");
			texts.add(item.getAsString());
		}
		return texts;
	}

	/** A whole number for each of several places: a list of as many, or one number for all. */
	List<Integer> each(final String key, final int places) throws ProblemException {
		return each(key, get(key), places);
	}

	private List<Integer> each(final String key, final JsonElement value, final int places) throws ProblemException {
		final List<Integer> numbers = new ArrayList<>();
		if (!value.isJsonArray()) for (int place = 0; place < places; place++)
			numbers.add(whole(key, value));
		else for (final JsonElement item : value.getAsJsonArray())
			numbers.add(whole(key, item));
		if (numbers.size() != places) throw wrong(key, "holds " + value + ", of which " + places + " are needed");
		return numbers;
	}

	/** A whole number for each stage and axis: lists in a list, or one number for all axes, or for all stages too. */
	List<List<Integer>> each(final String key, final int stages, final int axes) throws ProblemException {
		final JsonElement value = get(key);
		final List<List<Integer>> numbers = new ArrayList<>();
		if (!value.isJsonArray()) for (int stage = 0; stage < stages; stage++)
			numbers.add(each(key, value, axes));
		else for (final JsonElement item : value.getAsJsonArray())
			numbers.add(each(key, item, axes));
		if (numbers.size() != stages) throw wrong(key, "has " + numbers.size() + " entries instead of one for each of " +
			stages + " stages");
		return numbers;
	}
}
