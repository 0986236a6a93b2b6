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
package sc.fiji.nnunet.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The place of this process among the workers, from the environment variables that launchers set: TensorFlow's TF_CONFIG,
 * torchrun, MPI (Open MPI, MPICH and relatives) and SLURM's srun.
 */
public final class Launcher {

	private static final String CURE = "Start it with srun, mpirun or torchrun, or name the workers: workers=host1,host2 rank=0.";

	/** SLURM: ports of a job step begin at a multiple of this, so that jobs on one machine do not collide. */
	private static final int STRIDE = 16;

	/** SLURM: the lowest port, and the number of places for jobs below the ports that Linux gives to clients. */
	private static final int LOWEST = 20000, PLACES = 798;

	private final Map<String, String> variables;

	private Launcher(final Map<String, String> variables) {
		this.variables = variables;
	}

	/**
	 * Reads the place of this process.
	 *
	 * @param variables the environment
	 * @throws ProblemException if no launcher has set its variables, or they do not make sense
	 */
	public static Place place(final Map<String, String> variables) throws ProblemException {
		final Launcher launcher = new Launcher(variables);
		try {
			final Optional<Place> place = launcher.tensorFlow().or(launcher::torchrun).or(launcher::mpi).or(launcher::slurm);
			if (place.isEmpty()) throw new ProblemException(new Problem("workers",
				"is auto, but this process was started without a launcher of several processes.", CURE));
			final Place found = place.get();
			if (found.count() < 1 || found.rank() < 0 || found.rank() >= found.count() || found.localRank() < 0)
				throw new IllegalArgumentException("rank " + found.rank() + " (" + found.localRank() + " on its machine) of " +
					found.count() + " is impossible");
			return found;
		}
		catch (final IllegalArgumentException e) {
			throw new ProblemException(new Problem("workers", "is auto, but the launcher's variables are unusable: " + e
				.getMessage() + ".", CURE));
		}
	}

	private boolean has(final String name) {
		return variables.get(name) != null && !variables.get(name).isBlank();
	}

	private String text(final String name, final String otherwise) {
		return has(name) ? variables.get(name).trim() : otherwise;
	}

	private int number(final String name, final int otherwise) {
		if (!has(name)) return otherwise;
		try {
			return Integer.parseInt(variables.get(name).trim());
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(name + " is '" + variables.get(name) + "'", e);
		}
	}

	/** {@code {"cluster": {"worker": ["host:port", …]}, "task": {"type": "worker", "index": 0}}}. */
	private Optional<Place> tensorFlow() {
		if (!has("TF_CONFIG")) return Optional.empty();
		final JsonObject task;
		final List<String> hosts = new ArrayList<>();
		try {
			final JsonObject config = Json.parse(variables.get("TF_CONFIG")).getAsJsonObject();
			final JsonObject cluster = config.getAsJsonObject("cluster");
			task = config.getAsJsonObject("task");
			// NB: a chief is worker 0 and the others follow, as in TensorFlow
			for (final String kind : List.of("chief", "worker"))
				if (cluster.has(kind)) for (final JsonElement host : cluster.getAsJsonArray(kind))
					hosts.add(host.getAsString());
			final boolean behind = cluster.has("chief") && task.get("type").getAsString().equals("worker");
			return Optional.of(Hosts.place(hosts, task.get("index").getAsInt() + (behind ? 1 : 0)));
		}
		catch (final RuntimeException e) {
			throw new IllegalArgumentException("TF_CONFIG has no cluster of workers with this task (" + e.getMessage() + ")",
				e);
		}
	}

	/** NB: torchrun itself listens on MASTER_PORT. */
	private Optional<Place> torchrun() {
		if (!has("RANK") || !has("WORLD_SIZE")) return Optional.empty();
		return Optional.of(Place.after(number("RANK", 0), number("WORLD_SIZE", 1), number("LOCAL_RANK", 0), text(
			"MASTER_ADDR", "localhost"), number("MASTER_PORT", Place.PORT) + 1, ""));
	}

	private Optional<Place> mpi() {
		final boolean open = has("OMPI_COMM_WORLD_RANK");
		if (!open && !(has("PMI_RANK") && !has("SLURM_PROCID"))) return Optional.empty();
		final int rank = number(open ? "OMPI_COMM_WORLD_RANK" : "PMI_RANK", 0);
		final int count = number(open ? "OMPI_COMM_WORLD_SIZE" : "PMI_SIZE", 1);
		final int local = number(open ? "OMPI_COMM_WORLD_LOCAL_RANK" : "MPI_LOCALRANKID", rank);
		final boolean together = number(open ? "OMPI_COMM_WORLD_LOCAL_SIZE" : "MPI_LOCALNRANKS", count) == count;
		final String node = has("SLURM_JOB_NODELIST") ? HostList.expand(variables.get("SLURM_JOB_NODELIST")).get(0) : "";
		final String first = text("MASTER_ADDR", together ? "localhost" : node);
		if (first.isEmpty()) throw new IllegalArgumentException(
			"MPI does not say on which host worker 0 is, so MASTER_ADDR is needed (mpirun -x MASTER_ADDR=host1)");
		return Optional.of(Place.after(rank, count, local, first, number("MASTER_PORT", port()), ""));
	}

	private Optional<Place> slurm() {
		// NB: only srun's steps have SLURM_STEP_NUM_TASKS; a batch script itself is one process
		if (!has("SLURM_PROCID") || !has("SLURM_STEP_NUM_TASKS")) return Optional.empty();
		final List<String> nodes = HostList.expand(text("SLURM_STEP_NODELIST", text("SLURM_JOB_NODELIST", text(
			"SLURM_NODELIST", "localhost"))));
		final int node = number("SLURM_NODEID", 0);
		if (node >= nodes.size()) throw new IllegalArgumentException("SLURM_NODEID is " + node + " of " + nodes);
		return Optional.of(Place.after(number("SLURM_PROCID", 0), number("SLURM_STEP_NUM_TASKS", 1), number("SLURM_LOCALID",
			0), nodes.get(0), number("MASTER_PORT", port()), nodes.get(node)));
	}

	/** A port that other jobs on the same machines do not use. */
	private int port() {
		if (!has("SLURM_JOB_ID")) return Place.PORT;
		return LOWEST + STRIDE * (int) ((number("SLURM_JOB_ID", 0) + 97L * number("SLURM_STEP_ID", 0)) % PLACES);
	}
}
