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

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import sc.fiji.nnunet.call.HostProgress;
import sc.fiji.nnunet.problem.Problem;

/** Shows progress on a terminal: a bar with the time left in the last row, and messages above it. */
final class BarProgress extends HostProgress {

	private static final int STEPS = 1000;
	private static final int REFRESH_MILLIS = 300;
	private static final String ERASE_ROW = "\r\033[2K";

	private final PrintStream out;
	private final PrintStream terminal;
	private ProgressBar bar;

	/**
	 * @param out receives the messages
	 * @param terminal receives the bar
	 */
	BarProgress(final PrintStream out, final PrintStream terminal) {
		this.out = out;
		this.terminal = terminal;
	}

	@Override
	public synchronized void update(final double fraction, final String status) {
		final String text = timed(fraction, status);
		if (bar == null) bar = new ProgressBarBuilder().setInitialMax(STEPS).setStyle(ProgressBarStyle.ASCII)
			.setUpdateIntervalMillis(REFRESH_MILLIS).clearDisplayOnFinish().setTaskName("").build();
		bar.stepTo(Math.round(STEPS * Math.min(1, fraction)));
		bar.setExtraMessage(" " + Problem.plain(text));
	}

	@Override
	public synchronized void message(final String line) {
		if (bar != null) terminal.print(ERASE_ROW);
		terminal.flush();
		out.println(Problem.plain(line));
		out.flush();
	}

	@Override
	public synchronized void close() {
		if (bar != null) bar.close();
		bar = null;
	}
}
