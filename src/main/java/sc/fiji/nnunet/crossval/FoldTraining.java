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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Preparation;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.Checkpoint;

/** The training of the folds that are not complete, alone or shared with other processes. */
final class FoldTraining {

	private final CrossvalidateOptions options;
	private final HeldOut heldOut;
	private final FoldTrainer trainer;
	/** When folds were found to be trained by a process without a claim. */
	private final Map<Integer, Long> locked = new HashMap<>();

	private final Progress progress;

	/** Whether it was told that folds have different optimizers. */
	private boolean told;

	FoldTraining(final CrossvalidateOptions options, final HeldOut heldOut, final FoldTrainer trainer,
		final Progress progress)
	{
		this.options = options;
		this.heldOut = heldOut;
		this.trainer = trainer;
		this.progress = progress;
	}

	/** Trains all folds that are not complete. */
	void train(final List<Candidate> candidates) throws IOException {
		final int folds = heldOut.folds().size();
		for (int i = 0; i < candidates.size() * folds; i++)
			if (isComplete(candidates.get(i / folds), i % folds)) progress.message(name(candidates.get(i / folds), i % folds) +
				" is done already.");
			else train(candidates, i, progress);
	}

	/**
	 * Trains folds that no other process has, as long as there are some. NB: it does not wait for the others, whose folds
	 * may take days, unless there is something to do after them.
	 *
	 * @return whether all folds are complete
	 */
	boolean share(final List<Candidate> candidates, final Claims claims) throws IOException {
		while (true) {
			int open = 0;
			int previous = 0;
			int trained = 0;
			boolean later = false;
			final int folds = heldOut.folds().size();
			for (int i = 0; i < candidates.size() * folds; i++) {
				final Candidate candidate = candidates.get(i / folds);
				final boolean early = candidate.isCascade() && previous > 0;
				if (!early && options.share().holds(i)) trained += claim(candidates, i, claims);
				if (isComplete(candidate, i % folds)) continue;
				later |= early && options.share().holds(i);
				open++;
				if (candidate.isPrevious()) previous++;
			}
			if (open == 0) return true;
			if (trained == 0 && !later) return false;
			if (trained > 0) continue;
			progress.update(complete(candidates), "waiting for the folds of the previous stage, which other processes train");
			Claims.await(progress);
		}
	}

	/** Trains a fold if it is not complete and no other process trains it; returns the number of trainings. */
	private int claim(final List<Candidate> candidates, final int i, final Claims claims) throws IOException {
		final Candidate candidate = candidates.get(i / heldOut.folds().size());
		final int fold = i % heldOut.folds().size();
		final Long since = locked.get(i);
		if (since != null && System.nanoTime() - since < Claims.LIFE.toNanos()) return 0;
		if (!claims.take(name(candidate, fold), () -> isComplete(candidate, fold))) return 0;
		try {
			train(candidates, i, claims.renewing(progress));
			return 1;
		}
		catch (final LockedException e) {
			// NB: its claim had expired, but it still works; or it trains without claims
			locked.put(i, System.nanoTime());
			progress.message(e.getMessage());
			return 0;
		}
		finally {
			claims.release(name(candidate, fold));
		}
	}

	private static String name(final Candidate candidate, final int fold) {
		return candidate.name() + ", fold " + fold;
	}

	private void train(final List<Candidate> candidates, final int i, final Progress whole) throws IOException {
		final int folds = heldOut.folds().size();
		final Candidate candidate = candidates.get(i / folds);
		final double done = complete(candidates);
		progress.check();
		progress.message("Training " + name(candidate, i % folds) + ".");
		trainer.train(candidate.configurations().get(0), i % folds, whole.part(done, Math.min(1, done +
			1.0 / (folds * candidates.size()))));
		// NB: a training that was cancelled returns without its final validation
		progress.check();
		final List<Path> missing = missing(candidate, i % folds);
		if (!missing.isEmpty()) throw new ProblemException(missing.stream().map(file -> Problem.of(file,
			"is missing after the training of fold " + i % folds + ".",
			"Train this fold with its final validation, or remove the fold's folder and run again.")).toList());
		compareOptimizers(candidate, i % folds);
	}

	/** Tells once if another fold has another optimizer than a new one: that of a preset may change between versions. */
	private void compareOptimizers(final Candidate candidate, final int fold) throws IOException {
		final Rule own = Checkpoint.optimizer(candidate.fold(fold)).orElse(null);
		for (int other = 0; other < heldOut.folds().size() && !told; other++) {
			final Rule its = Checkpoint.optimizer(candidate.fold(other)).orElse(own);
			told = own != null && its != own && missing(candidate, other).isEmpty();
			if (told) progress.message(name(candidate, fold) + " was trained with optimizer=" + Checks.word(own) + ", fold " +
				other + " with optimizer=" + Checks.word(its) + ", perhaps by an earlier version. The result is that of both; to" +
				" train all folds alike, give optimizer, and remove the folders of those that were trained with the other one.");
		}
	}

	/** The share of the folds that are complete, whoever trained them. */
	private double complete(final List<Candidate> candidates) throws IOException {
		int complete = 0;
		for (final Candidate candidate : candidates)
			for (int fold = 0; fold < heldOut.folds().size(); fold++)
				if (isComplete(candidate, fold)) complete++;
		return (double) complete / (candidates.size() * heldOut.folds().size());
	}

	/** @throws ProblemException if an existing fold held out other cases, or learned from cases prepared otherwise */
	private boolean isComplete(final Candidate candidate, final int fold) throws IOException {
		requireSplit(candidate, fold);
		final Path plan = candidate.fold(fold).resolve(PlanFile.NAME);
		if (Files.exists(plan)) Preparation.requireSame(plan, PlanFile.read(PlanFile.of(options.data(), candidate
			.configurations().get(0))));
		return missing(candidate, fold).isEmpty();
	}

	private List<Path> missing(final Candidate candidate, final int fold) {
		final List<Path> missing = new ArrayList<>();
		final Path summary = candidate.fold(fold).resolve(SummaryFile.NAME);
		if (!Files.exists(summary)) missing.add(summary);
		for (final Case one : heldOut.folds().get(fold))
			if (!Files.exists(candidate.prediction(fold, one.name()))) missing.add(candidate.prediction(fold, one.name()));
		return missing;
	}

	private void requireSplit(final Candidate candidate, final int fold) throws IOException {
		final Path folder = candidate.fold(fold);
		final List<String> all = heldOut.names().stream().flatMap(List::stream).sorted().toList();
		final Optional<FoldCases> cases = FoldCases.read(folder, all);
		final Set<String> wanted = new HashSet<>(heldOut.names().get(fold));
		if (cases.isEmpty() || cases.get().validation().stream().map(FoldCases.Member::name).collect(Collectors.toSet())
			.equals(wanted)) return;
		throw new ProblemException(folder, "was trained with another split: it held out " + cases.get().validation()
			.size() + " cases, not these " + wanted.size() + ".",
			"Give the number of folds (nfolds) that it was trained with, or remove its folder.");
	}
}
