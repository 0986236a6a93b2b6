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
package sc.fiji.nnunet.start;

import javax.swing.JProgressBar;
import javax.swing.SwingUtilities;

import ij.IJ;

import sc.fiji.nnunet.call.HostProgress;

/** Progress in a bar of a window, with the time left; lines go to ImageJ's log. */
final class WindowProgress extends HostProgress {

	private static final int STEPS = 1000;
	private static final long NANOS_BETWEEN = 100_000_000;

	private final JProgressBar bar;
	private long last;

	/** @param bar shows fraction and status until {@link #close} */
	WindowProgress(final JProgressBar bar) {
		this.bar = bar;
		SwingUtilities.invokeLater(() -> {
			bar.setMaximum(STEPS);
			bar.setIndeterminate(true);
			bar.setString("starting");
		});
	}

	@Override
	public synchronized void update(final double fraction, final String status) {
		final String text = timed(fraction, status);
		// NB: hundreds of steps in a second would keep Swing busy with nothing but the bar
		if (System.nanoTime() - last < NANOS_BETWEEN) return;
		last = System.nanoTime();
		SwingUtilities.invokeLater(() -> {
			bar.setIndeterminate(cancelled());
			bar.setValue((int) Math.round(STEPS * fraction));
			bar.setString(cancelled() ? "ending in order" : text);
		});
	}

	@Override
	public void message(final String line) {
		IJ.log(line);
	}

	@Override
	public void close() {
		SwingUtilities.invokeLater(() -> {
			bar.setIndeterminate(false);
			bar.setValue(0);
			bar.setString("");
		});
	}
}
