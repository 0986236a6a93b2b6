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

import java.nio.file.Files;
import java.nio.file.Path;

import com.google.gson.annotations.JsonAdapter;

import sc.fiji.nnunet.engine.Exchange;
import sc.fiji.nnunet.problem.Checks;

/**
 * Several processes that train one network.
 *
 * @param gpus the number of processes on this machine, with a GPU each unless the device is the CPU
 * @param workers empty = this machine alone; auto = as the launcher's variables say; or host1[:port],host2[:port],…
 * @param rank the number of this machine in that list
 * @param restarts how often all processes are started again after one was lost
 * @param secretFile a file with a secret that all workers know; null = one in the results folder that all share
 * @param trustNetwork whether public addresses are accepted
 * @param bind whether each worker is bound to cores near its card
 * @param exchange how gradients are exchanged
 */
public record TeamOptions(int gpus, String workers, int rank, int restarts,
	@JsonAdapter(PathText.class) Path secretFile, boolean trustNetwork, boolean bind, Exchange exchange)
{

	/** The word for the launcher's variables. */
	public static final String AUTO = "auto";

	/** One process. */
	public static final TeamOptions ALONE = new TeamOptions(1, "", 0, 3, null, false, false, Exchange.DEFAULT);

	private static final int MOST_GPUS = 64, MOST_RESTARTS = 10_000, LONGEST = 86_400;

	/** Whether there is more than one process, or may be. */
	public boolean several() {
		return gpus > 1 || !workers.isBlank();
	}

	void check(final Checks checks) {
		checks.range("gpus", gpus, 1, MOST_GPUS, "Give the number of GPUs of this machine that train together, from 1 to " +
			MOST_GPUS + ".");
		checks.given("workers", workers, "Give auto, or host names separated by commas, or nothing.");
		checks.atLeast("rank", rank, 0, "Give the number of this machine in the list of workers, from 0.");
		checks.range("restarts", restarts, 0, MOST_RESTARTS, "Give 0 for never, or a number.");
		if (secretFile != null) checks.that(Files.isRegularFile(secretFile), "secretfile", secretFile + " is not a file.",
			"Give a text file that only you can read, the same for all workers.");
		checks.given("allreduce", exchange.way(), "Give one of auto, ring, nccl.");
		checks.range("startseconds", exchange.firstSeconds(), 1, LONGEST, "Give a number of seconds up to a day.");
		checks.range("stepseconds", exchange.seconds(), 1, LONGEST, "Give a number of seconds up to a day.");
	}

	/** A builder with the default values. */
	public static Builder builder() {
		return new Builder();
	}

	/** A builder: each method sets the option of that name. */
	public static final class Builder {

		private int gpus = ALONE.gpus;
		private String workers = ALONE.workers;
		private int rank;
		private int restarts = ALONE.restarts;
		private Path secretFile;
		private boolean trustNetwork;
		private boolean bind;
		private Exchange exchange = ALONE.exchange;

		public Builder gpus(final int v) {
			gpus = v;
			return this;
		}

		public Builder workers(final String v, final int number) {
			workers = v;
			rank = number;
			return this;
		}

		public Builder restarts(final int v) {
			restarts = v;
			return this;
		}

		/** Who may join: those who know the secret in a file, which is null for one that worker 0 makes. */
		public Builder admits(final Path file, final boolean publicAddresses) {
			secretFile = file;
			trustNetwork = publicAddresses;
			return this;
		}

		public Builder bind(final boolean v) {
			bind = v;
			return this;
		}

		/** How gradients are exchanged: auto, ring or nccl, and whether they are sent in half precision. */
		public Builder allReduce(final String way, final boolean half) {
			exchange = new Exchange(new Checks().choice("allreduce", way, Exchange.Way.class), half, exchange.firstSeconds(),
				exchange.seconds());
			return this;
		}

		/** How long the workers wait for each other in the first step and later. */
		public Builder seconds(final int first, final int later) {
			exchange = new Exchange(exchange.way(), exchange.half(), first, later);
			return this;
		}

		public TeamOptions build() {
			return new TeamOptions(gpus, workers, rank, restarts, secretFile, trustNetwork, bind, exchange);
		}
	}
}
