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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.cluster.Binding;
import sc.fiji.nnunet.cluster.FreePorts;
import sc.fiji.nnunet.cluster.Hosts;
import sc.fiji.nnunet.cluster.Launcher;
import sc.fiji.nnunet.cluster.Place;
import sc.fiji.nnunet.cluster.Supervisor;
import sc.fiji.nnunet.engine.Cards;
import sc.fiji.nnunet.engine.Hardware;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.file.TemporaryFiles;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.FoldFolder;
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

	/** Held while the workers of a fold run or are started again. */
	static final String LOCK = ".workers.lock";

	private final TrainOptions options;
	private final ExecutorService executor;
	private final Progress progress;
	private Place machine;
	private Cards cards;
	private Binding binding;
	private FreePorts ports;

	TogetherTraining(final TrainOptions options, final ExecutorService executor, final Progress progress) {
		this.options = options;
		this.executor = executor;
		this.progress = progress;
	}

	/**
	 * Trains to the end, or until the progress is cancelled.
	 *
	 * @throws LockedException if another process or other workers train the fold
	 * @throws ProblemException if the workers do not fit together
	 * @throws IOException if they were lost more often than they may be started again
	 */
	TrainResult run() throws IOException {
		machine = machine();
		// NB: beside that of the first worker, which is given back when it is lost, and before it makes the secret
		try (FolderLock lock = machine.rank() > 0 ? null : FolderLock.take(options.foldFolder(), LOCK,
			FoldFolder.TAKEN, FoldFolder.CURE))
		{
			return train();
		}
		finally {
			if (ports != null) ports.close();
		}
	}

	private TrainResult train() throws IOException {
		final TeamOptions team = options.team();
		// NB: nvidia-smi may take seconds
		cards = options.presetHardware().device().equals("cpu") ? new Cards(List.of(), List.of(), null) : Cards.here();
		if (team.bind()) {
			binding = Binding.of(cardOfEach());
			progress.message(binding.words());
		}
		final Path folder = new TemporaryFiles().folder("nnunet-workers");
		final Supervisor.Starter starter = (number, again) -> {
			// NB: the ports of processes that were killed may not be free yet
			if (again && number == 0 && team.workers().isBlank()) machine = machine();
			return start(folder, number, again);
		};
		try {
			final String result = new Supervisor(team.gpus(), team.restarts(), team.exchange().firstSeconds(),
				team.exchange().seconds(), starter,
				task -> Engines.thread(task).start(), progress).run();
			if (result == null) throw new CancelledException();
			if (result.equals(TrainWorker.LOCKED)) throw new LockedException(options.foldFolder(), FoldFolder.TAKEN,
				FoldFolder.CURE);
			return Json.parse(result, TrainResult.class);
		}
		finally {
			Leftovers.delete(folder);
		}
	}

	/** The place of this machine's first worker, as if there were one on each machine. */
	private Place machine() throws IOException {
		if (!options.team().workers().isBlank()) return place(options.team(), System.getenv());
		final FreePorts others = new FreePorts(1 + options.team().gpus());
		if (ports != null) ports.close();
		ports = others;
		return Hosts.place("localhost:" + ports.first(), 0);
	}

	/**
	 * The place of this machine among those of a team.
	 *
	 * @param variables the environment, in which a launcher tells it
	 * @throws ProblemException if it does not, or the list of workers cannot be used
	 */
	static Place place(final TeamOptions team, final Map<String, String> variables) throws ProblemException {
		return team.workers().equals(TeamOptions.AUTO) ? Launcher.place(variables) : Hosts.place(team.workers(), team.rank());
	}

	private Process start(final Path folder, final int number, final boolean again) throws IOException {
		final int each = options.team().gpus();
		final Place place = new Place(machine.rank() * each + number, machine.count() * each, machine.localRank() * each +
			number, machine.first(), machine.port(), machine.host(), machine.enginePort() + machine.localRank() * (each - 1) +
				number);
		final TrainOptions own = (again ? options.resumed() : options).on(hardware(number));
		final Path file = Files.writeString(folder.resolve("options-" + number + ".json"), Json.pageWithNulls(own));
		final List<String> command = new ArrayList<>(binding == null ? List.of() : binding.before(number));
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
			.toString(), "-XX:+UseParallelGC", "-XX:MaxRAMPercentage=" + HEAP / each, "-Djava.awt.headless=true",
			"-Dslf4j.internal.verbosity=ERROR"));
		command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrainWorker.class.getName(), file.toString(),
			Json.line(place)));
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	/** The card of each worker; empty texts for workers that use the processor. */
	private List<String> cardOfEach() throws ProblemException {
		final List<String> each = new ArrayList<>();
		for (int number = 0; number < options.team().gpus(); number++) {
			final String device = hardware(number).device();
			final int card = device.startsWith("gpu:") ? Integer.parseInt(device.substring(4)) : cards.inTurn(machine
				.localRank());
			each.add(device.equals("cpu") || card >= cards.visible().size() ? "" : cards.visible().get(card).uuid());
		}
		return each;
	}

	/** The hardware of a worker: a GPU of its own, or its share of the processor. */
	private Hardware hardware(final int number) throws ProblemException {
		final Hardware all = options.presetHardware();
		final int each = options.team().gpus();
		if (each == 1) return all;
		if (all.device().startsWith("gpu:")) throw new ProblemException(new Problem("device", "is " + all.device() +
			", and gpus is " + each + ".", "Give device=gpu for the first " + each + " GPUs, or device=cpu for processes " +
				"that share the processor."));
		final int threads = all.threads() > 0 ? all.threads() : Math.max(1, Runtime.getRuntime().availableProcessors() /
			each);
		return new Hardware(all.device().equals("cpu") ? "cpu" : "gpu:" + cards.own(machine.localRank() * each, number),
			threads, all.xla());
	}
}
