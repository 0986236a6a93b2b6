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
package sc.fiji.nnunet.plan;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.ResampleRule;

/**
 * Reads and writes a recipe in JSON as its name. That of a model of nnU-Net, which may resample and predict by other
 * rules, is an object with {@code name}, {@code resampling} and {@code inference}.
 */
final class RecipeJson implements JsonSerializer<Recipe>, JsonDeserializer<Recipe> {

	/** The axes z, y, x of the network's grid. */
	private static final List<String> AXES = List.of("0", "1", "2");

	@Override
	public JsonElement serialize(final Recipe recipe, final Type type, final JsonSerializationContext context) {
		if (Recipe.ALL.contains(recipe)) return new JsonPrimitive(recipe.name());
		final JsonObject json = new JsonObject();
		json.addProperty("name", recipe.name());
		json.add("resampling", context.serialize(recipe.resampling()));
		json.add("inference", context.serialize(recipe.inference()));
		return json;
	}

	@Override
	public Recipe deserialize(final JsonElement json, final Type type, final JsonDeserializationContext context) {
		if (json.isJsonPrimitive()) return named(json.getAsString());
		if (!json.isJsonObject()) throw new JsonParseException("recipe: is neither a name nor an object");
		final JsonObject object = json.getAsJsonObject();
		return named(value(object, "name").getAsString()).with(rule(object, "resampling"), inference(object, "inference"));
	}

	private static Recipe named(final String name) {
		try {
			return Recipe.named(name);
		}
		catch (final ProblemException e) {
			throw new JsonParseException(e);
		}
	}

	private static ResampleRule rule(final JsonObject parent, final String key) {
		final JsonObject json = object(parent, key);
		return new ResampleRule(constant(json, "volume", Kernel.class), constant(json, "plane", Kernel.class), ratio(json,
			"anisotropy"), flag(json, "inclusive"), flag(json, "alwaysZ"), flag(json, "planeKernelIfWidthKept"), flag(json,
				"majority"));
	}

	private static Recipe.Inference inference(final JsonObject parent, final String key) {
		final JsonObject json = object(parent, key);
		return new Recipe.Inference(constant(json, "windows", WindowRule.class), constant(json, "weights",
			WindowWeights.class), rule(json, "restoring"), axes(json, "mirrors"), constant(json, "axes", ImageAxes.class),
			flag(json, "roundsRestored"));
	}

	private static List<Integer> axes(final JsonObject json, final String key) {
		final JsonElement list = json.get(key);
		if (list == null || !list.isJsonArray()) throw wrong(key);
		final List<Integer> axes = new ArrayList<>();
		for (final JsonElement one : list.getAsJsonArray()) {
			final int axis = one.isJsonPrimitive() ? AXES.indexOf(one.getAsString()) : -1;
			if (axis < 0 || axes.contains(axis)) throw wrong(key);
			axes.add(axis);
		}
		return axes;
	}

	/** A number that is not negative; infinity, which the parser takes for a word, included. */
	private static double ratio(final JsonObject json, final String key) {
		final JsonPrimitive value = value(json, key);
		final double ratio = value.isNumber() || value.getAsString().equals("Infinity") ? value.getAsDouble() : -1;
		if (!(ratio >= 0)) throw wrong(key);
		return ratio;
	}

	private static boolean flag(final JsonObject json, final String key) {
		final JsonPrimitive value = value(json, key);
		if (value.isBoolean()) return value.getAsBoolean();
		throw wrong(key);
	}

	private static <E extends Enum<E>> E constant(final JsonObject json, final String key, final Class<E> type) {
		final String name = value(json, key).getAsString();
		for (final E constant : type.getEnumConstants())
			if (constant.name().equals(name)) return constant;
		throw wrong(key);
	}

	private static JsonObject object(final JsonObject json, final String key) {
		final JsonElement value = json.get(key);
		if (value == null || !value.isJsonObject()) throw wrong(key);
		return value.getAsJsonObject();
	}

	private static JsonPrimitive value(final JsonObject json, final String key) {
		final JsonElement value = json.get(key);
		if (value == null || !value.isJsonPrimitive()) throw wrong(key);
		return value.getAsJsonPrimitive();
	}

	private static JsonParseException wrong(final String key) {
		return new JsonParseException("recipe: " + key + " is missing or invalid");
	}
}
