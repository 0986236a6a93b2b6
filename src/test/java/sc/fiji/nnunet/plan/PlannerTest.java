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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.problem.ProblemException;

class PlannerTest {

	private static final Labels TWO = Labels.of("background", "organ");

	@Test
	void allNumbersAreThoseOfNvidiasTable() throws Exception {
		// recipe-nvidia.md 2.2: folder; patch 3D; patch 2D; spacing; CT clip, mean, standard deviation
		final String[] rows = { //
			"Task01_BrainTumour; 128 128 128; 192 160; 1.0 1.0 1.0", //
			"Task02_Heart; 80 192 160; 320 256; 1.37 1.25 1.25", //
			"Task03_Liver; 128 128 128; 512 512; 1.0 0.7676 0.7676; -17 201 99.4 39.36", //
			"Task04_Hippocampus; 40 56 40; 56 40; 1.0 1.0 1.0", //
			"Task05_Prostate; 20 320 256; 320 320; 3.6 0.62 0.62", //
			"Task06_Lung; 80 192 160; 512 512; 1.24 0.79 0.79; -1024 325 -158.58 324.7", //
			"Task07_Pancreas; 40 224 224; 512 512; 2.5 0.8 0.8; -96 215 77.9 75.4", //
			"Task08_HepaticVessel; 64 192 192; 512 512; 1.5 0.8 0.8; -3 243 104.37 52.62", //
			"Task09_Spleen; 64 192 160; 512 512; 1.6 0.79 0.79; -41 176 99.29 39.47", //
			"Task10_Colon; 56 192 160; 512 512; 3.0 0.78 0.78; -30 165.82 62.18 32.65" };
		for (final String row : rows) {
			final String[] cells = row.split("; ");
			final boolean ct = cells.length > 4;
			final Map<String, Plan> plans = new Planner(dataset(cells[0], ct ? "CT" : "MRI", TWO), Recipe.NVIDIA,
				PlanChoices.NONE).plan(null);
			final Plan plan = plans.get("3d");
			assertEquals(cells[1], text(plan.patch()), row);
			assertEquals(cells[2], text(plans.get("2d").patch()), row);
			assertEquals(cells[3], text(plan.spacing()), row);
			assertEquals(cells[3], text(plans.get("2d").spacing()), row);
			final Normalization rule = plan.normalization().get(0);
			assertEquals(ct ? Normalization.Scheme.CT : Normalization.Scheme.Z_SCORE, rule.scheme(), row);
			assertEquals(!ct, rule.masked(), row);
			if (ct) {
				final String[] numbers = cells[4].split(" ");
				assertEquals(Double.parseDouble(numbers[0]), rule.clipMin(), row);
				assertEquals(Double.parseDouble(numbers[1]), rule.clipMax(), row);
				assertEquals(Double.parseDouble(numbers[2]), rule.mean(), row);
				assertEquals(Double.parseDouble(numbers[3]), rule.std(), row);
			}
		}
		assertEquals(rows.length, NvidiaTask.ALL.size());
	}

	@Test
	void theTableAppliesToExactNamesOnly() throws Exception {
		for (final String name : new String[] { "Task04_hippocampus", "Task04_Hippocampus_2", "Dataset004_Hippocampus" }) {
			final Planner planner = new Planner(dataset(name, "MRI", TWO), Recipe.NVIDIA, PlanChoices.NONE);
			assertTrue(planner.needsFingerprint(), name);
		}
		assertFalse(new Planner(dataset("Task04_Hippocampus", "MRI", TWO), Recipe.NVIDIA, PlanChoices.NONE)
			.needsFingerprint());
		assertTrue(new Planner(dataset("Task04_Hippocampus", "MRI", TWO), Recipe.NNUNET, PlanChoices.NONE)
			.needsFingerprint());
	}

	@Test
	void ctNeedsTheExactWordAndIntensitiesOnlyWithoutATable() throws Exception {
		assertFalse(new Planner(dataset("Task09_Spleen", "CT", TWO), Recipe.NVIDIA, PlanChoices.NONE).needsIntensities());
		// recipe-nvidia.md 2.2 has no CT row for tasks 1, 2, 4 and 5
		assertTrue(new Planner(dataset("Task02_Heart", "CT", TWO), Recipe.NVIDIA, PlanChoices.NONE).needsIntensities());
		assertTrue(new Planner(dataset("Mine", "CT", TWO), Recipe.NVIDIA, PlanChoices.NONE).needsIntensities());
		assertFalse(new Planner(dataset("Mine", "ct", TWO), Recipe.NVIDIA, PlanChoices.NONE).needsIntensities());
		assertTrue(new Planner(dataset("Mine", "ct", TWO), Recipe.NNUNET, PlanChoices.NONE).needsIntensities());
	}

	@Test
	void collectedSpacingTakesTheCoarsestAxis() {
		// recipe-nvidia.md 2.9 with Q11: medians 5, 1, 1; the 10th percentile of 1..11 mm (5 is not the median here) is 2
		final List<List<Double>> spacings = new ArrayList<>();
		for (int i = 1; i <= 11; i++)
			spacings.add(List.of((double) i, 1.0, 0.5 + i / 12.0));
		final double[] target = TargetSpacing.NVIDIA.of(print(spacings, 50, 50, 50));
		assertEquals(2, target[0], 1e-12);
		assertEquals(1, target[1], 1e-12);
		assertEquals(1, target[2], 1e-12);
		// below a factor of three the medians are kept
		final double[] even = TargetSpacing.NVIDIA.of(print(List.of(List.of(2.9, 1.0, 1.0), List.of(2.9, 1.0, 1.0)), 9, 9,
			9));
		assertEquals(2.9, even[0], 1e-12);
	}

	@Test
	void otherDatasetsArePlannedByNnunetsRulesWithNvidiasBlocks() throws Exception {
		final Fingerprint print = print(Collections.nCopies(260, List.of(1.0, 1.0, 1.0)), 36, 50, 35);
		final Map<String, Plan> plans = new Planner(dataset("Mine", "MRI", Labels.of("background", "a", "b")),
			Recipe.NVIDIA, PlanChoices.NONE).plan(print);
		final Plan plan = plans.get("3d");
		assertEquals("40 56 40", text(plan.patch()));
		assertEquals(9, plan.batchSize());
		assertFalse(plan.network().blocks().convolutionBias());
		assertEquals(1e-3, plan.network().blocks().normEpsilon());
		assertEquals(NetworkSpec.DecoderKernels.BELOW, plan.network().blocks().decoderKernels());
		// Q12: a custom 2D task has a 2D network too
		assertEquals(2, plans.get("2d").patch().size());
		assertEquals(2, plans.get("2d").network().kernels().get(0).size());
	}

	@Test
	void ctStatisticsAreCollectedFromTheDataset() throws Exception {
		final Fingerprint print = new Fingerprint(1, "", List.of("a"), List.of(List.of(1.0, 1.0, 1.0)), List.of(List.of(60,
			60, 60)), 1, List.of(new Fingerprint.Intensity(9, 40, 10, 41, -50, 300, -20.5, 200.25)));
		for (final Recipe recipe : Recipe.ALL) {
			final Normalization rule = new Planner(dataset("Mine", "CT", TWO), recipe, PlanChoices.NONE).plan(print).get("3d")
				.normalization().get(0);
			assertEquals(Normalization.ct(-20.5, 200.25, 40, 10), rule);
		}
		final Fingerprint empty = new Fingerprint(1, "", List.of("a"), List.of(List.of(1.0, 1.0, 1.0)), List.of(List.of(60,
			60, 60)), 1, List.of(new Fingerprint.Intensity(0, 0, 0, 0, 0, 0, 0, 0)));
		assertThrows(ProblemException.class, () -> new Planner(dataset("Mine", "CT", TWO), Recipe.NVIDIA, PlanChoices.NONE)
			.plan(empty));
	}

	@Test
	void plansEqualNnunetsPublishedOnes() {
		// recipe-nnunet.md 1.9
		assertSize(3, 260, "1 1 1", "36 50 35", "40 56 40", 9, 19_174_400, "56 40", 366, 651_840);
		assertSize(4, 484, "1 1 1", "138 169 138", "128 128 128", 2, 454_893_568, "192 160", 105, 9_676_800);
		assertSize(4, 200, "5 1.5625 1.5625", "18 237 208", "20 256 224", 4, 310_481_920, "256 224", 56, 18_063_360);
		final PatchPlanner planner = new PatchPlanner(Architecture.PLAIN, 2, 8);
		final PatchPlanner.Size flat = planner.plan(numbers("1 1"), numbers("512 512"), 30 * 512 * 512);
		assertEquals(List.of(512, 512), flat.topology().patch());
		assertEquals(2, flat.batchSize());
		assertEquals(82_624_512, flat.elements());
		assertEquals(8, flat.topology().strides().size());
		final PatchPlanner.Size stack = planner.plan(numbers("50 4 4"), numbers("30 512 512"), 30 * 512 * 512);
		assertEquals(List.of(16, 320, 320), stack.topology().patch());
		assertEquals(2, stack.batchSize());
		assertEquals(500_620_800, stack.elements());
	}

	private static void assertSize(final int classes, final int cases, final String spacing, final String median,
		final String patch, final int batch, final double elements, final String patch2d, final int batch2d,
		final double elements2d)
	{
		final PatchPlanner planner = new PatchPlanner(Architecture.PLAIN, classes, 8);
		final double[] m = numbers(median);
		final double[] s = numbers(spacing);
		final PatchPlanner.Size size = planner.plan(s, m, m[0] * m[1] * m[2] * cases);
		assertEquals(patch, text(size.topology().patch()));
		assertEquals(batch, size.batchSize());
		assertEquals(elements, size.elements());
		final PatchPlanner.Size flat = planner.plan(new double[] { s[1], s[2] }, new double[] { m[1], m[2] }, m[0] * m[1] *
			m[2] * cases);
		assertEquals(patch2d, text(flat.topology().patch()));
		assertEquals(batch2d, flat.batchSize());
		assertEquals(elements2d, flat.elements());
	}

	@Test
	void theMemoryTargetDeterminesThePatch() {
		// recipe-nnunet.md 1.9, BrainTumour
		final String[] rows = { "4: 96 128 96 / 2", "6: 128 128 112 / 2", "8: 128 128 128 / 2", "11: 128 192 128 / 2",
			"16: 160 192 160 / 2", "24: 160 192 160 / 3" };
		for (final String row : rows) {
			final PatchPlanner.Size size = new PatchPlanner(Architecture.PLAIN, 4, Integer.parseInt(row.split(":")[0]))
				.plan(numbers("1 1 1"), numbers("138 169 138"), 138. * 169 * 138 * 484);
			assertEquals(row.split(": ")[1], text(size.topology().patch()) + " / " + size.batchSize(), row);
		}
	}

	@Test
	void theRuleYieldsNvidiasPatches() {
		// recipe-nnunet.md 1.9: with approximate medians the rule gives the patches in NVIDIA's table
		assertEquals("80 192 160", patch("1.37 1.25 1.25", "115 320 232", 2));
		assertEquals("20 320 256", patch("3.6 0.62 0.62", "20 320 319", 3));
		assertEquals("64 192 160", patch("1.6 0.79 0.79", "187 512 512", 2));
		assertEquals("40 224 224", patch("2.5 0.8 0.8", "96 512 512", 3));
	}

	private static String patch(final String spacing, final String median, final int classes) {
		return text(new PatchPlanner(Architecture.PLAIN, classes, 8).plan(numbers(spacing), numbers(median), 1e12)
			.topology().patch());
	}

	@Test
	void slicesHaveNo3dPlan() throws Exception {
		// NB: TIFFs of single slices have 1 along z, whatever the size of their pixels is
		for (final List<Double> spacing : List.of(List.of(999.0, 1.0, 1.0), List.of(1.0, 4.0, 4.0), List.of(1.0, 0.2, 0.2)))
			for (final Recipe recipe : Recipe.ALL) {
				final Fingerprint print = print(Collections.nCopies(30, spacing), 1, 512, 512);
				final Map<String, Plan> plans = new Planner(dataset("Mine", "EM", TWO), recipe, PlanChoices.NONE).plan(print);
				assertEquals(Set.of("2d"), plans.keySet());
				final Plan plan = plans.get("2d");
				assertEquals("512 512", text(plan.patch()));
				assertEquals(2, plan.batchSize());
				assertEquals(List.of(0, 1, 2), plan.transpose());
				assertEquals(spacing, plan.spacing());
			}
	}

	@Test
	void slicesOfSeveralPixelSizesGetTheMedians() {
		final List<List<Double>> spacings = new ArrayList<>();
		for (int i = 1; i <= 11; i++)
			spacings.add(List.of(1.0, (double) i, (double) i));
		for (final TargetSpacing rule : TargetSpacing.values())
			assertArrayEquals(new double[] { 1, 6, 6 }, rule.of(print(spacings, 1, 200, 200)), rule.name());
	}

	@Test
	void thePlanSaysWhatIsSo() throws Exception {
		final Fingerprint print = print(Collections.nCopies(20, List.of(1.0, 1.0, 1.0)), 400, 400, 400);
		final PlanChoices spacing = new PlanChoices(List.of(1.0, 1.0, 1.0), List.of(), 0, null, 0, Architecture.PLAIN);
		final Map<String, Plan> chosen = new Planner(dataset("Mine", "MRI", TWO), Recipe.NNUNET, spacing).plan(print);
		assertTrue(reason(chosen.get("3d"), "Spacing").endsWith("chosen by you."), reason(chosen.get("3d"), "Spacing"));
		final String coarse = reason(chosen.get("3d_lowres"), "Spacing");
		assertTrue(coarse.contains("made coarser"), coarse);
		final PlanChoices patch = new PlanChoices(List.of(), List.of(60, 64, 64), 0, null, 0, Architecture.PLAIN);
		final Map<String, Plan> padded = new Planner(dataset("Mine", "MRI", TWO), Recipe.NNUNET, patch).plan(print);
		final String made = reason(padded.get("3d"), "Patch");
		assertEquals("64 64 64", text(padded.get("3d").patch()));
		assertTrue(made.contains("chosen by you as [60, 64, 64]"), made);
		final String other = reason(padded.get("2d"), "Patch");
		assertTrue(other.contains("the largest that memory allows"), other);
	}

	private static String reason(final Plan plan, final String beginning) {
		return plan.reasons().stream().filter(one -> one.startsWith(beginning)).findFirst().orElseThrow();
	}

	@Test
	void theThickAxisComesFirst() throws Exception {
		final Fingerprint print = print(Collections.nCopies(20, List.of(0.5, 4.0, 0.5)), 300, 30, 280);
		final Plan plan = new Planner(dataset("Mine", "MRI", TWO), Recipe.NNUNET, PlanChoices.NONE).plan(print).get("3d");
		assertEquals(List.of(1, 0, 2), plan.transpose());
		assertEquals("4.0 0.5 0.5", text(plan.spacing()));
		assertEquals("30.0 300.0 280.0", text(plan.medianShape()));
	}

	@Test
	void regionsAndTheIgnoreLabelAreCountedAsByNnunet() throws Exception {
		final Labels labels = new Labels(List.of("background", "a", "b"), List.of(new Labels.Region("whole", List.of(1, 2),
			1), new Labels.Region("core", List.of(2), 2)), 3);
		final Fingerprint print = print(Collections.nCopies(20, List.of(1.0, 1.0, 1.0)), 100, 100, 100);
		final Plan plan = new Planner(dataset("Mine", "MRI", labels), Recipe.NNUNET, PlanChoices.NONE).plan(print).get(
			"3d");
		assertEquals(2, plan.network().outputs());
		assertEquals(3, plan.labels().ignore());
	}

	@Test
	void theUsersChoicesOverrideTheRecipe() throws Exception {
		final PlanChoices choices = new PlanChoices(List.of(2.0, 1.0, 1.0), List.of(32, 64, 64), 5,
			Normalization.Scheme.RESCALE_0_1, 0, Architecture.PLAIN);
		final Plan table = new Planner(dataset("Task04_Hippocampus", "MRI", TWO), Recipe.NVIDIA, choices).plan(null).get(
			"3d");
		final Fingerprint print = print(Collections.nCopies(20, List.of(1.0, 1.0, 1.0)), 100, 100, 100);
		final Plan free = new Planner(dataset("Mine", "MRI", TWO), Recipe.NNUNET, choices).plan(print).get("3d");
		for (final Plan plan : List.of(table, free)) {
			assertEquals("2.0 1.0 1.0", text(plan.spacing()));
			assertEquals("32 64 64", text(plan.patch()));
			assertEquals(5, plan.batchSize());
			assertEquals(Normalization.Scheme.RESCALE_0_1, plan.normalization().get(0).scheme());
			assertTrue(plan.reasons().stream().anyMatch(reason -> reason.contains("chosen by you")));
		}
		final PlanChoices odd = new PlanChoices(List.of(), List.of(41, 56, 40), 0, null, 0,
			Architecture.PLAIN);
		final ProblemException thrown = assertThrows(ProblemException.class, () -> new Planner(dataset("Task04_Hippocampus",
			"MRI", TWO), Recipe.NVIDIA, odd).plan(null));
		assertTrue(thrown.getMessage().contains("multiples of [8, 8, 8]"), thrown.getMessage());
	}

	@Test
	void residualEncodersHaveTheirOwnBlocksAndMemoryReferences() throws Exception {
		final Fingerprint print = print(Collections.nCopies(484, List.of(1.0, 1.0, 1.0)), 138, 169, 138);
		final PlanChoices choices = new PlanChoices(List.of(), List.of(), 0, null, 0,
			Architecture.RESENC_L);
		final Plan plan = new Planner(dataset("Mine", "MRI", TWO), Recipe.NNUNET, choices).plan(print).get("3d");
		assertTrue(plan.network().blocks().residual());
		assertEquals(List.of(1, 3, 4, 6, 6, 6), plan.network().encoderBlocks());
		assertEquals(List.of(1, 1, 1, 1, 1), plan.network().decoderBlocks());
		// 160 x 192 x 160 is the published patch of ResEnc L for this dataset
		assertEquals("160 192 160", text(plan.patch()));
		assertThrows(ProblemException.class, () -> new Planner(dataset("Mine", "MRI", TWO), Recipe.NVIDIA, choices));
	}

	private static Dataset dataset(final String name, final String channel, final Labels labels) {
		return new Dataset(name, Path.of(name), List.of(channel), labels, List.of(new Case("a", List.of(), null)), List
			.of(), ".nii.gz");
	}

	private static Fingerprint print(final List<List<Double>> spacings, final int... shape) {
		return new Fingerprint(1, "", Collections.nCopies(spacings.size(), "a"), spacings, Collections.nCopies(spacings
			.size(), List.of(shape[0], shape[1], shape[2])), 1, List.of());
	}

	private static double[] numbers(final String list) {
		return Arrays.stream(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
	}

	private static String text(final List<? extends Number> numbers) {
		return String.join(" ", numbers.stream().map(String::valueOf).toList());
	}
}
