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
package sc.fiji.nnunet.brush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.MacroOptions;
import sc.fiji.nnunet.paint.LiveState;
import sc.fiji.nnunet.paint.PaintClass;

/** What the window says, guesses and writes. */
class WindowTextTest {

	private static final List<PaintClass> CLASSES = List.of(new PaintClass("background", 0), new PaintClass("Nucleus",
		1),
		new PaintClass("membrane", 2));

	private static LiveState state(final int round, final String source, final Double forest, final Double network,
		final long steps, final double seconds)
	{
		return new LiveState(round, source, forest, network, steps, null, seconds, "", 0, null, null, true, null, 0);
	}

	@Test
	void theDiceIsCalledWhatItIs() {
		assertEquals("Round 4, by the network, 1200 steps, 1 min 35 s\n" +
			"Dice on held-back strokes (optimistic): forest 0.71, network 0.74", StatusText.of(state(4, "network",
				0.711,
				0.738, 1200, 95)));
		assertEquals("Round 1, by the forest, 3 s\nDice on held-back strokes (optimistic): forest 0.71, network none",
			StatusText.of(state(1, "forest", 0.71, null, 0, 3)));
		assertEquals("No result yet, 1 s\n", StatusText.of(state(0, "", null, null, 0, 1)));
		assertEquals("", StatusText.of(null));
	}

	@Test
	void missingStrokesAreAskedForAndThoseOfTheBackgroundAllOver() {
		assertEquals("", StatusText.missing(List.of(), "background"));
		assertEquals("No strokes yet of membrane. Paint some of each class, inside and at the border.",
			StatusText.missing(
			List.of("membrane"), "background"));
		assertEquals(
			"No strokes yet of background, membrane. Paint some of each class, inside and at the border. The " +
			"background needs strokes too, all over the image: what is not painted is unknown.",
				StatusText.missing(List.of(
				"background", "membrane"), "background"));
	}

	@Test
	void theClassOfANameIsGuessed() {
		assertEquals(1, ImportSource.guess("nucleus", CLASSES));
		assertEquals(2, ImportSource.guess("value 2", CLASSES));
		assertEquals(1, ImportSource.guess("group 1", CLASSES));
		assertEquals(ImportSource.LEFT_OUT, ImportSource.guess("value 0", CLASSES), "0 mostly means unpainted");
		assertEquals(ImportSource.NEW, ImportSource.guess("value 3", CLASSES));
		assertEquals(ImportSource.NEW, ImportSource.guess("foreground", CLASSES));
	}

	@Test
	void theMacroRunsWithTheOptionsOfItsCommands() throws Exception {
		final Path project = Path.of("/data/my cells");
		final String text = PaintMacro.text(project, project.resolve("paint/model"), state(2, "network", 0.7, 0.8, 9,
			9));
		assertFalse(text.contains("forest"), text);
		assertTrue(PaintMacro.text(project, project.resolve("paint/model"), state(2, "forest", 0.8, 0.7, 9,
			9)).contains(
			"the forest still does better than the network"));
		final List<String> lines = text.lines().filter(line -> line.contains("run(")).toList();
		assertEquals("run(\"nnU-Net Predict\", \"model=[/data/my cells/paint/model] input=[/data/my cells/imagesTr] " +
			"output=[/data/my cells/predictions] overwrite=true\");", lines.get(1),
			"masks of an earlier network are replaced");
		assertEquals("// run(\"nnU-Net Learn\", \"project=[/data/my cells] minutes=10\");", lines.get(0));
		MacroOptions.values(Commands.find("nnU-Net Predict"), "model=[/data/my cells/paint/model] input=x output=y " +
			"overwrite=true");
	}
}
