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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.evaluate.CaseFiles;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Evaluator;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.PostProcessing;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Stages;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Cross-validation: trains or reuses the folds of each configuration, of a cascade after those of its previous stage,
 * merges their predictions of held-out cases,
 * chooses the configuration or pair of configurations with the highest {@link Summary#score}, finds the post-processing,
 * and writes the results (recipe-nnunet.md 1.10).
 * <p>
 * A fold is complete if it contains {@code summary.json} and a prediction of every held-out case, so an interrupted
 * cross-validation resumes where it stopped. Several processes may share the folds; the one that ends the last fold
 * compares, and a later one only if it is asked for other candidates, or for the training on all cases. Of machines
 * that train each fold together the first one compares. In the best candidate's folder, {@code crossval/} gets {@code
 * summary.json} and {@code .csv}, {@code postprocessing.json}, {@code crossval.json}, {@code how_to_predict.txt}, {@code
 * report.html} and, if there are rules, the {@code predictions/} after them.
 * </p>
 */
public final class Crossvalidation {

	/** The folder within a results folder to which the files are written. */
	public static final String FOLDER = "crossval";

	/** The time of all comparisons, as a share of that of all trainings. */
	private static final double COMPARED = 0.1;

	private final CrossvalidateOptions options;
	private final FoldTrainer trainer;
	private final EnsemblePredictor ensemble;
	private final ExecutorService executor;
	private final Progress progress;
	private final EarlierComparison earlier;
	private Stages stages;

	/**
	 * @param trainer trains folds that are not complete yet
	 * @param ensemble predicts held-out cases with two configurations; used only if there are several
	 * @param executor runs the comparisons; must not be a single-threaded executor whose own thread calls {@link #run()}
	 */
	public Crossvalidation(final CrossvalidateOptions options, final FoldTrainer trainer,
		final EnsemblePredictor ensemble, final ExecutorService executor, final Progress progress)
	{
		this.options = options;
		this.trainer = trainer;
		this.ensemble = ensemble;
		this.executor = executor;
		this.progress = progress;
		earlier = new EarlierComparison(options);
	}

	/**
	 * Runs the cross-validation.
	 *
	 * @throws ProblemException with all problems of options and data, before any training
	 * @return {@link CrossvalidationResult#LEFT} if another process or machine compares
	 * @throws sc.fiji.nnunet.progress.CancelledException if the user cancels it; complete folds are kept
	 */
	public CrossvalidationResult run() throws IOException {
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final HeldOut heldOut = heldOut(options.trained());
		// NB: times are counted in trainings of a fold
		final int trainings = options.trained().size() * heldOut.folds().size();
		final double comparisons = COMPARED * trainings, all = trainings + comparisons + (options.allCases() ? 1 : 0);
		final FoldTraining folds = new FoldTraining(options, heldOut, trainer, progress.part(0, trainings / all));
		if (!options.share().several()) {
			folds.train(Candidate.of(options.data(), options.trained()));
			return ofTeam(heldOut, trainings / all, (trainings + comparisons) / all);
		}
		try (Claims claims = new Claims(options.data(), Claims.LIFE)) {
			if (!folds.share(Candidate.of(options.data(), options.trained()), claims)) {
				progress.message("The folds that are left are being trained by other processes, of which the last one compares; " +
					"if one of them only trains its fold, run this again afterwards.");
				return CrossvalidationResult.LEFT;
			}
			if (!claims.take(FOLDER, earlier::isDone)) {
				progress.message("All folds are trained, and another process compares them or has done so.");
				return CrossvalidationResult.LEFT;
			}
			claims.sweep();
			final Crossvalidation alone = new Crossvalidation(options.alone(), trainer, ensemble, executor, claims.renewing(
				progress));
			final CrossvalidationResult compared = earlier.read().orElse(null);
			return compared == null ? alone.run() : alone.trainAllCases(compared, (trainings + comparisons) / all);
		}
	}

	/**
	 * What follows the folds, which several machines may have trained together: the first one compares, and all of them
	 * train on all cases, of which the others learn by its files.
	 */
	private CrossvalidationResult ofTeam(final HeldOut heldOut, final double from, final double to) throws IOException {
		final boolean other = trainer.part() == FoldTrainer.Part.OTHER;
		if (other) progress.message("The first of the workers compares the folds and tells the result, which it writes to " +
			earlier.place() + (options.allCases() ? "; then all train the best on all cases." : "."));
		if (other && !options.allCases()) return CrossvalidationResult.LEFT;
		final CrossvalidationResult compared;
		if (trainer.part() == FoldTrainer.Part.ALONE || !options.allCases()) compared = compare(heldOut, from, to);
		else try (Claims claims = new Claims(options.data(), Claims.LIFE)) {
			compared = other ? earlier.await(claims, from, progress) : compareFirst(claims, heldOut, from, to);
		}
		// NB: without the claim: killed after hours, this machine may come back with another name and would wait for it
		return trainAllCases(compared, to);
	}

	/** The comparison by the first of several machines, which the others await; there may be one of the same folds. */
	private CrossvalidationResult compareFirst(final Claims claims, final HeldOut heldOut, final double from,
		final double to) throws IOException
	{
		// NB: the others go by an earlier comparison, and then wait for this machine
		while (!claims.take(FOLDER, () -> earlier.read().isPresent())) {
			final Optional<CrossvalidationResult> compared = earlier.read();
			if (compared.isPresent()) return compared.get();
			progress.update(from, "waiting for another process, which compares the folds or was killed a moment ago");
			Claims.await(progress);
		}
		return new Crossvalidation(options, trainer, ensemble, executor, claims.renewing(progress)).compare(heldOut, from,
			to);
	}

	/** Compares the candidates in the share from..to of the bar. */
	private CrossvalidationResult compare(final HeldOut heldOut, final double from, final double to) throws IOException {
		final List<Candidate> candidates = Candidate.asked(options);
		final List<Candidate> pairs = candidates.stream().filter(Candidate::isPair).toList();
		final int folds = heldOut.folds().size();
		// NB: the best is searched for post-processing, cleaned by it and compared again
		stages = new Stages(progress, from, to, pairs.size() * folds + candidates.size() + 3);
		for (final Candidate pair : pairs)
			for (int fold = 0; fold < folds; fold++)
				predict(pair, fold, heldOut.folds().get(fold));

		final Map<String, Double> scores = new LinkedHashMap<>();
		Candidate best = candidates.get(0);
		for (final Candidate candidate : candidates) {
			final Summary compared = compare(merge(candidate, heldOut), false, heldOut.labels());
			final double score = compared.score();
			progress.message(String.format(Locale.ROOT, "%s: mean foreground %s%s %.5f over all folds", candidate.name(),
				compared.scored().key(), compared.coverage().words(), score));
			scores.put(candidate.name(), score);
			if (score > scores.get(best.name()) || Double.isNaN(scores.get(best.name()))) best = candidate;
		}
		return finish(best, scores, heldOut);
	}

	/** Trains the best on all cases in the rest of the bar, if that is asked for. */
	private CrossvalidationResult trainAllCases(final CrossvalidationResult result, final double from)
		throws IOException
	{
		stages = new Stages(progress, from, 1, result.best().size());
		if (options.allCases()) for (final String name : result.best()) {
			progress.message("Training " + name + " on all cases, for as many steps as its folds took.");
			trainer.train(name, -1, stages.next());
			progress.check();
		}
		return result;
	}

	/** The held-out cases, which must be the same for all configurations. */
	private HeldOut heldOut(final List<String> names) throws IOException {
		final HeldOut first = HeldOut.of(options, names.get(0));
		for (final String name : names.subList(1, names.size())) {
			final HeldOut other = HeldOut.of(options, name);
			if (!other.names().equals(first.names()) || !other.labels().equals(first.labels())) throw new ProblemException(
				options.data(), "was preprocessed for " + name + " with other cases or labels than for " + names.get(0) + ".",
				"Run preprocess again for all configurations.");
		}
		return first;
	}

	private void predict(final Candidate pair, final int fold, final List<Case> cases) throws IOException {
		progress.check();
		final Progress own = stages.next();
		final List<Path> folders = pair.configurations().stream().map(name -> Candidate.of(options.data(), name).fold(fold))
			.toList();
		final List<Case> missing = cases.stream().filter(one -> stale(pair.prediction(fold, one.name()), folders)).toList();
		if (missing.isEmpty()) return;
		progress.message("Predicting " + missing.size() + " held-out cases with " + pair.name() + ", fold " + fold + ".");
		final Path output = pair.fold(fold).resolve(ResultsFolder.VALIDATION);
		WholeFile.createFolder(output);
		Leftovers.remove(output);
		ensemble.predict(folders, missing, output, own);
		progress.check();
		final List<Path> still = missing.stream().map(one -> pair.prediction(fold, one.name())).filter(file -> !Files
			.exists(file)).toList();
		if (!still.isEmpty()) throw new ProblemException(still.stream().map(file -> Problem.of(file, "was not written.",
			"Run the cross-validation again; see the messages above.")).toList());
	}

	/** Whether a pair's prediction is missing or older than the folds from which it was computed. */
	private static boolean stale(final Path prediction, final List<Path> folders) {
		if (!Files.exists(prediction)) return true;
		return folders.stream().anyMatch(folder -> folder.resolve(SummaryFile.NAME).toFile().lastModified() > prediction
			.toFile().lastModified());
	}

	/** The references and predictions of all folds. */
	private static List<CaseFiles.Pair> merge(final Candidate candidate, final HeldOut heldOut) {
		final List<CaseFiles.Pair> pairs = new ArrayList<>();
		for (int fold = 0; fold < heldOut.folds().size(); fold++)
			for (final Case one : heldOut.folds().get(fold))
				pairs.add(new CaseFiles.Pair(one.name(), one.label(), candidate.prediction(fold, one.name())));
		return pairs;
	}

	private Summary compare(final List<CaseFiles.Pair> pairs, final boolean surface, final Labels labels)
		throws IOException
	{
		return Evaluator.compare(pairs, EvaluateOptions.builder().surface(surface).tolerance(options.tolerance()).build(),
			labels, executor, stages.next());
	}

	private CrossvalidationResult finish(final Candidate best, final Map<String, Double> scores, final HeldOut heldOut)
		throws IOException
	{
		final List<CaseFiles.Pair> pairs = merge(best, heldOut);
		final PostProcessing rules = new PostProcessingFinder(pairs, heldOut.labels(), executor, stages.next()).find();
		rules.reasons().forEach(progress::message);
		final Path folder = best.folder().resolve(FOLDER);
		WholeFile.createFolder(folder);
		Leftovers.remove(folder);
		final Path predictions = folder.resolve("predictions");
		removeEarlier(predictions);
		final Summary summary = compare(rules.rules().isEmpty() ? pairs : clean(pairs, heldOut.labels(), rules,
			predictions), true, heldOut.labels());
		rules.write(folder.resolve(Comparison.RULES));
		final CrossvalidationResult result = new CrossvalidationResult(best.configurations(), scores, rules, summary,
			folder);
		final List<FoldScores> folds = FoldScores.of(best, options.data(), heldOut.folds().size());
		if (!FoldScores.warning(folds).isEmpty()) progress.message(FoldScores.warning(folds));
		new CrossvalidationReport(result, best, heldOut, options, folds).write();
		WholeFile.write(folder.resolve(SummaryTable.NAME), new SummaryTable(summary).csv());
		SummaryFile.write(folder.resolve(SummaryFile.NAME), summary);
		progress.message("Best: " + best.name() + ".");
		progress.message(new SummaryTable(summary).text());
		return result;
	}

	/** Removes the predictions of an earlier cross-validation, since there may be no rules this time. */
	private static void removeEarlier(final Path predictions) throws IOException {
		if (!Files.isDirectory(predictions)) return;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(predictions, "*.nii.gz")) {
			for (final Path file : files)
				Files.delete(file);
		}
	}

	/** Writes the predictions after post-processing; returns the pairs with these files. */
	private List<CaseFiles.Pair> clean(final List<CaseFiles.Pair> pairs, final Labels meaning,
		final PostProcessing rules, final Path folder) throws IOException
	{
		Files.createDirectories(folder);
		final Progress own = stages.next();
		final List<CaseFiles.Pair> cleaned = new ArrayList<>();
		for (final CaseFiles.Pair pair : pairs) {
			progress.check();
			own.update((double) cleaned.size() / pairs.size(), "post-processing of " + pair.name());
			final LabelMap labels = meaning.toClasses(ImageFile.readLabels(pair.prediction()));
			rules.apply(labels);
			final Path file = folder.resolve(pair.name() + ".nii.gz");
			ImageFile.writeLabels(file, meaning.toValues(labels));
			cleaned.add(new CaseFiles.Pair(pair.name(), pair.reference(), file));
		}
		return cleaned;
	}
}
