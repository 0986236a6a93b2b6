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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.volume.Golden;

/**
 * Compares plans of residual encoders with those of nnU-Net 2.8.1's planners ResEncM, L and XL
 * ({@code src/test/scripts/make_resenc_plans.py}).
 */
class ResidualPlannerGoldenTest {

	private static final Map<String, String> OURS = Map.of("2d", "2d", "3d_fullres", "3d", "3d_lowres", "3d_lowres");

	@ParameterizedTest
	@EnumSource(value = Architecture.class, mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
	void plansEqualThoseOfNnunet(final Architecture architecture) throws Exception {
		final JsonArray fingerprints = Golden.index("planner").getAsJsonArray();
		final JsonArray rows;
		try (InputStreamReader reader = new InputStreamReader(getClass().getResourceAsStream("/golden/planner/resenc.json"),
			StandardCharsets.UTF_8))
		{
			rows = new Gson().fromJson(reader, JsonArray.class);
		}
		assertTrue(rows.size() >= 16, rows.size() + " rows");
		for (final JsonElement element : rows) {
			final JsonObject row = element.getAsJsonObject();
			final JsonObject print = row.has("name") ? row : fingerprints.get(row.get("row").getAsInt()).getAsJsonObject();
			compare(architecture + " of row " + row.get("row"), architecture, print, row.getAsJsonObject(architecture.name()
				.substring("RESENC_".length()).toLowerCase(java.util.Locale.ROOT)));
		}
	}

	private static void compare(final String where, final Architecture architecture, final JsonObject print,
		final JsonObject configurations) throws Exception
	{
		final int cases = print.get("cases").getAsInt();
		final List<String> classes = new ArrayList<>(List.of("background"));
		for (int label = 1; label < print.get("classes").getAsInt(); label++)
			classes.add("c" + label);
		final Dataset dataset = new Dataset("Dataset900_Plan", Path.of("."), List.of(print.get("channel").getAsString()),
			new Labels(classes, List.of(), -1), Collections.nCopies(cases, new Case("a", List.of(), null)), List.of(),
			".nii.gz");
		final PlanChoices choices = PreprocessOptions.builder().architecture(architecture.name().toLowerCase(
			java.util.Locale.ROOT)).build().choices();
		final Map<String, Plan> plans = new Planner(dataset, Recipe.NNUNET, choices).plan(fingerprint(print, cases));
		final TreeSet<String> wanted = new TreeSet<>();
		for (final String name : configurations.keySet())
			wanted.add(OURS.get(name));
		if (wanted.contains("3d_lowres")) wanted.add("3d_cascade");
		assertEquals(wanted, new TreeSet<>(plans.keySet()), where);
		for (final String name : configurations.keySet()) {
			final JsonObject expected = configurations.getAsJsonObject(name);
			final Plan plan = plans.get(OURS.get(name));
			final String there = where + ", " + name;
			assertEquals(ints(expected.get("patch")), plan.patch(), there);
			assertEquals(expected.get("batch").getAsInt(), plan.batchSize(), there);
			assertEquals(ints(expected.get("features")), plan.network().features(), there);
			assertEquals(lists(expected.get("strides")), plan.network().strides(), there);
			assertEquals(lists(expected.get("kernels")), plan.network().kernels(), there);
			assertEquals(ints(expected.get("encoder_blocks")), plan.network().encoderBlocks(), there);
			assertEquals(ints(expected.get("decoder_convolutions")), plan.network().decoderBlocks(), there);
			for (int d = 0; d < plan.patch().size(); d++)
				assertEquals(expected.getAsJsonArray("spacing").get(d).getAsDouble(), plan.spacing().get(d + 3 - plan.patch()
					.size()), 1e-9, there);
		}
	}

	private static Fingerprint fingerprint(final JsonObject print, final int cases) {
		final List<List<Double>> spacings = new ArrayList<>();
		final List<List<Integer>> shapes = new ArrayList<>();
		if (print.has("name")) {
			spacings.addAll(Collections.nCopies(cases, List.of(new Gson().fromJson(print.get("spacing"), Double[].class))));
			shapes.addAll(Collections.nCopies(cases, ints(print.get("shape"))));
		}
		else {
			for (final JsonElement one : print.getAsJsonArray("spacings"))
				spacings.add(List.of(new Gson().fromJson(one, Double[].class)));
			shapes.addAll(lists(print.get("shapes_after_crop")));
		}
		return new Fingerprint(1, "", Collections.nCopies(cases, "a"), spacings, shapes, 1, List.of(new Fingerprint.Intensity(
			1, 1, 1, 1, 0, 2, 0, 2)));
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
