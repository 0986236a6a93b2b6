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

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.Golden;

/** Compares 24 plans for synthetic fingerprints with those of nnU-Net v2.8.1's own planner. */
class PlannerGoldenTest {

	private static final Map<String, String> OURS = Map.of("2d", "2d", "3d_fullres", "3d", "3d_lowres", "3d_lowres",
		"3d_cascade_fullres", "3d_cascade");

	@Test
	void plansEqualThoseOfNnunet() throws Exception {
		final JsonArray rows = Golden.index("planner").getAsJsonArray();
		assertEquals(24, rows.size());
		for (int row = 0; row < rows.size(); row++)
			compare("row " + row, rows.get(row).getAsJsonObject());
	}

	private static void compare(final String where, final JsonObject row) throws Exception {
		final Fingerprint fingerprint = fingerprint(row);
		final List<String> classes = new ArrayList<>(List.of("background"));
		for (int label = 1; label < row.get("classes").getAsInt(); label++)
			classes.add("c" + label);
		final Dataset dataset = new Dataset("Dataset900_Plan", Path.of("."), List.of(row.get("channel").getAsString()),
			new Labels(classes, List.of(), -1), Collections.nCopies(fingerprint.cases().size(), new Case("a", List.of(),
				null)), List.of(), ".nii.gz");
		final Map<String, Plan> plans = new Planner(dataset, Recipe.NNUNET, PlanChoices.NONE).plan(fingerprint);
		final JsonObject configurations = row.getAsJsonObject("configurations");
		final TreeSet<String> wanted = new TreeSet<>();
		for (final String name : configurations.keySet())
			wanted.add(OURS.get(name));
		assertEquals(wanted, new TreeSet<>(plans.keySet()), where);
		for (final String name : configurations.keySet()) {
			final JsonObject expected = configurations.getAsJsonObject(name);
			final Plan plan = plans.get(OURS.get(name));
			assertEquals(ints(row.get("transpose_forward")), plan.transpose(), where);
			if (expected.has("inherits_from")) {
				assertEquals(OURS.get(expected.get("previous_stage").getAsString()), plan.previous(), where);
				assertEquals(plans.get("3d").patch(), plan.patch(), where);
				assertEquals(dataset.channels().size() + classes.size() - 1, plan.network().inputChannels(), where);
				continue;
			}
			compare(where + " " + name, expected, plan);
		}
	}

	private static void compare(final String where, final JsonObject expected, final Plan plan) {
		final int skip = plan.is2d() ? 1 : 0;
		close(where + " spacing", expected.get("spacing"), plan.spacing().subList(skip, 3));
		close(where + " median", expected.get("median"), plan.medianShape().subList(skip, 3));
		assertEquals(ints(expected.get("patch")), plan.patch(), where);
		assertEquals(expected.get("batch").getAsInt(), plan.batchSize(), where);
		assertEquals(expected.get("batch_dice").getAsBoolean(), plan.batchDice(), where);
		assertEquals(ints(expected.get("features")), plan.network().features(), where);
		assertEquals(lists(expected.get("strides")), plan.network().strides(), where);
		assertEquals(lists(expected.get("kernels")), plan.network().kernels(), where);
		final Normalization normalization = plan.normalization().get(0);
		assertEquals(expected.getAsJsonArray("normalization").get(0).getAsString().startsWith("CT"), normalization
			.scheme() == Normalization.Scheme.CT, where);
		assertEquals(expected.getAsJsonArray("use_mask_for_norm").get(0).getAsBoolean(), normalization.masked(), where);
	}

	private static void close(final String where, final JsonElement expected, final List<Double> actual) {
		assertEquals(expected.getAsJsonArray().size(), actual.size(), where);
		for (int d = 0; d < actual.size(); d++)
			assertEquals(expected.getAsJsonArray().get(d).getAsDouble(), actual.get(d), 1e-9, where);
	}

	private static Fingerprint fingerprint(final JsonObject row) {
		final List<List<Double>> spacings = new ArrayList<>();
		for (final JsonElement one : row.getAsJsonArray("spacings"))
			spacings.add(List.of(new Gson().fromJson(one, Double[].class)));
		final List<List<Integer>> shapes = lists(row.get("shapes_after_crop"));
		return new Fingerprint(1, "", Collections.nCopies(spacings.size(), "a"), spacings, shapes, row.get(
			"median_relative_size_after_cropping").getAsDouble(), List.of(new Fingerprint.Intensity(1, 1, 1, 1, 0, 2, 0,
				2)));
	}

	private static List<Integer> ints(final JsonElement list) {
		return List.of(new Gson().fromJson(list, Integer[].class));
	}

	private static List<List<Integer>> lists(final JsonElement lists) {
		final List<List<Integer>> result = new ArrayList<>();
		for (final JsonElement list : lists.getAsJsonArray())
			result.add(ints(list));
		return result;
	}
}
