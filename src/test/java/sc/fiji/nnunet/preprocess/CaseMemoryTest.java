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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanChoices;
import sc.fiji.nnunet.plan.Planner;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.MemoryBudget;
import sc.fiji.nnunet.volume.Volume;

class CaseMemoryTest {

	@Test
	void aCaseThatCannotFitSaysWhatHeapItNeeds(@TempDir final Path folder) throws Exception {
		final Path file = folder.resolve("big.nii.gz");
		ImageFile.write(file, new Volume(Geometry.ofZyx(new int[] { 100, 100, 100 }, new double[] { 1, 1, 1 }), 1));
		final Case one = new Case("big", List.of(file), file);
		final Plan plan = new Planner(new Dataset("Task01_BrainTumour", folder, List.of("MRI"), Labels.of("background",
			"a"), List.of(one), List.of(), ".nii.gz"), Recipe.NVIDIA, PlanChoices.NONE).plan(null).get("3d");
		final Geometry grid = ImageFile.geometry(file);
		assertTrue(CaseMemory.tooLarge(new MemoryBudget(100_000_000), one, grid, true, plan).isEmpty());
		final Problem problem = CaseMemory.tooLarge(new MemoryBudget(8_000_000), one, grid, true, plan)
			.orElseThrow();
		assertEquals(file.toString(), problem.where());
		assertTrue(problem.cure().contains("-Xmx1g"), problem.toString());
	}

	/** Of numbered objects it is found out what is near others, before anything is resampled. */
	@Test
	void numberedObjectsNeedMoreWhileTheyAreRead() throws Exception {
		final Geometry grid = Geometry.ofZyx(new int[] { 10, 20, 30 }, new double[] { 1, 1, 1 });
		final Labels cells = Labels.ofObjects("cell");
		assertEquals(4 * 6000, CaseMemory.reading(grid, 1, null));
		assertEquals(6 * 6000, CaseMemory.reading(grid, 1, Labels.of("background", "cell")));
		assertEquals(9 * 6000, CaseMemory.reading(grid, 1, cells));
		final Plan plan = plan(cells);
		// NB: the plan's voxels are so large that a prepared case is nothing beside one that is read
		final Plan coarse = new Plan(plan.format(), plan.dataset(), plan.recipe(), plan.configuration(), plan.channels(), plan
			.labels(), plan.transpose(), List.of(30.0, 30.0, 30.0), plan.medianShape(), plan.patch(), plan.batchSize(), plan
				.network(), plan.normalization(), plan.batchDice(), plan.previous(), plan.reasons());
		assertEquals(9 * 6000, CaseMemory.peak(grid, 1, true, coarse));
	}

	/** Cases that were prepared as classes, or by an earlier rule for objects, are prepared again. */
	@Test
	void whatIsStoredDependsOnWhetherObjectsAreNumbered() throws Exception {
		final Plan objects = plan(Labels.ofObjects("cell"));
		assertEquals(CaseKey.settings(objects), CaseKey.settings(plan(Labels.ofObjects("cell"))));
		assertNotEquals(CaseKey.settings(plan(Labels.of("background", "cell", "border"))), CaseKey.settings(objects));
	}

	private static Plan plan(final Labels labels) throws Exception {
		return new Planner(new Dataset("Task01_BrainTumour", Path.of("."), List.of("MRI"), labels, List.of(), List.of(),
			".nii.gz"), Recipe.NVIDIA, PlanChoices.NONE).plan(null).get("3d");
	}
}
