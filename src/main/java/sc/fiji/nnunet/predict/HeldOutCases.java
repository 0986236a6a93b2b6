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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The cases of a dataset that a fold held out, for a test. No network that takes part may have learned from them: neither
 * another fold, nor that of another configuration, nor that of a cascade's previous stage.
 */
final class HeldOutCases {

	private final Dataset dataset;
	private final Map<String, Case> byName = new TreeMap<>();
	private final Map<String, List<String>> contents = new HashMap<>();

	/** @param dataset the dataset that the folds were trained on */
	HeldOutCases(final Dataset dataset) {
		this.dataset = dataset;
		dataset.training().forEach(one -> byName.put(one.name(), one));
	}

	/**
	 * The cases that the fold of the first model held out, according to its folder.
	 *
	 * @param models all models that predict, the main one first
	 * @throws ProblemException if a model has several folds, a folder does not say what was learned from, or it was
	 *           something else than this dataset or one of these cases
	 */
	List<Case> of(final PredictOptions options, final List<ModelFolder> models) throws IOException {
		for (final ModelFolder one : models)
			requireSingleFold(one, models);
		final ModelFolder.Fold fold = models.get(0).folds().get(0);
		final FoldCases first = cases(fold);
		final Set<Problem> problems = new LinkedHashSet<>();
		for (final FoldCases.Member member : first.training())
			mismatch(member).ifPresent(problems::add);
		final List<Case> held = new ArrayList<>();
		for (final FoldCases.Member member : first.validation()) {
			final Optional<Problem> problem = mismatch(member);
			if (problem.isPresent()) problems.add(problem.get());
			else held.add(byName.get(member.name()));
		}
		final List<ModelFolder.Fold> all = withPrevious(options, models);
		for (final ModelFolder.Fold other : all.subList(1, all.size()))
			problems.addAll(learned(other, held, fold));
		if (!problems.isEmpty()) throw new ProblemException(List.copyOf(problems));
		return held;
	}

	/** NB: folds of one results folder that have different patches come as several models. */
	private static void requireSingleFold(final ModelFolder model, final List<ModelFolder> models)
		throws ProblemException
	{
		final Set<String> folds = new TreeSet<>();
		for (final ModelFolder other : models)
			if (other.folder().equals(model.folder())) other.folds().forEach(fold -> folds.add(fold.name()));
		if (folds.size() > 1) throw new ProblemException(model.folder(), "would predict with the folds " + String.join(", ",
			folds) + ", and what one of them held out, the others were trained on.", "Choose one with folds=0.");
		// NB: an exported fold brings its cases along
		final String fold = model.folds().get(0).name();
		if (!model.isExported() && !fold.matches("\\d+")) throw new ProblemException(model.folder(), "has the fold '" + fold +
			"', which has no number: it may have been trained on all cases.", "Choose another one, such as folds=0.");
	}

	/** The folds of the models, that of the main one first, and those that predict the previous stage of a cascade. */
	private static List<ModelFolder.Fold> withPrevious(final PredictOptions options, final List<ModelFolder> models)
		throws IOException
	{
		final List<ModelFolder.Fold> all = new ArrayList<>();
		for (final ModelFolder one : models) {
			all.addAll(one.folds());
			final ModelFolder first = one.plan().previous() == null ? null : PreviousStage.of(options, one).model();
			if (first != null) all.addAll(first.folds());
		}
		return all;
	}

	private FoldCases cases(final ModelFolder.Fold fold) throws IOException {
		return FoldCases.read(fold.folder(), List.copyOf(byName.keySet())).orElseThrow(() -> new ProblemException(fold
			.folder(), "does not say which cases it was trained on.",
			"Give a folder with images that it was not trained on, without part=validation."));
	}

	/** What is wrong if another fold was trained on held-out cases, or on other images. */
	private List<Problem> learned(final ModelFolder.Fold other, final List<Case> held, final ModelFolder.Fold first)
		throws IOException
	{
		final List<Problem> problems = new ArrayList<>();
		final Set<String> names = new TreeSet<>();
		for (final FoldCases.Member member : cases(other).training()) {
			names.add(member.name());
			mismatch(member).ifPresent(problems::add);
		}
		final List<String> both = held.stream().map(Case::name).filter(names::contains).toList();
		if (!both.isEmpty()) problems.add(Problem.of(other.folder(), "was trained on " + both.size() + " of the " + held
			.size() + " cases that " + first.folder() + " held out, such as " + both.get(0) + ".",
			"Give the same fold of each configuration, such as with folds=0."));
		return problems;
	}

	/** The problem if the dataset does not hold a case as a fold knows it. */
	private Optional<Problem> mismatch(final FoldCases.Member member) throws IOException {
		final Case one = byName.get(member.name());
		if (one == null) return Optional.of(Problem.of(dataset.folder(), "has no case " + member.name() +
			", which the fold was trained or tested on.", "Give the dataset that the fold was trained on."));
		if (member.contents() == null || member.mayBe(contents(one))) return Optional.empty();
		return Optional.of(Problem.of(one.images().get(0), "is not the image that the fold knows as case " + member.name() +
			".", "Give the dataset that the fold was trained on, or a folder with images that it was not trained on."));
	}

	private List<String> contents(final Case one) throws IOException {
		if (contents.containsKey(one.name())) return contents.get(one.name());
		final List<String> found = new ArrayList<>();
		for (final Path image : one.images())
			found.add(Files.isRegularFile(image) ? FileIdentity.of(image).content() : null);
		contents.put(one.name(), found);
		return found;
	}
}
