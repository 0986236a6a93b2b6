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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.preprocess.ResultsFolder;

/**
 * A configuration, or a pair of configurations, that is compared with others.
 *
 * @param configurations one or two
 * @param folder the results folder, which contains {@code fold_<k>}
 */
record Candidate(List<String> configurations, Path folder) {

	Candidate {
		configurations = List.copyOf(configurations);
	}

	/** The candidate of one configuration in a dataset's output folder. */
	static Candidate of(final Path data, final String configuration) {
		return new Candidate(List.of(configuration), ResultsFolder.of(data, configuration).path());
	}

	/** The candidate of a pair, whose probabilities are averaged. */
	static Candidate of(final Path data, final String first, final String second) {
		return new Candidate(List.of(first, second), ResultsFolder.of(data, "ensemble_" + first + "_" + second)
			.path());
	}

	/** The candidates of several configurations. */
	static List<Candidate> of(final Path data, final List<String> configurations) {
		final List<Candidate> candidates = new ArrayList<>();
		for (final String name : configurations)
			candidates.add(of(data, name));
		return candidates;
	}

	/** What is compared: each configuration, and each pair of them if that is asked for. */
	static List<Candidate> asked(final CrossvalidateOptions options) {
		final List<String> names = options.compared();
		final List<Candidate> asked = of(options.data(), names);
		for (int a = 0; options.ensembles() && a < names.size(); a++)
			for (int b = a + 1; b < names.size(); b++)
				asked.add(of(options.data(), names.get(a), names.get(b)));
		return asked;
	}

	/** Its name to display. */
	String name() {
		return String.join(" + ", configurations);
	}

	/** Whether it is the average of two configurations. */
	boolean isPair() {
		return configurations.size() > 1;
	}

	/** Whether it is trained after its previous stage. */
	boolean isCascade() {
		return configurations.equals(List.of(CrossvalidateOptions.CASCADE));
	}

	/** Whether a cascade is trained after it. */
	boolean isPrevious() {
		return configurations.equals(List.of(CrossvalidateOptions.PREVIOUS));
	}

	/** The folder of one fold. */
	Path fold(final int fold) {
		return new ResultsFolder(folder).fold(fold);
	}

	/** The folder of a training on all cases. */
	Path allCases() {
		return new ResultsFolder(folder).fold(ResultsFolder.ALL);
	}

	/** The predicted labels of a held-out case. */
	Path prediction(final int fold, final String caseName) {
		return fold(fold).resolve(ResultsFolder.VALIDATION).resolve(caseName + ".nii.gz");
	}
}
