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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.CaseCheck;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Seconds;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.MemoryBudget;
import sc.fiji.nnunet.volume.Volume;

/**
 * A prediction of several cases as a pipeline: while one case is computed on the caller's thread, the executor reads and
 * prepares the next ones and writes the last ones, at most {@link CasesInFlight#ahead} of each.
 */
final class PredictRun {

	/** From this many windows on, the time is estimated beforehand by two passes, at most a fiftieth of the work. */
	private static final int LONG_RUN = 100;

	/** The share of the time that prediction takes if objects are measured afterwards. */
	private static final double PREDICTION = 0.9;

	private final PredictOptions options;
	private final ModelFolder model;
	private final Engine engine;
	private final ExecutorService executor;
	private final int processors;
	private final long heap;
	private final Progress progress;
	private final List<Path> written = new ArrayList<>();
	private final List<Path> skipped = new ArrayList<>();
	private final List<PredictResult.Failure> failures = new ArrayList<>();
	private final Set<String> said = ConcurrentHashMap.newKeySet();
	private CaseRecorder recorder;
	private PreviousStage previous;
	private Claims claims;
	private ObjectTables tables;

	PredictRun(final PredictOptions options, final ModelFolder model, final Engine engine,
		final ExecutorService executor, final Progress progress)
	{
		this(options, model, engine, executor, Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory(),
			progress);
	}

	/**
	 * @param processors of the machine
	 * @param heap the memory that Java may use, in bytes
	 */
	PredictRun(final PredictOptions options, final ModelFolder model, final Engine engine,
		final ExecutorService executor, final int processors, final long heap, final Progress progress)
	{
		this.options = options;
		this.model = model;
		this.engine = engine;
		this.executor = executor;
		this.processors = processors;
		this.heap = heap;
		this.progress = progress;
	}

	PredictResult run() throws IOException {
		final long start = System.nanoTime();
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final List<ModelFolder> models = Ensemble.choose(options, model);
		final Optional<Dataset> dataset = InputCases.dataset(options.input());
		final List<Case> all = InputCases.of(options, dataset, models);
		InputCases.remarks(all, options.output()).forEach(progress::message);
		final List<String> unused = InputCases.skipped(options.input(), dataset.isPresent(), all);
		if (!unused.isEmpty()) progress.message("Skipped, because they are not images in a supported format or their" +
			" names begin with _ or .: " + String.join(", ", unused) + ".");
		// NB: an output file is always written again; no record next to it says which model made it
		final boolean single = ResultFiles.isFile(options.output());
		if (all.size() > 1 && single) throw new ProblemException(options.output(),
			"is a file, but there are " + all.size() + " cases.", "Give a folder as output.");
		ResultFiles.requireFormat(options.output());
		final ResultFiles files = new ResultFiles(options, all.size());
		for (final ModelFolder one : models)
			if (one.plan().previous() != null) previous = PreviousStage.of(options, one);
		tables = new ObjectTables(options, models.get(0).plan(), files, executor, processors, heap);
		requireInputsKept(dataset, all, files, single);
		requireModelsKept(models, single);
		if (single) {
			Leftovers.removeOf(options.output());
			for (final Path table : tables.files())
				Leftovers.removeOf(table);
		}
		else Leftovers.remove(options.output());
		if (single && options.share().several()) throw new ProblemException(options.output(),
			"is a file, which several processes cannot share.", "Give a folder as output, or leave share out.");
		recorder = new CaseRecorder(options, files, previous, single ? null : RunRecord.of(options, models).continued(options
			.output(), options.overwrite(), all.stream().filter(files::isLabelled).count()), progress);
		tables.requireOwn(progress); // NB: it may write them anew, so the run must not be refused any more
		final Set<Case> finished = recorder.finished(all);
		finished.forEach(one -> skipped.add(files.labels(one)));
		final List<Case> cases = new ArrayList<>();
		for (int i = 0; i < all.size(); i++)
			if (!finished.contains(all.get(i)) && options.share().holds(i)) cases.add(all.get(i));
		if (!skipped.isEmpty()) progress.message(skipped.size() + " of " + all.size() +
			" cases are already finished and are skipped (overwrite=true predicts them again).");
		if (!cases.isEmpty()) {
			final List<Optional<Geometry>> grids = Forecast.grids(cases);
			try (Predictor predictor = Predictor.load(options, models, grids, engine, executor, progress)) {
				tables.begin(cases, progress);
				recorder.begin();
				predict(predictor, cases, new Forecast(predictor.members(), grids), files);
			}
		}
		if (options.tables().wanted()) tables.write(() -> finished(all, files), (one, cause) -> {
			// NB: a case is finished or has failed, not both
			written.remove(files.labels(one));
			skipped.remove(files.labels(one));
			fail(one, cause);
		}, progress.part(cases.isEmpty() ? 0 : PREDICTION, 1));
		return new PredictResult(written, skipped, failures, (System.nanoTime() - start) / 1e9);
	}

	/**
	 * Those of some cases whose labels are there and are those that this prediction wants. NB: of several processes, one may
	 * have finished what another one replaces, so that the record counts.
	 */
	private List<Case> finished(final List<Case> cases, final ResultFiles files) throws IOException {
		final RunRecord stored = options.share().several() ? recorder.stored() : null;
		final Set<Path> own = new HashSet<>(written);
		own.addAll(skipped);
		final List<Case> finished = new ArrayList<>();
		for (final Case one : cases)
			if (stored == null ? own.contains(files.labels(one)) : recorder.isDone(one, stored)) finished.add(one);
		return finished;
	}

	/** NB: results may not go into any folder of a dataset, not only those of the cases that are predicted. */
	private void requireInputsKept(final Optional<Dataset> dataset, final List<Case> cases, final ResultFiles files,
		final boolean single) throws IOException
	{
		final List<Path> inputs = new ArrayList<>();
		cases.forEach(one -> inputs.addAll(one.images()));
		dataset.ifPresent(one -> inputs.addAll(one.files()));
		final List<Path> outputs = new ArrayList<>();
		cases.forEach(one -> outputs.addAll(files.all(one)));
		outputs.addAll(tables.files());
		final List<Problem> problems = new ArrayList<>();
		if (!single) problems.addAll(InputsKept.mixed(inputs, options.output()));
		if (problems.isEmpty()) problems.addAll(InputsKept.replaced(inputs, outputs));
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
		// NB: the forecast leaves out probabilities, which lie on the heap up to a limit until they are written
		final double bytes = forecast.bytes() + (savesProbabilities() ? FloatPlanes.heapLimit() : 0);
		final int ahead = executor == null ? 0 : CasesInFlight.ahead(processors, engine.device().isGpu(), heap, bytes,
			options.share().claims());
		try (Claims claimed = options.share().claims() ? new Claims(options.output(), Claims.LIFE) : null) {
			claims = claimed;
			predict(predictor, cases, files, forecast.shares(), ahead);
		}
	}

	private void predict(final Predictor predictor, final List<Case> cases, final ResultFiles files,
		final double[] shares, final int ahead) throws IOException
	{
		final Progress whole = options.tables().wanted() ? progress.part(0, PREDICTION) : progress;
		final Progress bar = whole.monotonic(); // NB: a case that another process has left comes after later ones
		// NB: a result weighs less than a case, so one is written besides even where none is read ahead
		final CasesInFlight<Path> writing = new CasesInFlight<>(Math.max(1, ahead), executor, progress);
		// NB: while one is awaited nothing is computed, so there is room for one more than is read ahead
		try (CasesInFlight<ReadyImage> reading = new CasesInFlight<>(ahead + 1, ahead == 0 ? null : executor,
			progress))
		{
			int next = read(reading, predictor, cases, 0);
			while (!reading.isEmpty()) {
				final int i = reading.oldest();
				final Case one = cases.get(i);
				final Progress claimed = claims == null ? bar : claims.renewing(bar);
				final Progress part = claimed.part(shares[i], shares[i + 1]).prefixed("case " + (i + 1) + " of " + cases
					.size() + " (" + one.name() + "): ");
				progress.check();
				part.update(0, "reading");
				final ReadyImage ready = reading.take(cause -> fail(one, cause));
				if (Thread.currentThread().isInterrupted()) throw new CancelledException();
				if (ready != null) {
					final Prediction prediction = compute(predictor, one, ready, part);
					if (writing.isFull()) finishWriting(writing, cases);
					if (prediction != null) writing.add(i, () -> write(one, prediction, predictor, files));
				}
				next = read(reading, predictor, cases, next);
			}
		}
		finally {
			// NB: before the claims end, or another process would find the last cases undone and free
			finishAll(writing, cases);
		}
	}

	/** Lets as many cases be read as may be, from an index on; returns the index after them. */
	private int read(final CasesInFlight<ReadyImage> reading, final Predictor predictor, final List<Case> cases,
		final int from) throws IOException
	{
		int next = from;
		while (!reading.isFull()) {
			if (claims != null) next = recorder.free(cases, next, claims);
			if (next == cases.size()) break;
			final Case one = cases.get(next);
			reading.add(next++, () -> prepare(predictor, one));
		}
		return next;
	}

	private void announce(final Forecast forecast, final int cases) throws ProblemException {
		if (forecast.passes() == 0) return; // NB: no header could be read, which is reported case by case
		final long megabytes = Math.round(forecast.bytes() / (1 << 20));
		progress.message(cases + (cases == 1 ? " case" : " cases") + " with at most " + forecast.passes() +
			" windows; about " + megabytes + " MB of memory for the largest case" + (isTimed(forecast) ? "; about " + Seconds
				.words(forecast.seconds()) + "." : "."));
		final long limit = heap >> 20;
		if (megabytes > CasesInFlight.MEMORY_SHARE * limit) progress.message("The largest case may not fit into the " + limit +
			" MB that Java may use: " + MemoryBudget.MORE);
	}

	/** NB: on a GPU these passes would be compiled for themselves, with copies that windows on the card do without. */
	private boolean isTimed(final Forecast forecast) {
		return forecast.passes() >= LONG_RUN && !engine.device().isGpu();
	}

	private ReadyImage prepare(final Predictor predictor, final Case one) throws IOException {
		recorder.reads(one);
		// NB: of the time points of a file the same is said once
		final boolean whole = one.timePoint() == ImageFile.WHOLE;
		final Progress once = whole ? progress : progress.telling(line -> {
			if (said.add(line)) progress.message(line);
		});
		final Volume image = ImageFile.read(one.images(), one.timePoint(), (file, warning) -> once.message(CaseCheck.odd(file,
			warning).toString()));
		predictor.remark(image, once.prefixed((whole ? one.name() : one.images().get(0).getFileName()) + ": "));
		progress.check(); // NB: whoever cancels waits for the cases that are being read
		return ReadyImage.take(predictor, image, previous == null || previous.model() != null ? null : previous.read(one, image.geometry()),
			progress.prefixed(one.name() + ": "));
	}

	private Prediction compute(final Predictor predictor, final Case one, final ReadyImage ready, final Progress part)
	{
		try {
			return ready.predict(predictor, savesProbabilities(), options.uncertainty(), part);
		}
		catch (final CancellationException e) {
			throw e;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			fail(one, e);
			return null;
		}
	}

	private boolean savesProbabilities() {
		return options.saveProbabilities() != PredictOptions.Saved.NONE;
	}

	private Path write(final Case one, final Prediction prediction, final Predictor predictor, final ResultFiles files)
		throws IOException
	{
		try (prediction) {
			predictor.finish(prediction.labels(), progress.prefixed(one.name() + ": "));
			// NB: in this order, or another process might write rows of the old labels again
			final List<Extra> beside = recorder.writes(one);
			tables.forget(one, progress);
			final Path file = files.write(one, prediction, beside);
			recorder.wrote(one, beside);
			for (final Path other : files.left(one))
				progress.message(other + " beside " + file.getFileName() +
					" is of an earlier prediction, and not of these labels.");
			return file;
		}
	}

	private void finishWriting(final CasesInFlight<Path> writing, final List<Case> cases) {
		final Case one = cases.get(writing.oldest());
		final Path file = writing.take(cause -> fail(one, cause));
		// NB: the claim of a case that failed is kept to the end, or this process would soon take it again
		if (file == null) return;
		written.add(file);
		if (claims != null) try {
			claims.release(one.name());
		}
		catch (final IOException e) {
			progress.message("A claim could not be removed (" + e.getMessage() + "); it expires.");
		}
	}

	/** NB: all of them, also if one is cancelled, or labels would be written when this has ended. */
	private void finishAll(final CasesInFlight<Path> writing, final List<Case> cases) {
		try {
			while (!writing.isEmpty())
				finishWriting(writing, cases);
		}
		finally {
			if (!writing.isEmpty()) finishAll(writing, cases);
		}
	}

	private void fail(final Case one, final Throwable cause) {
		final PredictResult.Failure failure = PredictResult.Failure.of(one, cause);
		failures.add(failure);
		failure.report(progress);
	}
}
