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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import java.util.concurrent.CancellationException;

import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** What a failure means for a user: its message, the exit code, and whether it is a bug. */
public final class Explanation {

	/** Exit code of a process whose work failed. */
	public static final int FAILED = 1;

	/** What is said of a failure that is the program's own fault, before its trace. */
	public static final String BUG = "This should not happen. Please report it with all of this text:";

	private Explanation() {
		// static methods only
	}

	/** The message about a failure for users: the problems only, if the input is the cause. */
	public static String text(final Throwable thrown) {
		final Throwable failure = DiskProblem.readable(thrown instanceof UncheckedIOException unchecked ? unchecked
			.getCause() : thrown);
		if (failure instanceof ProblemException) return failure.getMessage();
		if (failure instanceof OutOfMemoryError) return "Out of memory (" + failure.getMessage() +
			"). Give a smaller batch or patch, or a larger -Xmx; TensorFlow's own memory is outside of the Java heap.";
		if (failure instanceof InvalidPathException path) return unnamed(path);
		if (failure instanceof NoClassDefFoundError) return "A library is missing, or its version is another one (" +
			Problem.plain(failure.getMessage()).replace('/', '.') + "). nnU-Net Doctor says which, and what to do.";
		final String message = failure.getMessage();
		return message == null ? failure.getClass().getSimpleName() : Problem.plain(message);
	}

	/** NB: without a UTF-8 locale, as under cron or LC_ALL=C, Java cannot open files with non-ASCII names. */
	private static String unnamed(final InvalidPathException failure) {
		final String encoding = System.getProperty("sun.jnu.encoding", "");
		final boolean narrow = !encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
		return new Problem(failure.getInput(), narrow ? "Files with this name cannot be used in the locale of this " +
			"session (" + encoding + ")." : "is not a valid file name (" + failure.getReason() + ").", narrow
				? "Set a locale with UTF-8 first, for instance: export LC_ALL=C.UTF-8" : "Correct it.").toString();
	}

	/** The exit code for a failure: {@link ProblemException#EXIT_CODE} if the input is the cause, else {@link #FAILED}. */
	public static int code(final Throwable failure) {
		final Throwable shown = DiskProblem.readable(failure);
		return shown instanceof ProblemException || shown instanceof InvalidPathException ? ProblemException.EXIT_CODE
			: FAILED;
	}

	/** Whether a failure is the program's own fault, so that its trace is needed. */
	public static boolean isBug(final Throwable failure) {
		return !(failure instanceof IOException || failure instanceof OutOfMemoryError || failure instanceof Failure ||
			failure instanceof NoClassDefFoundError || failure instanceof InvalidPathException ||
			failure instanceof OutOfMemoryException ||
			failure instanceof CancellationException || failure instanceof UncheckedIOException);
	}

	/** The trace of a failure, for a report. */
	public static String trace(final Throwable failure) {
		final StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}
}
