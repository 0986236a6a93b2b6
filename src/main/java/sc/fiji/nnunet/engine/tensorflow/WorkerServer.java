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

import org.tensorflow.Server;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.ServerDef;

import sc.fiji.nnunet.engine.WorkerLostException;
import sc.fiji.nnunet.engine.Workers;

/**
 * TensorFlow's server of this worker, through which its graphs reach those of the others.
 * <p>
 * NB: it is never stopped: TensorFlow cannot shut a server down in a clean way, and ends the process if it is asked to.
 * It also listens on all network interfaces and knows no password, whatever address it is given; who may join is decided
 * before it starts.
 * </p>
 */
final class WorkerServer {

	private static final String JOB = "worker";

	private final Workers workers;
	private final ConfigProto config;
	private final Server server;
	private final String hint;

	/**
	 * Starts the server.
	 *
	 * @param base threads and devices
	 * @param hint the implementation of sums over workers: nccl or ring
	 * @throws IllegalStateException if its port cannot be used
	 */
	WorkerServer(final Workers workers, final ConfigProto base, final String hint) {
		this.workers = workers;
		this.hint = hint;
		config = joined(base);
		final JobDef.Builder job = JobDef.newBuilder().setName(JOB);
		for (int rank = 0; rank < workers.count(); rank++)
			job.putTasks(rank, workers.addresses().get(rank));
		try {
			server = new Server(ServerDef.newBuilder().setCluster(ClusterDef.newBuilder().addJob(job)).setJobName(JOB)
				.setTaskIndex(workers.rank()).setProtocol("grpc").setDefaultSessionConfig(config).build());
			server.start();
		}
		catch (final TensorFlowException exc) {
			throw new IllegalStateException("TensorFlow's server cannot listen on port " + port() + " (" + exc.getMessage() +
				").", exc);
		}
	}

	private String port() {
		final String address = workers.addresses().get(workers.rank());
		return address.substring(address.lastIndexOf(':') + 1);
	}

	/** Where sessions find this server. NB: by this very name they do so without a connection. */
	String target() {
		return "grpc://localhost:" + port();
	}

	/** The configuration of a session on this server. */
	ConfigProto joined(final ConfigProto base) {
		// NB: with the filter, a session does not wait for the servers of the others; its threads are those of the server
		return base.toBuilder().clearUsePerSessionThreads().addDeviceFilters("/job:" + JOB + "/task:" + workers.rank())
			.setExperimental(base.getExperimental().toBuilder().setCollectiveGroupLeader("/job:" + JOB +
				"/replica:0/task:0")).build();
	}

	boolean isFirst() {
		return workers.isFirst();
	}

	/** The sums over workers in graphs of this server. */
	Collectives collectives() {
		return new Collectives(workers.count(), hint, workers.exchange());
	}

	/** What a failure of a step that others take part in means. */
	WorkerLostException lost(final TensorFlowException failure) {
		final String text = failure.getMessage() == null ? failure.toString() : failure.getMessage().lines().findFirst()
			.orElse("");
		final String missing = workers.missing();
		final String what = !missing.isEmpty() ? missing : text.contains("timed out")
			? "Another worker did not answer within " + workers.exchange().seconds() +
				" s: it hangs, or cannot be reached at its address among " + workers.addresses() + "."
			: "Another worker was lost (" + text + ").";
		return new WorkerLostException("Worker " + workers.rank() + " of " + workers.count() + " ends. " + what, failure);
	}

	@Override
	public String toString() {
		return server + " at " + target() + ", sums by " + hint + ", with " + config;
	}
}
