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
package sc.fiji.nnunet.command;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import sc.fiji.nnunet.NnUNet;
import sc.fiji.nnunet.benchmark.BenchmarkOptions;
import sc.fiji.nnunet.benchmark.BenchmarkResult;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** Measures the speed of training or prediction: {@link NnUNet#benchmark}. Options as in recipe-nvidia.md 1.9. */
@Plugin(type = Command.class, menuPath = NnUNetCommand.MENU + "nnU-Net Benchmark", headless = true,
	description = "Measures training steps or forward passes of a network on this computer. " +
		"Reports images per second, times and memory, beside the figures that NVIDIA published.")
public class Benchmark extends WorkloadCommand {

	@Parameter(label = "Measure", persist = false, required = false, choices = { "train", "predict" },
		description = "Training steps, or forward passes of a network with random weights.")
	private String mode = "train";

	@Parameter(label = "Precision", persist = false, required = false, attrs = { @Attr(name = Choices.OFFERS,
		value = Choices.PRECISIONS), @Attr(name = ALIAS, value = "precision") },
		description = "Arithmetic of the convolutions. auto or true: the fastest one that passes a self-test; false: fp32.")
	private String amp = "false";

	@Parameter(label = "XLA", persist = false, required = false, description = "Compiles the graph with XLA, for GPUs.")
	private boolean xla;

	@Parameter(label = "Warm-up steps", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Steps before the first one that is measured.")
	private int warmupsteps = BenchmarkOptions.WARMUP_STEPS;

	@Parameter(label = "Last step", persist = false, required = false, min = "1", attrs = @Attr(name = ADVANCED),
		description = "Number of the last step that is measured, counted from 0.")
	private int benchsteps = BenchmarkOptions.BENCH_STEPS;

	@Parameter(label = "GPUs", persist = false, required = false, min = "1", attrs = @Attr(name = ADVANCED),
		description = "Number of devices. Only 1 is possible.")
	private int gpus = 1;

	@Parameter(label = "Copy the result", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "In prediction, counts the copy of images and results between memory and device, as NVIDIA does not.")
	private boolean copy;

	@Parameter(label = "Results", style = "directory", required = false, persist = false,
		attrs = @Attr(name = ADVANCED), description = "Folder for the result as JSON. Empty: none is written.")
	private File results;

	@Parameter(label = "Log name", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Name of the JSON file in that folder.")
	private String logname = BenchmarkOptions.LOG_NAME;

	@Parameter(type = ItemIO.OUTPUT, label = "Images per second")
	private double throughput;

	@Parameter(type = ItemIO.OUTPUT, label = "Milliseconds per step")
	private double latency;

	@Override
	protected List<Problem> check() throws IOException {
		return options().validate();
	}

	@Override
	public void execute(final Progress progress) throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final BenchmarkResult result = nn.benchmark(options(), progress);
			throughput = result.imagesPerSecond();
			latency = result.latency().mean();
		}
	}

	private BenchmarkOptions options() throws ProblemException {
		if (gpus > 1) throw new ProblemException(new Problem("gpus", "is " + gpus + ".", "Give 1."));
		return new BenchmarkOptions(BenchmarkOptions.Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
			workload(), precision(), copy, warmupsteps, benchsteps, new Hardware(device, threads, xla), Inputs
				.path(results), logname);
	}

	private Precision precision() throws ProblemException {
		if (amp.equals("true") || amp.equals("auto")) return null;
		final Checks checks = new Checks();
		final Precision precision = checks.choice("amp", amp.equals("false") ? "fp32" : amp, Precision.class);
		if (!checks.problems().isEmpty()) throw new ProblemException(checks.problems());
		return precision;
	}
}
