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

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Runs the workers of one machine as processes. If one of them ends before its work is done, all are ended and started
 * again, up to a number of times; what they have saved, they find again.
 * <p>
 * Each process reads its standard input until that ends, which tells it to stop: so none of them outlives the supervisor.
 * </p>
 */
public final class Supervisor {

	private static final int TAIL = 30, PAUSE = 100;

	/** How long workers may take to save their work when they are told to stop, in seconds. */
	private static final int GRACE = 120;

	/** Exit codes of processes above this one name a signal. */
	private static final int SIGNAL = 128;

	/** How a process is started. */
	public interface Starter {

		/**
		 * Starts a worker.
		 *
		 * @param number its number on this machine
		 * @param again whether earlier workers had begun their work, which this one continues
		 */
		Process start(int number, boolean again) throws IOException;
	}

	private final int count;
	private final int restarts;
	private final int start;
	private final int silence;
	private final Starter starter;
	private final Executor executor;
	private final Progress progress;

	private boolean begun;
	private String result;

	/** A worker process and the end of its output. */
	private static final class Child {

		private final int number;
		private final Process process;
		private final Deque<String> tail = new ArrayDeque<>();
		private final CountDownLatch read = new CountDownLatch(1);
		private volatile String failure;
		private volatile long heard = System.nanoTime();
		private volatile boolean alive;

		private Child(final int number, final Process process) {
			this.number = number;
			this.process = process;
		}
	}

	/**
	 * @param count the number of workers on this machine
	 * @param restarts how often they are started again
	 * @param start how long a worker may take to show the first sign of life, in seconds
	 * @param silence how long a worker may show no sign of life, in seconds, before it counts as dead
	 * @param executor reads their output: one task for each worker
	 * @param progress shows what the first of them reports
	 */
	public Supervisor(final int count, final int restarts, final int start, final int silence, final Starter starter,
		final Executor executor, final Progress progress)
	{
		this.count = count;
		this.restarts = restarts;
		this.start = start;
		this.silence = silence;
		this.starter = starter;
		this.executor = executor;
		this.progress = progress;
	}

	/**
	 * Runs the workers to the end.
	 *
	 * @return the result of the first one; null if they were cancelled before they began
	 * @throws ProblemException if their input cannot be used
	 * @throws IOException if they failed more often than they may be started again
	 */
	public String run() throws IOException {
		for (int attempt = 0;; attempt++) {
			final List<Child> children = new ArrayList<>();
			try {
				for (int number = 0; number < count; number++)
					children.add(start(number));
				final Child failed = await(children);
				if (failed == null) return result;
				final String what = describe(failed);
				// NB: starting it again is no cure
				if (failed.process.exitValue() == ProblemException.EXIT_CODE) throw new ProblemException(new Problem(
					"worker " + failed.number + " of this machine", failed.failure == null ? what : failed.failure, ""));
				if (attempt == restarts) throw new IOException(what + (restarts == 0 ? "" :
					" The workers were started again " + restarts + " times, which is what restarts allows.") +
						" The same command resumes from the last checkpoint.");
				progress.message(what + " All workers of this machine are started again from the last checkpoint (" + (attempt +
					1) + " of " + restarts + ").");
			}
			finally {
				for (final Child child : children)
					end(child);
			}
		}
	}

	private Child start(final int number) throws IOException {
		final Child child = new Child(number, starter.start(number, begun));
		executor.execute(() -> read(child));
		return child;
	}

	private void read(final Child child) {
		try (BufferedReader lines = child.process.inputReader()) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				final Event event = Event.of(line);
				child.heard = System.nanoTime();
				child.alive = true;
				if (event != null) take(child, event);
				else synchronized (child.tail) {
					child.tail.add(line);
					if (child.tail.size() > TAIL) child.tail.remove();
				}
			}
		}
		catch (final IOException e) {
			child.failure = child.failure == null ? e.getMessage() : child.failure;
		}
		finally {
			child.read.countDown();
		}
	}

	private synchronized void take(final Child child, final Event event) {
		if (event.failure() != null) child.failure = event.failure();
		if (event.message() != null && child.number == 0) progress.message(event.message());
		if (event.status() == null && event.result() == null) return;
		begun = true;
		if (event.status() != null) progress.update(event.fraction(), event.status());
		if (event.result() != null && child.number == 0) result = event.result();
	}

	/** Waits until all have ended well, or one has not; it is returned. */
	private Child await(final List<Child> children) throws IOException {
		long told = 0;
		while (true) {
			boolean running = false;
			for (final Child child : children) {
				final boolean alive = child.process.isAlive();
				running |= alive;
				if (!alive && child.process.exitValue() != 0) return worst(children);
				final int limit = child.alive ? silence : start;
				if (alive && seconds(child.heard) > limit) {
					child.failure = "has shown no sign of life for " + limit + " s";
					child.process.destroyForcibly();
				}
			}
			if (!running) {
				pause(child -> child.read.await(GRACE, TimeUnit.SECONDS), children);
				return null;
			}
			if (progress.cancelled() && told == 0) {
				told = System.nanoTime();
				for (final Child child : children)
					child.process.getOutputStream().close();
			}
			if (told != 0 && seconds(told) > GRACE) throw new IOException("The workers were told to stop, but did not within " +
				GRACE + " s. The same command resumes from the last checkpoint.");
			pause(child -> Thread.sleep(PAUSE / count), children);
		}
	}

	private static double seconds(final long since) {
		return (System.nanoTime() - since) / 1e9;
	}

	/** The worker that is the cause, among those that failed: the others end because of it, shortly after. */
	private Child worst(final List<Child> children) {
		pause(child -> child.process.waitFor(PAUSE * 10L / count, TimeUnit.MILLISECONDS), children);
		Child worst = null;
		for (final Child child : children) {
			if (child.process.isAlive() || child.process.exitValue() == 0) continue;
			if (worst == null || rank(child) > rank(worst)) worst = child;
		}
		return worst;
	}

	private static int rank(final Child child) {
		final int code = child.process.exitValue();
		return code == ProblemException.EXIT_CODE ? 3 : code > SIGNAL ? 2 : 1;
	}

	private String describe(final Child child) {
		pause(one -> one.read.await(1, TimeUnit.SECONDS), List.of(child));
		final int code = child.process.exitValue();
		final String who = "Worker " + child.number + " of this machine (process " + child.process.pid() + ") ";
		if (child.failure != null) return who + (child.failure.startsWith("has ") ? child.failure + "." : "failed: " +
			child.failure);
		final String tail;
		synchronized (child.tail) {
			tail = String.join("\n", child.tail);
		}
		return who + (code > SIGNAL ? "was killed by signal " + (code - SIGNAL) + "." : "ended with code " + code + (tail
			.isEmpty() ? "." : ":\n" + tail));
	}

	/** Ends a worker, if it has not ended itself. */
	private static void end(final Child child) {
		child.process.destroyForcibly();
		boolean interrupted = false;
		while (child.process.isAlive())
			try {
				child.process.waitFor();
			}
			catch (final InterruptedException e) {
				interrupted = true;
			}
		if (interrupted) Thread.currentThread().interrupt();
	}

	/** Something that waits for a worker. */
	private interface Wait {

		void on(Child child) throws InterruptedException;
	}

	private static void pause(final Wait wait, final List<Child> children) {
		try {
			for (final Child child : children)
				wait.on(child);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancelledException();
		}
	}
}
