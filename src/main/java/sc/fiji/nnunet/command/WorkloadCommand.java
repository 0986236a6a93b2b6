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

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.benchmark.BenchmarkOptions.Workload;
import sc.fiji.nnunet.problem.ProblemException;

/** Base class of the benchmark, with the options for the network and its samples. */
abstract class WorkloadCommand extends EngineCommand {

	@Parameter(label = "Dimensions", persist = false, required = false, min = "2", max = "3",
		description = "2: slices. 3: volumes.")
	private int dim = 3;

	@Parameter(label = "Task", persist = false, required = false,
		description = "Number of the decathlon task whose network and image size are used.")
	private String task = "01";

	@Parameter(label = "Batch size", persist = false, required = false, min = "0",
		description = "Slices or patches per step. 0: 64 slices or 2 patches, or as planned for the data.")
	private int batchsize;

	@Parameter(label = "Data", style = "directory", required = false, persist = false, attrs = @Attr(name = ADVANCED),
		description = "Folder that nnU-Net Preprocess wrote, whose network and images are used. Empty: noise.")
	private File data;

	@Parameter(label = "Features", persist = false, required = false, min = "0", attrs = @Attr(name = ADVANCED),
		description = "Feature maps of the finest stage. 0: the network's own.")
	private int features;

	@Parameter(label = "Patch", persist = false, required = false, attrs = @Attr(name = ADVANCED),
		description = "Size of a sample, such as 64,64,64. Empty: the network's own.")
	private String patch = "";

	/** The network and its samples. */
	final Workload workload() throws ProblemException {
		final int number = task.matches("\\d{1,2}") ? Integer.parseInt(task) : 0;
		return new Workload(number, dim, Inputs.path(data), batchsize, features, Inputs.integers("patch", patch));
	}
}
