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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginService;
import org.scijava.widget.InputHarvester;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;

/** What stands under the fields of a dialog while somebody fills it in. */
class DialogCheckTest {

	@TempDir
	Path folder;

	private static Map<String, String> problems(final String command, final String... pairs) throws Exception {
		final CommandInfo info = Commands.find(command);
		final Map<String, String> texts = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			texts.put(pairs[i], pairs[i + 1]);
		return new DialogCheck(info).problems(texts);
	}

	private static void assertWrong(final String field, final String sentence, final Map<String, String> problems) {
		assertEquals(Set.of(field), problems.keySet());
		assertTrue(problems.get(field).contains(sentence), problems.toString());
	}

	private Path prepared() throws IOException {
		Files.writeString(folder.resolve("plan_3d.json"), "{}");
		return folder;
	}

	/** The preprocessed folder of {@code Task96_Tiny}. */
	private Path preprocessed() throws IOException {
		final Path raw = folder.resolve("Task96_Tiny");
		new Phantom(5, 2, 8).write(raw, Progress.none());
		try (NnUNet nn = new NnUNet()) {
			nn.preprocess(PreprocessOptions.builder().dataset(raw).output(folder.resolve("out")).build(), Progress.none());
		}
		return folder.resolve("out/Task96_Tiny");
	}

	@Test
	void valuesOfTheWrongKindAreNamedUnderTheirField() throws Exception {
		assertEquals(Map.of("threads", "This is 'many'. Give a whole number of at least 0.", "optimizer",
			"This is 'lion'. Give one of adam, sgd."), problems("sample", "threads", "many", "optimizer", "lion"));
		assertEquals("This is '2'. Give a number from 0.0 to 1.0.", problems("train", "data", prepared().toString(),
			"overlap", "2").get("overlap"));
	}

	@Test
	void foldersWithoutWhatTheyShouldHold() throws Exception {
		assertEquals(Map.of("data",
			"This is missing. Give the folder that preprocessing wrote, such as OUT/Task04_Hippocampus."), problems("train",
				"data", ""));
		assertWrong("data", "has no plan_3d.json", problems("train", "data", folder + "/"));
		assertWrong("dataset", "is not a folder", problems("preprocess", "dataset", folder.resolve("none").toString(),
			"output", folder.toString()));
		assertWrong("dataset", "This is not a dataset", problems("preprocess", "dataset", folder.toString(), "output",
			folder.toString()));
		assertWrong("model", "There is no trained fold in it", problems("predict", "model", folder.toString(), "input",
			folder.toString(), "output", folder.resolve("labels").toString()));
		assertWrong("model", "is not a folder", problems("predict", "model", folder.resolve("none").toString(), "input",
			folder.toString(), "output", folder.resolve("labels").toString()));
	}

	@Test
	void beforeATrainingDeviceMemoryAndTimeAreTold() throws Exception {
		final Map<String, String> texts = Map.of("data", preprocessed().toString(), "device", "cpu", "minutes", "30");
		final Map<String, String> found = new DialogCheck(Commands.find("train")).look(texts);
		assertEquals(Set.of(DialogCheck.OUTLOOK), found.keySet(), found::toString);
		final String outlook = found.get(DialogCheck.OUTLOOK);
		assertTrue(outlook.startsWith("On the processor (") && outlook.contains("A step needs about ") && outlook.matches(
			".* are about \\d+ steps\\."), outlook);
		assertEquals(Set.of("data"), new DialogCheck(Commands.find("train")).look(Map.of("data", "")).keySet());
	}

	/** As those of preset cpu may have, if they had different times or processors. */
	@Test
	void foldsOfDifferentPatchesAreAModel() throws Exception {
		final Path data = preprocessed();
		final Plan plan = PlanFile.read(PlanFile.of(data, "3d"));
		final Path results = data.resolve("results_3d");
		for (final int edge : new int[] { 16, 32 }) {
			final Path fold = results.resolve("fold_" + edge / 16);
			Files.createDirectories(fold.resolve("checkpoint_last"));
			Files.writeString(fold.resolve("checkpoint_last/checkpoint"), "");
			PlanFile.write(fold.resolve("plan.json"), plan.withPatch(List.of(edge, edge, edge)));
		}
		final String[] fields = { "model", results.toString(), "input", folder.resolve("Task96_Tiny/imagesTr").toString(),
			"output", folder.resolve("labels").toString() };
		assertEquals(Map.of(), problems("predict", fields));
		Files.delete(results.resolve("fold_2/checkpoint_last/checkpoint"));
		assertWrong("model", "fold_2", problems("predict", fields));
	}

	@Test
	void valuesThatDoNotGoTogether() throws Exception {
		final String data = prepared().toString();
		assertWrong("fold", "is 7 of 5", problems("train", "data", data, "fold", "7"));
		assertWrong("epochs", "more than one budget", problems("train", "data", data, "minutes", "3", "epochs", "2"));
		assertWrong("dim", "but the configuration is 2d", problems("train", "data", data, "configuration", "2d", "dim",
			"3"));
	}

	@Test
	void allIsWell() throws Exception {
		assertEquals(Map.of(), problems("train", "data", prepared().toString(), "fold", "4"));
		final Path raw = folder.resolve("Task99_Tiny");
		new Phantom(2, 0, 5).write(raw, Progress.none());
		assertEquals(Map.of(), problems("preprocess", "dataset", raw.toString(), "output", folder.resolve("new")
			.toString()));
		assertEquals(Map.of(), problems("check dataset", "dataset", raw.toString()));
		assertEquals(Map.of(), problems("evaluate", "predictions", raw.resolve("labelsTr").toString(), "references", raw
			.resolve("labelsTr").toString()));
	}

	@Test
	void whatBelongsToNoFieldIsGeneral() throws Exception {
		final Map<String, String> problems = problems("predict image", "model", folder.toString());
		assertTrue(problems.get(DialogCheck.GENERAL).contains("Open an image first."), problems.toString());
	}

	@Test
	void everyCommandThatNeedsAFolderSaysSo() throws Exception {
		for (final String command : List.of("check dataset", "convert", "cross validate", "demo", "download", "evaluate",
			"export nifti", "import nifti", "plan", "predict", "predict image", "preprocess", "train"))
			assertFalse(problems(command).isEmpty(), command);
		assertEquals(Map.of(), problems("doctor"));
	}

	@Test
	void aScriptThatGivesAnInputIsNotAskedForTheOthers() throws Exception {
		final Module module = Commands.find("sample").createModule();
		module.setInput("threads", 5);
		module.resolveInput("threads");
		module.setInput("learningrate", 0.75); // as if from an earlier run
		new DialogHarvester().process(module);
		assertEquals(5, module.getInput("threads"));
		assertEquals(0.25, module.getInput("learningrate"));
		for (final String name : List.of("folder", "learningrate", "steps", "tta", "optimizer"))
			assertTrue(module.isInputResolved(name), name);
	}

	@Test
	void fijiAsksWithThisDialogAndNotWithoutADisplay() throws Exception {
		final Module module = Commands.find("train").createModule();
		final DialogHarvester harvester = new DialogHarvester();
		harvester.process(module);
		assertFalse(harvester.isCanceled());
		assertFalse(module.isInputResolved("data"), "nobody was asked");
		try (Context context = new Context(PluginService.class)) {
			assertTrue(context.service(PluginService.class).getPlugin(DialogHarvester.class, PreprocessorPlugin.class)
				.getPriority() > InputHarvester.PRIORITY, "before Fiji's own dialog");
		}
	}
}
