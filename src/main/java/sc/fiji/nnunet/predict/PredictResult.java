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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.MemoryBudget;

/**
 * The outcome of predicting several cases.
 *
 * @param written label files that were written, in the order of the cases
 * @param skipped label files that already existed
 * @param failures what went wrong with single cases
 * @param seconds how long it took
 */
public record PredictResult(List<Path> written, List<Path> skipped, List<Failure> failures, double seconds) {

	/**
	 * A case that could not be predicted.
	 *
	 * @param name the case
	 * @param problems what is wrong and how to fix it
	 * @param cause what was thrown
	 */
	public record Failure(String name, List<Problem> problems, Throwable cause) {

		public Failure {
			problems = List.copyOf(problems);
		}

		/** What was thrown for a case, in words for users. */
		public static Failure of(final Case one, final Throwable cause) {
			return new Failure(one.name(), problems(one.images().get(0), cause), cause);
		}

		/** Says at once what is wrong, a message for each problem. */
		public void report(final Progress progress) {
			problems.forEach(problem -> progress.message("FAILED " + name + ": " + problem));
		}

		private static List<Problem> problems(final Path file, final Throwable cause) {
			final Throwable readable = DiskProblem.readable(cause);
			if (readable instanceof ProblemException e) return e.problems().stream().map(problem -> problem.where().equals(
				Preprocessor.IMAGE) ? Problem.of(file, problem.what(), problem.cure()) : problem).toList();
			if (cause instanceof OutOfMemoryException e) return List.of(Problem.of(file, e.what(), e.cure()));
			if (cause instanceof OutOfMemoryError) return List.of(Problem.of(file,
				"There was not enough memory for this case.", "Crop the image, or " + MemoryBudget.MORE));
			if (cause instanceof IOException) return List.of(Problem.of(file, "The case could not be predicted (" + cause
				.getMessage() + ").", "Check the file; if it is intact, report this message."));
			return List.of(Problem.of(file, "The case could not be predicted, which should not happen (" + cause + ").",
				"Report this message."));
		}
	}

	/** Failures whose reasons fit into a message. */
	private static final int LISTED = 10;

	public PredictResult {
		written = List.copyOf(written);
		skipped = List.copyOf(skipped);
		failures = List.copyOf(failures);
	}

	/**
	 * What a command throws if cases failed, with their reasons: a {@link ProblemException} if there was one case only, and
	 * its input cannot be used.
	 *
	 * @param finished how many others there are
	 * @param what the plural of what was predicted, such as "images"
	 * @throws RuntimeException or an error, if that has ended the only case
	 */
	public static IOException failed(final List<Failure> failures, final int finished, final String what) {
		final int all = failures.size() + finished;
		if (all == 1) return single(failures.get(0));
		// NB: whoever wants no messages has not seen the reasons
		final StringBuilder text = new StringBuilder(failures.size() + " of " + all + " " + what + " failed; " + (finished == 0
			? "none was written." : "the others are finished."));
		for (final Failure failure : failures.subList(0, Math.min(LISTED, failures.size())))
			for (final Problem problem : failure.problems())
				text.append('\n').append(failure.name()).append(": ").append(problem);
		if (failures.size() > LISTED) text.append("\nand ").append(failures.size() - LISTED).append(" more.");
		return new IOException(text.toString());
	}

	private static IOException single(final Failure failure) {
		final Throwable cause = failure.cause();
		final ProblemException told = new ProblemException(failure.problems());
		if (DiskProblem.readable(cause) instanceof ProblemException) return told;
		// NB: as it is, since what is a fault of the program is known by its class
		if (cause instanceof RuntimeException e && !(cause instanceof OutOfMemoryException)) throw e;
		if (cause instanceof Error e && !(cause instanceof OutOfMemoryError)) throw e;
		return new IOException(told.getMessage(), cause);
	}

	/** The exit code of a program: 1 if any case failed, else 0. */
	public int exitCode() {
		return failures.isEmpty() ? 0 : 1;
	}
}
