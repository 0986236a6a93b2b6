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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.preprocess.CaseRecord;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The cases that each fold holds out, with their original files.
 *
 * @param labels the meaning of the label values
 * @param folds the held-out cases of each fold
 */
record HeldOut(Labels labels, List<List<Case>> folds) {

	HeldOut {
		folds = List.copyOf(folds);
	}

	/**
	 * The folds by the rule of training, {@link Splits#prepared}.
	 *
	 * @throws ProblemException if the split does not match the preprocessed cases, or a case has no label file
	 */
	static HeldOut of(final CrossvalidateOptions options, final String configuration) throws IOException {
		final PreprocessedDataset data = PreprocessedDataset.open(options.data(), configuration);
		final Path file = options.data().resolve(Splits.FILES.get(0));
		final Splits splits = Splits.prepared(options.data(), data.caseNames(), options.folds());
		final List<Problem> problems = new ArrayList<>(splits.problems(file, data.caseNames()));
		final Map<String, Integer> seen = new HashMap<>();
		final List<List<Case>> folds = new ArrayList<>();
		for (int fold = 0; fold < splits.folds().size(); fold++) {
			final List<Case> cases = new ArrayList<>();
			for (final String name : splits.fold(fold).val()) {
				final Integer other = seen.put(name, fold);
				if (other != null && other != fold) problems.add(Problem.of(file, "holds out the case " + name +
					" in the folds " +
					other + " and " + fold + ".", "Correct the split so that each case is held out once."));
				if (!data.caseNames().contains(name)) continue;
				cases.add(original(data.get(name).record(), problems));
			}
			folds.add(cases);
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
		return new HeldOut(data.plan().labels(), folds);
	}

	/** The names of all cases, fold by fold. */
	List<List<String>> names() {
		return folds.stream().map(cases -> cases.stream().map(Case::name).toList()).toList();
	}

	private static Case original(final CaseRecord record, final List<Problem> problems) {
		final List<Path> images = record.images().stream().map(Path::of).toList();
		final Path label = record.label() == null ? null : Path.of(record.label());
		if (label == null) problems.add(new Problem("case " + record.name(), "has no label file.",
			"Preprocess the dataset again."));
		problems.addAll(record.missing());
		return new Case(record.name(), images, label);
	}
}
