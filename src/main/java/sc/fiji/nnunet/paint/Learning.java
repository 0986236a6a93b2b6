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
package sc.fiji.nnunet.paint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.report.Overlay;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Learns from the paint of a project, without a window in rounds: the forest, a burst of the network, a test on
 * held-back strokes; then the model predicts all images. With a window see {@link LiveLearning}.
 * <p>
 * Network and rounds depend on the paint, the seed and the number of steps only; a limit in minutes ends after a round.
 * </p>
 */
public final class Learning {

	/** How long a process may take to notice that its window is gone, and to save what it has learned. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	/** The share of the progress that learning takes. */
	private static final double LEARNING = 0.85;

	/** Voxels that are labelled for the network in a round, in 2D and in 3D. */
	private static final int TAUGHT = 1 << 20, TAUGHT_3D = 6 << 20;

	private final LearnOptions options;
	private final Engine engine;
	private final ExecutorService executor;
	private final Progress progress;

	/** @param options valid ones */
	public Learning(final LearnOptions options, final Engine engine, final ExecutorService executor,
		final Progress progress)
	{
		this.options = options;
		this.engine = engine;
		this.executor = executor;
		this.progress = progress;
	}

	/**
	 * Learns to the end of the rounds or minutes, or until the progress is cancelled; what was learned is saved.
	 *
	 * @throws ProblemException if the images and labels cannot be used, or there is no paint of two classes
	 * @throws IOException if the results cannot be written
	 */
	public LearnResult run() throws IOException {
		if (options.paint() != null) new SparseLabels(options.paint()).write(options.project(), progress.part(0, 0));
		try (FolderLock lock = lock()) {
			if (options.live()) return new LiveLearning(options, engine, executor, progress).run();
			return learn(PaintProject.read(options.project()));
		}
	}

	/** NB: a window may have been closed just before, whose process still saves what it has learned. */
	private FolderLock lock() throws IOException {
		final Path model = PaintNetwork.model(options.project());
		if (options.live()) try {
			return FolderLock.await(model, PATIENCE, progress);
		}
		catch (final LockedException e) {
			// NB: the sentence below says more
		}
		return FolderLock.take(model, "learns in another process.", "Wait for it, or stop it.");
	}

	private LearnResult learn(final PaintProject project) throws IOException {
		if (project.images().isEmpty()) throw new ProblemException(options.project(), "holds no image.", "Add one.");
		try (Learner learner = new Learner(project, engine, options.seed(), executor, progress)) {
			learner.look(project.paint());
			if (!learner.ready()) throw new ProblemException(new Problem(options.project().toString(),
				"has paint of too few " +
				"classes: there is none of " + String.join(", ", learner.missing()) + ".",
				"Paint some strokes of each class, of the background too, or accept a slice."));
			int rounds = 0;
			boolean cancelled = false;
			List<Suggestion> suggestions = List.of();
			final List<Path> predictions = new ArrayList<>();
			try {
				rounds = rounds(learner);
				suggestions = learner.suggest(progress.part(LEARNING, LEARNING));
				report(learner, suggestions);
				predictions.addAll(predict(project, learner));
			}
			catch (final CancelledException exc) {
				cancelled = true;
				progress.message("Stopped. What was learned is kept in " + PaintNetwork.model(options.project()) + ".");
			}
			return result(project, learner, rounds, suggestions, predictions, cancelled);
		}
	}

	private int rounds(final Learner learner) throws IOException {
		final Progress learning = progress.part(0, LEARNING);
		learner.grow(learning.part(0, 0));
		final int most = options.rounds() > 0 ? options.rounds() : options.minutes() > 0 ? Integer.MAX_VALUE
			: LearnOptions.ROUNDS;
		final long start = System.nanoTime();
		int round = 0;
		while (round < most) {
			final double minutes = (System.nanoTime() - start) / 60e9;
			if (options.minutes() > 0 && minutes >= options.minutes()) break;
			final double done = Math.max(options.minutes() > 0 ? minutes / options.minutes() : 0,
				(double) round / most);
			final Progress now = learning.part(done, done);
			now.update(0, "round " + (round + 1));
			learner.teach(learner.network().plan().is2d() ? TAUGHT : TAUGHT_3D, () -> false, now);
			learner.learn(options.steps(), () -> false, now);
			learner.network().save();
			round++;
			learner.test(now);
			progress.message(String.format(Locale.ROOT,
				"Round %d: %d steps, loss %.3f; on held-back strokes (optimistic): forest %s, network %s", round,
				learner.network().steps(), learner.loss(), text(learner.verdict().forestDice()),
				text(learner.verdict().networkDice())));
			progress.check();
		}
		return round;
	}

	private void report(final Learner learner, final List<Suggestion> suggestions) {
		final Verdict verdict = learner.verdict();
		if (!verdict.network()) progress.message("So far the forest is taken to be better than the network, whose " +
			"masks nnU-Net Predict gives. Accept a slice, paint more, or learn longer.");
		for (final Suggestion place : suggestions)
			progress.message("Worth painting: " + place.image() + ", x=" + place.x() + ", y=" + place.y() +
				", slice " + (place.z() + 1) + " (" + place.reason() + ")");
	}

	private List<Path> predict(final PaintProject project, final Learner learner) throws IOException {
		final List<Path> files = new ArrayList<>();
		new AllSlices(project, options.hardware(), engine, executor).forEach(progress.part(LEARNING, 1),
			(image, labels) -> {
			files.add(AllSlices.file(project, image));
			if (image == 0) picture(project, learner, labels, project.folder().resolve("predictions")
				.resolve("picture.png"));
		});
		return files;
	}

	private static void picture(final PaintProject project, final Learner learner, final LabelMap labels,
		final Path file) throws IOException
	{
		final LabelMap paint = project.paint(project.images().get(0)).labels(0);
		new Overlay(learner.images().get(0), paint, labels, project.classes().stream().map(PaintClass::name).toList())
			.write(file);
	}

	private LearnResult result(final PaintProject project, final Learner learner, final int rounds,
		final List<Suggestion> suggestions, final List<Path> predictions, final boolean cancelled)
	{
		final Verdict verdict = learner.verdict();
		final boolean learned = learner.network().steps() > 0;
		return new LearnResult(project.folder(), learned ? PaintNetwork.model(project.folder()) : null, rounds,
			learner.network().steps(), learned ? learner.shown().name() : "", number(verdict.forestDice()),
			number(verdict.networkDice()), predictions, predictions.isEmpty() ? null
			: project.folder().resolve("predictions").resolve("picture.png"), suggestions, cancelled);
	}

	static double number(final Double dice) {
		return dice == null ? Double.NaN : dice;
	}

	private static String text(final Double dice) {
		return dice == null ? "unknown, paint three strokes or more per class"
			: String.format(Locale.ROOT, "%.3f", dice);
	}
}
