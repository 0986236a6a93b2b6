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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import sc.fiji.nnunet.command.NnUNetCommand;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Passes unknown keys, wrong types, wrong choices and values out of range to each command, and expects an error. */
class WrongOptionsTest {

	/** Texts that are invalid for an input. */
	private static List<String> wrong(final ModuleItem<?> item) {
		final List<String> wrong = new ArrayList<>();
		final Class<?> type = item.getType();
		if (!Arguments.choices(item).isEmpty()) wrong.addAll(List.of("lion", "[]", "[" + Arguments.choices(item).get(0) +
			" x]"));
		else if (type == boolean.class) wrong.addAll(List.of("perhaps", "2", "[]"));
		else if (type == ImagePlus.class) wrong.addAll(List.of("[no such image]", "-99"));
		if (type == int.class || type == long.class) wrong.addAll(List.of("many", "1.5", "[]", "99999999999999999999"));
		if (type == double.class) wrong.addAll(List.of("many", "NaN", "1,5", "[]", "Infinity"));
		if (item.getMinimumValue() instanceof Number min) wrong.add(String.valueOf(min.longValue() - 1));
		if (item.getMaximumValue() instanceof Number max) wrong.add(String.valueOf(max.longValue() + 1));
		return wrong;
	}

	private static String refused(final CommandInfo info, final String options) {
		return assertThrows(ProblemException.class, () -> MacroOptions.values(info, options), () -> Commands.label(info) +
			" took " + options).getMessage();
	}

	@TestFactory
	Stream<DynamicTest> unknownKeysAreRefusedWithTheValidOnes() {
		return Commands.all().stream().map(info -> DynamicTest.dynamicTest(Commands.label(info), () -> {
			final List<String> valid = new Arguments(info).inputs().stream().map(ModuleItem::getName).toList();
			for (final String key : List.of("nosuchkey=1", "nosuchkey", "modelfolder=x", "advanced=true"))
				assertTrue(refused(info, key).contains("is not an option of " + Commands.label(info) + ". Its options are " +
					String.join(", ", valid) + "."), key);
			for (final String name : valid) {
				final String twice = refused(info, name + "=1 " + name + "=1");
				assertTrue(twice.contains(name + ": is given more than once."), twice);
			}
		}));
	}

	@TestFactory
	Stream<DynamicTest> wrongTypesChoicesAndRangesAreRefusedByName() {
		return Commands.all().stream().map(info -> DynamicTest.dynamicTest(Commands.label(info), () -> {
			final List<String> all = new ArrayList<>();
			for (final ModuleItem<?> item : new Arguments(info).inputs())
				for (final String text : wrong(item)) {
					final String message = refused(info, item.getName() + "=" + text);
					assertTrue(message.startsWith(item.getName() + ": is '") && message.endsWith("Give " + Arguments.expected(
						item) + "."), message);
					if (text.equals(wrong(item).get(0))) all.add(item.getName() + "=" + text);
				}
			if (!all.isEmpty()) assertEquals(all.size() + 1, refused(info, String.join(" ", all) + " nosuchkey=1").lines()
				.count(), "all problems at once");
		}));
	}

	/** Values that only the command can check: missing folders, malformed texts, conflicting values. */
	@TestFactory
	Stream<DynamicTest> inputsThatMakeNoSenseAreRefusedBeforeWorkStarts() {
		final String[][] cases = { //
			{ "benchmark", "task=77" }, //
			{ "benchmark", "benchsteps=5 warmupsteps=5" }, //
			{ "benchmark", "gpus=2" }, //
			{ "check dataset", "dataset=/no/folder" }, //
			{ "convert", "input=/no/file output=x.nii.gz" }, //
			{ "convert", "input=pom.xml output=x.xyz" }, //
			{ "convert", "input=pom.xml output=x.nii.gz spacing=1,x" }, //
			{ "convert", "input=pom.xml output=x.tif timepoints=true" }, //
			{ "cross validate", "data=/no/folder" }, //
			{ "demo", "output=[]" }, //
			{ "demo", "output=x minutes=0" }, //
			{ "download", "task=77 output=x" }, //
			{ "download", "task=04 output=x checksum=abc" }, //
			{ "download", "task=04 output=x address=ftp://x/" }, //
			{ "evaluate", "predictions=/no/folder references=/no/folder" }, //
			{ "evaluate", "predictions=src references=pom.xml" }, //
			{ "evaluate", "predictions=src references=src labels=0,x" }, //
			{ "evaluate", "model=src" }, //
			{ "evaluate", "predictions=src references=src model=src dataset=src" }, //
			{ "export nifti", "output=[]" }, //
			{ "import nifti", "input=/no/file.nii" }, //
			{ "learn", "project=src" }, //
			{ "learn", "image=pom.xml output=x" }, //
			{ "learn", "image=pom.xml labels=pom.xml output=x zero=background ignorevalue=0" }, //
			{ "learn", "image=pom.xml labels=pom.xml output=x project=src" }, //
			{ "paint and train", "project=/no/folder" }, //
			{ "paint and train", "classes=cell" }, //
			{ "plan", "dataset=src output=x" }, //
			{ "plan", "dataset=src output=x spacing=1,2" }, //
			{ "predict image", "model=src" }, //
			{ "predict", "model=src input=src output=x" }, //
			{ "predict", "model=/no/folder input=src output=x" }, //
			{ "predict", "model=src input=src output=x device=tpu" }, //
			{ "preprocess", "dataset=/no/folder output=x" }, //
			{ "preprocess", "dataset=src output=pom.xml" }, //
			{ "preprocess", "dataset=src output=x patch=1,2" }, //
			{ "preprocess", "dataset=src output=x dim=1" }, //
			{ "train", "data=src" }, //
			{ "train", "data=src task=12345678901" }, //
			{ "train", "data=src fold=7" }, //
			{ "train", "data=src minutes=1 epochs=1" }, //
			{ "train", "data=src device=tpu" }, //
			{ "train", "data=src gpus=2" }, //
		};
		return Stream.of(cases).map(one -> DynamicTest.dynamicTest(one[0] + " " + one[1], () -> {
			final CommandInfo info = Commands.find(one[0]);
			final Module module = info.createModule();
			MacroOptions.values(info, one[1]).forEach(module::setInput);
			final NnUNetCommand command = (NnUNetCommand) module.getDelegateObject();
			assertFalse(command.problems().isEmpty(), "the dialog would have an OK");
			assertThrows(ProblemException.class, () -> command.execute(Progress.none()));
		}));
	}

	@Test
	void everyCommandIsHere() {
		assertTrue(Commands.all().size() >= 16, Commands.all().toString());
	}
}
