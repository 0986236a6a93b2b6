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
package sc.fiji.nnunet.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;
import org.scijava.script.ScriptInfo;

/** Tests the templates of the Script Editor: their parameters, and that the commands know every option in them. */
class ScriptTemplatesTest {

	private static final String FOLDER = "/script_templates/nnU-Net/Train_and_Predict.";

	private static String read(final String ending) throws IOException {
		try (InputStream in = ScriptTemplatesTest.class.getResourceAsStream(FOLDER + ending)) {
			assertNotNull(in, "no template " + ending + " on the class path");
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static List<MatchResult> find(final String pattern, final String text) {
		return Pattern.compile(pattern).matcher(text).results().toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "py", "groovy", "ijm" })
	void headersAskForTheFoldersAndTheMinutes(final String ending) throws IOException {
		try (Context context = new Context()) {
			final List<String> names = new ArrayList<>();
			for (final ModuleItem<?> input : new ScriptInfo(context, "template." + ending, new StringReader(read(ending)))
				.inputs())
			{
				names.add(input.getName());
				if (input.getName().equals("dataset")) assertEquals("Dataset folder", input.getLabel());
				if (input.getName().equals("minutes")) assertEquals(30.0, input.getDefaultValue());
			}
			assertTrue(names.containsAll(List.of("dataset", "output", "images", "minutes")), names.toString());
		}
	}

	@Test
	void optionsOfTheMacro() throws IOException {
		final List<MatchResult> lines = find("run\\(\"(.+?)\", (.+)\\);", read("ijm"));
		assertEquals(3, lines.size());
		for (final MatchResult line : lines) {
			final String options = line.group(2).replaceAll("\" \\+ \\w+ \\+ \"", "7").replace("\"", "");
			final Map<String, Object> values = MacroOptions.values(Commands.find(line.group(1)), options);
			assertTrue(values.size() >= 2, line.group());
		}
	}

	@Test
	void inputsOfTheScripts() throws IOException {
		final List<MatchResult> jython = find("\\n(?:trained = )?run\\(\"(\\w+)\", (.+)\\)", read("py"));
		assertEquals(3, jython.size());
		for (final MatchResult line : jython)
			assertInputs(line.group(1), find("(\\w+)=", line.group(2)));
		final List<MatchResult> groovy = find("commands\\.run\\((\\w+)\\.class, true(.+)\\)\\.get", read("groovy"));
		assertEquals(3, groovy.size());
		for (final MatchResult line : groovy)
			assertInputs(line.group(1), find(", \"(\\w+)\", ", line.group(2)));
	}

	/** NB: images of one slice are trained in 2d, others in 3d. */
	@Test
	void theModelIsWhereverItWasTrained() throws IOException {
		for (final String ending : List.of("py", "groovy"))
			assertTrue(read(ending).contains("trained.getOutput(\"result\")") && !read(ending).contains("results_"), ending);
		assertTrue(read("ijm").contains("/results_3d/fold_0\"") && read("ijm").contains("/results_2d/fold_0\""));
	}

	private static void assertInputs(final String command, final List<MatchResult> keys) {
		final CommandInfo info = Commands.find(command.toLowerCase());
		assertTrue(keys.size() >= 2, command);
		for (final MatchResult key : keys)
			assertNotNull(info.getInput(key.group(1)), command + " has no input " + key.group(1));
	}
}
