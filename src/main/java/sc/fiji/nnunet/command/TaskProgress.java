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
package sc.fiji.nnunet.command;

import java.util.function.BooleanSupplier;

import org.scijava.log.LogService;
import org.scijava.task.Task;

import ij.IJ;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.TimeLeft;

/** Shows the progress of a command as a SciJava task, which Fiji draws with a bar and a stop icon. */
final class TaskProgress implements Progress {

	/** The task's maximum, which is the number of steps of its bar. */
	static final int STEPS = 1000;

	private final Task task;
	private final LogService log;
	private final BooleanSupplier cancelled;
	private double reached;
	private final TimeLeft left = new TimeLeft(System::nanoTime);

	/**
	 * @param task shown to the user, or null
	 * @param log receives messages if there is no ImageJ window, or null
	 * @param cancelled whether the user wants the job to end
	 */
	TaskProgress(final Task task, final LogService log, final BooleanSupplier cancelled) {
		this.task = task;
		this.log = log;
		this.cancelled = cancelled;
		IJ.resetEscape();
	}

	@Override
	public synchronized void update(final double fraction, final String status) {
		// NB: the parts of a job may report less than was reached before
		reached = Math.max(reached, fraction);
		final String line = left.withTimeLeft(status, reached);
		if (Failure.isSeen()) IJ.showStatus(line);
		if (task == null) return;
		task.setProgressValue(Math.round(STEPS * reached));
		task.setStatusMessage(line);
	}

	@Override
	public void message(final String line) {
		if (IJ.getInstance() != null || log == null) IJ.log(line);
		else log.info(line);
	}

	@Override
	public boolean cancelled() {
		return cancelled.getAsBoolean() || Failure.isSeen() && Failure.isEscaped();
	}
}
