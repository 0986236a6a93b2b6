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
import java.util.List;

import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;

/**
 * The training and validation cases of one fold.
 *
 * @param training names of the training cases
 * @param validation names of the held-out cases; empty when training on all cases
 */
public record TrainingFold(List<String> training, List<String> validation) {

	/**
	 * The fold given by the options, as split by {@link Splits#prepared}.
	 *
	 * @throws ProblemException if the fold does not exist, if the split names cases that were not preprocessed, or if it
	 *           is not a split of cases ({@link Splits#problems})
	 */
	public static TrainingFold of(final TrainOptions options) throws IOException {
		return of(options, PreprocessedDataset.open(options.data(), options.configuration()));
	}

	/** Checks which data and which fold are meant. */
	static void check(final Checks checks, final Path data, final String configuration, final int fold,
		final int folds)
	{
		checks.given("data", data, "Give the folder that preprocessing wrote, such as OUT/Task04_Hippocampus.");
		Plan.check(checks, "configuration", configuration);
		final boolean named = configuration != null && Plan.CONFIGURATIONS.contains(configuration);
		if (data != null && named) checks.that(Files.exists(PlanFile.of(data, configuration)), data.toString(),
			"has no plan_" + configuration + ".json.",
			"Run preprocess for this dataset first, or correct the folder or the configuration (" + String.join(", ",
				Plan.CONFIGURATIONS) + ").");
		checks.atLeast("nfolds", folds, 2, "Give at least 2 folds.");
		checks.that(fold >= -1 && fold < folds, "fold", "is " + fold + " of " + folds + ".", "Give a fold from 0 to " +
			(folds - 1) + ", or -1 to train on all cases.");
	}

	/**
	 * The fold given by the options, as split by {@link Splits#prepared}.
	 *
	 * @throws ProblemException if the fold does not exist, if the split names cases that were not preprocessed, or if it
	 *           is not a split of cases ({@link Splits#problems})
	 */
	static TrainingFold of(final TrainOptions options, final PreprocessedDataset data) throws ProblemException {
		final List<String> names = data.caseNames();
		if (options.fold() < 0) return new TrainingFold(names, List.of());
		final Path file = options.data().resolve(Splits.FILES.get(0));
		final Splits splits = Splits.prepared(options.data(), names, options.folds());
		if (options.fold() >= splits.folds().size()) throw new ProblemException(file, "has " + splits.folds().size() +
			" folds, but fold " + options.fold() + " was asked for.", "Give a fold from 0 to " + (splits.folds().size() - 1) +
				".");
		// NB: all configurations share the split, so that it may name a case that was prepared for another one only
		final List<String> missing = new ArrayList<>(splits.names());
		missing.removeAll(names);
		final String configuration = data.plan().configuration();
		final List<Problem> problems = new ArrayList<>();
		for (final String name : missing)
			problems.add(Problem.of(file, "names the case " + name + ", which was not preprocessed for " + configuration +
				".", "Run preprocess again with configuration=" + configuration + ", or correct the split."));
		// NB: a user's own split may hold anything, such as a case that is both learned and held out
		problems.addAll(splits.problems(file, splits.names()));
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final Splits.Split split = splits.folds().get(options.fold());
		return new TrainingFold(split.train(), split.val());
	}

	/** The record of the cases that is stored with the trained network. */
	FoldCases record(final TrainOptions options, final PreprocessedDataset data) throws IOException {
		final int folds = options.fold() < 0 ? 0 : Splits.prepared(options.data(), data.caseNames(),
			options.folds()).folds()
			.size();
		return FoldCases.of(data.plan().dataset(), options.fold(), folds, members(training, data), members(validation,
			data));
	}

	private static List<FoldCases.Member> members(final List<String> names, final PreprocessedDataset data)
		throws IOException
	{
		final List<FoldCases.Member> members = new ArrayList<>();
		for (final String name : names)
			members.add(new FoldCases.Member(name, data.get(name).record().contents()));
		return members;
	}

	/** Whether the files of all training cases give the orientation in the body, as NIfTI's forms do. */
	boolean oriented(final PreprocessedDataset data) throws IOException {
		for (final String name : training) {
			final Geometry.Forms forms = data.get(name).record().grid().forms();
			if (forms == null || forms.qformCode() <= 0 && forms.sformCode() <= 0) return false;
		}
		return true;
	}

	/**
	 * The fewest slices, voxels along z of the network's grid, of a prepared case; for 3D, where they do not matter,
	 * {@link Integer#MAX_VALUE}. NB: not of a training case, so that all folds have equally many steps per epoch.
	 */
	static int slices(final PreprocessedDataset data) throws IOException {
		int fewest = Integer.MAX_VALUE;
		if (!data.plan().is2d()) return fewest;
		for (final String name : data.caseNames())
			fewest = Math.min(fewest, data.get(name).size()[0]);
		return fewest;
	}
}
