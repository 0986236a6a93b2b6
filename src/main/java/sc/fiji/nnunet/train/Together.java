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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.OptimizerSpec.Rule;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.Workers;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.plan.NetworkSpec;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * What the workers of a training agree about. With one worker there is nothing to agree about, and everything is as it
 * was.
 *
 * @param workers this one and the others
 */
record Together(Workers workers) {

	private static final String CANCELLED = "cancelled";

	boolean isFirst() {
		return workers.isFirst();
	}

	boolean several() {
		return workers.count() > 1;
	}

	/** The options of this worker: the first one writes what all share. */
	TrainOptions own(final TrainOptions options) {
		return isFirst() ? options : options.silent();
	}

	/** The progress of this worker: the first one reports what all do. */
	Progress own(final Progress progress) {
		return isFirst() ? progress : progress.silent();
	}

	/**
	 * Locks the folder to which the first worker writes for all. NB: that worker tells the others what came of it, so that
	 * all go on, or all leave, and none waits for one that has left.
	 *
	 * @return the lock of the first worker; null on the others
	 * @throws LockedException on all workers if another process has it
	 */
	FolderLock lock(final Path folder) throws IOException {
		final FolderLock own = isFirst() ? tryLock(folder) : null;
		boolean begin = false;
		try {
			begin = Boolean.parseBoolean(first(Boolean.toString(own != null)));
			if (!begin) throw new LockedException(folder, FoldFolder.TAKEN, FoldFolder.CURE);
			return own;
		}
		finally {
			if (!begin && own != null) own.close();
		}
	}

	private static FolderLock tryLock(final Path folder) throws IOException {
		try {
			return FolderLock.take(folder, FoldFolder.TAKEN, FoldFolder.CURE);
		}
		catch (final LockedException e) {
			return null; // NB: it is thrown when the others know
		}
	}

	/**
	 * The precision; amp=auto leaves it to the self-test of the first worker's engine.
	 *
	 * @param settings of the training, in any arithmetic
	 */
	Precision precision(final TrainOptions options, final Engine engine, final TrainSettings settings,
		final Progress progress) throws IOException
	{
		if (options.network().amp() != null) return options.network().amp();
		if (engine.device().isGpu()) progress.message("Choosing the precision by trial steps on this GPU");
		final Plan plan = settings.plan();
		return Precision.valueOf(first(isFirst() ? engine.preferredPrecision(plan.network(), settings.training(), plan
			.patch(), plan.batchSize()).name() : ""));
	}

	/**
	 * How fast all workers are together, each on a machine of its own: a step waits for the slowest of them. The same for
	 * all, and with it patches and augmentations.
	 *
	 * @param own pace of this worker
	 */
	Pace pace(final Pace own) throws IOException {
		double slowest = Double.POSITIVE_INFINITY;
		boolean growing = false;
		for (final String text : workers.gather(Json.line(own))) {
			final Pace pace = Json.parse(text, Pace.class);
			slowest = Math.min(slowest, pace.share());
			growing |= pace.growing();
		}
		return new Pace(slowest, growing).times(workers.count());
	}

	/** Stops this worker at once if it is cancelled and the only one; the others stop together, see {@link #clock}. */
	void check(final Progress progress) {
		if (!several()) progress.check();
	}

	/** A text of the first worker; the others' are not used. */
	String first(final String own) throws IOException {
		return workers.gather(isFirst() ? own : "").get(0);
	}

	/**
	 * The options with the optimizer of the training that goes on in a folder, if the user gives none.
	 *
	 * @see Checkpoint#asBegun
	 */
	TrainOptions asBegun(final TrainOptions options, final Path folder, final Progress progress) throws IOException {
		final boolean given = options.optimization().optimizer() != null;
		final boolean goesOn = isFirst() && !given && !options.results().force();
		final Rule own = goesOn ? Checkpoint.asBegun(options, folder).optimization().optimizer() : null;
		// NB: all workers ask, whatever their options, or the next thing that they tell each other is taken for the answer
		final String word = first(own == null ? "" : own.name());
		if (given || word.isEmpty()) return options;
		progress.message("Goes on with optimizer " + word.toLowerCase(Locale.ROOT) + ", with which this training began.");
		return options.with(options.optimization().withOptimizer(Rule.valueOf(word)));
	}

	/**
	 * Makes sure that all workers train the same network on the same data in the same way.
	 *
	 * @throws ProblemException if they would not
	 */
	void requireSame(final TrainSettings settings, final TrainingFold fold, final PreprocessedDataset data,
		final TrainOptions options) throws IOException
	{
		if (!several()) return;
		if (settings.plan().network().norm() == NetworkSpec.Norm.BATCH) throw new ProblemException(new Problem("norm",
			"is batch, whose statistics would be those of each worker's samples.", "Use norm=instance with several workers."));
		final List<String> lines = new ArrayList<>(settings.identity());
		lines.add("patches " + settings.patches());
		lines.add("precision " + settings.training().precision());
		lines.add("schedule " + settings.schedule());
		lines.add("budget " + settings.budget() + ", " + settings.stepsPerEpoch() + " steps per epoch");
		lines.add("sampling " + options.sampling() + " " + settings.volumesPerBatch());
		lines.add("validation " + options.validation());
		lines.add("normalization " + settings.plan().normalization());
		lines.add("training cases " + fold.training());
		lines.add("validation cases " + fold.validation());
		for (final List<String> names : List.of(fold.training(), fold.validation()))
			for (final String name : names)
				lines.add("case " + name + " with the content " + data.get(name).record().content());
		requireSame(lines);
	}

	/**
	 * Makes sure that all workers train the same network on the same data.
	 *
	 * @param lines what must be the same
	 * @throws ProblemException if it is not
	 */
	void requireSame(final List<String> lines) throws IOException {
		final List<String> all = workers.gather(String.join("\n", lines));
		final String[] expected = all.get(0).split("\n", -1);
		for (int rank = 1; rank < all.size(); rank++) {
			final String[] found = all.get(rank).split("\n", -1);
			for (int i = 0; i < Math.max(expected.length, found.length); i++) {
				final String here = i < found.length ? found[i] : "nothing";
				final String there = i < expected.length ? expected[i] : "nothing";
				if (!here.equals(there)) throw new ProblemException(new Problem("worker " + rank,
					"would train something else than worker 0: " + here + " instead of " + there + ".",
					"Start all workers with the same options on the same preprocessed data."));
			}
		}
	}

	/**
	 * The first of this worker's blocks of a batch, by nnU-Net's rule (recipe-nnunet.md, training on several GPUs): equal
	 * shares, and one more for each of the first workers if the division leaves some.
	 *
	 * @param rank the worker, or the number of workers for the end of the last share
	 */
	static int begin(final int blocks, final int rank, final int count) {
		return blocks / count * rank + Math.min(rank, blocks % count);
	}

	/** @throws ProblemException if there are more workers than blocks */
	void requireShares(final int blocks, final String option) throws ProblemException {
		if (workers.count() > blocks) throw new ProblemException(new Problem("workers", "are " + workers.count() +
			", but a step has " + blocks + " to divide among them.", "Give " + option + "=" + workers.count() +
				" or more, or fewer workers."));
	}

	/**
	 * The time of the first worker, at which all of them decide alike.
	 *
	 * @param seconds the time on this worker
	 * @throws CancelledException if one of the workers is cancelled: all stop after the same step
	 */
	double clock(final double seconds, final Progress progress) throws IOException {
		if (!several()) return seconds;
		final double[] agreed = workers.sum(isFirst() ? seconds : 0, progress.cancelled() ? 1 : 0);
		if (agreed[1] > 0) throw new CancelledException();
		return agreed[0];
	}

	/** The indices of this worker's share of a list. */
	List<Integer> share(final int length) {
		final List<Integer> own = new ArrayList<>();
		for (int i = workers.rank(); i < length; i += workers.count())
			own.add(i);
		return own;
	}

	/**
	 * The results of all workers' shares by index, on all of them.
	 *
	 * @param own the results of this worker by index; null if it was cancelled
	 * @param length the number of results, of which none may be missing or made twice
	 * @throws CancelledException if a worker was cancelled
	 */
	TreeMap<Integer, String> joined(final TreeMap<Integer, String> own, final int length) throws IOException {
		final TreeMap<Integer, String> all = new TreeMap<>();
		for (final String text : workers.gather(own == null ? CANCELLED : Json.line(own))) {
			if (text.equals(CANCELLED)) throw new CancelledException();
			for (final var entry : Json.parse(text).getAsJsonObject().entrySet())
				if (all.put(Integer.valueOf(entry.getKey()), entry.getValue().getAsString()) != null)
					throw new IllegalStateException("two workers have case " + entry.getKey());
		}
		if (all.size() != length) throw new IllegalStateException(all.size() + " of " + length + " cases have a worker: " +
			all.keySet());
		return all;
	}
}
