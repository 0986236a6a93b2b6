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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.plan.NetworkSpec;

/**
 * One of several workers that train a small network together on shares of the same batches; writes its losses and
 * weights to a file.
 */
final class TogetherProgram {

	private static final int STEPS = 20, BATCH = 4;

	private static final int EDGE = 8, CLASSES = 3;

	/** What is trained, for which the results are compared. */
	enum Setup {
			/** Regions, an ignore label, deep supervision, Lookahead, clipping, averaged weights, Dice over the batch. */
			REGIONS,
			/** Classes, Dice per sample, SGD. */
			CLASSES,
			/** As CLASSES, one step with gradients sent in half precision. */
			HALF;

		int steps() {
			return this == HALF ? 1 : STEPS;
		}
	}

	private TogetherProgram() {
		// a program
	}

	/** Arguments: rank, file for the results, setup, and the addresses of all workers. */
	public static void main(final String... args) throws IOException {
		final int rank = Integer.parseInt(args[0]);
		final Setup setup = Setup.valueOf(args[2]);
		final List<String> addresses = Arrays.asList(args).subList(3, args.length);
		final List<String> lines = train(setup, new Fixed(rank, addresses, new Exchange(Exchange.Way.AUTO,
			setup == Setup.HALF, 60, 20)), new PrintStream(System.out));
		Files.write(Path.of(args[1]), lines);
		System.exit(0);
	}

	/** Trains on this worker's share of each batch. */
	static List<String> train(final Setup setup, final Workers workers, final PrintStream out) throws IOException {
		final List<String> lines = new ArrayList<>();
		final int begin = BATCH * workers.rank() / workers.count();
		final int end = BATCH * (workers.rank() + 1) / workers.count();
		// NB: the seeds differ, so that the workers agree only if the first one's weights reach the others
		try (Engine engine = TensorFlowEngine.together(TensorFlowEngine.open(new Device(-1, 1)), workers);
				Network network = engine.network(spec(setup), training(setup), workers.rank() == 0 ? 7 : 70 + workers.rank()))
		{
			network.share();
			final StepResult trial = network.trial(share(0, begin, end, setup));
			if (trial.applied()) throw new IllegalStateException("a trial changes nothing");
			for (int step = 0; step < setup.steps(); step++) {
				final StepResult result = network.step(share(step, begin, end, setup), 0.01);
				lines.add("loss " + result.loss());
				lines.add("counts " + Arrays.toString(result.truePositives()) + Arrays.toString(result.labelled()));
				out.println("step " + step + ", loss " + result.loss());
			}
			final Map<String, float[]> weights = new TreeMap<>(network.weights());
			((TensorFlowNetwork) network).state().forEach((name, values) -> {
				if (AverageGraph.holds(name)) weights.put(name, values);
			});
			weights.forEach((name, values) -> lines.add(name + " " + Arrays.toString(values)));
		}
		return lines;
	}

	private static NetworkSpec spec(final Setup setup) {
		final boolean regions = setup == Setup.REGIONS;
		return new NetworkSpec(2, 1, regions ? 2 : CLASSES, new NetworkSpec.Shape(List.of(4, 8, 8), List.of(List.of(3, 3),
			List.of(3, 3), List.of(3, 3)), List.of(List.of(1, 1), List.of(2, 2), List.of(2, 2)), List.of(2, 2, 2), List.of(2,
				2)), new NetworkSpec.Blocks(NetworkSpec.Norm.INSTANCE, 1e-5, true, true, false,
					NetworkSpec.DecoderKernels.SKIP, 0.01), regions ? 1 : 0);
	}

	private static TrainingSpec training(final Setup setup) {
		final boolean regions = setup == Setup.REGIONS;
		final LossSpec loss = regions ? LossSpec.nvidia(1).with(true, false, List.of(List.of(1, 2), List.of(2)), 3)
			: LossSpec.nvidia(0).with(false, false, List.of(), -1);
		final OptimizerSpec optimizer = OptimizerSpec.of(OptimizerSpec.Rule.SGD, 0.9, true, 3e-5, regions ? 0.05 : 12,
			regions);
		return new TrainingSpec(loss, optimizer, Precision.FP32, regions);
	}

	/** Samples of a batch, which is the same for any number of workers. */
	private static Batch share(final int step, final int begin, final int end, final Setup setup) {
		final int voxels = EDGE * EDGE;
		final float[] images = new float[(end - begin) * voxels];
		final byte[] labels = new byte[images.length];
		for (int sample = begin; sample < end; sample++) {
			final Random random = new Random(1000L * step + sample);
			for (int i = 0; i < voxels; i++) {
				final int at = (sample - begin) * voxels + i;
				// NB: the samples have different shares of the classes and of ignored voxels
				labels[at] = (byte) (i % EDGE < sample + 2 ? 0 : random.nextInt(setup == Setup.REGIONS ? CLASSES + 1 : CLASSES));
				images[at] = labels[at] + (float) random.nextGaussian();
			}
		}
		return new Batch(end - begin, new int[] { EDGE, EDGE }, images, labels);
	}

	/** Workers whose addresses are given. */
	record Fixed(int rank, List<String> addresses, Exchange exchange) implements Workers {

		@Override
		public int count() {
			return addresses.size();
		}

		@Override
		public double[] sum(final double... own) {
			throw new AssertionError("these workers meet only in their engines");
		}

		@Override
		public List<String> gather(final String own) {
			throw new AssertionError("these workers meet only in their engines");
		}
	}
}
