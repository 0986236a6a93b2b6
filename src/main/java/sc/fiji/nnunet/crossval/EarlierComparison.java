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
package sc.fiji.nnunet.crossval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * What one of several processes or machines has written about the folds for all.
 *
 * @param options what is to be compared
 */
record EarlierComparison(CrossvalidateOptions options) {

	/**
	 * What was written since the last fold was trained; empty if there is nothing yet, or if other candidates were compared.
	 */
	Optional<CrossvalidationResult> read() throws IOException {
		FileTime newest = FileTime.fromMillis(0);
		for (final Candidate candidate : Candidate.of(options.data(), options.trained()))
			for (int fold = 0; Files.exists(candidate.fold(fold).resolve(SummaryFile.NAME)); fold++) {
				final FileTime time = Files.getLastModifiedTime(candidate.fold(fold).resolve(SummaryFile.NAME));
				if (time.compareTo(newest) > 0) newest = time;
			}
		final Set<String> asked = Candidate.asked(options).stream().map(Candidate::name).collect(Collectors.toSet());
		for (final ResultsFolder one : ResultsFolder.in(options.data())) {
			final Path folder = one.path().resolve(Crossvalidation.FOLDER), summary = folder.resolve(SummaryFile.NAME);
			if (!Files.exists(summary) || Files.getLastModifiedTime(summary).compareTo(newest) < 0) continue;
			final Optional<CrossvalidationResult> result = Comparison.read(folder);
			if (result.isPresent() && result.get().scores().keySet().equals(asked) && result.get().summary()
				.tolerance() == options.tolerance()) return result;
		}
		return Optional.empty();
	}

	/** Whether what is asked for was compared, and the best trained on all cases if that is asked for. */
	boolean isDone() throws IOException {
		final CrossvalidationResult compared = read().orElse(null);
		if (compared == null) return false;
		if (options.allCases()) for (final Candidate one : Candidate.of(options.data(), compared.best()))
			if (Selection.read(one.allCases()).isEmpty()) return false;
		return true;
	}

	/** Where the result will be, as far as that is known before the comparison. */
	String place() {
		final List<Candidate> asked = Candidate.asked(options);
		return asked.size() == 1 ? asked.get(0).folder().resolve(Crossvalidation.FOLDER).toString() : "the folder " +
			Crossvalidation.FOLDER + " of the best configuration's results in " + options.data();
	}

	/**
	 * Waits until the first of several machines has compared the folds, as long as it does so and a claim's life more.
	 *
	 * @param claims among which that machine has one while it compares
	 * @param at where the progress stands meanwhile
	 * @throws ProblemException if it does not compare
	 */
	CrossvalidationResult await(final Claims claims, final double at, final Progress progress) throws IOException {
		long working = System.nanoTime();
		while (true) {
			final Optional<CrossvalidationResult> compared = read();
			if (compared.isPresent()) return compared.get();
			if (claims.isHeld(Crossvalidation.FOLDER)) working = System.nanoTime();
			if (System.nanoTime() - working > claims.life().toNanos()) throw new ProblemException(options.data(),
				"holds no comparison of the folds, and the first of the workers, which should make it, does not work on it.",
				"Look at its log, and start the cross-validation on all machines again: the folds are kept.");
			progress.update(at, "waiting for the first of the workers, which compares the folds");
			Claims.await(progress);
		}
	}
}
