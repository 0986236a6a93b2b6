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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Labels;

class NetworkCostTest {

	/** recipe-nvidia.md 4.1: parameters without deep supervision, and what it adds. */
	@Test
	void nvidiasNetworksHaveThePublishedNumbersOfParameters() throws Exception {
		assertCounts("Task01_BrainTumour", 4, 4, 31_192_868, 776, 20_613_092, 776);
		assertCounts("Task02_Heart", 1, 2, 30_780_610, 388, 20_612_162, 388);
		assertCounts("Task03_Liver", 1, 3, 31_190_243, 582, 20_612_195, 582);
		assertCounts("Task04_Hippocampus", 1, 3, 5_601_187, 582, 1_926_499, 582);
		assertCounts("Task05_Prostate", 2, 3, 30_555_075, 582, 20_612_483, 582);
		assertCounts("Task06_Lung", 1, 2, 30_780_610, 388, 20_612_162, 388);
		assertCounts("Task07_Pancreas", 1, 3, 30_753_443, 582, 20_612_195, 582);
		assertCounts("Task08_HepaticVessel", 1, 3, 30_780_643, 582, 20_612_195, 582);
		assertCounts("Task09_Spleen", 1, 2, 31_163_010, 388, 20_612_162, 388);
		assertCounts("Task10_Colon", 1, 2, 30_753_410, 388, 20_612_162, 388);
	}

	private static void assertCounts(final String name, final int channels, final int classes, final long volume,
		final long volumeHeads, final long flat, final long flatHeads) throws Exception
	{
		final Map<String, Plan> plans = plans(name, channels, classes);
		assertCount(name, plans.get("3d"), volume, volumeHeads);
		assertCount(name, plans.get("2d"), flat, flatHeads);
	}

	private static void assertCount(final String name, final Plan plan, final long count, final long heads) {
		final NetworkSpec network = plan.network();
		assertEquals(2, network.deepSupervision(), name);
		assertEquals(count, NetworkCost.of(network.withDeepSupervision(0), plan.patch()).parameters(), name);
		assertEquals(count + heads, NetworkCost.of(network, plan.patch()).parameters(), name);
	}

	/** recipe-nvidia.md 4.1 and recipe-nnunet.md 1.9: forward cost of one sample. */
	@Test
	void multiplyAddsAreThoseOfTheReference() throws Exception {
		assertEquals(483e9, adds(plans("Task01_BrainTumour", 4, 4).get("3d")), 0.5e9);
		assertEquals(6.69e9, adds(plans("Task01_BrainTumour", 4, 4).get("2d")), 0.005e9);
		assertEquals(19.1e9, adds(plans("Task04_Hippocampus", 1, 3).get("3d")), 0.05e9);
		assertEquals(0.314e9, adds(plans("Task04_Hippocampus", 1, 3).get("2d")), 0.0005e9);
	}

	private static double adds(final Plan plan) {
		return NetworkCost.of(plan.network().withDeepSupervision(0), plan.patch()).multiplyAdds();
	}

	@Test
	void theReportSaysWhatIsPlannedAndWhy() throws Exception {
		final Plan plan = plans("Task04_Hippocampus", 1, 3).get("3d");
		final String text = String.join("\n", PlanReport.lines(plan, 250, 150e9));
		for (final String part : new String[] { "Task04_Hippocampus", "40 x 56 x 40", "1 x 1 x 1 mm", "4 stages",
			"5 x 7 x 5", "5,601,769 parameters", "19.1 billion", "table", "per epoch of 250 steps" })
			assertTrue(text.contains(part), part + " in\n" + text);
		// 19.1 GMAC * 2 samples * 6 operations / 150 GFLOP/s
		assertTrue(text.contains("1.5 s per step, 6 min per epoch"), text);
		assertTrue(PlanReport.lines(plan, 250, 0).stream().noneMatch(line -> line.contains("per epoch")));
	}

	private static Map<String, Plan> plans(final String name, final int channels, final int classes) throws Exception {
		final Labels labels = new Labels(IntStream.range(0, classes).mapToObj(i -> "c" + i).toList(), List.of(), -1);
		return new Planner(new Dataset(name, Path.of(name), Collections.nCopies(channels, "MRI"), labels, List.of(), List
			.of(), ".nii.gz"), Recipe.NVIDIA, PlanChoices.NONE).plan(null);
	}
}
