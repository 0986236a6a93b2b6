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
package sc.fiji.nnunet.tune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Seconds;

/**
 * Searches for the options of a training by successive halving: many trials with a small share of the budget, a third
 * of them with three times as much, and so on. The preset itself is in every round, so that its options can be compared
 * with others at equal cost.
 * <p>
 * Trials learn from a part of one fold's training cases and are measured on the rest of them; the cases that the fold
 * holds out are never looked at. Each trial's result is a file of its own, so that a search that was killed resumes at
 * the trial, and within it at the checkpoint, where it was.
 * </p>
 */
public final class Tuning {

	private final TuneOptions options;
	private final TrialRunner runner;
	private final Progress progress;
	private final Path folder;
	private final List<Outcome> outcomes = new ArrayList<>();
	private boolean retries;
	private double done;
	private double all;

	/** @param runner trains the trials */
	public Tuning(final TuneOptions options, final TrialRunner runner, final Progress progress) {
		this.options = options;
		this.runner = runner;
		this.progress = progress;
		folder = options.folder();
	}

	/**
	 * Runs the search, or resumes it.
	 *
	 * @throws ProblemException if the options or the data cannot be used, or all trials failed
	 * @throws CancelledException if the user cancels it; finished trials are kept
	 */
	public TuneResult run() throws IOException {
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		try (FolderLock lock = FolderLock.take(folder, "is being searched by another process.", "Wait for it or stop it.")) {
			return search();
		}
	}

	private TuneResult search() throws IOException {
		final Plan plan = PlanFile.read(PlanFile.of(options.data(), options.configuration()));
		Search.require(folder, options);
		final List<Trial> trials = Trial.draw(plan, options.trials(), options.seed());
		final List<Rung> rungs = Rung.of(options.trials());
		progress.message(trials.size() + " trials in " + rungs.size() + " rounds of " + String.join(", ", rungs.stream().map(
			rung -> String.format(Locale.ROOT, "%d × %.2g of the budget", rung.trials(), rung.share())).toList()));
		retries = retries(trials, rungs);
		List<Trial> left = trials;
		for (final Rung rung : rungs) {
			all = done + left.size() * rung.share() + rungs.stream().skip(rung.number() + 1).mapToDouble(Tuning::most).sum();
			final List<Outcome> round = round(rung, left);
			if (round.isEmpty()) break;
			final int next = rung.number() + 1 < rungs.size() ? rungs.get(rung.number() + 1).trials() : 1;
			left = promoted(round, trials, next);
		}
		return new TuneReport(options, outcomes).write(progress);
	}

	/** The budgets that a later round may take, in which the preset may be one more. */
	private static double most(final Rung rung) {
		return (rung.trials() + 1) * rung.share();
	}

	/** Runs the trials of a round, until the time is used up. */
	private List<Outcome> round(final Rung rung, final List<Trial> trials) throws IOException {
		final List<Outcome> round = new ArrayList<>();
		for (final Trial trial : trials) {
			progress.check();
			Optional<Outcome> outcome = Outcome.read(folder, trial, rung);
			// NB: it may have failed since the disk was full, so it is tried again as long as there is time
			if (retries && outcome.isPresent() && outcome.get().problem() != null) outcome = Optional.empty();
			if (outcome.isEmpty() && spent()) {
				progress.message("The " + options.hours() + " hours of the search are used up.");
				break;
			}
			if (outcome.isEmpty()) outcome = Optional.of(run(rung, trial));
			round.add(outcome.get());
			outcomes.add(outcome.get());
			done += rung.share();
			new TuneReport(options, outcomes).table();
		}
		return round;
	}

	/** Whether all trials of earlier runs have left some of the hours. */
	private boolean retries(final List<Trial> trials, final List<Rung> rungs) throws IOException {
		double seconds = 0;
		for (final Rung rung : rungs)
			for (final Trial trial : trials)
				seconds += Outcome.read(folder, trial, rung).map(Outcome::seconds).orElse(0.0);
		return options.hours() == 0 || seconds < options.hours() * 3600;
	}

	private boolean spent() {
		final double seconds = outcomes.stream().mapToDouble(Outcome::seconds).sum();
		return options.hours() > 0 && seconds >= options.hours() * 3600 && !outcomes.isEmpty();
	}

	private Outcome run(final Rung rung, final Trial trial) throws IOException {
		final String name = "trial " + trial.number() + " (" + (trial.options().isEmpty() ? "the preset" : trial.words()) +
			")";
		progress.message("Round " + (rung.number() + 1) + ", " + name);
		final Progress part = progress.part(done / all, (done + rung.share()) / all).prefixed("Trial " + trial.number() +
			": ");
		final Path own = folder.resolve("trial_" + trial.number() + "_round_" + rung.number());
		final long start = System.nanoTime();
		Outcome outcome;
		try {
			outcome = Outcome.of(trial, rung, runner.run(trial, rung.share(), own, part));
			progress.message(String.format(Locale.ROOT, "%s: Dice %.4f after %d steps, %s", name, outcome.dice(), outcome
				.steps(), Seconds.words(outcome.seconds())));
		}
		catch (final ProblemException e) {
			// NB: a setting that is too large for this machine is a result, not a failure of the search
			outcome = Outcome.failed(trial, rung, (System.nanoTime() - start) / 1e9, e.getMessage());
			progress.message(name + " cannot be trained: " + e.getMessage());
		}
		outcome.write(folder);
		Leftovers.delete(own); // what only this training needed
		return outcome;
	}

	/** The best trials of a round, and the preset. */
	private static List<Trial> promoted(final List<Outcome> round, final List<Trial> trials, final int count) {
		final List<Trial> next = new ArrayList<>();
		round.stream().sorted(Comparator.comparingDouble(Outcome::rank).reversed()).limit(count).filter(one -> one
			.dice() != null).forEach(one -> next.add(trials.get(one.trial())));
		if (next.stream().noneMatch(trial -> trial.number() == 0)) next.add(trials.get(0));
		return next;
	}
}
