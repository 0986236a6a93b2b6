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

import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.plan.TaskNetwork;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;

/**
 * Options of a benchmark. Those without data measure the network of a decathlon task on noise.
 *
 * @param mode what is measured
 * @param workload the network and its samples
 * @param precision arithmetic of the convolutions; null = chosen by the engine's self-test
 * @param copy in prediction, whether the result is copied to the host, which NVIDIA's benchmark does not do
 * @param warmupSteps steps before the first one that is measured
 * @param benchSteps the number of the last step, counted from 0
 * @param hardware where it runs
 * @param results the folder of the result's file, or null to write none
 * @param logName the name of that file
 */
public record BenchmarkOptions(Mode mode, Workload workload, Precision precision, boolean copy, int warmupSteps,
	int benchSteps, Hardware hardware, Path results, String logName)
{

	/** What is measured. */
	public enum Mode {
			/** Training steps: forward, loss, backward, update. */
			TRAIN,
			/** Forward passes. */
			PREDICT
	}

	/**
	 * The network and its samples.
	 *
	 * @param task number of a decathlon task, 1 to 10
	 * @param dimensions 2 for slices, 3 for volumes
	 * @param data a preprocessed dataset whose network and images are used, or null for the task's network and noise
	 * @param batchSize slices or patches per step; 0 = 64 or 2, or the plan's
	 * @param features feature maps of the finest stage; 0 = the network's own
	 * @param patch size of a sample; empty = the network's own
	 */
	public record Workload(int task, int dimensions, Path data, int batchSize, int features, List<Integer> patch) {

		public Workload {
			patch = Checks.integers(patch);
		}

		/** The workload of a task as NVIDIA measures it. */
		public static Workload of(final int task, final int dimensions) {
			return new Workload(task, dimensions, null, 0, 0, List.of());
		}
	}

	/** NVIDIA's numbers of steps (recipe-nvidia.md 1.9). */
	public static final int WARMUP_STEPS = 100, BENCH_STEPS = 200;

	/** The name that NVIDIA's script gives the file. */
	public static final String LOG_NAME = "perf.json";

	/** NVIDIA's benchmark of a workload: float32, {@value #BENCH_STEPS} steps, no file. */
	public static BenchmarkOptions of(final Mode mode, final Workload workload) {
		return new BenchmarkOptions(mode, workload, Precision.FP32, false, WARMUP_STEPS, BENCH_STEPS, new Hardware("auto",
			0, false), null, LOG_NAME);
	}

	/** The same with other numbers of steps. */
	public BenchmarkOptions withSteps(final int warmup, final int last) {
		return new BenchmarkOptions(mode, workload, precision, copy, warmup, last, hardware, results, logName);
	}

	/** The same on other hardware. */
	public BenchmarkOptions withHardware(final Hardware other) {
		return new BenchmarkOptions(mode, workload, precision, copy, warmupSteps, benchSteps, other, results, logName);
	}

	/** All problems with these options; empty if they are valid. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.given("mode", mode, "Give train or predict.");
		checks.range("task", workload.task(), 1, TaskNetwork.TASKS);
		checks.that(workload.dimensions() == 2 || workload.dimensions() == 3, "dim", "is " + workload.dimensions() + ".",
			"Give 2 or 3.");
		checks.atLeast("batchsize", workload.batchSize(), 0, "Give a number of samples, or 0 for the usual one.");
		checks.atLeast("features", workload.features(), 0, "Give a number of feature maps, or 0 for the network's own.");
		if (!workload.patch().isEmpty()) checks.positive("patch", workload.patch(), workload.dimensions(), "Give " +
			workload.dimensions() + " numbers above 0, or none.");
		if (workload.data() != null) checks.folder("data", workload.data(),
			"Give a folder that preprocess wrote, or none.");
		checks.atLeast("warmupsteps", warmupSteps, 0, "Give a number of steps, such as " + WARMUP_STEPS + ".");
		checks.that(benchSteps > warmupSteps, "benchsteps", "is " + benchSteps + ", and the first " + warmupSteps +
			" steps are not measured.", "Give a number above warmupsteps.");
		hardware.check(checks);
		if (results != null) checks.outputFolder("results", results, "Give a folder for the result, or none.");
		checks.that(logName != null && logName.matches("[^/\\\\\\p{Cntrl}\\p{Cs}]+"), "logname", "is '" + logName + "'.",
			"Give the name of a file, such as " + LOG_NAME + ".");
		return checks.problems();
	}
}
