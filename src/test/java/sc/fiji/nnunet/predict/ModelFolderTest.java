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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.plan.Normalization;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;

class ModelFolderTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	@TempDir
	private Path folder;

	private String problem(final Path path) {
		return assertThrows(ProblemException.class, () -> ModelFolder.open(path)).getMessage();
	}

	@Test
	void foldOrResultsFolder() throws IOException {
		final Path results = folder.resolve("results_3d");
		final Path fold = ToyEngine.fold(results, "1", PLAN, "last");
		ToyEngine.fold(results, "0", PLAN, "last");
		Files.createDirectories(results.resolve("crossval"));
		final ModelFolder one = ModelFolder.open(fold);
		assertEquals(List.of(new ModelFolder.Fold("1", fold)), one.folds());
		assertEquals(PLAN, one.plan());
		final ModelFolder all = ModelFolder.open(results);
		assertEquals(List.of("0", "1"), all.folds().stream().map(ModelFolder.Fold::name).toList());
		assertEquals(List.of("1"), all.select("1").folds().stream().map(ModelFolder.Fold::name).toList());
	}

	/** As of nnU-Net's models: what was tested are the folds, and the training on all cases may not have ended. */
	@Test
	void aTrainingOnAllCasesIsUsedOnlyIfItIsNamedOrAlone() throws IOException {
		final Path results = folder.resolve("results_3d");
		ToyEngine.fold(results, "all", PLAN, "last");
		assertEquals(List.of("all"), names(ModelFolder.open(results).select("")));
		ToyEngine.fold(results, "0", PLAN, "last");
		ToyEngine.fold(results, "1", PLAN, "last");
		assertEquals(List.of("0", "1"), names(ModelFolder.open(results).select("")));
		assertEquals(List.of("all"), names(ModelFolder.open(results).select("all")));
	}

	private static List<String> names(final ModelFolder model) {
		return model.folds().stream().map(ModelFolder.Fold::name).toList();
	}

	/** As those of preset cpu may have, if they had different times or processors. */
	@Test
	void foldsOfDifferentPatchesAreGroups() throws IOException {
		final Path results = folder.resolve("results_3d");
		for (final String name : List.of("0", "1", "2"))
			ToyEngine.fold(results, name, PLAN.withPatch(List.of(name.equals("1") ? 4 : 6, 6, 6)), "last");
		final ModelFolder all = ModelFolder.open(results);
		final List<ModelFolder> groups = all.byPatch("");
		assertEquals(List.of(List.of("0", "2"), List.of("1")), groups.stream().map(group -> group.folds().stream().map(
			ModelFolder.Fold::name).toList()).toList());
		assertEquals(List.of(4, 6, 6), groups.get(1).plan().patch());
		assertEquals(List.of(4, 6, 6), all.select("1").plan().patch());
		assertEquals(List.of("0", "2"), all.select("0,2").folds().stream().map(ModelFolder.Fold::name).toList());
		final String message = assertThrows(ProblemException.class, () -> all.select("")).getMessage();
		assertTrue(message.contains("fold_1: was trained with patches of [4, 6, 6], and fold 0 with [6, 6, 6]"), message);
	}

	/** As after a label was corrected between two folds, which a training accepts: an image is prepared once for both. */
	@Test
	void foldsMayDifferByWhatATrainingAccepts() throws IOException {
		final Path results = folder.resolve("results_3d");
		ToyEngine.fold(results, "0", ct(50), "last");
		ToyEngine.fold(results, "1", ct(51), "last");
		assertEquals(List.of("0", "1"), names(ModelFolder.open(results).select("")));
		ToyEngine.fold(results, "2", ct(70), "last");
		final ModelFolder three = ModelFolder.open(results);
		assertTrue(assertThrows(ProblemException.class, () -> three.select("")).getMessage().contains(
			"differs from the plan of fold 0"));
	}

	/** Each fold knows the objects of its own training; one of an earlier version knows none. */
	@Test
	void foldsTogetherKnowTheSmallestObjectOfAll() throws IOException {
		final Path results = folder.resolve("results_3d");
		ToyEngine.fold(results, "0", PLAN, "last");
		ToyEngine.fold(results, "1", PLAN.withSmallestObject(12), "last");
		ToyEngine.fold(results, "2", PLAN.withSmallestObject(3), "last");
		ToyEngine.fold(results, "3", PLAN.withSmallestObject(5).withPatch(List.of(4, 6, 6)), "last");
		final ModelFolder all = ModelFolder.open(results);
		assertEquals(3, all.select("0,1,2").plan().smallestObject());
		assertEquals(3, all.select("2,1").plan().smallestObject());
		assertEquals(12, all.select("1,0").plan().smallestObject());
		assertEquals(12, all.select("0,1").plan().smallestObject());
		assertNull(all.select("0").plan().smallestObject());
		final List<ModelFolder> groups = all.byPatch("");
		assertEquals(List.of(3.0, 5.0), groups.stream().map(group -> group.plan().smallestObject()).toList());
	}

	private static Plan ct(final double mean) {
		return new Plan(PLAN.format(), PLAN.dataset(), PLAN.recipe(), PLAN.configuration(), PLAN.channels(), PLAN.labels(),
			PLAN.transpose(), PLAN.spacing(), PLAN.medianShape(), PLAN.patch(), PLAN.batchSize(), PLAN.network(), List.of(
				Normalization.ct(-100, 300, mean, 40)), PLAN.batchDice(), PLAN.previous(), PLAN.reasons());
	}

	@Test
	void problemsAreReported() throws IOException {
		assertTrue(problem(folder.resolve("missing")).contains("no such folder"));
		assertTrue(problem(folder).contains("no trained fold"));
		Files.createDirectories(folder.resolve("results_2d"));
		Files.createDirectories(folder.resolve("results_3d"));
		assertTrue(problem(folder).contains("results_2d, results_3d"));
		final Path results = folder.resolve("results_3d");
		ToyEngine.fold(results, "0", PLAN, "last");
		ToyEngine.fold(results, "1", ToyNetwork.plan("nvidia", 2, 2, 6, 6, 6), "last");
		final ModelFolder two = ModelFolder.open(results);
		assertTrue(assertThrows(ProblemException.class, () -> two.select("")).getMessage().contains(
			"differs from the plan of fold 0"));
		assertEquals(ToyNetwork.plan("nvidia", 2, 2, 6, 6, 6), two.select("1").plan(), "one of them is a model");
		Files.writeString(results.resolve("fold_0/plan.json"), "{");
		assertTrue(problem(results.resolve("fold_0")).contains("plan.json"));
	}
}
