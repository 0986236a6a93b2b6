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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.ProblemException;

/** Every value of plans.json and dataset.json replaced by nonsense: the model is opened or refused, never anything else. */
class MutatedModelTest {

	private static final List<String> NONSENSE = List.of("null", "true", "-1", "0", "1e9", "0.5", "\"\"", "\"x\"", "[]",
		"[1]", "[[]]", "[null]", "[\"x\", true]", "{}", "{\"0\": {}}");

	@TempDir
	Path folder;

	/** A place in a JSON tree whose value can be replaced. */
	private interface Place {

		void set(JsonElement value);
	}

	@Test
	void nonsenseIsRefusedAsAProblem() throws IOException {
		int refused = 0;
		int opened = 0;
		final List<String> wrong = new ArrayList<>();
		for (final String name : List.of("plans.json", "dataset.json")) {
			final Path model = Fixtures.copy(Fixtures.CASCADE, folder.resolve(name.replace('.', '_')));
			final String text = Files.readString(model.resolve(name));
			final int places = places(Json.parse(text), new ArrayList<>()).size();
			for (int place = 0; place < places; place++)
				for (final String nonsense : NONSENSE) {
					final JsonElement tree = Json.parse(text);
					places(tree, new ArrayList<>()).get(place).set(Json.parse(nonsense));
					Files.writeString(model.resolve(name), Json.line(tree));
					try {
						Models.open(model);
						opened++;
					}
					catch (final ProblemException e) {
						refused++;
					}
					catch (final RuntimeException | IOException e) {
						wrong.add(name + " place " + place + " = " + nonsense + ": " + e);
					}
				}
		}
		assertEquals(List.of(), wrong);
		assertTrue(refused > 500 && opened > 500, refused + " refused, " + opened + " opened");
	}

	/** All places, also those of objects and lists; of long lists the first only. */
	private static List<Place> places(final JsonElement tree, final List<Place> found) {
		if (tree instanceof JsonObject object) for (final Map.Entry<String, JsonElement> entry : List.copyOf(object
			.entrySet()))
		{
			found.add(value -> object.add(entry.getKey(), value));
			places(entry.getValue(), found);
		}
		else if (tree instanceof JsonArray array && !array.isEmpty()) {
			found.add(value -> array.set(0, value));
			places(array.get(0), found);
		}
		return found;
	}
}
