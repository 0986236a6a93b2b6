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

import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;

/** Base class of commands that train with several processes. */
abstract class TogetherCommand extends ValidationCommand {

	@Parameter(label = "GPUs", persist = false, required = false, min = "1", attrs = @Attr(name = ADVANCED),
		description = "Number of GPUs of this machine that train one network, each in a process of its own; with " +
			"device=cpu, number of processes.")
	private int gpus = 1;

	@Parameter(label = "Workers", persist = false, required = false,
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Machines that train one network: host1,host2:PORT, or auto for the variables of srun, torchrun, " +
			"mpirun or TF_CONFIG. Empty: this one alone.")
	private String workers = "";

	@Parameter(label = "Rank", persist = false, required = false, min = "0",
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Number of this machine in the list of workers, from 0.")
	private int rank;

	@Parameter(label = "Restarts", persist = false, required = false, min = "0",
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "How often all processes are started again from the last checkpoint after one was lost.")
	private int restarts = TeamOptions.ALONE.restarts();

	@Parameter(label = "Secret file", persist = false, required = false,
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Text file by which workers know each other. Empty: worker 0 makes one in the results folder.")
	private File secretfile;

	@Parameter(label = "Trust the network", persist = false, required = false,
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Accepts public addresses, on which TensorFlow's server is open to everybody who can reach it.")
	private boolean trustnetwork;

	@Parameter(label = "Bind to cores", persist = false, required = false,
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Binds each process to cores near its card, by taskset of Linux; the log says to which, or why not.")
	private boolean bind;

	@Parameter(label = "All-reduce", persist = false, required = false,
		attrs = { @Attr(name = Choices.OFFERS, value = Choices.REDUCTIONS), @Attr(name = ADVANCED), @Attr(
			name = UNASKED) },
		description = "How gradients are summed. auto: by NCCL between GPUs if it passes a trial, else in a ring.")
	private String allreduce = "auto";

	@Parameter(label = "Half-precision gradients", persist = false, required = false,
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Sends gradients as bfloat16, which halves the traffic between workers.")
	private boolean halfgradients;

	@Parameter(label = "Start limit", persist = false, required = false, min = "1",
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Seconds that workers wait for each other at the start and in the first step.")
	private int startseconds = TeamOptions.ALONE.exchange().firstSeconds();

	@Parameter(label = "Step limit", persist = false, required = false, min = "1",
		attrs = { @Attr(name = ADVANCED), @Attr(name = UNASKED) },
		description = "Seconds after which a silent worker counts as lost.")
	private int stepseconds = TeamOptions.ALONE.exchange().seconds();

	@Override
	TrainOptions.Builder training() throws ProblemException {
		return super.training().team(TeamOptions.builder().gpus(gpus).workers(workers.trim(), rank).restarts(restarts)
			.admits(Inputs.path(secretfile), trustnetwork).bind(bind).allReduce(allreduce, halfgradients)
			.seconds(startseconds, stepseconds).build());
	}
}
