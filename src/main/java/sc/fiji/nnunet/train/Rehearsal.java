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
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.MemoryEstimate;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Seconds;

/**
 * The checks before training begins: whether a step fits into memory, by an estimate and then by a trial step that
 * changes nothing, and how long a step takes.
 */
final class Rehearsal {

	/**
	 * A first step that is shorter than this, in seconds, is tried again, since it includes preparations that later ones
	 * do not need.
	 */
	private static final double SHORT = 5;

	private final TrainSettings settings;
	private final Progress progress;

	/** Validates the cases that are tested after the last step; null if none are. */
	private Validation tested;

	/** Whether only the weights that are used are validated. */
	private boolean once;

	Rehearsal(final TrainSettings settings, final Progress progress) {
		this.settings = settings;
		this.progress = progress;
	}

	/** Makes {@link #promise} tell of the validation and the test of held-out cases that follow the last step. */
	void announce(final Validation test, final boolean onlyUsed) {
		tested = test;
		once = onlyUsed;
	}

	/** Says so if the preset is made for other devices, and then {@link #memory}. */
	void prepare(final Preset preset, final Engine engine) throws ProblemException {
		final String advice = preset.advice(engine.device().isGpu());
		if (!advice.isEmpty()) progress.message(advice);
		memory(engine);
	}

	/**
	 * Reports the memory that a step needs and that is available.
	 *
	 * @throws ProblemException if too little is available; the cure says what would fit
	 */
	void memory(final Engine engine) throws ProblemException {
		final MemoryEstimate estimate = new MemoryEstimate(settings.plan().network(), settings.training().precision(),
			settings.plan().patch(), settings.own(engine.workers()), true);
		final OptionalLong available = engine.availableMemory();
		progress.message(estimate.need() + "; " + (available.isPresent() ? MemoryEstimate.text(available.getAsLong()) +
			" are available" : "the memory of " + engine.device() + " is unknown"));
		if (available.isPresent() && estimate.bytes() > available.getAsLong()) throw problem(estimate.refusal(available
			.getAsLong(), null), engine);
	}

	/** The engine's failure as a problem that the user can fix. */
	static ProblemException problem(final OutOfMemoryException failure, final Engine engine) {
		final String others = engine.otherPrograms();
		final ProblemException problem = new ProblemException(new Problem("memory", failure.what() + (others.isEmpty() ? ""
			: " " + others), failure.cure()));
		problem.initCause(failure);
		return problem;
	}

	/**
	 * Runs trial steps.
	 *
	 * @param gpu whether the first step may take long because it compiles, so that it tells nothing
	 * @param clock the time in nanoseconds
	 * @return the seconds that a step takes
	 * @throws OutOfMemoryException if the device has too little memory for it
	 */
	static double seconds(final Network network, final Batch batch, final boolean gpu, final LongSupplier clock) {
		// NB: trials update nothing, and an update is compiled when it first runs
		if (gpu) network.rehearse(batch);
		final double first = timed(network, batch, clock);
		if (gpu) return Math.min(timed(network, batch, clock), timed(network, batch, clock));
		return first < SHORT ? timed(network, batch, clock) : first;
	}

	/** The same with other workers, which try again if the first one does. */
	static double seconds(final Network network, final Batch batch, final boolean gpu, final Together together)
		throws IOException
	{
		if (!together.several()) return seconds(network, batch, gpu, System::nanoTime);
		if (gpu) network.rehearse(batch);
		final double first = timed(network, batch, System::nanoTime);
		final double more = together.clock(gpu ? 2 : first < SHORT ? 1 : 0, Progress.none());
		double best = more > 0 ? Double.POSITIVE_INFINITY : first;
		for (int i = 0; i < more; i++)
			best = Math.min(best, timed(network, batch, System::nanoTime));
		return together.clock(best, Progress.none());
	}

	private static double timed(final Network network, final Batch batch, final LongSupplier clock) {
		final long start = clock.getAsLong();
		network.trial(batch);
		return (clock.getAsLong() - start) / 1e9;
	}

	/**
	 * Tries steps and reports when the training will end.
	 *
	 * @param patches from which no batch was taken
	 * @param gpu whether a GPU runs the steps
	 * @param step the number of steps taken
	 * @param spent seconds spent in earlier runs
	 * @return the seconds that a step of the plan's patches takes
	 * @throws OutOfMemoryException if the device has too little memory for it
	 */
	double promise(final Network network, final GrowingPatches patches, final boolean gpu, final Together together,
		final long step, final double spent) throws IOException
	{
		final Batch whole = patches.whole();
		final double each = seconds(network, whole, gpu, together);
		// NB: on a GPU the files, and what is compiled, take longer than the windows
		final String test = tested == null ? "" : testing(tested.cases(), gpu ? Double.NaN : ending(tested.expectedSeconds(
			each / whole.samples()), tested.cases(), together.workers().count(), network.averages() && !once));
		if (!patches.areSmall()) {
			promise(each, step, spent, LocalDateTime.now(), test);
			return each;
		}
		final double small = seconds(network, patches.first(), gpu, together);
		progress.message(String.format(Locale.ROOT, "patches of %s, about %.2g s a step, until %.0f %% of the time has passed",
			settings.small().plan().patch(), small, 100 * settings.smallUntil()));
		promise(average(small, each, step, spent), step, spent, LocalDateTime.now(), test);
		return each;
	}

	/**
	 * The seconds after the last step, in which every case is predicted for the last validation and for the test.
	 *
	 * @param all seconds in which one worker predicts all cases
	 * @param workers of which each predicts whole cases, and the others wait for the one that has the most
	 * @param both whether the weights are validated beside their averages ({@link Ending})
	 */
	static double ending(final double all, final int cases, final int workers, final boolean both) {
		return (both ? 3 : 2) * all * Math.ceil((double) cases / workers) / cases;
	}

	/**
	 * What follows the last step.
	 *
	 * @param seconds that the windows of the cases take; NaN if that is not known
	 */
	static String testing(final int cases, final double seconds) {
		return "; then " + cases + " held-out " + (cases == 1 ? "case is" : "cases are") + " validated and tested" + (Double
			.isNaN(seconds) ? "" : ", roughly " + Seconds.words(seconds) + " more");
	}

	/** The mean seconds of the steps that are left, from those with the first and with the last patches. */
	double average(final double small, final double whole, final long step, final double spent) {
		final double passed = settings.budget().fraction(step, settings.stepsPerEpoch(), spent);
		final double share = (settings.smallUntil() - passed) / (1 - passed);
		return 1 / (share / small + (1 - share) / whole);
	}

	/**
	 * Reports when the training will end.
	 *
	 * @param each seconds per step, on average
	 * @param step the number of steps taken
	 * @param spent seconds spent in earlier runs
	 * @param test what follows the last step; empty if nothing does
	 */
	void promise(final double each, final long step, final double spent, final LocalDateTime now, final String test) {
		final Budget budget = settings.budget();
		final long steps = budget.totalSteps(settings.stepsPerEpoch());
		final double bySteps = steps == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (steps - step) * each;
		final double byTime = budget.timed() ? 60 * budget.minutes() - spent : Double.POSITIVE_INFINITY;
		final double left = Math.max(0, Math.min(bySteps, byTime));
		final String what = bySteps <= byTime ? (steps - step) + " steps take about " + Seconds.words(left) +
			" without validation" : Seconds.words(left) + " are enough for about " + Math.round(left / each) +
				" steps, fewer with validation";
		final LocalDateTime end = now.plusSeconds(Math.round(left));
		progress.message(String.format(Locale.ROOT, "tried a step: about %.2g s; %s, until about %s%s%s", each, what, end
			.format(DateTimeFormatter.ofPattern(end.toLocalDate().equals(now.toLocalDate()) ? "HH:mm" : "yyyy-MM-dd HH:mm",
				Locale.ROOT)),
			budget.patience() > 0 ? ", or earlier if validation stops improving" : "", test));
	}
}
