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
package sc.fiji.nnunet.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.PreviousLabels;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * What the previous stage of a cascade predicted: for each case the label file of the fold that held it out, so that no
 * label comes from a network that has seen the answer (recipe-nnunet.md 1.8b).
 */
final class PreviousPredictions {

	private final Path output;
	private final String stage;
	private final Splits splits;
	private final List<Problem> problems = new ArrayList<>();

	private PreviousPredictions(final Path output, final String stage, final Splits splits) {
		this.output = output;
		this.stage = stage;
		this.splits = splits;
	}

	/**
	 * Opens the prepared cases of a training; those of a cascade with what the previous stage predicted, brought to their
	 * grids.
	 *
	 * @throws ProblemException if there are none, or the previous stage has not predicted all of them
	 */
	static PreprocessedDataset open(final TrainOptions options, final ExecutorService executor, final Progress progress)
		throws IOException
	{
		final PreprocessedDataset data = PreprocessedDataset.open(options.data(), options.configuration());
		if (data.plan().previous() == null) return data;
		return data.with(PreviousLabels.prepare(options.data(), data, of(options, data), executor, progress.part(0, 0)));
	}

	/**
	 * The label files by case.
	 *
	 * @param data the prepared cases of the cascade
	 * @throws ProblemException if folds of the previous stage are missing, not finished or of another split
	 */
	static Map<String, Path> of(final TrainOptions options, final PreprocessedDataset data) throws IOException {
		return new PreviousPredictions(options.data(), data.plan().previous(), Splits.prepared(options.data(), data
			.caseNames(), options.folds())).files(data.caseNames());
	}

	private Map<String, Path> files(final List<String> names) throws IOException {
		if (!Files.exists(PlanFile.of(output, stage))) throw new ProblemException(output, "has no plan_" + stage +
			".json, whose folds predict what the cascade continues from.", "Run preprocess with configuration=" + stage +
				", then cross-validate with configurations=" + stage + ", then this training again.");
		final Map<String, Path> files = new TreeMap<>();
		for (int fold = 0; fold < splits.folds().size(); fold++)
			for (final Map.Entry<String, Path> one : files(fold, names).entrySet())
				files.putIfAbsent(one.getKey(), one.getValue());
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final Set<String> without = new TreeSet<>(names);
		without.removeAll(files.keySet());
		if (!without.isEmpty()) throw new ProblemException(output.resolve(Splits.FILES.get(0)), "holds out " + String.join(
			", ", without) + " in no fold, so " + stage + " cannot predict them without having learned from them.",
			"Use a split in which every case is held out once.");
		return files;
	}

	/** The label files of one fold. */
	private Map<String, Path> files(final int fold, final List<String> names) throws IOException {
		final Path folder = ResultsFolder.of(output, stage).fold(fold);
		final List<String> held = splits.folds().get(fold).val();
		final Map<String, Path> files = new TreeMap<>();
		final List<String> missing = new ArrayList<>();
		for (final String name : held) {
			final Path file = folder.resolve(ResultsFolder.VALIDATION).resolve(name + ".nii.gz");
			if (Files.exists(file)) files.put(name, file);
			else missing.add(name);
		}
		if (!Files.exists(folder.resolve(SummaryFile.NAME)) || !missing.isEmpty()) problems.add(Problem.of(folder,
			"has not predicted its held-out cases, from which the cascade continues.", "Run first: train --data " + output +
				" --configuration " + stage + " --fold " + fold + "; or cross-validate --data " + output +
				" --configurations " + stage + " for all folds."));
		else requireSplit(fold, folder, held, names);
		return files;
	}

	private void requireSplit(final int fold, final Path folder, final List<String> held, final List<String> names)
		throws IOException
	{
		final Optional<FoldCases> cases = FoldCases.read(folder, names);
		if (cases.isEmpty()) return;
		final Set<String> learned = new HashSet<>(cases.get().training().stream().map(FoldCases.Member::name).toList());
		learned.retainAll(held);
		if (!learned.isEmpty()) problems.add(Problem.of(folder, "was trained with another split: it has learned from " +
			new TreeSet<>(learned).first() + ", which fold " + fold +
			" now holds out.", "Give the number of folds (nfolds) that it was trained with, or train it again with force=true."));
	}
}
