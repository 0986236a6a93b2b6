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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.CaseCheck;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.OutOfMemoryException;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Seconds;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/**
 * A prediction of several cases as a pipeline: while one case is computed on the caller's thread, the
 * executor reads and prepares the next and writes the last. At most one of each is held.
 */
final class PredictRun {

	/** From this many windows on, the time is estimated beforehand by two passes, at most a fiftieth of the work. */
	private static final int LONG_RUN = 100;

	/** The share of the heap that cases may fill. */
	private static final double MEMORY_SHARE = 0.8;

	private final PredictOptions options;
	private final ModelFolder model;
	private final Engine engine;
	private final ExecutorService executor;
	private final Progress progress;
	private final List<Path> written = new ArrayList<>();
	private final List<Path> skipped = new ArrayList<>();
	private final List<PredictResult.Failure> failures = new ArrayList<>();
	private final Map<String, List<FileIdentity>> images = new ConcurrentHashMap<>();
	private PostProcessing postProcessing;
	private RunRecord record;
	private PreviousStage previous;
	private boolean ahead;
	private Claims claims;
	private FutureTask<Path> writing;
	private Case writingCase;

	PredictRun(final PredictOptions options, final ModelFolder model, final Engine engine,
		final ExecutorService executor, final Progress progress)
	{
		this.options = options;
		this.model = model;
		this.engine = engine;
		this.executor = executor;
		this.progress = progress;
	}

	PredictResult run() throws IOException {
		final long start = System.nanoTime();
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		if (options.postProcessing() != null) postProcessing = PostProcessing.read(options.postProcessing());
		final List<ModelFolder> models = Ensemble.choose(options, model);
		final List<Case> all = InputCases.of(options, models.get(0));
		final List<String> unused = InputCases.skipped(options.input(), all);
		if (!unused.isEmpty()) progress.message("Skipped, because they are not images in a supported format or their" +
			" names begin with _ or .: " + String.join(", ", unused) + ".");
		// NB: an output file is always written again; no record next to it says which model made it
		final boolean single = ResultFiles.isFile(options.output());
		if (all.size() > 1 && single) throw new ProblemException(options.output(),
			"is a file, but there are " + all.size() + " cases.", "Give a folder as output.");
		final ResultFiles files = new ResultFiles(options, all.size());
		for (final ModelFolder one : models)
			if (one.plan().previous() != null) previous = PreviousStage.of(options, one);
		requireInputsKept(all, files, single);
		requireModelsKept(models, single);
		if (single) Leftovers.removeOf(options.output());
		else Leftovers.remove(options.output());
		if (single && options.share().several()) throw new ProblemException(options.output(),
			"is a file, which several processes cannot share.", "Give a folder as output, or leave share out.");
		final RunRecord before = single ? null : RunRecord.of(options, models).continued(options.output(), options
			.overwrite(), all.stream().filter(files::finished).count());
		final List<Case> cases = new ArrayList<>();
		final List<Case> finished = new ArrayList<>();
		for (int i = 0; i < all.size(); i++)
			if (before != null && isFinished(all.get(i), before, files)) finished.add(all.get(i));
			else if (options.share().holds(i)) cases.add(all.get(i));
		finished.forEach(one -> skipped.add(files.labels(one)));
		if (before != null) record = before.with(finished);
		if (!skipped.isEmpty()) progress.message(skipped.size() + " of " + all.size() +
			" cases are already finished and are skipped (overwrite=true predicts them again).");
		if (!cases.isEmpty()) {
			final List<Optional<Geometry>> grids = Forecast.grids(cases);
			try (Predictor predictor = Predictor.load(options, models, grids, engine, executor, progress)) {
				if (record != null) store();
				predict(predictor, cases, new Forecast(predictor.members(), grids), files);
			}
		}
		return new PredictResult(written, skipped, failures, (System.nanoTime() - start) / 1e9);
	}

	private void store() throws IOException {
		if (options.share().several()) record.join(options.output());
		else record.write(options.output());
	}

	/** Whether a case's results exist and were made from its images as they are now. */
	private boolean isFinished(final Case one, final RunRecord record, final ResultFiles files) throws IOException {
		if (options.overwrite() || !files.finished(one)) return false;
		if (record.isOf(one, files.labels(one))) return true;
		progress.message(one.images().get(0) + " has changed since it was predicted: it is predicted again.");
		return false;
	}

	/** NB: results may not go into any folder of a dataset, not only those of the cases that are predicted. */
	private void requireInputsKept(final List<Case> cases, final ResultFiles files, final boolean single)
		throws IOException
	{
		final List<Path> inputs = new ArrayList<>();
		cases.forEach(one -> inputs.addAll(one.images()));
		if (InputCases.isDataset(options.input())) inputs.addAll(Datasets.open(options.input()).files());
		final List<Problem> problems = new ArrayList<>();
		if (!single) problems.addAll(InputsKept.mixed(inputs, options.output()));
		if (problems.isEmpty()) for (final Case one : cases)
			problems.addAll(InputsKept.replaced(inputs, files.all(one)));
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	/**
	 * NB: labels among a model's files would be taken for its own, and {@code fold_0/validation} for its held-out cases.
	 */
	private void requireModelsKept(final List<ModelFolder> models, final boolean single) throws IOException {
		final Path output = single ? options.output().toAbsolutePath().getParent() : options.output();
		for (final ModelFolder one : models)
			requireKept(one, output);
		if (previous == null) return;
		if (previous.model() != null) requireKept(previous.model(), output);
		else if (InputsKept.same(previous.labels(), output)) throw new ProblemException(output,
			"holds the labels of the previous stage, which would be replaced.", "Give another output folder.");
	}

	private static void requireKept(final ModelFolder model, final Path output) throws IOException {
		final List<Problem> problems = InputsKept.occupied(model.folders(), output, "the model " + model.folder());
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	private void predict(final Predictor predictor, final List<Case> cases, final Forecast forecast,
		final ResultFiles files) throws IOException
	{
		announce(forecast, cases.size());
		// NB: two large cases at once may not fit where one does
		ahead = MEMORY_SHARE * Runtime.getRuntime().maxMemory() > 2 * forecast.bytes();
		try (Claims claimed = options.share().claims() ? new Claims(options.output(), Claims.LIFE) : null) {
			claims = claimed;
			predict(predictor, cases, files, forecast.shares());
		}
	}

	private void predict(final Predictor predictor, final List<Case> cases, final ResultFiles files,
		final double[] shares) throws IOException
	{
		FutureTask<List<PreparedCase>> next = null;
		try {
			int following = free(cases, 0, files);
			next = following < cases.size() ? prepare(predictor, cases.get(following)) : null;
			while (next != null) {
				final int i = following;
				final FutureTask<List<PreparedCase>> current = next;
				final Case one = cases.get(i);
				final Progress whole = claims == null ? progress : claims.renewing(progress);
				final Progress part = whole.part(shares[i], shares[i + 1]).prefixed("case " + (i + 1) + " of " + cases
					.size() + " (" + one.name() + "): ");
				progress.check();
				part.update(0, "reading");
				final List<PreparedCase> prepared = ready(one, current);
				following = free(cases, i + 1, files);
				next = following < cases.size() ? prepare(predictor, cases.get(following)) : null;
				if (prepared == null) continue;
				final Prediction prediction = compute(predictor, one, prepared, part);
				finishWriting();
				if (prediction != null) write(one, prediction, predictor.labels(), files);
			}
		}
		finally {
			if (next != null) next.cancel(false);
			finishWriting(); // NB: before the claims end, or another process would find the last case undone and free
		}
	}

	/**
	 * The first case from an index on that no other process has claimed or finished, or else the first before it, which a
	 * process that was killed may have had; the number of cases if none.
	 */
	private int free(final List<Case> cases, final int from, final ResultFiles files) throws IOException {
		if (claims == null) return from;
		for (int n = 0; n < cases.size(); n++) {
			final int i = (from + n) % cases.size();
			final Case one = cases.get(i);
			if (claims.take(one.name(), () -> !options.overwrite() && files.finished(one))) return i;
		}
		return cases.size();
	}

	private void announce(final Forecast forecast, final int cases) throws ProblemException {
		final long megabytes = Math.round(forecast.bytes() / (1 << 20));
		final long heap = Runtime.getRuntime().maxMemory() >> 20;
		progress.message(cases + (cases == 1 ? " case" : " cases") + " with at most " + forecast.passes() +
			" windows; about " + megabytes + " MB of memory for the largest case" + (forecast.passes() < LONG_RUN ? "."
				: "; about " + Seconds.words(forecast.seconds()) + "."));
		if (megabytes > MEMORY_SHARE * heap) progress.message("The largest case may not fit into the " + heap +
			" MB that Java may use: give Java more with -Xmx, or in Fiji under Edit > Options > Memory & Threads.");
	}

	private FutureTask<List<PreparedCase>> prepare(final Predictor predictor, final Case one) {
		final FutureTask<List<PreparedCase>> task = new FutureTask<>(() -> {
			if (record != null) images.put(one.name(), RunRecord.images(one));
			final Volume image = ImageFile.read(one.images(), (file, warning) -> progress.message(CaseCheck.odd(file, warning)
				.toString()));
			predictor.remark(image, progress.prefixed(one.name() + ": "));
			return predictor.take(image, previous == null || previous.model() != null ? null : previous.read(one));
		});
		return ahead ? submit(task) : task;
	}

	/** NB: the thread that needs a result computes it if no other has begun, so a small or busy pool cannot block. */
	private <T> FutureTask<T> submit(final FutureTask<T> task) {
		if (executor == null) return task;
		try {
			executor.execute(task);
		}
		catch (final RejectedExecutionException e) {
			progress.message("The thread pool accepts no more work: continuing with one thread.");
		}
		return task;
	}

	/** The result of a task, or null after its failure was recorded. */
	private <T> T ready(final Case one, final FutureTask<T> task) {
		task.run();
		try {
			return task.get();
		}
		catch (final ExecutionException e) {
			fail(one, e.getCause());
			return null;
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancelledException();
		}
	}

	private Prediction compute(final Predictor predictor, final Case one, final List<PreparedCase> prepared,
		final Progress part)
	{
		try {
			return predictor.predict(prepared, options.saveProbabilities() != PredictOptions.Saved.NONE,
				options.uncertainty(), part);
		}
		catch (final CancellationException e) {
			throw e;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			fail(one, e);
			return null;
		}
	}

	private void write(final Case one, final Prediction prediction, final Labels labels, final ResultFiles files) {
		writingCase = one;
		writing = submit(new FutureTask<>(() -> {
			try (prediction) {
				if (postProcessing != null) postProcessing.apply(prediction.labels());
				labels.toValues(prediction.labels());
				final Path file = files.write(one, prediction);
				if (record != null) {
					record.add(one, images.get(one.name()));
					store();
				}
				return file;
			}
		}));
	}

	private void finishWriting() {
		if (writing == null) return;
		final Path file = ready(writingCase, writing);
		if (claims != null) try {
			claims.release(writingCase.name());
		}
		catch (final IOException e) {
			progress.message("A claim could not be removed (" + e.getMessage() + "); it expires.");
		}
		writing = null;
		if (file != null) written.add(file);
	}

	private void fail(final Case one, final Throwable cause) {
		final Path file = one.images().get(0);
		final Throwable readable = DiskProblem.readable(cause);
		final List<Problem> problems;
		if (readable instanceof ProblemException e) problems = e.problems().stream().map(problem -> problem.where().equals(
			Preprocessor.IMAGE) ? Problem.of(file, problem.what(), problem.cure()) : problem).toList();
		else if (cause instanceof OutOfMemoryException e) problems = List.of(Problem.of(file, e.what(), e.cure()));
		else if (cause instanceof OutOfMemoryError) problems = List.of(Problem.of(file,
			"There was not enough memory for this case.",
			"Give Java more (-Xmx), or predict it with saveprobabilities=none."));
		else if (cause instanceof IOException) problems = List.of(Problem.of(file, "The case could not be predicted (" +
			cause.getMessage() + ").", "Check the file; if it is intact, report this message."));
		else problems = List.of(Problem.of(file, "The case could not be predicted, which should not happen (" + cause +
			").", "Report this message."));
		failures.add(new PredictResult.Failure(one.name(), problems, cause));
		problems.forEach(problem -> progress.message("FAILED " + one.name() + ": " + problem));
	}
}
