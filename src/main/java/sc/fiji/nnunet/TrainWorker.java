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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import sc.fiji.nnunet.cluster.Event;
import sc.fiji.nnunet.cluster.Meeting;
import sc.fiji.nnunet.cluster.Peers;
import sc.fiji.nnunet.cluster.Place;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;
import sc.fiji.nnunet.train.Trainer;
import sun.misc.Signal;

/**
 * The main class of a process that trains together with others. It reports by {@link Event}s on its standard output, and
 * saves its work and ends when its standard input does.
 */
public final class TrainWorker implements Progress {

	/** The result of all workers of a fold in which another process trains. */
	static final String LOCKED = "locked";

	/** The signals that end a training in good order: from the terminal, a scheduler and a cluster's time limit. */
	private static final String[] SIGNALS = { "INT", "TERM", "HUP", "USR1" };

	/** The pause between two signs of life, in milliseconds. */
	private static final int PULSE = 500;

	/** The file in the fold's folder that holds the secret of the workers while they meet. */
	private static final String SECRET = ".workers";

	private final PrintStream out;
	private volatile boolean cancelled;

	private TrainWorker(final PrintStream out) {
		this.out = out;
	}

	/** Arguments: a file with the options, and the place among the workers as JSON. */
	public static void main(final String... args) throws IOException {
		final TrainWorker worker = new TrainWorker(System.out);
		final TrainOptions options = Json.parse(Files.readString(Path.of(args[0])), TrainOptions.class);
		for (final String signal : SIGNALS)
			handle(signal, worker);
		Engines.thread(worker::awaitEnd).start();
		Engines.thread(worker::beat).start();
		// NB: not an exit, which would wait for threads of TensorFlow's server, whose peers are gone
		Runtime.getRuntime().halt(worker.run(options, Json.parse(args[1], Place.class)));
	}

	private static void handle(final String signal, final TrainWorker worker) {
		try {
			Signal.handle(new Signal(signal), one -> worker.cancelled = true);
		}
		catch (final IllegalArgumentException e) {
			return; // NB: this system does not have it
		}
	}

	private void awaitEnd() {
		try {
			while (System.in.read() >= 0)
				continue; // NB: nothing is said on it
		}
		catch (final IOException e) {
			cancelled = true;
		}
		cancelled = true;
	}

	private void beat() {
		try {
			while (true) {
				Thread.sleep(PULSE);
				send(new Event(null, null, 0, null, null));
			}
		}
		catch (final InterruptedException e) {
			return; // NB: the process ends
		}
	}

	private int run(final TrainOptions options, final Place place) {
		final ExecutorService executor = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime()
			.availableProcessors()), Engines::thread);
		try {
			send(new Event(null, null, 0, Json.line(train(options, place, executor)), null));
			return 0;
		}
		catch (final LockedException e) {
			// NB: no failure, since all workers know it, and there may be other folds
			send(new Event(null, null, 0, LOCKED, null));
			return 0;
		}
		catch (final ProblemException e) {
			send(new Event(null, null, 0, null, e.getMessage()));
			return ProblemException.EXIT_CODE;
		}
		catch (final CancellationException e) {
			return 0;
		}
		catch (final IOException | RuntimeException | Error e) {
			send(new Event(null, null, 0, null, e.getMessage() == null ? e.toString() : e.getMessage()));
			if (!(e instanceof IOException)) e.printStackTrace(out);
			return 1;
		}
	}

	private TrainResult train(final TrainOptions options, final Place place, final ExecutorService executor)
		throws IOException
	{
		final TeamOptions team = options.team();
		final boolean own = team.secretFile() == null;
		final Path secret = own ? options.foldFolder().resolve(SECRET) : team.secretFile();
		try (Peers peers = new Meeting(place, team.exchange(), secret, own, team.trustNetwork()).join(this)) {
			try (Engine alone = Engines.open(options.presetHardware(), place.localRank());
					Engine engine = TensorFlowEngine.together(alone, peers))
			{
				final TrainResult result = new Trainer(options, engine, executor, this).run();
				peers.gather(""); // NB: nobody's server may disappear before all are done
				return result;
			}
			catch (final IOException | RuntimeException | Error e) {
				peers.leave(e.getMessage() == null ? e.toString() : e.getMessage());
				throw e;
			}
		}
	}

	private synchronized void send(final Event event) {
		out.println(event.line());
		out.flush();
	}

	@Override
	public void update(final double fraction, final String status) {
		send(new Event(null, status, fraction, null, null));
	}

	@Override
	public void message(final String line) {
		send(new Event(line, null, 0, null, null));
	}

	@Override
	public boolean cancelled() {
		return cancelled;
	}
}
