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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.evaluate.CaseFiles;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Evaluator;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.predict.Arithmetic;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.preprocess.CaseRecord;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The final validation, which is what a user would get: the held-out cases predicted from their original files with the
 * weights that predictions use ({@link Ending}), as label files in {@code validation/} on the original grid, compared
 * with the original labels in {@code summary.json}.
 */
final class FinalValidation {

	private final TrainOptions options;
	private final Plan plan;
	private final PreprocessedDataset data;
	private final List<String> names;

	FinalValidation(final TrainOptions options, final Plan plan, final PreprocessedDataset data,
		final List<String> names)
	{
		this.options = options;
		this.plan = plan;
		this.data = data;
		this.names = names;
	}

	/**
	 * Looks before the training whether all is there that is needed after it.
	 *
	 * @throws ProblemException if original files are not where they were
	 */
	void requireFiles() throws IOException {
		final List<Problem> problems = new ArrayList<>();
		for (final String name : names)
			problems.addAll(data.get(name).record().missing());
		if (problems.isEmpty()) return;
		problems.add(new Problem("finalvalidation",
			"is true, for which the held-out cases are read from their original files.",
			"Or give finalvalidation=false to train without it."));
		throw new ProblemException(problems);
	}

	/**
	 * Predicts the cases, writes and evaluates the labels. Each worker predicts its share; the first one evaluates.
	 *
	 * @param folder the fold's folder
	 * @param trained the network at the end of training, whose weights are used if no checkpoint was kept
	 * @return the mean foreground Dice
	 */
	double run(final Path folder, final Network trained, final Engine engine, final Together together,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		final Path output = folder.resolve(ResultsFolder.VALIDATION);
		WholeFile.createFolder(output);
		if (together.several()) {
			// NB: the training is over, so its network may take the weights that were selected, for all workers
			if (together.isFirst()) select(folder, trained);
			trained.share();
		}
		TreeMap<Integer, String> predicted = null;
		try {
			predicted = predict(folder, trained, engine, together, executor, progress);
		}
		catch (final CancelledException e) {
			predicted = null; // NB: the others learn of it
		}
		together.joined(predicted, names.size());
		final double dice = together.isFirst() ? evaluate(folder, executor, progress) : 0;
		return Double.parseDouble(together.first(Double.toString(dice)));
	}

	private void select(final Path folder, final Network trained) throws IOException {
		if (options.results().checkpoints() != Checkpoints.NONE) trained.restore(checkpoint(folder), false);
		else if (trained.averages()) trained.exchange();
	}

	private static Path checkpoint(final Path folder) throws IOException {
		return new ModelFolder.Fold("", folder).checkpoint(ModelFolder.Which.AUTO);
	}

	/** Predicts this worker's share; returns the names of its cases by index. */
	private TreeMap<Integer, String> predict(final Path folder, final Network trained, final Engine engine,
		final Together together, final ExecutorService executor, final Progress progress) throws IOException
	{
		final TreeMap<Integer, String> done = new TreeMap<>();
		final Map<String, Path> previous = plan.previous() == null ? Map.of() : PreviousPredictions.of(options, data);
		try (Network network = engine.unloaded(plan.network(), Arithmetic.reproducible(engine, plan.network()), plan
			.patch()))
		{
			if (together.several()) network.assign(trained.weights());
			else if (options.results().checkpoints() == Checkpoints.NONE) network.assign(weights(trained));
			else network.restore(checkpoint(folder), false);
			final ValidationOptions how = options.validation();
			final Predictor predictor = Predictor.open(List.of(network), plan, how.overlap(), how.blend(), how.tta(),
				executor);
			for (final int i : together.share(names.size())) {
				progress.check();
				progress.update((double) i / names.size(), "predicting held-out case " + (i + 1) + " of " + names.size());
				final CaseRecord record = data.get(names.get(i)).record();
				final List<Path> images = record.images().stream().map(Path::of).toList();
				final LabelMap labels = predictor.predict(ImageFile.read(images), previous.isEmpty() ? null : ImageFile
					.readLabels(previous.get(names.get(i))), progress.silent());
				ImageFile.writeLabels(folder.resolve(ResultsFolder.VALIDATION).resolve(names.get(i) + ".nii.gz"), labels);
				done.put(i, names.get(i));
			}
		}
		return done;
	}

	private double evaluate(final Path folder, final ExecutorService executor, final Progress progress)
		throws IOException
	{
		final List<CaseFiles.Pair> pairs = new ArrayList<>();
		for (final String name : names)
			pairs.add(new CaseFiles.Pair(name, Path.of(data.get(name).record().label()), folder.resolve(
				ResultsFolder.VALIDATION).resolve(name + ".nii.gz")));
		final Summary summary = Evaluator.compare(pairs, EvaluateOptions.builder().build(), plan.labels(), executor,
			Progress.none());
		WholeFile.write(folder.resolve(SummaryTable.NAME), new SummaryTable(summary).csv());
		SummaryFile.write(folder.resolve(SummaryFile.NAME), summary);
		progress.message("Held-out cases in their original space:");
		progress.message(new SummaryTable(summary).text());
		return summary.dice();
	}

	/** The averaged weights, or the weights if no averages are kept. */
	private static Map<String, float[]> weights(final Network trained) {
		if (!trained.averages()) return trained.weights();
		trained.exchange();
		try {
			return trained.weights();
		}
		finally {
			trained.exchange();
		}
	}
}
