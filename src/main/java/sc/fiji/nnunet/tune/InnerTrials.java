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
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TrainOptions;
import sc.fiji.nnunet.train.TrainResult;
import sc.fiji.nnunet.train.Trainer;
import sc.fiji.nnunet.train.TrainingFold;

/**
 * Trains trials on four fifths of a fold's training cases, and measures them on the last fifth.
 * <p>
 * Before the first one with a budget in minutes comes a short training that counts for nothing: the first of a process
 * waits for Java's compiler and for TensorFlow's start, which would cost it up to a tenth of its steps
 * (docs/measurements.md).
 * </p>
 */
public final class InnerTrials implements TrialRunner {

	/** One case in so many is held out, as in the usual five folds. */
	private static final int PARTS = 5;

	/** The most minutes of the training that counts for nothing. */
	private static final double WARM_UP = 0.25;

	private final TuneOptions options;
	private final Engine engine;
	private final ExecutorService executor;
	private boolean warm;

	/**
	 * @param engine trains
	 * @param executor runs the loader and parts of the validation
	 */
	public InnerTrials(final TuneOptions options, final Engine engine, final ExecutorService executor) {
		this.options = options;
		this.engine = engine;
		this.executor = executor;
	}

	@Override
	public Outcome.Score run(final Trial trial, final double share, final Path folder, final Progress progress)
		throws IOException
	{
		final TrainOptions training = options.training(trial, share);
		final TrainingFold inner = split(TrainingFold.of(training), options.seed());
		if (options.minutes() > 0 && !warm) warmUp(options.training(trial, Math.min(share, WARM_UP / options.minutes())),
			inner, folder.resolveSibling("warm_up"), progress.part(0, 0));
		final long start = System.nanoTime();
		final TrainResult result = train(training, inner, folder, progress);
		final Selection selection = Selection.read(folder).orElseThrow();
		return new Outcome.Score(selection.averaged() != null ? selection.averaged() : selection.last(), result.steps(),
			(System.nanoTime() - start) / 1e9);
	}

	/** Trains the network of the trial that comes first for a moment. */
	private void warmUp(final TrainOptions training, final TrainingFold inner, final Path folder, final Progress progress)
		throws IOException
	{
		progress.message("A short training first, which counts for nothing: the first one of a process is slow.");
		Leftovers.delete(folder); // of a search that was killed
		try {
			train(training, new TrainingFold(inner.training(), inner.validation().subList(0, 1)), folder, progress.prefixed(
				"warm-up: "));
		}
		finally {
			Leftovers.delete(folder);
		}
		warm = true;
	}

	private TrainResult train(final TrainOptions training, final TrainingFold inner, final Path folder,
		final Progress progress) throws IOException
	{
		final TrainResult result = new Trainer(training, inner, folder, engine, executor, progress).run();
		if (result.cancelled()) throw new CancelledException();
		return result;
	}

	/** Divides the training cases of a fold; its held-out cases are in neither part. */
	static TrainingFold split(final TrainingFold fold, final long seed) {
		final List<String> names = new ArrayList<>(fold.training());
		Collections.sort(names);
		Collections.shuffle(names, new Random(seed));
		final int held = Math.max(1, names.size() / PARTS);
		return new TrainingFold(names.subList(held, names.size()).stream().sorted().toList(), names.subList(0, held).stream()
			.sorted().toList());
	}
}
