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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class TopologyTest {

	@Test
	void nnunetsPublishedPatchesAreReproduced() {
		// recipe-nnunet.md 1.9
		nnunet("1,1,1", "36,50,35", "8,8,8", "40,56,40");
		nnunet("1,1,1", "8,8,8", "2,2,2", "8,8,8");
		nnunet("1,1,1", "7,12,7", "1,2,1", "7,12,7");
		nnunet("1,1,1", "7,11,7", "1,1,1", "7,11,7");
		nnunet("1,1", "11,12", "2,2", "12,12");
		nnunet("2,1,1", "16,64,64", "4,16,16", "16,64,64");
		nnunet("1.99,1,1", "16,64,64", "4,16,16", "16,64,64");
		nnunet("10,1,1", "16,64,64", "2,16,16", "16,64,64");
		nnunet("5,1.5625,1.5625", "18,237,208", "4,32,32", "20,256,224");
	}

	@Test
	void nnunetsStridesAndKernelsAreReproduced() {
		// recipe-nnunet.md 1.9: stage 0 has stride 1
		Topology topology = topology("2,1,1", "16,64,64");
		assertEquals("111 122 222 222 122", text(topology.strides()));
		assertEquals("133 333 333 333 333", text(topology.kernels()));
		topology = topology("1.99,1,1", "16,64,64");
		assertEquals("222", text(topology.strides()).split(" ")[1]);
		assertEquals("333 333 333 333 333", text(topology.kernels()));
		topology = topology("10,1,1", "16,64,64");
		assertEquals("111 122 122 122 222", text(topology.strides()));
		assertEquals("133 133 133 333 333", text(topology.kernels()));
		topology = topology("5,1.5625,1.5625", "18,237,208");
		assertEquals("111 122 222 222 122 122", text(topology.strides()));
	}

	@Test
	void nvidiasTableIsReproduced() {
		// recipe-nvidia.md 4.1, strides from block 1 on; kernels other than 3 in front
		nvidia("Task01_BrainTumour", "222 222 222 222 222", "");
		nvidia("Task03_Liver", "222 222 222 222 222", "");
		nvidia("Task02_Heart", "222 222 222 222 122", "");
		nvidia("Task06_Lung", "222 222 222 222 122", "");
		nvidia("Task04_Hippocampus", "222 222 222", "");
		nvidia("Task05_Prostate", "122 122 222 222 122", "133 133");
		nvidia("Task07_Pancreas", "122 222 222 222 122", "133");
		nvidia("Task08_HepaticVessel", "222 222 222 222 122", "");
		nvidia("Task09_Spleen", "122 222 222 222 222", "133");
		nvidia("Task10_Colon", "122 222 222 222 122", "133");
		for (final NvidiaTask task : NvidiaTask.ALL) {
			final Topology flat = Topology.nvidia(task.patch2d(), task.spacing().subList(1, 3));
			assertEquals(task.folder().startsWith("Task04") ? "11 22 22 22" : "11 22 22 22 22 22", text(flat.strides()));
			assertEquals(true, text(flat.kernels()).matches("(33 ?)+"));
		}
	}

	@Test
	void widthsAreCapped() {
		assertEquals(List.of(32, 64, 128, 256, 320, 320), Topology.nvidia(List.of(128, 128, 128), List.of(1.0, 1.0, 1.0))
			.features());
		assertEquals(List.of(32, 64, 128, 256, 512, 512), Topology.nvidia(List.of(192, 160), List.of(1.0, 1.0)).features());
	}

	private static void nvidia(final String folder, final String strides, final String kernels) {
		final NvidiaTask task = Recipe.NVIDIA.planning().task(folder).orElseThrow();
		final Topology topology = Topology.nvidia(task.patch3d(), task.spacing());
		assertEquals("111 " + strides, text(topology.strides()), folder);
		final String all = text(topology.kernels());
		assertEquals(kernels, all.replace("333", "").strip(), folder);
		assertEquals(topology.strides().size(), topology.kernels().size(), folder);
	}

	private static void nnunet(final String spacing, final String patch, final String divisor, final String padded) {
		final Topology topology = topology(spacing, patch);
		assertArrayEquals(Arrays.stream(divisor.split(",")).mapToInt(Integer::parseInt).toArray(), topology.divisor(),
			spacing + " " + patch);
		assertEquals(Arrays.stream(padded.split(",")).map(Integer::valueOf).toList(), topology.patch());
	}

	private static Topology topology(final String spacing, final String patch) {
		return Topology.nnunet(numbers(patch), numbers(spacing));
	}

	private static double[] numbers(final String list) {
		return Arrays.stream(list.split(",")).mapToDouble(Double::parseDouble).toArray();
	}

	private static String text(final List<List<Integer>> lists) {
		return lists.stream().map(list -> list.stream().map(String::valueOf).collect(Collectors.joining())).collect(
			Collectors.joining(" "));
	}
}
