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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.ui.UIService;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * A step of nnU-Net as a SciJava command: parameters, and one call to the facade.
 * <p>
 * A subclass is public, has a {@code @Plugin(type = Command.class, menuPath = MENU + "nnU-Net
 * Xyz", headless = true, description = …)} and overrides {@link #execute}. Rules for its parameters,
 * which a test holds against every command (fiji.md 1.3, 8):
 * </p>
 * <ul>
 * <li>names of lower-case letters and digits only, for they are macro keys and command-line options;</li>
 * <li>{@code required = false}, and an own check that lists all problems in a {@link ProblemException};</li>
 * <li>{@code persist = false}, paths excepted; a label and a description each;</li>
 * <li>types {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, {@code File}, and
 * {@code ImagePlus}; the field's initial value is the default, {@code choices}, {@code min} and {@code max} are
 * checked by every host.</li>
 * </ul>
 * <p>
 * Hosts with a progress display of their own (command line, plain ImageJ) set the inputs and call
 * {@link #execute}; SciJava calls {@link #run()}, which shows a task and turns a failure into what
 * the caller can notice.
 * </p>
 */
public abstract class NnUNetCommand extends ContextCommand {

	/** The menu that holds all commands, to be followed by the label, which starts with "nnU-Net ". */
	public static final String MENU = "Plugins > Segmentation > nnU-Net > ";

	/** System property: when true, a failed command ends the JVM with exit code 1 (2 for unusable input). */
	public static final String EXIT_PROPERTY = "nnunet.exit";

	/** Choices of the parameter {@code worker}: own process if the engine is not on the class path; always; never. */
	public static final String AUTO = "auto", PROCESS = "process", IN_PROCESS = "inprocess";

	@Parameter(required = false)
	private TaskService tasks;

	@Parameter(required = false)
	private LogService log;

	@Parameter(required = false)
	private UIService ui;

	@Parameter(required = false)
	private Execution execution;

	/**
	 * Looks around in the program that the user started, before the work begins there or in a process of its own.
	 *
	 * @throws IOException if what is there cannot be read
	 */
	public void begin() throws IOException {
		// NB: most commands see all they need in either process
	}

	/**
	 * Does the work with the inputs as they are.
	 *
	 * @param progress told about the work, and asked whether it should end
	 * @throws ProblemException if the inputs cannot be used
	 * @throws IOException if reading or writing fails
	 * @throws CancellationException if the user ended it
	 */
	public abstract void execute(Progress progress) throws IOException;

	/**
	 * All that is wrong with the inputs as they are, as far as it can be told at once; a host with a dialog asks while a
	 * person fills it in.
	 */
	public final List<Problem> problems() {
		try {
			return check();
		}
		catch (final ProblemException e) {
			return e.problems();
		}
		catch (final IOException e) {
			return List.of(new Problem("", e.getMessage() == null ? e.toString() : e.getMessage(),
				"Check the files and their permissions."));
		}
	}

	/**
	 * What {@link #execute} would refuse, found by the same rules and without its work; the empty list for a command that
	 * has no such rules.
	 *
	 * @throws IOException if the inputs cannot be put together at all
	 */
	protected List<Problem> check() throws IOException {
		return List.of();
	}

	/**
	 * Where the work shall be done: {@link #IN_PROCESS} for a command that needs no engine; others return their
	 * parameter {@code worker}.
	 */
	public String worker() {
		return IN_PROCESS;
	}

	/**
	 * The folder of a learning curve and overlays that the command keeps up to date while it works, which hosts with a
	 * display show; null if there are none.
	 *
	 * @throws IOException if the inputs do not say which
	 */
	public Path pictures() throws IOException {
		return null;
	}

	@Override
	public void run() {
		final Task task = tasks == null ? null : tasks.createTask(getClass().getSimpleName());
		final TaskProgress progress = new TaskProgress(task, log, this::isCanceled);
		if (task != null) {
			task.setProgressMaximum(TaskProgress.STEPS);
			task.setCancelCallBack(() -> cancel("The user stopped it."));
			task.start();
		}
		try {
			if (execution == null) {
				begin();
				execute(progress);
			}
			else execution.execute(this, progress);
		}
		catch (final CancellationException e) {
			cancel(e.getMessage());
		}
		catch (final IOException | RuntimeException | Error e) {
			Failure.report(e, ui != null && !ui.isHeadless(), this);
		}
		finally {
			if (task != null) task.finish();
		}
	}
}
