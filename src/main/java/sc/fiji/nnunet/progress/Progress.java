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
package sc.fiji.nnunet.progress;

import java.util.function.Consumer;

/**
 * A listener to a long job, which reports to it what it is doing and asks it whether to stop.
 * <p>
 * The job calls {@link #update} often, {@link #message} for lines that are worth keeping, and {@link #cancelled()} or
 * {@link #check()} between units of work: one training step, one tile, one case. Nested jobs get a {@link #part}. All
 * methods may be called from any thread.
 * </p>
 */
public interface Progress {

	/**
	 * Reports how far the job has come.
	 *
	 * @param fraction the share of the work that is done, from 0 to 1
	 * @param status what is being done now, one short line; the next call replaces it
	 */
	void update(double fraction, String status);

	/** Reports a line that stays, as in a log. */
	void message(String line);

	/** Whether the user wants the job to end; once true it stays true. */
	boolean cancelled();

	/** Throws {@link CancelledException} if the user wants the job to end. */
	default void check() {
		if (cancelled()) throw new CancelledException();
	}

	/** The progress of a sub-job that covers the share from..to of this one. */
	default Progress part(final double from, final double to) {
		return new ForwardingProgress(this) {

			@Override
			public void update(final double fraction, final String status) {
				super.update(from + (to - from) * fraction, status);
			}
		};
	}

	/** The same progress for a named part of the job: each status and line begins with the prefix. */
	default Progress prefixed(final String prefix) {
		return new ForwardingProgress(this) {

			@Override
			public void update(final double fraction, final String status) {
				super.update(fraction, prefix + status);
			}

			@Override
			public void message(final String line) {
				super.message(prefix + line);
			}
		};
	}

	/**
	 * The same progress with a bar that never goes back, for a job whose threads overtake each other or that begins anew.
	 */
	default Progress monotonic() {
		return new ForwardingProgress(this) {

			private double reached;

			@Override
			public synchronized void update(final double fraction, final String status) {
				reached = Math.max(reached, fraction);
				super.update(reached, status);
			}
		};
	}

	/** The same progress, but its lines are told to somebody else. */
	default Progress telling(final Consumer<String> lines) {
		return new ForwardingProgress(this) {

			@Override
			public void message(final String line) {
				lines.accept(line);
			}
		};
	}

	/** The same progress for what somebody else reports, or nobody: it is asked whether to end, and told nothing. */
	default Progress silent() {
		return new ForwardingProgress(this) {

			@Override
			public void update(final double fraction, final String status) {
				// somebody else reports it
			}

			@Override
			public void message(final String line) {
				// somebody else reports it
			}
		};
	}

	/** A progress that shows nothing and is never cancelled. */
	static Progress none() {
		return new Progress() {

			@Override
			public void update(final double fraction, final String status) {
				// nobody listens
			}

			@Override
			public void message(final String line) {
				// nobody listens
			}

			@Override
			public boolean cancelled() {
				return false;
			}
		};
	}
}
