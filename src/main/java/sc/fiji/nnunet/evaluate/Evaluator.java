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
package sc.fiji.nnunet.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Awaited;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.LengthUnit;
import sc.fiji.nnunet.volume.MemoryBudget;

/**
 * Compares a folder of predictions with a folder of references.
 * <p>
 * Cases are matched by name; those in only one of the folders are listed in the summary. A case whose files cannot be
 * read or are on different grids, or that holds a label that is not in the dataset, is a problem: all problems are
 * thrown together after all cases have been processed, and nothing is written then. Large cases wait for each other if
 * they do not fit into the heap together.
 * </p>
 * <p>
 * If label files number objects one by one, objects are compared too ({@link ObjectMatch}), and all other measures are
 * those of the foreground as a whole.
 * </p>
 */
public final class Evaluator {

	/**
	 * Memory per voxel: both label maps, the bits of their objects, and the positions of the nearest surface; after that,
	 * with an ignore label, as much for the distances from what is annotated ({@link Coverage}); or before that, with
	 * numbered objects, about a hundred bytes for each two that share voxels, which is less unless objects are tiny. NB:
	 * what measures a case is not kept for the next one, since the memory of a large one would stay beside those that are
	 * counted.
	 */
	private static final int BYTES_PER_VOXEL = 2 * Short.BYTES + Byte.BYTES + Integer.BYTES;

	/** The number of values up to which a file is one of classes. Our own choice; the body has about a hundred parts. */
	private static final int MOST_VALUES = 1000;

	private final MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory());
	private final EvaluateOptions options;
	private final List<Target> targets;
	private final Labels labels;
	private final Plan plan;
	private final EmptyRule empty;

	private Evaluator(final EvaluateOptions options, final Labels labels, final Plan plan) throws ProblemException {
		requireMeasurable(options, labels);
		this.options = options;
		this.labels = labels;
		this.plan = plan;
		empty = options.emptyRule();
		targets = options.labels().isEmpty() ? labels == null ? null : Target.of(labels) : chosen(options.labels(), labels);
	}

	/**
	 * Runs an evaluation. The labels are defined by the options' dataset, else by a {@code dataset.json} next to the
	 * references; else every value in any file is a class.
	 *
	 * @param executor runs the cases; must not be a single-threaded executor whose own thread calls this
	 * @throws ProblemException with all problems, if there are any
	 * @throws CancelledException if the user cancels it; nothing is written then
	 */
	public static Summary run(final EvaluateOptions options, final ExecutorService executor, final Progress progress)
		throws IOException
	{
		validate(options);
		final LabelSource source = LabelSource.of(options, progress);
		return run(options, source.labels(), source.plan(), executor, progress);
	}

	/**
	 * Runs an evaluation of some predictions with the given labels; other files in the same folder, such as those of an
	 * earlier run, do not count.
	 *
	 * @param predictions their files, in the options' folder
	 * @param labels the meaning of the label values; null = every value found is a class
	 */
	public static Summary run(final EvaluateOptions options, final Collection<Path> predictions, final Labels labels,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		validate(options);
		final Set<String> names = new HashSet<>();
		for (final Path file : predictions)
			names.add(CaseFiles.name(file.getFileName().toString()));
		final Evaluator evaluator = new Evaluator(options, labels, null);
		final Summary summary = evaluator.evaluate(CaseFiles.match(options.references(), options.predictions(),
			names::contains), executor, progress);
		evaluator.write(summary);
		return summary;
	}

	/**
	 * Runs an evaluation with the given labels.
	 *
	 * @param labels the meaning of the label values; null = every value found is a class
	 */
	public static Summary run(final EvaluateOptions options, final Labels labels, final ExecutorService executor,
		final Progress progress) throws IOException
	{
		validate(options);
		return run(options, labels, null, executor, progress);
	}

	private static Summary run(final EvaluateOptions options, final Labels labels, final Plan plan,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		final CaseFiles files = CaseFiles.match(options.references(), options.predictions());
		final Evaluator evaluator = new Evaluator(options, labels, plan);
		final Summary summary = evaluator.evaluate(files, executor, progress);
		evaluator.write(summary);
		return summary;
	}

	/**
	 * Compares pairs of files that the caller has matched; of the options only the measures are used, and nothing is
	 * written.
	 *
	 * @param labels the meaning of the label values; null = every value found is a class
	 */
	public static Summary compare(final List<CaseFiles.Pair> pairs, final EvaluateOptions options, final Labels labels,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		return new Evaluator(options, labels, null).evaluate(new CaseFiles(pairs, List.of(), List.of()), executor, progress);
	}

	/**
	 * Refuses options that choose labels where label files number objects, which are measured together.
	 *
	 * @param labels the meaning of the label values; null = every value found is a class
	 */
	public static void requireMeasurable(final EvaluateOptions options, final Labels labels) throws ProblemException {
		if (labels != null && labels.instances() && !options.labels().isEmpty()) throw new ProblemException(new Problem(
			"labels", "are " + options.labels() + ", but the numbers in the label files are those of single objects.",
			"Leave labels out: all objects are measured together."));
	}

	private static void validate(final EvaluateOptions options) throws ProblemException {
		final List<Problem> problems = options.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	private static List<Target> chosen(final List<Integer> values, final Labels labels) {
		if (labels == null) return Target.of(values);
		return new TreeSet<>(values).stream().map(value -> Target.of(value, labels.name(value))).toList();
	}

	private Summary evaluate(final CaseFiles files, final ExecutorService executor, final Progress progress)
		throws IOException
	{
		final List<Problem> problems = new ArrayList<>();
		if (options.complete()) for (final String line : files.unpredicted())
			problems.add(new Problem("predictions", line, "Predict this case too, or set complete=false."));

		final List<MeasuredCase> measured = measureAll(files.pairs(), problems, executor, progress);
		if (!problems.isEmpty()) throw new ProblemException(problems);
		if (labels != null && labels.instances()) warnOfMasks(measured, progress);

		final List<Target> all = targets == null ? found(measured) : targets;
		final List<String> unmatched = new ArrayList<>(files.unreferenced());
		unmatched.addAll(files.unpredicted());
		final List<LengthUnit> units = measured.stream().map(MeasuredCase::unit).distinct().toList();
		return new Summary(measured.stream().map(one -> complete(one, all)).toList(), all, empty, options.tolerance(),
			unmatched, measured.stream().map(MeasuredCase::coverage).reduce(Coverage.WHOLE, Coverage::plus), units.size() == 1
				? units.get(0) : null);
	}

	/** Objects that are not numbered in the references look like objects that were predicted wrongly. */
	private static void warnOfMasks(final List<MeasuredCase> measured, final Progress progress) {
		if (measured.size() < 2 || most(measured, Measure.OBJECTS_REF) != 1 || most(measured, Measure.OBJECTS_PRED) < 2)
			return;
		progress.message("Warning: no reference holds more than one object, but predictions do. If the references are " +
			"masks, number their objects, in ImageJ by Analyze > Analyze Particles... with Show: Count Masks; else hardly " +
			"any object is found.");
	}

	private static double most(final List<MeasuredCase> measured, final Measure measure) {
		return measured.stream().flatMap(one -> one.metrics().values().stream()).mapToDouble(one -> one.get(measure)).max()
			.orElse(0);
	}

	private List<MeasuredCase> measureAll(final List<CaseFiles.Pair> pairs, final List<Problem> problems,
		final ExecutorService executor, final Progress progress) throws IOException
	{
		final List<Future<MeasuredCase>> futures = new ArrayList<>(pairs.size());
		final List<MeasuredCase> measured = new ArrayList<>(pairs.size());
		try {
			for (final CaseFiles.Pair pair : pairs)
				futures.add(executor.submit(() -> measure(pair, progress)));
			for (int i = 0; i < pairs.size(); i++) {
				progress.update((double) i / pairs.size(), "Comparing " + pairs.get(i).name());
				final MeasuredCase one = get(futures.get(i), problems);
				if (one != null) measured.add(one);
			}
			progress.update(1, "Compared " + measured.size() + " cases");
			return measured;
		}
		finally {
			for (final Future<MeasuredCase> future : futures)
				future.cancel(false);
		}
	}

	/** The result of a case; null if its files have problems, which are added to the list. */
	private static MeasuredCase get(final Future<MeasuredCase> future, final List<Problem> problems)
		throws IOException
	{
		try {
			return Awaited.get(future);
		}
		catch (final ProblemException e) {
			problems.addAll(e.problems());
			return null;
		}
	}

	private MeasuredCase measure(final CaseFiles.Pair pair, final Progress progress) throws IOException {
		return memory.within(ImageFile.values(pair.reference()) * BYTES_PER_VOXEL, progress, () -> measure(pair,
			new CaseReader(pair, labels, plan, progress)));
	}

	private MeasuredCase measure(final CaseFiles.Pair pair, final CaseReader reader) throws IOException {
		final LabelMap reference = reader.reference();
		final LabelMap prediction = reader.prediction();
		final CaseMeasurer measurer = new CaseMeasurer(ignore(), options.surface(), options.tolerance(), empty);
		if (labels != null && labels.instances()) return new MeasuredCase(pair, measurer.measureObjects(reference,
			prediction, targets.get(0)), reference.geometry().voxels(), Coverage.WHOLE, reference.geometry().peoplesUnit());
		final List<Problem> problems = new ArrayList<>();
		requireClasses(pair.reference(), reference, problems);
		requireClasses(pair.prediction(), prediction, problems);
		if (!problems.isEmpty()) throw new ProblemException(problems);
		final ConfusionCounts counts = ConfusionCounts.of(reference, prediction, ignore());
		if (labels != null && options.labels().isEmpty()) known(pair, counts);
		final List<Target> here = targets == null ? Target.of(boxed(counts.labels())) : targets;
		return new MeasuredCase(pair, measurer.measure(reference, prediction, counts, here), counts.voxels(), Coverage.of(
			reference, prediction, ignore()), reference.geometry().peoplesUnit());
	}

	/** NB: counts are made for each pair of values, which numbers of single objects would let grow without limit. */
	private void requireClasses(final Path file, final LabelMap map, final List<Problem> problems) {
		final int values = LabelBoxes.of(map, null).size();
		final String objects = labels != null ? "write \"instances\": true into dataset.json"
			: "put a dataset.json with {\"instances\": true} beside the folder of the references";
		if (values > MOST_VALUES) problems.add(Problem.of(file, "holds " + values + " different values; up to " +
			MOST_VALUES + " can be compared as classes.", "Give files with a number for each class, or " + objects +
				" if each number is an object."));
	}

	private int ignore() {
		return labels == null ? -1 : labels.ignore();
	}

	private void known(final CaseFiles.Pair pair, final ConfusionCounts counts) throws ProblemException {
		final List<Problem> problems = new ArrayList<>();
		for (final int label : counts.labels()) {
			if (labels.knows(label)) continue;
			final Path file = counts.inReference(label) ? pair.reference() : pair.prediction();
			problems.add(Problem.of(file, "holds label " + label + ", but the dataset's labels are " + labels
				.allowed() + ".", "Correct the file or dataset.json (with \"instances\": true if each number is an object), " +
					"or name the labels to measure."));
		}
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	private static List<Target> found(final List<MeasuredCase> measured) {
		final TreeSet<Integer> values = new TreeSet<>();
		for (final MeasuredCase one : measured)
			one.metrics().keySet().forEach(key -> values.add(Integer.valueOf(key)));
		return Target.of(values);
	}

	/** The case with an entry for every target, including classes that it does not contain. */
	private CaseMetrics complete(final MeasuredCase one, final List<Target> all) {
		final Map<String, Metrics> metrics = new LinkedHashMap<>();
		for (final Target target : all) {
			final Metrics present = one.metrics().get(target.key());
			metrics.put(target.key(), present != null ? present : CaseMeasurer.absent(one.voxels(), options.surface(),
				empty));
		}
		return new CaseMetrics(one.pair().name(), one.pair().reference().toString(), one.pair().prediction().toString(),
			metrics);
	}

	private void write(final Summary summary) throws IOException {
		final Path file = options.summaryFile();
		if (file == null) return;
		for (final Path one : List.of(file, options.beside(".csv"), options.beside(".html")))
			Leftovers.removeOf(one);
		WholeFile.write(options.beside(".csv"), new SummaryTable(summary).csv());
		SummaryFile.write(file, summary);
	}

	private static List<Integer> boxed(final int[] values) {
		return java.util.Arrays.stream(values).boxed().toList();
	}

	private record MeasuredCase(CaseFiles.Pair pair, Map<String, Metrics> metrics, long voxels, Coverage coverage,
		LengthUnit unit)
	{
	}
}
