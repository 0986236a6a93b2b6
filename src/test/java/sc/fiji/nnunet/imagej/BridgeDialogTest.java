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
package sc.fiji.nnunet.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.call.Arguments;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.call.MacroOptions;
import sc.fiji.nnunet.command.NnUNetCommand;

/** How the questions of a command are laid out on pages. */
class BridgeDialogTest {

	@Test
	void theFewQuestionsComeFirstAndNoPageIsTooLong() {
		final List<List<ModuleItem<?>>> pages = BridgeDialog.pages(Commands.find("train"));
		assertEquals(List.of("data", "configuration", "fold", "minutes", "epochs", "preset", "device", "force"), pages.get(
			0).stream().map(ModuleItem::getName).toList());
		assertTrue(pages.size() > 2);
		assertTrue(pages.stream().allMatch(page -> page.size() <= 16));
		// NB: several workers are started by a launcher, not from a dialog
		assertEquals(new Arguments(Commands.find("train")).inputs().stream().filter(item -> item.get(
			NnUNetCommand.UNASKED) == null).count(), pages.stream().mapToInt(List::size).sum());
	}

	/** NB: SciJava has the parameters of a superclass first; people want to see their folders first, and threads last. */
	@Test
	void sharedParametersStandWhereTheyAreLookedFor() {
		assertEquals(List.of("dataset", "output", "configuration", "recipe"), names("preprocess", 0));
		assertEquals(List.of("dataset", "output", "recipe"), names("plan", 0));
		assertEquals(List.of("dataset", "report"), names("check dataset", 0));
		assertEquals(List.of("model", "input", "output", "preset", "table", "minimumsize", "device"), names("predict", 0));
		assertEquals(List.of("model", "preset", "overlay", "rois", "table", "minimumsize", "device"), names("predict image",
			0));
		assertEquals(List.of("predictions", "references", "output"), names("evaluate", 0));
		assertEquals(List.of("output", "minutes", "force"), names("demo", 0));
		assertEquals(List.of("data", "configurations", "minutes", "epochs", "preset", "device"), names("cross validate",
			0));
		for (final String command : List.of("train", "predict", "predict image", "cross validate", "doctor")) {
			final List<ModuleItem<?>> inputs = new Arguments(Commands.find(command)).inputs();
			assertEquals(Set.of("worker", "threads"), inputs.subList(inputs.size() - 2, inputs.size()).stream().map(
				ModuleItem::getName).collect(Collectors.toSet()), command);
		}
	}

	private static List<String> names(final String command, final int page) {
		return BridgeDialog.pages(Commands.find(command)).get(page).stream().map(ModuleItem::getName).toList();
	}

	@Test
	void aDefaultThatStandsForSomethingElseIsAnEmptyField() {
		final Arguments train = new Arguments(Commands.find("train"));
		assertEquals("as planned", DialogPage.meaning(train.find("batchsize"), "0"));
		assertEquals("no limit", DialogPage.meaning(train.find("minutes"), "0.0"));
		assertNull(DialogPage.meaning(train.find("nfolds"), "5"));
		assertNull(DialogPage.meaning(train.find("fold"), "0"), "fold 0 is a fold");
		assertNull(DialogPage.meaning(train.find("logname"), ""));
		assertEquals("the preset's", DialogPage.meaning(new Arguments(Commands.find("predict")).find("overlap"), "-1.0"));
	}

	/** NB: a macro reads C:\new as C:, a line break and ew. */
	@Test
	void whatIsRecordedCanBeRun() {
		Recorder.record = true;
		try {
			BridgeDialog.record(Map.of("data", "C:\\new"));
			assertEquals("data=C:\\\\new", Recorder.getCommandOptions());
			BridgeDialog.record(Map.of("data", "C:\\new \"table\""));
			assertEquals("data=[C:\\\\new \\\"table\\\"]", Recorder.getCommandOptions());
		}
		finally {
			Recorder.record = false;
			Recorder.resetCommandOptions();
		}
	}

	@Test
	void imagesAreNotAskedFor() {
		assertEquals("model", BridgeDialog.pages(Commands.find("predict image")).get(0).get(0).getName());
	}

	@Test
	void theStartWindowAsksForItsFoldersItself() throws Exception {
		final CommandInfo start = Commands.find("start");
		assertEquals(List.of(), BridgeDialog.pages(start));
		assertEquals(Map.of("dataset", new File("/a b"), "output", new File("out")), MacroOptions.values(start,
			"dataset=[/a b] output=out"));
	}
}
