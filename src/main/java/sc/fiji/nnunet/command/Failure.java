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

import java.awt.GraphicsEnvironment;

import ij.IJ;
import ij.gui.MessageDialog;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;
import sc.fiji.nnunet.problem.Lines;

/** Reports failures of commands so that neither users, macros nor scripts overlook them. */
public final class Failure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** System property: when true, a failed command ends the JVM with its {@link Explanation#code exit code}. */
	public static final String EXIT_PROPERTY = "nnunet.exit";

	private static final String TITLE = "nnU-Net";

	private static final String BUG_LOG = "\nThis should not happen. Please report it, with the text in the Log window.";

	/** Characters in a line, and lines, that fit on a small screen. */
	private static final int WIDTH = 90, HEIGHT = 24;

	Failure(final Throwable cause) {
		super(Explanation.text(cause), cause);
	}

	/** Ends the process with the exit code of a failure, if {@link #EXIT_PROPERTY} is true. */
	public static void exitIfAsked(final Throwable failure) {
		if (!Boolean.getBoolean(EXIT_PROPERTY)) return;
		System.err.println(Explanation.text(failure));
		System.exit(Explanation.code(failure));
	}

	/** Whether ImageJ's window is open, so that a user can see messages. */
	public static boolean isSeen() {
		return IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
	}

	/** Shows a failure in a dialog, or prints it if there is no display, and aborts the running macro, if any. */
	public static void show(final Throwable failure) {
		final boolean bug = Explanation.isBug(failure);
		final String message = Lines.wrapped(Explanation.text(failure) + (bug ? BUG_LOG : ""), WIDTH);
		if (bug) IJ.log(Explanation.trace(failure));
		final String box = Lines.first(message, HEIGHT);
		if (isSeen()) {
			if (!box.equals(message)) IJ.log(message);
			// NB: not IJ.error, whose dialog would take the macro's options in Fiji, so that imagej-legacy hides it
			new MessageDialog(IJ.getInstance(), TITLE, box);
			Recorder.disableCommandRecording();
			endMacro(message);
			return;
		}
		try {
			IJ.error(TITLE, message);
		}
		catch (final RuntimeException macroCanceled) {
			// NB: thrown by ImageJ to end the macro's thread; the failure itself is reported by the caller
		}
	}

	/**
	 * Whether the user has pressed Escape, which also ends the running macro, if any. NB: at once, as ImageJ kills the
	 * thread of a macro that is still there two seconds later, and shows a stack trace.
	 */
	public static boolean isEscaped() {
		if (!IJ.escapePressed()) return false;
		if (isSeen()) endMacro("Macro aborted");
		return true;
	}

	/** Aborts the running macro, if any, without another dialog. */
	public static void endMacro(final String reason) {
		final Interpreter macro = Interpreter.getInstance();
		if (macro == null) return;
		// NB: Macro.abort() alone does not stop a macro (fiji.md 1.2)
		macro.setIgnoreErrors(true);
		macro.abort(reason);
	}

	/**
	 * Reports a failure to the caller of a SciJava command: by the exit code if {@link #EXIT_PROPERTY} is true; by a
	 * dialog, which also aborts the macro; by an exception for a script, and if there is no window.
	 */
	static void report(final Throwable failure, final TaskCommand command) {
		exitIfAsked(failure);
		final boolean seen = isSeen();
		if (!seen || command.isScripted()) {
			if (!seen && IJ.isMacro()) show(failure);
			// NB: a macro that has run the script would go on
			if (seen) endMacro(Explanation.text(failure));
			throw new Failure(failure);
		}
		show(failure);
		command.cancel(null);
	}
}
