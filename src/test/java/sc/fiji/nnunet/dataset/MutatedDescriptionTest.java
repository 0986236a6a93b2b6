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

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Descriptions that were damaged at random are either opened or refused with a readable reason. */
class MutatedDescriptionTest {

	private static final List<String> DESCRIPTIONS = List.of(
		"{\"modality\": {\"0\": \"CT\"}, \"labels\": {\"0\": \"background\", \"1\": \"x\"}, \"numTraining\": 1, \"training\": " +
			"[{\"image\": \"imagesTr/a.nii.gz\", \"label\": \"labelsTr/a.nii.gz\"}], \"test\": [\"imagesTs/b.nii.gz\"]}",
		"{\"channel_names\": {\"0\": \"T1\", \"1\": \"T2\"}, \"labels\": {\"background\": 0, \"whole\": [1, 2], \"core\": 2, " +
			"\"ignore\": 3}, \"regions_class_order\": [1, 2], \"numTraining\": 1, \"file_ending\": \".nii.gz\"}",
		"{\"channel_names\": {\"0\": \"T1\"}, \"labels\": {\"background\": 0, \"x\": 1}, \"numTraining\": 1, " +
			"\"file_ending\": \".nii.gz\", \"dataset\": {\"a\": {\"images\": [\"i/a.nii.gz\"], \"label\": \"l/a.nii.gz\"}}}");

	@TempDir
	Path folder;

	@Test
	void damagedTextIsRefusedOrOpened() throws IOException {
		final Random random = new Random(42);
		for (int round = 0; round < 300; round++) {
			final StringBuilder text = new StringBuilder(DESCRIPTIONS.get(round % DESCRIPTIONS.size()));
			for (int n = random.nextInt(3); n >= 0; n--) {
				final int at = random.nextInt(text.length());
				switch (random.nextInt(4)) {
					case 0 -> text.deleteCharAt(at);
					case 1 -> text.insert(at, "{}[],:\"\\0-9.\u0000\uD800é".charAt(random.nextInt(15)));
					case 2 -> text.setLength(Math.max(1, at));
					default -> text.replace(at, Math.min(text.length(), at + 5), "");
				}
				if (text.length() == 0) text.append(' ');
			}
			Files.write(folder.resolve("dataset.json"), text.toString().getBytes(StandardCharsets.UTF_8));
			opensOrIsRefused(text.toString());
		}
	}

	@Test
	void exchangedValuesAreRefusedOrOpened() throws IOException {
		final Random random = new Random(43);
		for (int round = 0; round < 300; round++) {
			final JsonObject root = JsonParser.parseString(DESCRIPTIONS.get(round % DESCRIPTIONS.size())).getAsJsonObject();
			exchange(root, random);
			Files.writeString(folder.resolve("dataset.json"), root.toString());
			opensOrIsRefused(root.toString());
		}
	}

	@Test
	void bytesThatAreNotTextAreRefused() throws IOException {
		Files.write(folder.resolve("dataset.json"), new byte[] { '{', (byte) 0xff, (byte) 0xfe, '}' });
		try {
			Datasets.open(folder);
			fail("opened");
		}
		catch (final ProblemException e) {
			assertTrue(e.getMessage().contains("UTF-8"), e.getMessage());
		}
		Files.writeString(folder.resolve("dataset.json"), "[".repeat(100_000));
		opensOrIsRefused("deep nesting");
	}

	private void opensOrIsRefused(final String text) {
		try {
			final Dataset dataset = Datasets.open(folder);
			assertTrue(dataset.labels().classes() > 1, text);
			assertFalse(dataset.channels().isEmpty(), text);
			assertFalse(dataset.training().isEmpty() && dataset.test().isEmpty(), text);
			Datasets.layout(folder).look(dataset);
		}
		catch (final ProblemException e) {
			for (final Problem problem : e.problems())
				assertTrue(problem.where().startsWith(folder.toString()) && problem.what().endsWith(".") && !problem.cure()
					.isBlank(), problem + " for " + text);
		}
		catch (final RuntimeException e) {
			fail(text, e);
		}
	}

	/** Replaces one value by something else, or removes it. */
	private static void exchange(final JsonObject root, final Random random) {
		final List<JsonElement> places = new ArrayList<>();
		collect(root, places);
		final JsonElement place = places.get(random.nextInt(places.size()));
		final JsonElement value = new JsonElement[] { JsonNull.INSTANCE, new JsonPrimitive(-1), new JsonPrimitive(1e300),
			new JsonPrimitive(2_000_000_000), new JsonPrimitive(true), new JsonPrimitive(""), new JsonPrimitive("../\u0000"),
			new JsonPrimitive("/"), new JsonPrimitive(".."), new JsonObject(), new JsonArray(), JsonParser.parseString(
				"[[0]]") }[random.nextInt(12)];
		if (place instanceof JsonObject object) {
			final List<String> keys = List.copyOf(object.keySet());
			final String key = keys.get(random.nextInt(keys.size()));
			if (random.nextInt(4) == 0) object.remove(key);
			else object.add(key, value);
		}
		else if (place instanceof JsonArray array) array.set(random.nextInt(array.size()), value);
	}

	private static void collect(final JsonElement element, final List<JsonElement> places) {
		if (element instanceof JsonObject object && !object.isEmpty()) {
			places.add(object);
			object.asMap().values().forEach(child -> collect(child, places));
		}
		if (element instanceof JsonArray array && !array.isEmpty()) {
			places.add(array);
			array.forEach(child -> collect(child, places));
		}
	}
}
