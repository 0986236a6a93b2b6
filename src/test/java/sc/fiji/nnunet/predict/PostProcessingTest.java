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
package sc.fiji.nnunet.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.predict.PostProcessing.Rule;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

class PostProcessingTest {

	@TempDir
	Path folder;

	@Test
	void keepsTheLargestPartOfTheForeground() {
		final LabelMap map = row(1, 1, 2, 0, 1, 1, 0, 2);
		assertEquals(3, PostProcessing.of(Rule.foreground()).apply(map));
		assertEquals("[1, 1, 2, 0, 0, 0, 0, 0]", Arrays.toString(map.plane(0)));
	}

	@Test
	void keepsTheLargestPartOfAClassAndLeavesOthersAlone() {
		final LabelMap map = row(1, 0, 1, 1, 2, 0, 2, -1);
		assertEquals(1, PostProcessing.of(new Rule("head", List.of(1))).apply(map));
		assertEquals("[0, 0, 1, 1, 2, 0, 2, -1]", Arrays.toString(map.plane(0)));
	}

	@Test
	void aRegionIsOneObject() {
		final LabelMap map = row(1, 2, 3, 0, 1, 1, 0, 4);
		assertEquals(2, PostProcessing.of(new Rule("region", List.of(1, 2, 3))).apply(map));
		assertEquals("[1, 2, 3, 0, 0, 0, 0, 4]", Arrays.toString(map.plane(0)));
	}

	@Test
	void rulesAreAppliedInOrder() {
		// NB: the foreground's largest part holds two pieces of class 2, of which the second rule leaves one
		final LabelMap map = row(2, 1, 2, 2, 0, 2, 2, 2);
		PostProcessing.of(Rule.foreground(), new Rule("tail", List.of(2))).apply(map);
		assertEquals("[0, 1, 2, 2, 0, 0, 0, 0]", Arrays.toString(map.plane(0)));
	}

	@Test
	void isReadBackFromItsFile() throws IOException {
		final Path file = folder.resolve("postprocessing.json");
		final PostProcessing rules = PostProcessing.of(Rule.foreground()).with(new Rule("head", List.of(1, 3))).withReasons(
			List.of("because"));
		rules.write(file);
		assertEquals(rules, PostProcessing.read(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "{\"format\": 2, \"rules\": [], \"reasons\": []}",
		"{\"format\": 1, \"rules\": [{\"name\": \"x\"}], \"reasons\": []}", "{\"format\": 1, \"rules\": [" })
	void aFileOfOtherContentIsAProblem(final String text) throws IOException {
		final Path file = folder.resolve("postprocessing.json");
		Files.writeString(file, text);
		assertThrows(ProblemException.class, () -> PostProcessing.read(file));
	}

	private static LabelMap row(final int... labels) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { 1, 1, labels.length }, new double[] { 1, 1, 1 }));
		for (int x = 0; x < labels.length; x++)
			map.plane(0)[x] = (short) labels[x];
		return map;
	}
}
