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

import java.io.IOException;
import java.util.concurrent.CancellationException;

import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

import sc.fiji.nnunet.progress.Progress;

/** A SciJava command that shows its progress as a task, and reports failures to its caller. */
abstract class TaskCommand extends ContextCommand {

	@Parameter(required = false)
	private TaskService tasks;

	@Parameter(required = false)
	private LogService log;

	private boolean scripted;

	private volatile boolean left;

	/**
	 * Does the work.
	 *
	 * @throws IOException if it fails
	 * @throws CancellationException if the user cancelled it
	 */
	abstract void work(Progress progress) throws IOException;

	/** Marks the command as run by a script, which needs an exception instead of a dialog; called by hosts. */
	public final void setScripted() {
		scripted = true;
	}

	final boolean isScripted() {
		return scripted;
	}

	/** Cancels the command; without a reason silently, whereas SciJava shows a reason in a dialog. */
	@Override
	public void cancel(final String reason) {
		if (reason == null) left = true;
		else super.cancel(reason);
	}

	@Override
	public boolean isCanceled() {
		return left || super.isCanceled();
	}

	/** The command's name in the menu. */
	private String title() {
		final Plugin plugin = getClass().getAnnotation(Plugin.class);
		if (plugin == null || plugin.menuPath().isEmpty()) return getClass().getSimpleName();
		return plugin.menuPath().substring(plugin.menuPath().lastIndexOf('>') + 1).trim();
	}

	@Override
	public void run() {
		final Task task = tasks == null ? null : tasks.createTask(title());
		final TaskProgress progress = new TaskProgress(task, log, this::isCanceled);
		if (task != null) {
			task.setProgressMaximum(TaskProgress.STEPS);
			task.setCancelCallBack(() -> cancel(null));
			task.start();
		}
		try {
			work(progress);
		}
		catch (final CancellationException e) {
			progress.message(title() + ": " + e.getMessage());
			if (Failure.isSeen()) Failure.endMacro(e.getMessage());
			// NB: a script would go on, with what an earlier run has left
			if (isScripted()) throw new Failure(e);
			cancel(null);
		}
		catch (final IOException | RuntimeException | Error e) {
			Failure.report(e, this);
		}
		finally {
			if (task != null) task.finish();
		}
	}
}
