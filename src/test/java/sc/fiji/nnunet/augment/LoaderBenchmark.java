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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import sc.fiji.nnunet.augment.Augmentations.Strength;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Batch;

/**
 * One thread's time for a batch of the hippocampus plan: two patches of 40 x 56 x 40 from cases in memory.
 * <p>
 * {@code batch} is the mean over the recipe's own probabilities; the others are an operation that happens every time, on
 * one patch.
 * </p>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class LoaderBenchmark {

	private static final int[] PATCH = { 40, 56, 40 };

	/** Runs all of it. */
	public static void main(final String... args) throws RunnerException {
		new Runner(new OptionsBuilder().include(LoaderBenchmark.class.getSimpleName() + "\\." + (args.length > 0 ? args[0]
			: "")).build()).run();
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

	/** A recipe's whole loader. */
	@State(Scope.Thread)
	public static class Loading {

		/** Recipe and strength. */
		@Param({ "nvidia NONE", "nvidia FULL", "nnunet FULL", "nvidia LIGHT" })
		public String list;

		private BatchLoader loader;

		/** Makes the loader. */
		@Setup
		public void start() {
			final String recipe = list.split(" ")[0];
			final SamplingSpec spec = new SamplingSpec(PATCH, 2, 0.33, 0, false, 1, 100);
			final PatchSampler sampler = recipe.equals("nvidia") ? new SeedSampler(PATCH, 0.33, -1) : new NnUNetSampler(PATCH,
				0.33, 2, Labels.of("background", "a", "b"));
			loader = new BatchLoader(cases(), spec, sampler, CaseOrder.withReplacement(20, 1), Augmentations.of(recipe, false,
				PATCH, new boolean[1], Strength.valueOf(list.split(" ")[1])), Runnable::run, 0, 1, 0);
		}
	}

	/** A recipe's batch of two. */
	@Benchmark
	public Batch batch(final Loading loading) throws IOException {
		return loading.loader.next();
	}

	/** A single operation. */
	@State(Scope.Thread)
	public static class Operation {

		/** Its name. */
		@Param({ "read", "Zoom", "Flip", "GaussianNoise", "GaussianBlur", "BrightnessContrast", "SpatialTransform",
			"Contrast", "LowResolution", "Gamma" })
		public String name;

		private final PatchSource source = cases().get(2);
		private final Sample sample = new Sample(1, PATCH);
		private final Generator random = new Generator(1);
		private Augmentation augmentation;

		/** Makes the operation happen always. */
		@Setup
		public void start() {
			augmentation = switch (name) {
				case "Zoom" -> new Zoom(1, 0.7, true);
				case "Flip" -> new Flip(true, true, true);
				case "GaussianNoise" -> new GaussianNoise(1, 0.3);
				case "GaussianBlur" -> GaussianBlur.uniform(1, 0.5, 1.5);
				case "BrightnessContrast" -> new BrightnessContrast(1, new double[] { 0.7, 1.3 }, new double[] { 0.65, 1.5 });
				case "SpatialTransform" -> new SpatialTransform(1, 30, 1, 0.7, 1.4, false);
				case "Contrast" -> new Contrast(1, 0.75, 1.25);
				case "LowResolution" -> new LowResolution(1, 1, 0.5, true);
				case "Gamma" -> new Gamma(1, false, 0.7, 1.5);
				default -> (ignored, random) -> {
				};
			};
		}
	}

	/** A patch that is read and changed. */
	@Benchmark
	public float[] operation(final Operation operation) {
		operation.sample.place(operation.source, 0, 0, 2);
		operation.augmentation.apply(operation.sample, operation.random);
		return operation.sample.image(0);
	}
}
