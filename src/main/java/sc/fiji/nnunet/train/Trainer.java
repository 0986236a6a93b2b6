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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Batch;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Feeding;
import sc.fiji.nnunet.engine.EventLog;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.StepResult;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * Trains the network of one fold: starts or resumes, runs steps until the budget is spent, validates, writes
 * checkpoints.
 * <p>
 * It writes to the fold's folder: {@code plan.json} with the network as trained, {@code checkpoint_last},
 * {@code checkpoint_best}, {@code log.jsonl}, {@code curves.png}, {@code overlays} and, after the final validation,
 * {@code validation} with {@code summary.json}. A training that was killed resumes from its last checkpoint when it is
 * started again with the same options; with a budget in steps or epochs the result is the same as without the
 * interruption.
 * </p>
 */
public final class Trainer {

	/** The share of learning in the overall progress if a final validation follows. */
	private static final double LEARNING = 0.97;

	/**
	 * The number of skipped steps in a row that ends the training; mixed precision skips fewer until its scale is right.
	 */
	private static final int MOST_SKIPPED = 50;

	private static final String DIVERGED =
		"Lower the learning rate (learningrate) or train with amp=fp32, and start again: the last checkpoint is kept.";

	/** The number of validation cases for which overlays are written. */
	private static final int OVERLAYS = 3;

	private final Engine engine;
	private final ExecutorService executor;
	private final Progress progress;
	private final Progress learning;
	private final Path folder;
	private final Together together;

	private TrainOptions options;
	private PreprocessedDataset data;
	private TrainingFold fold;
	private TrainSettings settings;
	private Network network;
	private TrainingLog log;
	private Validation validation;
	private Rehearsal rehearsal;

	private long step;
	private int skipped;
	private double seconds;
	private Plateau plateau = Plateau.start();
	private double trainLoss = Double.NaN;
	private double lossSum;
	private long lossCount;
	private long validated = -1;
	private double score = Double.NaN;
	private ValidationTimes times;
	private SavingTimes saving = new SavingTimes(0);

	/**
	 * @param options the options, validated by {@link #run()}
	 * @param engine creates the network
	 * @param executor runs the loader and parts of the validation
	 * @param progress receives every step, and may cancel
	 */
	public Trainer(final TrainOptions options, final Engine engine, final ExecutorService executor,
		final Progress progress)
	{
		this(options, null, options.foldFolder(), engine, executor, progress);
	}

	/** @param inner the cases to learn from and to hold out; null for those of the options' fold */
	public Trainer(final TrainOptions options, final TrainingFold inner, final Path folder, final Engine engine,
		final ExecutorService executor, final Progress progress)
	{
		fold = inner;
		this.folder = folder;
		this.engine = engine;
		this.executor = executor;
		together = new Together(engine.workers());
		this.options = together.own(options);
		this.progress = together.own(progress);
		learning = options.validation().finalValidation() ? this.progress.part(0, LEARNING) : this.progress;
	}

	/**
	 * Trains to the end of the budget, or until the progress is cancelled; in both cases everything is saved.
	 *
	 * @throws sc.fiji.nnunet.file.LockedException if another process trains in the folder; on all workers, if there are
	 *           several
	 * @throws ProblemException if the options or the data cannot be used
	 * @throws IOException if the results cannot be written
	 */
	public TrainResult run() throws IOException {
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		try (FolderLock lock = together.lock(folder)) {
			return train();
		}
	}

	private TrainResult train() throws IOException {
		options = together.asBegun(options, folder, progress);
		data = PreviousPredictions.open(options, executor, progress);
		if (fold == null) fold = TrainingFold.of(options, data);
		settings = settings(Precision.FP32);
		settings = settings(together.precision(options, engine, settings, progress));
		together.requireSame(settings, fold, data, options);
		for (final String line : settings.describe())
			progress.message(line);
		rehearsal = new Rehearsal(settings, progress);
		if (options.validation().finalValidation()) new FinalValidation(options, settings.plan(), data, fold.validation())
			.requireFiles();
		rehearsal.prepare(options.preset(), engine);
		Loading.check(settings, engine.workers());
		network = settings.network(engine, options.sampling().seed());
		try {
			if (together.isFirst()) new Beginning(options, settings, fold, data).start(network, folder, engine, progress)
				.ifPresent(this::resume);
			if (together.several()) share();
			// NB: not earlier, since a fold that was trained with another network keeps its plan if this training is refused
			if (together.isFirst()) PlanFile.write(folder.resolve(PlanFile.NAME), settings.plan());
			validation = new Validation(options.validation(), settings.plan(), data, fold.validation(), executor, together);
			log = new TrainingLog(folder, options, settings, step, seconds, together.isFirst() ? engine.events(folder)
				: EventLog.none(), learning);
			return toTheEnd();
		}
		catch (final OutOfMemoryException exc) {
			throw Rehearsal.problem(exc, engine);
		}
		finally {
			if (log != null) log.close();
			network.close();
		}
	}

	private TrainSettings settings(final Precision precision) throws IOException {
		return TrainSettings.of(options, data.plan(), fold.training().size(), fold.oriented(data), precision, engine
			.workers().count(), together.pace(Pace.of(engine, options.hardware().threads())), TrainingFold.slices(data));
	}

	/** Gives all workers the state of the first one. */
	private void share() throws IOException {
		resume(Json.parse(together.first(Json.pageWithNulls(state())), Checkpoint.class));
		network.share();
	}

	private void resume(final Checkpoint checkpoint) {
		step = checkpoint.step();
		seconds = checkpoint.seconds();
		plateau = checkpoint.plateau();
		lossSum = checkpoint.lossSum();
		lossCount = checkpoint.lossCount();
		validated = checkpoint.validated();
	}

	private TrainResult toTheEnd() throws IOException {
		boolean cancelled = false;
		Selection selection = null;
		try {
			steps();
			if (validated != step && !fold.validation().isEmpty()) validate();
			selection = new Ending(options, network, validation, !fold.validation().isEmpty()).select(folder, step, score,
				plateau, settings.budget().early(step, settings.stepsPerEpoch(), seconds), learning.part(1, 1));
		}
		catch (final CancelledException e) {
			cancelled = true; // NB: that is expected, and what is done is saved now
		}
		final boolean interrupted = Thread.interrupted(); // NB: files cannot be written by an interrupted thread
		saveLast();
		log.end(trainLoss, plateau.best(), selection, seconds);
		if (interrupted) Thread.currentThread().interrupt();
		double original = Double.NaN;
		if (!cancelled && options.validation().finalValidation() && !fold.validation().isEmpty()) try {
			original = new FinalValidation(options, settings.plan(), data, fold.validation()).run(folder, network, engine,
				together, executor, progress.part(LEARNING, 1));
		}
		catch (final CancelledException e) {
			cancelled = true; // NB: the same command will find the training finished and run the final validation
		}
		if (cancelled) progress.message("Stopped at step " + step + ". Run the same command to resume.");
		return new TrainResult(folder, step, epoch(), plateau.best() == Double.NEGATIVE_INFINITY ? Double.NaN : plateau
			.best(), original, cancelled);
	}

	/** Runs steps until the budget is spent. */
	private void steps() throws IOException {
		final int perEpoch = settings.stepsPerEpoch();
		// NB: an epoch that was interrupted in its validation
		if (lossCount > 0 && step % perEpoch == 0) endEpoch(settings.budget().rate(settings.schedule(), step - 1, perEpoch,
			seconds));
		if (settings.budget().spent(step, perEpoch, seconds, plateau)) return;
		final GrowingPatches patches = Loading.patches(options, settings, data, fold.training(), step, engine, executor,
			() -> settings.budget().fraction(step, perEpoch, seconds), progress);
		try (Feeding batches = new Feeding(patches, network, executor)) {
			saving = new SavingTimes(seconds);
			seconds = together.clock(seconds, progress);
			together.check(progress);
			if (options.validation().finalValidation() && !fold.validation().isEmpty()) rehearsal.announce(validation, options
				.validation().once());
			final double each = rehearsal.promise(network, patches, engine.device().isGpu(), together, step, seconds);
			if (engine.device().isGpu()) validation.rehearse(network);
			Batch batch = batches.next();
			if (settings.budget().timed()) times = new ValidationTimes(seconds, 60 * settings.budget().minutes(), together
				.clock(validation.expectedSeconds(each / batch.samples()), Progress.none()));
			batches.start(batch);
			together.check(progress);
			if (together.isFirst()) FoldFolder.goOn(folder);
			// NB: the wait for the first batch lies before the time that is measured
			final double earlier = seconds, before = batches.waitedSeconds();
			final long start = System.nanoTime();
			while (true) {
				together.check(progress);
				final double rate = settings.budget().rate(settings.schedule(), step, perEpoch, seconds);
				final StepResult result = network.step(batch, rate);
				requireSound(result);
				step++;
				count(result.loss());
				seconds = together.clock(earlier + (System.nanoTime() - start) / 1e9, Progress.none());
				log.step(step, result, rate, seconds, batches.waitedSeconds() - before);
				if (step % perEpoch == 0) endEpoch(rate);
				else if (settings.budget().timed() && validationDue()) validate();
				else if (saving.within(seconds)) saveLast();
				seconds = together.clock(earlier + (System.nanoTime() - start) / 1e9, progress);
				if (settings.budget().spent(step, perEpoch, seconds, plateau)) break;
				batch = batches.next();
			}
		}
		if (nothingLearned()) throw notFinite();
	}

	/**
	 * Validates if it is due, and saves.
	 *
	 * @param rate of the epoch's last step
	 */
	private void endEpoch(final double rate) throws IOException {
		if (validationDue()) validate();
		trainLoss = lossSum / lossCount;
		log.epoch(epoch(), step, trainLoss, rate, seconds);
		lossSum = 0;
		lossCount = 0;
		if (saving.afterEpoch(seconds)) saveLast();
	}

	/** NB: the loss of a skipped step may be any number, and is not counted. */
	private void count(final double loss) {
		if (!Double.isFinite(loss)) return;
		lossSum += loss;
		lossCount++;
	}

	/** Whether every step so far was skipped, as may happen in a training of few steps. */
	private boolean nothingLearned() {
		return skipped > 0 && skipped == step;
	}

	private void requireSound(final StepResult result) throws ProblemException {
		skipped = result.applied() ? 0 : skipped + 1;
		if (skipped == MOST_SKIPPED) throw notFinite();
		if (!result.applied() || Double.isFinite(result.loss())) return;
		throw new ProblemException(folder, "the loss became " + result.loss() + " at step " + (step + 1) + ".", DIVERGED);
	}

	private ProblemException notFinite() {
		return new ProblemException(folder, "the gradients of " + skipped +
			" steps in a row were not finite, so nothing was " + "learned from them.", DIVERGED +
				" If it happens again, look for extreme values in the images.");
	}

	private int epoch() {
		return (int) (step / settings.stepsPerEpoch());
	}

	private boolean validationDue() {
		if (fold.validation().isEmpty() || options.validation().once()) return false;
		if (settings.budget().timed()) return times != null && epoch() >= settings.skipEval() && times.due(seconds);
		return epoch() > settings.skipEval();
	}

	private void validate() throws IOException {
		// NB: the progress bar stays where the training is
		final double at = settings.budget().fraction(step, settings.stepsPerEpoch(), seconds);
		final double[] dice = validation.dice(network, learning.part(at, at), OVERLAYS, log::overlay);
		log.paused(validation.lastSeconds());
		seconds += validation.lastSeconds();
		if (times != null) times.validated(seconds, validation.typicalSeconds());
		validated = step;
		score = validation.foregroundMean(dice);
		plateau = plateau.next(score);
		if (plateau.improved() && options.results().checkpoints() == Checkpoints.LAST_AND_BEST) state().write(folder
			.resolve(ResultsFolder.BEST), network);
		log.validation(step, dice, score, plateau, validation.targetNames(), validation.coverage(), seconds);
	}

	private void saveLast() throws IOException {
		final long start = System.nanoTime();
		// NB: after steps that were all skipped, the same command starts over, and does not find a finished training
		if (!nothingLearned() && options.results().checkpoints() != Checkpoints.NONE) state().write(folder.resolve(
			ResultsFolder.LAST), network);
		saving.saved(seconds, (System.nanoTime() - start) / 1e9);
	}

	private Checkpoint state() {
		return new Checkpoint(1, step, seconds, plateau.best() == Double.NEGATIVE_INFINITY ? null : plateau.best(), plateau
			.waiting(), lossSum, lossCount, validated, options.sampling().seed(), settings.identity(), fold.training());
	}
}
