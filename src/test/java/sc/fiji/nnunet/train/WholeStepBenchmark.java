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
package sc.fiji.nnunet.train;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import sc.fiji.nnunet.augment.BatchLoader;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.tensorflow.MatrixProduct;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;

/**
 * Compares the whole training step with PyTorch's, alternating step by step in one run: ours with loader, NVIDIA's
 * augmentations, forward, backward and update; PyTorch's on one prepared batch. Full network of the hippocampus task
 * (32-64-128-256, patch 40 × 56 × 40, batch 2), no deep supervision. First float32, with a matrix product in each
 * round; then bfloat16.
 * <p>
 * Usage:
 * {@code WholeStepBenchmark python=PYTHON script=pytorch_step.py [rounds=20] [bf16=true]
 * [data=OUT/Task04_Hippocampus]};
 * without data, cases of the phantom are preprocessed by the same plan. Takes three minutes on two idle cores.
 * </p>
 */
public final class WholeStepBenchmark {

	/** Multiplications and additions of one step: 19.1 GMAC forward per sample, three times for forward and backward. */
	private static final double GFLOP = 2 * 3 * 19.1 * 2;
	private static final int WARM_UP = 3;

	private WholeStepBenchmark() {
		// only a main method
	}

	/** Runs training steps, or other work to compare. */
	@FunctionalInterface
	private interface Stepper {

		/** Runs one step and returns its seconds. */
		double seconds() throws IOException;
	}

	public static void main(final String... args) throws IOException {
		final Map<String, String> words = new LinkedHashMap<>();
		for (final String arg : args)
			words.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
		final Path python = Path.of(words.get("python"));
		final Path script = Path.of(words.get("script"));
		final int rounds = Integer.parseInt(words.getOrDefault("rounds", "20"));
		final Path temporary = Files.createTempDirectory("nnunet-benchmark");
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try (Engine engine = TensorFlowEngine.open(Device.cpu())) {
			final Path data = words.containsKey("data") ? Path.of(words.get("data")) : phantom(temporary, executor);
			System.out.println(engine.description() + "; load " + ManagementFactory.getOperatingSystemMXBean()
				.getSystemLoadAverage());
			try (PyTorchStep plain = new PyTorchStep(python, script, "fp32");
					PyTorchStep last = new PyTorchStep(python, script, "fp32 cl");
					MatrixProduct product = new MatrixProduct())
			{
				compare(engine, executor, data, Precision.FP32, rounds, List.of(plain, last), product);
			}
			if (!words.getOrDefault("bf16", "true").equals("true")) return;
			try (PyTorchStep plain = new PyTorchStep(python, script, "bf16");
					PyTorchStep last = new PyTorchStep(python, script, "bf16 cl");
					MatrixProduct product = new MatrixProduct())
			{
				compare(engine, executor, data, Precision.BF16, rounds, List.of(plain, last), product);
			}
		}
		finally {
			executor.shutdownNow();
			try (Stream<Path> files = Files.walk(temporary)) {
				for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
					Files.delete(file);
			}
		}
	}

	private static Path phantom(final Path folder, final ExecutorService executor) throws IOException {
		final Path raw = folder.resolve("raw").resolve("Task04_Hippocampus");
		new Preprocessor(executor).run(new Phantom(20, 0, 7).write(raw, Progress.none()), PreprocessOptions.builder()
			.dataset(raw).output(folder).build(), Progress.none());
		return folder.resolve("Task04_Hippocampus");
	}

	private static void compare(final Engine engine, final ExecutorService executor, final Path folder,
		final Precision precision, final int rounds, final List<PyTorchStep> others, final MatrixProduct product)
		throws IOException
	{
		final TrainOptions options = TrainOptions.builder().data(folder).features(32).batchSize(2).deepSupervision("false")
			.steps(1_000_000).build();
		final PreprocessedDataset data = PreprocessedDataset.open(folder, "3d");
		final TrainSettings settings = TrainSettings.of(options, data.plan(), data.caseNames().size(), false, precision);
		if (!settings.plan().network().features().equals(List.of(32, 64, 128, 256)) || !settings.plan().patch().equals(List
			.of(40, 56, 40))) throw new IOException(folder + " has another plan: " + settings.describe());
		try (Network network = settings.network(engine, 1);
				BatchLoader loader = Loading.loader(options, settings, data, data.caseNames(), 0, engine.device(), executor,
					Workers.alone()))
		{
			final Map<String, Stepper> steppers = new LinkedHashMap<>();
			steppers.put("ours " + precision, () -> timed(() -> network.step(loader.next(), 3e-4)));
			for (final PyTorchStep other : others)
				steppers.put(other.toString(), other::seconds);
			steppers.put("matrix product", () -> timed(() -> {
				product.run();
				return null;
			}));
			for (int i = 0; i < WARM_UP; i++)
				for (final Stepper stepper : steppers.values())
					stepper.seconds();
			final double waited = loader.waitedSeconds();
			final double loading = loader.processorSeconds();
			final Map<String, double[]> seconds = rounds(steppers, rounds);
			report(precision, seconds, loader.waitedSeconds() - waited, (loader.processorSeconds() - loading) / rounds);
		}
	}

	/** Each of them runs a step in each round; the one that begins changes from round to round. */
	private static Map<String, double[]> rounds(final Map<String, Stepper> steppers, final int rounds)
		throws IOException
	{
		final Map<String, double[]> seconds = new LinkedHashMap<>();
		final List<String> names = new ArrayList<>(steppers.keySet());
		for (final String name : names)
			seconds.put(name, new double[rounds]);
		for (int round = 0; round < rounds; round++)
			for (int i = 0; i < names.size(); i++) {
				final String name = names.get((round + i) % names.size());
				seconds.get(name)[round] = steppers.get(name).seconds();
			}
		return seconds;
	}

	private static void report(final Precision precision, final Map<String, double[]> seconds, final double waited,
		final double loading)
	{
		final String ours = "ours " + precision;
		double median = Double.POSITIVE_INFINITY;
		double least = Double.POSITIVE_INFINITY;
		for (final Map.Entry<String, double[]> entry : seconds.entrySet()) {
			print("%-16s median %.3f s, least %.3f s, most %.3f s", entry.getKey(), quantile(entry.getValue(), 0.5), quantile(
				entry.getValue(), 0), quantile(entry.getValue(), 1));
			if (!entry.getKey().startsWith("PyTorch")) continue;
			median = Math.min(median, quantile(entry.getValue(), 0.5));
			least = Math.min(least, quantile(entry.getValue(), 0));
		}
		final double[] mine = seconds.get(ours);
		final double speed = GFLOP / quantile(mine, 0.5);
		final double peak = MatrixProduct.GFLOP / quantile(seconds.get("matrix product"), 0.5);
		print("%s: %.2f times faster than the faster PyTorch by medians, %.2f by the least; %d rounds", ours, median /
			quantile(mine, 0.5), least / quantile(mine, 0), mine.length);
		print(
			"%s: %.0f GFLOP/s, %.0f %% of the float32 matrix product's %.0f; waiting for data %.2f %%, loading %.0f ms of" +
				" processor a step; load %.1f", ours, speed, 100 * speed / peak, peak, 100 * waited / Arrays.stream(mine).sum(),
			1000 * loading, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	private static void print(final String format, final Object... values) {
		System.out.println(String.format(Locale.ROOT, format, values));
	}

	private static double quantile(final double[] values, final double share) {
		final double[] sorted = values.clone();
		Arrays.sort(sorted);
		final int n = sorted.length;
		return share == 0.5 && n % 2 == 0 ? (sorted[n / 2 - 1] + sorted[n / 2]) / 2 : sorted[(int) Math.round(share * (n -
			1))];
	}

	/** Work that may fail. */
	@FunctionalInterface
	private interface Work {

		Object run() throws IOException;
	}

	private static double timed(final Work work) throws IOException {
		final long start = System.nanoTime();
		work.run();
		return (System.nanoTime() - start) / 1e9;
	}
}
