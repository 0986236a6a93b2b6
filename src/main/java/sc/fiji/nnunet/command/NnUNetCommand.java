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
import java.util.List;
import java.util.concurrent.CancellationException;

import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * A step of nnU-Net as a SciJava command: parameters, and one call to the facade.
 * <p>
 * A subclass is public, has a {@code @Plugin(type = Command.class, menuPath = MENU + "nnU-Net
 * Xyz", headless = true, description = …)} and overrides {@link #execute}. Rules for its parameters,
 * which a test checks for every command (fiji.md 1.3, 8):
 * </p>
 * <ul>
 * <li>names of lower-case letters and digits only, since they are macro keys and command-line options;</li>
 * <li>{@code required = false}; the command's own check lists all problems in a {@link ProblemException};</li>
 * <li>{@code persist = false}, except for paths that every dialog shows; a label and a description;</li>
 * <li>types {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, {@code File}, and
 * {@code ImagePlus}; the field's initial value is the default, {@code choices}, {@code min} and {@code max} are
 * checked by every host.</li>
 * </ul>
 * <p>
 * Hosts with their own progress display (command line, plain ImageJ) set the inputs and call {@link #execute};
 * SciJava calls {@link #run()}, which shows a task and reports failures to the caller.
 * </p>
 */
public abstract class NnUNetCommand extends TaskCommand implements Hosted {

	/** The menu of all commands, to be followed by the label, which starts with "nnU-Net ". */
	public static final String MENU = "Plugins > Segmentation > nnU-Net > ";

	/** Attribute of a parameter: alternative names, separated by blanks. */
	public static final String ALIAS = "alias";

	/** Attribute of a parameter that no dialog asks for, because the window that the command opens does. */
	public static final String UNASKED = "unasked";

	/** Attribute of a parameter that takes a model, which dialogs let the user choose from those that are known. */
	public static final String MODELS = "models";

	/** Attribute of a parameter that few people change: it comes after the others, on further pages of a dialog. */
	public static final String ADVANCED = "advanced";

	/** Attributes of a parameter of a superclass that comes after the others on its page: late, or last. */
	public static final String LATE = "late", LAST = "last";

	@Parameter(required = false)
	private Execution execution;

	/**
	 * Runs the command with its current inputs.
	 *
	 * @param progress receives reports about the work, and is asked whether to stop
	 * @throws ProblemException if the inputs cannot be used
	 * @throws IOException if reading or writing fails
	 * @throws CancellationException if the user cancelled it
	 */
	public abstract void execute(Progress progress) throws IOException;

	/**
	 * All problems with the current inputs that can be found quickly; a host with a dialog calls this while the user
	 * fills it in.
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
	 * The problems for which {@link #execute} would fail, found by the same rules but without the work; empty if the
	 * command has no such rules.
	 *
	 * @throws IOException if the inputs cannot be parsed
	 */
	protected List<Problem> check() throws IOException {
		return List.of();
	}

	@Override
	final void work(final Progress progress) throws IOException {
		if (execution != null) {
			execution.execute(this, progress);
			return;
		}
		begin();
		execute(progress);
		end();
	}
}
