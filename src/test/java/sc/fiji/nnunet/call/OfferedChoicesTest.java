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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;

import sc.fiji.nnunet.command.Choices;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.train.Preset;

/** Tests that menus, help and checks derive their choices from the constants. */
class OfferedChoicesTest {

	@Test
	void everyPresetAndRecipeIsOfferedAndDescribed() {
		for (final String command : List.of("train", "cross-validate")) {
			final ModuleItem<?> preset = new Arguments(Commands.find(command)).find("preset");
			assertEquals(Preset.ALL.stream().map(Preset::name).toList(), Arguments.choices(preset));
			for (final Preset one : Preset.ALL)
				assertTrue(Arguments.description(preset).contains(one.name() + ": " + one.sentence()), one.name());
		}
		for (final String command : List.of("plan", "preprocess")) {
			final ModuleItem<?> recipe = new Arguments(Commands.find(command)).find("recipe");
			assertEquals(Recipe.names(), Arguments.choices(recipe));
			assertTrue(Arguments.description(recipe).contains("nnunet: nnU-Net v2"), Arguments.description(recipe));
		}
	}

	@Test
	void everyListOfChoicesExistsAndContainsTheDefault() throws ModuleException {
		int offers = 0;
		for (final CommandInfo info : Commands.all())
			for (final ModuleItem<?> item : new Arguments(info).inputs()) {
				if (item.get(Choices.OFFERS) == null) continue;
				offers++;
				assertTrue(Arguments.choices(item).contains(item.getValue(info.createModule())), info + " " + item.getName());
			}
		assertTrue(offers > 10, offers + " inputs");
		assertThrows(IllegalArgumentException.class, () -> Choices.words("cheese"));
	}

	@Test
	void theFormerNameOfAPresetIsUnderstoodButNotOffered() throws ProblemException {
		final CommandInfo train = Commands.find("train");
		assertEquals(Map.of("preset", "nvidia"), MacroOptions.values(train, "preset=seed"));
		assertEquals(Map.of("preset", "nvidia"), MacroOptions.values(train, "preset=Seed"));
		assertFalse(Arguments.choices(new Arguments(train).find("preset")).contains("seed"));
		final String message = assertThrows(ProblemException.class, () -> MacroOptions.values(train, "preset=lion"))
			.getMessage();
		assertEquals("preset: is 'lion'. Give one of " + String.join(", ", Preset.ALL.stream().map(Preset::name).toList()) +
			".", message);
	}
}
