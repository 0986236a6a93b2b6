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
package sc.fiji.nnunet.brush;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.swing.SwingUtilities;

import sc.fiji.nnunet.paint.LiveRequest.Wish;
import sc.fiji.nnunet.paint.LiveState;

/**
 * The thread that does what a window wants of a {@link Session}, one after the other, and watches the learner.
 */
final class Disk {

	/** What is told to the window, on Swing's thread. */
	interface Listener {

		/** A slice was read. */
		void seen(SliceView view);

		/** The learner has said something, or the paint has changed. */
		void state(LiveState state, List<String> unpainted);

		/** A wish was granted. */
		void granted(Wish wish, LiveState state);

		/** Something went wrong. */
		void failed(Throwable failure);
	}

	/** Work with the disk. */
	@FunctionalInterface
	interface Job {

		/** Does it, on the thread of the disk. */
		void run(Session session) throws IOException;
	}

	private static final int POLL_MILLIS = 500;

	/** A learner ends if it has not heard of its window for 30 seconds. */
	private static final long HEARTBEAT_NANOS = 2_000_000_000L;

	private final Session session;
	private final Listener listener;
	private final ScheduledExecutorService thread;
	private Sheet sheet;
	private Place place;
	private long asked = System.nanoTime() - HEARTBEAT_NANOS;
	private int round = -1;
	private String told = "";

	Disk(final Session session, final Listener listener) {
		this.session = session;
		this.listener = listener;
		thread = Executors.newSingleThreadScheduledExecutor(work -> {
			final Thread one = new Thread(work, "nnU-Net painting");
			one.setDaemon(true);
			return one;
		});
		thread.scheduleWithFixedDelay(() -> tell(this::poll), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
	}

	/** Work that may fail. */
	private interface Failing {

		void run() throws IOException;
	}

	private void tell(final Failing work) {
		try {
			work.run();
		}
		catch (final IOException | RuntimeException | Error e) {
			SwingUtilities.invokeLater(() -> listener.failed(e));
		}
	}

	/** Does something when its turn has come. */
	void run(final Job job) {
		thread.execute(() -> tell(() -> job.run(session)));
	}

	/** Adds the stroke of a number. */
	void stroke(final int number, final Job job) {
		run(one -> {
			try {
				job.run(one);
			}
			finally {
				session.counted(number);
			}
		});
	}

	/** Reads a slice, which is the visible one from now on. */
	void look(final Sheet visible, final Place at) {
		run(one -> {
			final boolean moved = visible != sheet || !at.equals(place);
			sheet = visible;
			place = at;
			if (moved) request();
			view();
			state(session.state());
		});
	}

	private void view() throws IOException {
		final SliceView view = session.view(sheet, place);
		SwingUtilities.invokeLater(() -> listener.seen(view));
	}

	private void request() throws IOException {
		asked = System.nanoTime();
		session.request(sheet, place);
	}

	/** Wants something of the learner. */
	void wish(final Wish wish) {
		run(one -> {
			session.wish(wish);
			if (sheet != null) request();
		});
	}

	private void poll() throws IOException {
		if (sheet == null) return;
		if (System.nanoTime() - asked >= HEARTBEAT_NANOS) request();
		final LiveState state = session.state();
		if (state == null) return;
		if (state.round() != round) view();
		round = state.round();
		final Wish granted = session.granted(state);
		if (granted != Wish.NONE) {
			view();
			SwingUtilities.invokeLater(() -> listener.granted(granted, state));
		}
		state(state);
	}

	private void state(final LiveState state) throws IOException {
		final List<String> unpainted = session.unpainted();
		// NB: Swing need not draw again what has not changed
		final String now = state + " " + unpainted;
		if (now.equals(told)) return;
		told = now;
		SwingUtilities.invokeLater(() -> listener.state(state, unpainted));
	}

	/** Ends the learner and closes the project when everything before is done. */
	void close() {
		run(one -> {
			session.wish(Wish.STOP);
			if (sheet != null) request();
			session.close();
		});
		thread.shutdown();
	}

	/** Whether the project is closed, for which it waits at most so many seconds. */
	boolean isClosedWithin(final long seconds) throws InterruptedException {
		return thread.awaitTermination(seconds, TimeUnit.SECONDS);
	}
}
