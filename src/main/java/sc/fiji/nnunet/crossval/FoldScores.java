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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.predict.Selection.Choice;

/**
 * How a fold's weights were selected, and the scores of those that were not, in prepared space.
 *
 * @param configuration the configuration
 * @param fold the fold
 * @param selection null for folds of earlier versions, which are tested with their best checkpoint
 */
record FoldScores(String configuration, int fold, Selection selection) {

	/** Those of all folds of a candidate. */
	static List<FoldScores> of(final Candidate candidate, final Path data, final int folds)
		throws IOException
	{
		final List<FoldScores> scores = new ArrayList<>();
		for (final String name : candidate.configurations())
			for (int fold = 0; fold < folds; fold++)
				scores.add(new FoldScores(name, fold, Selection.read(Candidate.of(data, name).fold(fold)).orElse(null)));
		return scores;
	}

	/** Whether the cases that test this fold had a say in which weights are tested. */
	boolean chosen() {
		return selection == null || selection.selectedOn() != Choice.NOTHING;
	}

	/** A sentence if the scores of some folds are too high; empty if no choice was made. */
	static String warning(final List<FoldScores> scores) {
		final List<String> chosen = scores.stream().filter(FoldScores::chosen).map(one -> one.configuration + ", fold " +
			one.fold).toList();
		if (chosen.isEmpty()) return "";
		return "The weights of " + String.join("; ", chosen) + " were chosen on the cases that test them, so their scores are" +
			" a little too high. Train these folds again with averaged weights (the default) to avoid it.";
	}

	/** A row of a table: configuration and fold, averaged, last, best, chosen on. */
	List<String> row() {
		return List.of(configuration + ", fold " + fold, number(selection == null ? null : selection.averaged()), number(
			selection == null ? null : selection.last()), number(selection == null ? null : selection.best()), chosen()
				? "held-out cases" : "nothing");
	}

	private static String number(final Double value) {
		return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
	}
}
