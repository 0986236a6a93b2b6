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
package sc.fiji.nnunet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.module.Module;

import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.evaluate.EmptyRule;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** What is compared if a network is given instead of predictions, or beside them, and where its scores go. */
class EvaluateTest {

	@TempDir
	Path folder;

	private Evaluate evaluate(final Map<String, File> inputs) throws Exception {
		final Module module = Commands.find("evaluate").createModule();
		inputs.forEach(module::setInput);
		return (Evaluate) module.getDelegateObject();
	}

	@Test
	void aNetworkBesidePredictionsIsRefused() throws Exception {
		final Evaluate both = evaluate(Map.of("predictions", folder.toFile(), "references", folder.toFile(), "model", folder
			.toFile(), "dataset", folder.toFile()));
		assertEquals(List.of("model"), both.problems().stream().map(problem -> problem.where()).toList());
		assertTrue(both.problems().get(0).what().startsWith("is given beside predictions"), both.problems().toString());
		final ProblemException e = assertThrows(ProblemException.class, () -> both.execute(Progress.none()));
		assertEquals(both.problems(), e.problems());
	}

	@Test
	void theScoresOfATestedNetworkStandBesideItsPredictionsUnlessSaidOtherwise() throws Exception {
		final File elsewhere = folder.resolve("scores.json").toFile();
		final Map<String, File> tested = Map.of("model", folder.toFile(), "dataset", folder.toFile());
		assertEquals(folder.resolve("evaluation"), evaluate(tested).scores());
		assertEquals(elsewhere.toPath(), evaluate(Map.of("model", folder.toFile(), "dataset", folder.toFile(), "output",
			elsewhere)).scores());
		assertNull(evaluate(Map.of("predictions", folder.toFile(), "references", folder.toFile())).scores());
	}

	/** NB: another process has computed them, so that they can only be shown from the file. */
	@Test
	void whatAnotherProcessHasScoredIsReadFromItsFile() throws Exception {
		final Evaluate tested = evaluate(Map.of("model", folder.toFile(), "dataset", folder.toFile()));
		final Path file = Files.createDirectory(folder.resolve("evaluation")).resolve("summary.json");
		SummaryFile.write(file, new Summary(List.of(), List.of(), EmptyRule.NAN, 1, List.of()));
		tested.end();
		Files.writeString(file, "{}");
		assertTrue(assertThrows(ProblemException.class, tested::end).getMessage().contains(file.toString()));
	}
}
