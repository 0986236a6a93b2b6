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
package sc.fiji.nnunet.augment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import sc.fiji.nnunet.dataset.Labels;

/**
 * Measures the processor time of loading for the hippocampus plan, patches of 40 x 56 x 40 from cases in memory: each
 * augmentation on one patch, with probability 1, and each recipe's batch of two with its own probabilities.
 * <p>
 * Prints microseconds of one thread, the best of several rounds, so that other load on the machine has little
 * influence.
 * </p>
 */
public final class LoaderBenchmark {

	private static final int[] PATCH = { 40, 56, 40 };

	private LoaderBenchmark() {
		// only a main method
	}

	/** Something that is measured. */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException;
	}

	/** Runs all measurements, in about half a minute. */
	public static void main(final String... args) throws IOException {
		final Map<String, Augmentation> operations = new LinkedHashMap<>();
		operations.put("reading only", (sample, random) -> sample.image(0));
		operations.put("Zoom", new Zoom(1, 0.7, true));
		operations.put("Flip", new Flip(true, true, true));
		operations.put("GaussianNoise", new GaussianNoise(1, 0.3));
		operations.put("GaussianBlur", GaussianBlur.uniform(1, 0.5, 1.5));
		operations.put("BrightnessContrast", new BrightnessContrast(1, new double[] { 0.7, 1.3 }, new double[] { 0.65,
			1.5 }));
		operations.put("SpatialTransform", new SpatialTransform(1, 30, 1, 0.7, 1.4, false));
		operations.put("Contrast", new Contrast(1, 0.75, 1.25));
		operations.put("LowResolution", new LowResolution(1, 1, 0.5, true));
		operations.put("Gamma", new Gamma(1, false, 0.7, 1.5));
		final PatchSource source = cases().get(2);
		final Sample sample = new Sample(1, PATCH);
		final Generator random = new Generator(1);
		for (final Map.Entry<String, Augmentation> operation : operations.entrySet())
			print(operation.getKey(), measure(50, () -> {
				sample.place(source, 0, 0, 2);
				operation.getValue().apply(sample, random);
			}));
		for (final Sampling sampling : Sampling.values())
			for (final Augmentations augmentations : Augmentations.values())
				try (BatchLoader loader = loader(sampling, augmentations)) {
					print("batch of two, sampling " + sampling + ", augmentations " + augmentations, measure(200, loader::next));
				}
	}

	private static BatchLoader loader(final Sampling sampling, final Augmentations augmentations) {
		final SamplingSpec spec = new SamplingSpec(PATCH, 2, 0.33, 0, false, 1, 100);
		return new BatchLoader(cases(), spec, sampling.sampler(spec, Labels.of("background", "a", "b")), CaseOrder
			.withReplacement(20, 1), augmentations.of(false, PATCH, true, new boolean[1]), Runnable::run, 0, 1, 0);
	}

	/** Cases of about the size that hippocampus cases have after preprocessing. */
	private static List<PatchSource> cases() {
		final Random random = new Random(1);
		final List<PatchSource> cases = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			final MemorySource source = new MemorySource("case" + i, 1, 40, 56, 40 + i % 3 * 4);
			for (int k = 0; k < source.image.length; k++)
				source.image[k] = (float) random.nextGaussian();
			final int[] size = source.size();
			for (int z = 10; z < 25; z++)
				for (int y = 15; y < 35; y++)
					for (int x = 12; x < 24; x++)
						source.labels[(z * size[1] + y) * size[2] + x] = (byte) (y < 25 ? 1 : 2);
			cases.add(source);
		}
		return cases;
	}

	private static double measure(final int repeats, final Work work) throws IOException {
		double best = Double.POSITIVE_INFINITY;
		for (int round = 0; round < 8; round++) {
			final long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			for (int i = 0; i < repeats; i++)
				work.run();
			best = Math.min(best, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e3 / repeats);
		}
		return best;
	}

	private static void print(final String what, final double microseconds) {
		System.out.printf("%-32s %8.0f us%n", what, microseconds);
	}
}
