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
package sc.fiji.nnunet.imagej;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A check of answers that reads files, beside the thread of events and only when the user makes a pause.
 * <p>
 * Only the newest answers count: older ones are not checked any more, and what a check of theirs still finds is not
 * shown.
 * </p>
 */
final class PausedCheck implements AutoCloseable {

	/** Milliseconds without a change before a check begins. */
	static final long PAUSE = 300;

	/** Finds what is wrong with answers. */
	interface Check {

		/** Input names and what is wrong with them. */
		Map<String, String> problems(Map<String, String> answers) throws Exception;
	}

	/** Runs a task later, on a thread that may wait for files. */
	interface Background {

		void run(Runnable task, long millis);
	}

	private final Check check;
	private final Background background;
	private final Executor events;
	private final Consumer<Map<String, String>> display;

	/** The number of the newest answers. */
	private final AtomicLong newest = new AtomicLong();

	/**
	 * @param check runs in the background
	 * @param events runs what belongs on the thread of events
	 * @param display gets what is wrong, on the thread of events
	 */
	PausedCheck(final Check check, final Background background, final Executor events,
		final Consumer<Map<String, String>> display)
	{
		this.check = check;
		this.background = background;
		this.events = events;
		this.display = display;
	}

	/** Checks answers after a pause. */
	void changed(final Map<String, String> answers) {
		later(answers, PAUSE);
	}

	/** Checks answers as soon as the background can. */
	void now(final Map<String, String> answers) {
		later(answers, 0);
	}

	private void later(final Map<String, String> answers, final long pause) {
		final long number = newest.incrementAndGet();
		final Map<String, String> copy = Map.copyOf(answers);
		background.run(() -> {
			if (number == newest.get()) check(copy, number);
		}, pause);
	}

	private void check(final Map<String, String> answers, final long number) {
		final Map<String, String> found = problems(answers);
		events.execute(() -> {
			if (number == newest.get()) display.accept(found);
		});
	}

	/** NB: a check that fails by itself keeps nobody from trying; the command says what is wrong. */
	private Map<String, String> problems(final Map<String, String> answers) {
		try {
			return check.problems(answers);
		}
		catch (final Exception e) {
			return Map.of();
		}
	}

	/** From now on nothing is checked or shown. */
	@Override
	public void close() {
		newest.incrementAndGet();
	}
}
