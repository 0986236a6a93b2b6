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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

import sc.fiji.nnunet.dataset.Labels.Region;

/** Reads the labels of an nnU-Net v2 dataset.json: classes, regions and the ignore label (recipe-nnunet.md 2.4). */
final class NnUNetLabels {

	private static final String CURE =
		"Write \"labels\": {\"background\": 0, \"name\": 1, ...}; a list of numbers makes a region.";

	/** The key that says whether label files number objects one by one; nnU-Net does not know it. */
	static final String INSTANCES = "instances";

	private static final String INSTANCES_CURE = "Write \"instances\": true if each number in the label files is an " +
		"object of one kind, or leave it out if each number is a class.";

	private static final String OBJECTS_CURE = "Write \"labels\": {\"background\": 0, \"nucleus\": 1}, or leave " +
		"\"instances\" out if each number is a class.";

	private NnUNetLabels() {
		// static methods only
	}

	/** Reads the labels; problems are added to the description. Numbered objects need no name. */
	static Labels read(final DatasetJson json) {
		final boolean instances = instances(json);
		if (instances && !json.has("labels")) return Labels.ofObjects(Labels.OBJECT);
		final Map<String, List<Integer>> values = new LinkedHashMap<>();
		int ignore = -1;
		boolean regions = false;
		for (final Map.Entry<String, JsonElement> entry : json.object("labels", CURE).entrySet()) {
			final List<Integer> numbers = numbers(entry.getValue());
			if (numbers.isEmpty()) {
				json.problem("The label \"" + entry.getKey() + "\" is " + entry.getValue() + ".", CURE);
				continue;
			}
			if (entry.getKey().equals("ignore")) {
				ignore = numbers.get(0);
				continue;
			}
			regions |= entry.getValue().isJsonArray() && numbers.size() > 1;
			values.put(entry.getKey(), numbers);
		}
		final TreeSet<Integer> used = new TreeSet<>();
		values.values().forEach(used::addAll);
		if (used.isEmpty() && json.valid()) json.problem("There is no class under \"labels\".", CURE);
		checkNumbers(json, values, used, ignore);
		if (instances) return objects(json, values, ignore);
		if (!regions && ignore < 0 && !used.isEmpty() && used.first() == 0) return new Labels(names(values, used), List
			.of(), -1, List.copyOf(used));
		return new Labels(names(values, used), regions ? regions(json, values) : List.of(), ignore);
	}

	/** Whether a description says that label files number objects one by one. */
	static boolean instances(final DatasetJson json) {
		return json.flag(INSTANCES, INSTANCES_CURE);
	}

	/** The labels of numbered objects, which are of one kind. */
	private static Labels objects(final DatasetJson json, final Map<String, List<Integer>> values, final int ignore) {
		if (ignore < 0) for (final Map.Entry<String, List<Integer>> entry : values.entrySet())
			if (values.size() == 2 && entry.getValue().equals(List.of(1))) return Labels.ofObjects(entry.getKey());
		json.problem("\"instances\" is true, and \"labels\" are " + json.get("labels") + ".", OBJECTS_CURE);
		return Labels.ofObjects(Labels.OBJECT);
	}

	private static void checkNumbers(final DatasetJson json, final Map<String, List<Integer>> values,
		final TreeSet<Integer> used, final int ignore)
	{
		if (used.isEmpty()) return;
		if (values.values().stream().noneMatch(List.of(0)::equals)) json.problem("No label is 0, the background.", CURE);
		final boolean plain = ignore < 0 && values.values().stream().allMatch(numbers -> numbers.size() == 1);
		if (used.first() != 0 || used.last() != used.size() - 1 && !plain) json.problem("The label numbers are " + used +
			".", "With regions or an ignore label count them 0, 1, 2 ... without gaps, in " + DatasetJson.FILE +
				" and in the label files.");
		if (used.last() > Short.MAX_VALUE) json.problem("A label number is " + used.last() + ".", "Use numbers up to " +
			Short.MAX_VALUE + ".");
		if (used.size() == 1) json.problem("There is no class besides the background.", CURE);
		if (ignore >= 0 && ignore != used.last() + 1) json.problem("The label \"ignore\" is " + ignore + ".",
			"Make it the highest number: " + (used.last() + 1) + ".");
	}

	/** Names by label value; a value that only occurs in unions is named after its number. */
	private static List<String> names(final Map<String, List<Integer>> values, final TreeSet<Integer> used) {
		final List<String> names = new ArrayList<>();
		for (final int value : used) {
			final List<Integer> alone = List.of(value);
			names.add(values.entrySet().stream().filter(entry -> entry.getValue().equals(alone)).map(Map.Entry::getKey)
				.findFirst().orElse("label " + value));
		}
		return names;
	}

	private static List<Region> regions(final DatasetJson json, final Map<String, List<Integer>> values) {
		final List<JsonElement> order = json.list("regions_class_order",
			"List the number to paint for each region, in the regions' order.");
		final List<Region> regions = new ArrayList<>();
		for (final Map.Entry<String, List<Integer>> entry : values.entrySet()) {
			if (entry.getValue().equals(List.of(0))) continue;
			final OptionalInt paint = regions.size() < order.size() ? DatasetJson.whole(order.get(regions.size()))
				: OptionalInt.empty();
			regions.add(new Region(entry.getKey(), entry.getValue(), paint.orElse(-1)));
		}
		if (order.size() != regions.size() || regions.stream().anyMatch(region -> region.paint() < 0)) json.problem(
			"\"regions_class_order\" is " + order + " for " + regions.size() + " regions.", "List one number per region (" +
				regions.stream().map(Region::name).toList() +
				"): what is painted where the region is found; later over earlier.");
		return regions;
	}

	private static List<Integer> numbers(final JsonElement value) {
		final List<Integer> numbers = new ArrayList<>();
		for (final JsonElement item : value.isJsonArray() ? value.getAsJsonArray().asList() : List.of(value)) {
			final OptionalInt number = DatasetJson.whole(item);
			if (number.isEmpty() || number.getAsInt() < 0) return List.of();
			numbers.add(number.getAsInt());
		}
		return numbers;
	}
}
