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
package sc.fiji.nnunet.cli;

import java.io.PrintStream;
import java.util.Locale;

import sc.fiji.nnunet.call.HostProgress;
import sc.fiji.nnunet.problem.Problem;

/** Prints progress as plain lines, for files and pipes: the status every few seconds, not at every step. */
final class LineProgress extends HostProgress {

	/** Seconds between two lines of status: short at first, then longer, so that a night fits on a page. */
	private static final double FIRST = 10, GROWTH = 1.3, LAST = 300;

	private final PrintStream out;
	private double interval = FIRST;
	private double next = FIRST;

	LineProgress(final PrintStream out) {
		this.out = out;
	}

	@Override
	public synchronized void update(final double fraction, final String status) {
		final String text = timed(fraction, status);
		if (elapsed() < next || fraction >= 1) return;
		interval = Math.min(LAST, interval * GROWTH);
		next = elapsed() + interval;
		out.printf(Locale.ROOT, "%3.0f %%  %s%n", 100 * fraction, Problem.plain(text));
		out.flush();
	}

	@Override
	public synchronized void message(final String line) {
		out.println(Problem.plain(line));
		out.flush();
	}
}
