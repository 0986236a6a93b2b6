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

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.report.JsonLog;
import sc.fiji.nnunet.report.LogReader;
import sc.fiji.nnunet.report.LogRecord;

/**
 * The length of a training on all cases after the folds, its patches, its optimizer and its schedule: as many steps as
 * they took, with patches as large as theirs at the end, since it cannot be validated. Those with which folds of a few
 * minutes begin are smaller ({@link Regime.First}), so it takes longer than they did.
 */
final class AllCases {

	private AllCases() {
		// static methods only
	}

	/** The options with length, patches, optimizer and schedule of the folds, for all cases and if no budget is given. */
	static TrainOptions likeFolds(final TrainOptions options) throws IOException {
		if (options.fold() >= 0 || options.budget().given()) return options;
		final ResultsFolder results = new ResultsFolder(options.foldFolder().toAbsolutePath().getParent());
		final List<Path> ended = new ArrayList<>();
		long sum = 0;
		for (int fold = 0; fold < options.folds(); fold++) {
			final Path folder = results.fold(fold);
			final Selection selection = Selection.read(folder).orElse(null);
			if (selection == null) continue;
			sum += selection.step();
			ended.add(folder);
		}
		if (ended.isEmpty()) return options;
		final TrainOptions like = Checkpoint.asBegun(options.withSteps(Math.max(1, Math.round((double) sum / ended.size())),
			patchShare(options, ended.get(0))), ended.get(0));
		final Schedule.Kind schedule = schedule(options, ended.get(0));
		return schedule == null ? like : like.with(like.optimization().withScheduler(schedule));
	}

	/**
	 * The schedule that a fold was told to have, or the recipe's if it had no budget either; null for that of a budget, or
	 * if nothing tells. NB: the steps that this training gets would count as a budget.
	 */
	private static Schedule.Kind schedule(final TrainOptions options, final Path fold) throws IOException {
		final Path log = FoldFolder.log(fold, options.results().logName()), planned = PlanFile.of(options.data(), options
			.configuration());
		if (options.optimization().scheduler() != null || !Files.isRegularFile(log)) return null;
		final LogRecord told = told(log);
		if (told == null) return null;
		// NB: null, too, for the words of a log that is not ours
		final Schedule.Kind schedule = Auto.choice(new Checks(), "scheduler", told.text("scheduler"), Schedule.Kind.class);
		if (schedule != null) return schedule;
		if (budgeted(told) || !Files.exists(planned)) return null;
		return options.preset().of(PlanFile.read(planned).recipe()).optimization().schedule();
	}

	/** What the last run that wrote a log was told; null if the log does not say it. */
	private static LogRecord told(final Path log) throws IOException {
		LogRecord told = null;
		try {
			for (final LogRecord record : LogReader.read(log))
				if (record.step().equals(JsonLog.PARAMETER)) told = record;
		}
		catch (final ProblemException e) {
			return null; // NB: a damaged log tells nothing, and is not worth a training
		}
		return told;
	}

	private static boolean budgeted(final LogRecord told) {
		return told.value("epochs") != 0 || told.value("steps") != 0 || told.value("minutes") != 0;
	}

	/** The share of the planned patch's edges that a fold used, if the user gives none. */
	private static double patchShare(final TrainOptions options, final Path fold) throws IOException {
		final double given = options.sampling().patchShare();
		final Path planned = PlanFile.of(options.data(), options.configuration()), used = fold.resolve(PlanFile.NAME);
		if (given < 1 || !Files.exists(planned) || !Files.exists(used)) return given;
		final Plan known = PlanFile.read(planned), plan = PlanFile.read(used);
		return Patches.share(known.withNetwork(plan.network()), options.preset().of(known.recipe()).size().sliceEdge(), plan
			.patch());
	}
}
