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

import java.nio.file.InvalidPathException;
import java.util.Locale;

import org.scijava.command.ContextCommand;

import ij.IJ;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Makes sure that nobody overlooks a command that failed. */
public final class Failure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** System property: when true, a failed command ends the JVM with {@link #FAILED} or {@link #BAD_INPUT}. */
	public static final String EXIT_PROPERTY = "nnunet.exit";

	/** Exit code of a process whose work failed. */
	public static final int FAILED = 1;

	/** Exit code of a process whose arguments or input cannot be used. */
	public static final int BAD_INPUT = 2;

	private Failure(final Throwable cause) {
		super(text(cause), cause);
	}

	/** What a user should read about a failure: the problems alone if the input was to blame. */
	public static String text(final Throwable thrown) {
		final Throwable failure = DiskProblem.readable(thrown);
		if (failure instanceof ProblemException) return failure.getMessage();
		if (failure instanceof OutOfMemoryError) return "Out of memory (" + failure.getMessage() +
			"). Give a smaller batch or patch, or a larger -Xmx; TensorFlow's own memory lies outside of the Java heap.";
		if (failure instanceof InvalidPathException path) return unnamed(path);
		final String message = failure.getMessage();
		return message == null ? failure.getClass().getSimpleName() : Problem.plain(message);
	}

	/** NB: without a UTF-8 locale, as under cron or LC_ALL=C, Java cannot name files whose names are not plain English. */
	private static String unnamed(final InvalidPathException failure) {
		final String encoding = System.getProperty("sun.jnu.encoding", "");
		final boolean narrow = !encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
		return new Problem(failure.getInput(), narrow ? "Files of this name cannot be used in the locale of this session (" +
			encoding + ")." : "is not the name of a file (" + failure.getReason() + ").", narrow
				? "Set a locale with UTF-8 first, for instance: export LC_ALL=C.UTF-8" : "Correct it.").toString();
	}

	/** The exit code that tells what kind of failure it was. */
	public static int code(final Throwable failure) {
		final Throwable shown = DiskProblem.readable(failure);
		return shown instanceof ProblemException || shown instanceof InvalidPathException ? BAD_INPUT : FAILED;
	}

	/** Stops the ImageJ macro that is running, if there is one, with a message. */
	public static void stopMacro(final String message) {
		if (!IJ.isMacro()) return;
		try {
			// NB: Macro.abort() alone does not stop a macro (fiji.md 1.2)
			IJ.error("nnU-Net", message);
		}
		catch (final RuntimeException macroCanceled) {
			// NB: this is how ImageJ ends the macro's thread; ours has a failure of its own to report
		}
	}

	/**
	 * Reports a failure where the caller of a SciJava command notices it: the exit code if
	 * {@link #EXIT_PROPERTY} is set, the end of the macro, a dialog for input that a person can
	 * correct; else an exception.
	 */
	static void report(final Throwable failure, final boolean person, final ContextCommand command) {
		if (Boolean.getBoolean(EXIT_PROPERTY)) {
			System.err.println(text(failure));
			System.exit(code(failure));
		}
		if (person && !IJ.isMacro() && failure instanceof ProblemException) {
			command.cancel(text(failure));
			return;
		}
		stopMacro(text(failure));
		throw new Failure(failure);
	}
}
