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
package sc.fiji.nnunet.benchmark;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

import sc.fiji.nnunet.benchmark.BenchmarkOptions.Mode;
import sc.fiji.nnunet.benchmark.BenchmarkOptions.Workload;
import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Feeding;
import sc.fiji.nnunet.engine.LossSpec;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.TrainingSpec;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.TaskNetwork;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * NVIDIA's benchmark mode (recipe-nvidia.md 10): training steps with optimizer and weight decay, or forward passes of
 * a network with random weights, without deep supervision, validation and checkpoints.
 * <p>
 * Steps are counted from 0 to the last one. A time spans from the end of the step before to the end of this one, so that
 * waiting for data counts; as in training, a GPU receives the next batch while a step runs. Other than in NVIDIA's
 * program the device has finished when a step ends (Q37).
 * </p>
 */
public final class Benchmark {

	/** NVIDIA's (recipe-nvidia.md 1.2, 1.8). */
	private static final double RATE = 3e-4, WEIGHT_DECAY = 1e-4;
	private static final int BATCH_2D = 64, BATCH_3D = 2;

	private final BenchmarkOptions options;
	private final Engine engine;
	private final Executor executor;
	private final Progress progress;
	private PreprocessedDataset data;
	private NetworkSpec spec;
	private List<Integer> patch;
	private int samples;

	/**
	 * @param options valid ones
	 * @param engine whose device is measured
	 * @param executor reads prepared cases
	 */
	public Benchmark(final BenchmarkOptions options, final Engine engine, final Executor executor,
		final Progress progress)
	{
		this.options = options;
		this.engine = engine;
		this.executor = executor;
		this.progress = progress;
	}

	/**
	 * Measures, reports to the progress, and writes the result if the options name a folder.
	 *
	 * @throws ProblemException if the data or the precision cannot be used, or memory does not suffice
	 */
	public BenchmarkResult run() throws IOException {
		choose();
		final Precision precision = options.precision() != null ? options.precision() : options.mode() == Mode.TRAIN ? engine
			.preferredPrecision(spec, training(Precision.FP32), patch, samples) : engine.predictionPrecision(spec);
		if (precision == Precision.FP16 && !engine.device().isGpu()) throw new ProblemException(new Problem("amp",
			"is fp16, which is for GPUs, and this is " + engine.device() + ".", "Give fp32, bf16 or auto."));
		final boolean training = options.mode() == Mode.TRAIN;
		final MemoryEstimate estimate = new MemoryEstimate(spec, precision, patch, samples, training);
		progress.message(estimate.need() + " on " + engine.description());
		final long available = engine.availableMemory().orElse(Long.MAX_VALUE);
		try {
			if (estimate.bytes() > available) throw estimate.refusal(available, null);
			return measure(precision);
		}
		catch (final OutOfMemoryException exc) {
			throw new ProblemException(List.of(new Problem("memory", exc.what(), exc.cure())));
		}
	}

	/** Chooses network, patch and batch: the task's, or those of the plan of prepared data. */
	private void choose() throws IOException {
		final Workload workload = options.workload();
		final int usual;
		if (workload.data() == null) {
			final TaskNetwork task = TaskNetwork.of(workload.task(), workload.dimensions(), workload.patch());
			spec = task.network();
			patch = task.patch();
			usual = workload.dimensions() == 2 ? BATCH_2D : BATCH_3D;
		}
		else {
			data = PreprocessedDataset.open(workload.data(), workload.dimensions() + "d");
			final Plan plan = data.plan();
			spec = plan.network().withDeepSupervision(0);
			patch = workload.patch().isEmpty() ? plan.patch() : workload.patch();
			usual = plan.batchSize();
		}
		if (workload.features() > 0) spec = spec.scaledTo(workload.features());
		samples = workload.batchSize() > 0 ? workload.batchSize() : usual;
		final int[] stride = spec.totalStride();
		for (int axis = 0; axis < stride.length; axis++)
			if (patch.get(axis) % stride[axis] != 0) throw new ProblemException(new Problem("patch", "is " + patch + ".",
				"Give multiples of " + Arrays.toString(stride) + "."));
	}

	private BenchmarkResult measure(final Precision precision) throws IOException {
		final int[] size = patch.stream().mapToInt(Integer::intValue).toArray();
		final BatchSource source = data == null ? BatchSource.noise(spec, size, samples) : new CentreCrops(data, data
			.caseNames(), size, samples, executor);
		try (Network network = network(precision); Feeding batches = new Feeding(source, network, executor)) {
			final double[] times = new double[options.benchSteps() - options.warmupSteps() + 1];
			final Pass pass = pass(network, size);
			double first = 0;
			long before = System.nanoTime();
			for (int step = 0; step <= options.benchSteps(); step++) {
				progress.check();
				progress.update((double) step / (options.benchSteps() + 1), step < options.warmupSteps() ? "warming up"
					: "measuring");
				final Batch batch = batches.next();
				if (step == 0) batches.start(batch);
				pass.run(batch);
				final long now = System.nanoTime();
				if (step == 0) first = (now - before) / 1e9;
				if (step >= options.warmupSteps()) times[step - options.warmupSteps()] = (now - before) / 1e6;
				before = now;
			}
			final Latency latency = Latency.of(times);
			final BenchmarkResult result = new BenchmarkResult(options, new BenchmarkResult.Subject(spec, network
				.parameters(), patch, samples, precision), new BenchmarkResult.Machine(engine.deviceName(), engine
					.description(), engine.compiles(), engine.usedMemory()), latency.imagesPerSecond(samples), latency,
				first, options.results() == null ? null : options.results().resolve(options.logName()));
			new BenchmarkReport(result).tell(progress);
			return result;
		}
	}

	private Network network(final Precision precision) {
		if (options.mode() == Mode.PREDICT) return engine.network(spec, precision, BatchSource.SEED);
		return engine.network(spec, training(precision), patch, samples, BatchSource.SEED);
	}

	private TrainingSpec training(final Precision precision) {
		final LossSpec loss = data == null ? LossSpec.nvidia(0) : LossSpec.nvidia(0).with(true, false, data.plan().labels()
			.regions().stream().map(region -> region.labels()).toList(), data.plan().labels().ignore());
		return new TrainingSpec(loss, OptimizerSpec.adam(WEIGHT_DECAY), precision);
	}

	/** What is measured. */
	private interface Pass {

		void run(Batch batch) throws IOException;
	}

	private Pass pass(final Network network, final int[] size) throws IOException {
		if (options.mode() == Mode.TRAIN) return batch -> network.step(batch, RATE);
		if (options.copy()) {
			int values = Math.multiplyExact(samples, spec.outputs());
			for (final int n : size)
				values = Math.multiplyExact(values, n);
			final float[] logits = new float[values];
			return batch -> network.predict(batch.images(), samples, size, logits);
		}
		if (data != null) return batch -> network.forward(batch.images(), samples, size).run();
		final Runnable[] prepared = new Runnable[1];
		return batch -> {
			if (prepared[0] == null) prepared[0] = network.forward(batch.images(), samples, size);
			prepared[0].run();
		};
	}
}
