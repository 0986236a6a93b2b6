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
package sc.fiji.nnunet;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.cluster.Hosts;
import sc.fiji.nnunet.cluster.Launcher;
import sc.fiji.nnunet.cluster.Place;
import sc.fiji.nnunet.cluster.Supervisor;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.TemporaryFiles;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;

/**
 * A training by several processes: starts those of this machine, each of which is a {@link TrainWorker}, and starts them
 * again if one is lost.
 */
final class TogetherTraining {

	/** The share of the memory that the heaps of all processes may take, in percent. */
	private static final double HEAP = 50;

	/** The largest port at which a search for free ports begins. */
	private static final int HIGHEST = 60_000;

	private final TrainOptions options;
	private final ExecutorService executor;
	private final Progress progress;

	TogetherTraining(final TrainOptions options, final ExecutorService executor, final Progress progress) {
		this.options = options;
		this.executor = executor;
		this.progress = progress;
	}

	/**
	 * Trains to the end, or until the progress is cancelled.
	 *
	 * @throws ProblemException if the workers do not fit together
	 * @throws IOException if they were lost more often than they may be started again
	 */
	TrainResult run() throws IOException {
		final TeamOptions team = options.team();
		final Place machine = machine();
		final Path folder = new TemporaryFiles().folder("nnunet-workers");
		final Supervisor.Starter starter = (number, again) -> start(folder, team.workers().isBlank() ? machine() : machine,
			number, again);
		try {
			return Json.parse(new Supervisor(team.gpus(), team.restarts(), team.exchange().seconds(), starter, task -> Engines
				.thread(task).start(), progress).run(), TrainResultText.class).result();
		}
		finally {
			Leftovers.delete(folder);
		}
	}
}
