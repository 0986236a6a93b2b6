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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Kernel;
import sc.fiji.nnunet.volume.ResampleRule;

/** Writes and reads plans whose recipe is one of the named ones, or one of a model of nnU-Net. */
class RecipeJsonTest {

	private static final ResampleRule LINEAR = ResampleRule.NNUNET.with(Kernel.LINEAR);

	@TempDir
	Path folder;

	static Stream<Recipe> variants() {
		return Stream.of( //
			nnunet(ResampleRule.NNUNET, LINEAR, List.of(0, 1, 2), ImageAxes.STORED, true), //
			nnunet(ResampleRule.NNUNET, LINEAR, List.of(0, 2), ImageAxes.RAS, true), //
			nnunet(ResampleRule.NNUNET, LINEAR, List.of(), ImageAxes.PIXELS, true), //
			nnunet(LINEAR, LINEAR, List.of(2, 1), ImageAxes.STORED, false), //
			nnunet(LINEAR.withAnisotropy(Double.POSITIVE_INFINITY), LINEAR.withAnisotropy(0), List.of(1), ImageAxes.RAS,
				false), //
			Recipe.NVIDIA.with(ResampleRule.NVIDIA.with(Kernel.NEAREST), new Recipe.Inference(WindowRule.NNUNET,
				WindowWeights.CONSTANT, ResampleRule.NVIDIA, List.of(0), ImageAxes.STORED, false)));
	}

	private static Recipe nnunet(final ResampleRule images, final ResampleRule logits, final List<Integer> mirrors,
		final ImageAxes axes, final boolean rounds)
	{
		return Recipe.NNUNET.with(images, new Recipe.Inference(WindowRule.NNUNET, WindowWeights.NNUNET_GAUSSIAN, logits,
			mirrors, axes, rounds));
	}

	@ParameterizedTest
	@MethodSource("variants")
	void theRulesOfAModelAreReadAsTheyWereWritten(final Recipe recipe) throws Exception {
		final Path file = write(recipe);
		assertEquals(recipe, PlanFile.read(file).recipe());
		assertEquals(recipe, PlanFile.parse(file, Files.readString(file).replace("\n", "")).recipe());
		for (final Recipe named : Recipe.ALL)
			assertNotEquals(named, recipe);
	}

	@Test
	void aNamedRecipeStaysItsName() throws Exception {
		for (final Recipe recipe : Recipe.ALL) {
			final Path file = write(recipe);
			assertTrue(Files.readString(file).contains("\"recipe\": \"" + recipe.name() + "\","), Files.readString(file));
			assertEquals(recipe, PlanFile.read(file).recipe());
		}
	}

	/** NB: a number that is missing would be 0, which means something else. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { //
		"\"anisotropy\": 3.0, | `` | anisotropy", //
		"\"anisotropy\": 3.0 | \"anisotropy\": -1 | anisotropy", //
		"\"anisotropy\": 3.0 | \"anisotropy\": NaN | anisotropy", //
		"\"anisotropy\": 3.0 | \"anisotropy\": \"much\" | anisotropy", //
		"\"axes\": \"RAS\" | \"axes\": \"LPS\" | axes", //
		"\"axes\": \"RAS\" | \"axes\": null | axes", //
		"\"majority\": true | \"majority\": 1 | majority", //
		"\"volume\": \"B_SPLINE\" | \"volume\": [] | volume", //
		"\"mirrors\": [0, 2] | \"mirrors\": [0, 3] | mirrors", //
		"\"mirrors\": [0, 2] | \"mirrors\": [2, 2] | mirrors", //
		"\"mirrors\": [0, 2] | \"mirrors\": 2 | mirrors", //
		"\"restoring\" | \"other\" | restoring", //
		"\"inference\" | \"other\" | inference", //
		"\"resampling\": { | \"resampling\": null, \"other\": { | resampling", //
		"\"name\": \"nnunet\" | \"name\": \"monai\" | is 'monai'. Give nvidia or nnunet.", //
		"\"name\": \"nnunet\", | `` | name" })
	void rulesThatAreMissingOrUnknownAreNamed(final String old, final String changed, final String word)
		throws Exception
	{
		final Path file = write(nnunet(ResampleRule.NNUNET, LINEAR, List.of(0, 2), ImageAxes.RAS, true));
		final String text = Files.readString(file);
		final int at = text.indexOf(old);
		assertTrue(at > 0, text);
		Files.writeString(file, text.substring(0, at) + changed + text.substring(at + old.length()));
		final String message = assertThrows(ProblemException.class, () -> PlanFile.read(file)).getMessage();
		assertTrue(message.startsWith(file + ": is not a plan: recipe: " + word), message);
	}

	private Path write(final Recipe recipe) throws IOException, URISyntaxException {
		final Plan plan = PlanFile.read(Path.of(RecipeJsonTest.class.getResource("/formats/preprocessed_1/plan_3d.json")
			.toURI()));
		final Path file = folder.resolve("plan.json");
		PlanFile.write(file, new Plan(Plan.FORMAT, plan.dataset(), recipe, plan.configuration(), plan.channels(), plan
			.labels(), plan.transpose(), plan.spacing(), plan.medianShape(), plan.patch(), plan.batchSize(), plan.network(),
			plan.normalization(), plan.batchDice(), null, plan.reasons()));
		return file;
	}
}
