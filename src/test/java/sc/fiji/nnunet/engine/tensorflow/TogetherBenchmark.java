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
package sc.fiji.nnunet.engine.tensorflow;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;

/**
 * Measures what the exchange of gradients costs two workers on this machine, and whether their memory grows.
 * <p>
 * {@code TogetherBenchmark cost [rounds=5]}: each of two processes has the same network twice, one of which exchanges
 * gradients, and steps with them in turn; the difference of the medians is the exchange. With 6 million weights and the
 * patch of the hippocampus task, then with 31 million and a patch of 32 × 32 × 32, each with one thread and one sample.
 * {@code TogetherBenchmark memory [steps=500]}: trains a small network and prints the resident memory of both workers.
 * </p>
 */
public final class TogetherBenchmark {

	/** What is measured: the widths of the network and the patch. */
	enum Size {
			SIX(List.of(32, 64, 128, 256), 40, 56, 40), THIRTY_ONE(List.of(32, 64, 128, 256, 320, 320), 32, 32, 32);

		private final List<Integer> features;
		private final int[] patch;

		Size(final List<Integer> features, final int... patch) {
			this.features = features;
			this.patch = patch;
		}

		NetworkSpec network() {
			final int stages = features.size();
			final List<List<Integer>> strides = new ArrayList<>(Collections.nCopies(stages, List.of(2, 2, 2)));
			strides.set(0, List.of(1, 1, 1));
			return new NetworkSpec(3, 1, 3, new NetworkSpec.Shape(features, Collections.nCopies(stages, List.of(3, 3, 3)),
				strides, Collections.nCopies(stages, 2), Collections.nCopies(stages - 1, 2)), new NetworkSpec.Blocks(
					NetworkSpec.Norm.INSTANCE, 1e-5, true, false, false, NetworkSpec.DecoderKernels.SKIP, 0.01), 0);
		}

		Batch batch(final int rank) {
			final int voxels = patch[0] * patch[1] * patch[2];
			final Random random = new Random(rank);
			final float[] images = new float[voxels];
			final byte[] labels = new byte[voxels];
			for (int i = 0; i < voxels; i++) {
				labels[i] = (byte) random.nextInt(3);
				images[i] = labels[i] + (float) random.nextGaussian();
			}
			return new Batch(1, patch, images, labels);
		}
	}

	private TogetherBenchmark() {
		// a program
	}

	public static void main(final String... args) throws Exception {
		final int number = args.length < 2 ? 0 : Integer.parseInt(args[1].replaceAll("\\D", ""));
		System.out.println("load " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
		if (args[0].equals("memory")) memory(number == 0 ? 500 : number);
		else if (args[0].equals("cost")) for (final Size size : Size.values())
			fork(size, number == 0 ? 5 : number);
		else worker(Size.valueOf(args[0]), number, Integer.parseInt(args[2]), Arrays.asList(args).subList(3, args.length));
		System.out.println("load " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
		System.exit(0);
	}

	private static void fork(final Size size, final int rounds) throws Exception {
		final List<String> addresses = new ArrayList<>();
		for (int rank = 0; rank < 2; rank++)
			try (ServerSocket socket = new ServerSocket(0)) {
				addresses.add("localhost:" + socket.getLocalPort());
			}
		final List<Process> processes = new ArrayList<>();
		for (int rank = 0; rank < 2; rank++) {
			final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
				.toString(), "-Xmx1g", "-cp", System.getProperty("java.class.path"), TogetherBenchmark.class.getName(), size
					.name(), Integer.toString(rank), Integer.toString(rounds)));
			command.addAll(addresses);
			final ProcessBuilder builder = new ProcessBuilder(command);
			processes.add((rank == 0 ? builder.inheritIO() : builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.INHERIT)).start());
		}
		for (final Process process : processes)
			if (process.waitFor() != 0) throw new IOException("a worker failed");
	}

	private static void worker(final Size size, final int rank, final int rounds, final List<String> addresses)
		throws IOException
	{
		final TrainingSpec training = new TrainingSpec(LossSpec.nvidia(0), OptimizerSpec.of(OptimizerSpec.Rule.ADAM, 0.9,
			false, 0, 0, false), Precision.FP32);
		final Workers workers = new TogetherProgram.Fixed(rank, addresses, new Exchange(Exchange.Way.RING, false, 900, 900));
		final Batch batch = size.batch(rank);
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1));
				Network alone = engine.network(size.network(), training, 1);
				Engine joined = TensorFlowEngine.together(engine, workers);
				Network together = joined.network(size.network(), training, 1))
		{
			System.out.println(size + ": " + together.parameters() + " parameters");
			together.share();
			final double[] with = new double[rounds];
			final double[] without = new double[rounds];
			for (int round = -1; round < rounds; round++) {
				final double a = seconds(alone, batch);
				final double b = seconds(together, batch);
				if (round < 0) continue; // NB: a warm-up
				without[round] = a;
				with[round] = b;
			}
			System.out.println("alone    " + Arrays.toString(without));
			System.out.println("together " + Arrays.toString(with));
			Arrays.sort(with);
			Arrays.sort(without);
			final double step = with[rounds / 2];
			System.out.printf(Locale.ROOT, "%s: medians %.3f s together, %.3f s alone: the exchange takes %.3f s, %.1f %% of " +
				"a step%n", size, step, without[rounds / 2], step - without[rounds / 2], 100 * (step - without[rounds / 2]) /
					step);
		}
	}

	private static double seconds(final Network network, final Batch batch) throws IOException {
		final long start = System.nanoTime();
		network.step(batch, 1e-4);
		return (System.nanoTime() - start) / 1e9;
	}

	private static void memory(final int steps) throws IOException {
		final Path temporary = Files.createTempDirectory("nnunet-benchmark");
		try (NnUNet nnunet = new NnUNet()) {
			final Path raw = temporary.resolve("raw").resolve("Task77_Small");
			new Phantom(8, 0, 7).write(raw, Progress.none());
			nnunet.preprocess(PreprocessOptions.builder().dataset(raw).output(temporary).patch(List.of(16, 16, 16)).batchSize(
				4).build(), Progress.none());
			final Map<Integer, String> printed = new TreeMap<>();
			nnunet.train(TrainOptions.builder().data(temporary.resolve("Task77_Small")).steps(steps).stepsPerEpoch(25)
				.features(8).amp("fp32").device("cpu").threads(1).finalValidation(false).team(TeamOptions.builder().gpus(2).admits(
					null, true).build()).build(), new Progress() {

						@Override
						public void update(final double fraction, final String status) {
							if (!status.matches(".*, step \\d+, .*")) return;
							final int step = Integer.parseInt(status.replaceAll(".*, step (\\d+), .*", "$1"));
							if (step % 50 == 0 && printed.put(step, "") == null) System.out.println("step " + step + ": " + resident());
						}

						@Override
						public void message(final String line) {
							// not needed
						}

						@Override
						public boolean cancelled() {
							return false;
						}
					});
		}
		finally {
			Leftovers.delete(temporary);
		}
	}

	/** The resident memory of the workers, which are this process's only children. */
	private static String resident() {
		final List<String> all = new ArrayList<>();
		for (final ProcessHandle child : ProcessHandle.current().children().toList())
			try {
				Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
					.forEach(line -> all.add(Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB"));
			}
			catch (final IOException e) {
				all.add("not told");
			}
		return String.join(" and ", all);
	}
}
