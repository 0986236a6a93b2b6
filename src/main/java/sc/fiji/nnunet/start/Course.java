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
package sc.fiji.nnunet.start;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.engine.CheckpointFolder;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.file.MacroLine;
import sc.fiji.nnunet.plan.NetworkCost;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Seconds;
import sc.fiji.nnunet.report.LogReader;
import sc.fiji.nnunet.report.LogRecord;
import sc.fiji.nnunet.start.Stage.State;
import sc.fiji.nnunet.start.Stage.Status;
import sc.fiji.nnunet.train.TrainOptions;

/**
 * The way from a folder of labelled images to a segmented image: what is done, what comes next, and the macro lines
 * that do it. Everything is read from the files that the commands leave, so a course that was left can be taken up
 * again at any time, also when some of its commands were run elsewhere.
 */
final class Course {

	private static final int USUAL_FOLDS = 5;

	/** The report of the check, in the dataset's output folder. */
	private static final String REPORT = "check.json";

	private final StartChoices choices;
	private final List<String> configurations;
	private final Dataset dataset;

	/** The plan of the configuration that is used; null before it was planned. */
	private final Plan plan;
	private final int folds;
	private final List<State> states = new ArrayList<>();

	private Course(final StartChoices choices) throws IOException {
		this.choices = choices;
		Dataset found = null;
		State look = null;
		try {
			if (choices.dataset() != null) found = Datasets.open(choices.dataset());
			else look = blocked(Stage.LOOK, "Choose the folder of your images and labels.");
		}
		catch (final ProblemException e) {
			look = blocked(Stage.LOOK, e.getMessage().split("\n"));
		}
		dataset = found;
		configurations = dataset == null ? List.of() : Plan.PREFERRED.stream().filter(name -> Files.exists(PlanFile.of(
			folder(), name))).toList();
		plan = configurations.contains(configuration()) ? PlanFile.read(PlanFile.of(folder(), configuration())) : null;
		folds = countFolds();
		states.add(look != null ? look : look());
		states.add(dataset == null ? blocked(Stage.PREPARE, "The data come first.") : orBlocked(Stage.PREPARE,
			this::prepare));
		states.add(done(Stage.PREPARE) ? orBlocked(Stage.TRAIN, this::train) : blocked(Stage.TRAIN,
			"The data have to be prepared first."));
		states.add(choices.model() != null || state(Stage.TRAIN).status() == Status.BEGUN || done(Stage.TRAIN) ? predict()
			: blocked(Stage.PREDICT, "A network has to be trained first, or a known one chosen."));
	}

	/**
	 * Where the stages stand.
	 *
	 * @throws IOException if a file that a command left cannot be read
	 */
	static Course of(final StartChoices choices) throws IOException {
		return new Course(choices);
	}

	/** All stages in order. */
	List<State> states() {
		return List.copyOf(states);
	}

	/** One stage. */
	State state(final Stage stage) {
		return states.get(stage.ordinal());
	}

	/** The first stage that is not done. */
	Stage next() {
		return states.stream().filter(state -> state.status() != Status.DONE).findFirst().map(State::stage).orElse(
			Stage.PREDICT);
	}

	/** The configurations that were planned; empty before. */
	List<String> configurations() {
		return configurations;
	}

	/** The one that is used: the chosen one if it was planned, else what suits the images. */
	String configuration() {
		if (configurations.contains(choices.configuration()) || configurations.isEmpty() && !choices.configuration()
			.isEmpty()) return choices.configuration();
		return configurations.isEmpty() ? Plan.PREFERRED.get(0) : configurations.get(0);
	}

	/** The dataset's output folder. */
	private Path folder() {
		return choices.results().resolve(dataset.name());
	}

	private TrainOptions training() {
		return TrainOptions.builder().data(folder()).configuration(configuration()).fold(choices.fold()).folds(folds)
			.minutes(choices.minutes()).preset(choices.preset()).build();
	}

	/** The number of folds: as prepared, else five if there are as many cases. */
	int folds() {
		return folds;
	}

	private int countFolds() {
		if (dataset == null) return USUAL_FOLDS;
		final int possible = Math.max(2, Math.min(USUAL_FOLDS, dataset.training().size()));
		final Path splits = folder().resolve(Splits.FILES.get(0));
		try {
			return Files.exists(splits) ? Splits.read(splits).folds().size() : possible;
		}
		catch (final ProblemException e) {
			// NB: the stage of the training reads it again and says what is wrong
			return possible;
		}
	}

	private boolean done(final Stage stage) {
		return state(stage).status() == Status.DONE;
	}

	private State look() throws IOException {
		final List<String> sentences = new ArrayList<>();
		sentences.add(dataset.name() + ": " + count(dataset.training().size(), "labelled case") + (dataset.test().isEmpty()
			? "" : " and " + count(dataset.test().size(), "test case")) + "; " + (dataset.channels().size() == 1 ? "channel "
				: "channels ") + String.join(", ", dataset.channels()) + "; labels " + String.join(", ", dataset.labels()
					.segmented()) + (dataset.labels().instances() ? ", numbered one by one." : "."));
		final Path report = folder().resolve(REPORT);
		final List<MacroLine> lines = new ArrayList<>(List.of(MacroLine.of("nnU-Net Check Dataset", "dataset", dataset
			.folder(), "report", report)));
		// NB: planning again would take prepared cases away from a plan that somebody made with choices of his own
		if (!isPrepared()) lines.add(MacroLine.of("nnU-Net Plan", "dataset", dataset.folder(), "output", choices
			.results()));
		final boolean fresh = Files.exists(report) && Files.getLastModifiedTime(report).compareTo(changed()) >= 0;
		final CheckReport check = fresh ? report(report) : null;
		if (check != null) sentences.addAll(check.sentences());
		else sentences.add(Files.exists(report) ? "The files have changed since they were checked."
			: "Next, every file is looked at and the network is planned.");
		final boolean done = check != null && check.errors() == 0 && !configurations.isEmpty();
		if (done) sentences.addAll(planned());
		return new State(Stage.LOOK, done ? Status.DONE : Status.READY, sentences, lines);
	}

	/** The report of a check; null if it is damaged, for the next check writes it again. */
	private static CheckReport report(final Path file) throws IOException {
		try {
			return CheckReport.read(file);
		}
		catch (final ProblemException e) {
			return null;
		}
	}

	/** The plan in a few sentences. */
	private List<String> planned() {
		final NetworkCost cost = NetworkCost.of(plan.network(), plan.patch());
		final List<String> sentences = new ArrayList<>(List.of(String.format(Locale.ROOT,
			"Plan %s, recipe %s: patches of %s voxels, %d at a time; a U-Net with %d stages and %.1f million parameters.",
			plan.configuration(), plan.recipe().name(), plan.patch().stream().map(String::valueOf).collect(Collectors.joining(
				" x ")), plan.batchSize(), plan.network().stages(), cost.parameters() / 1e6)));
		if (!plan.reasons().isEmpty()) sentences.add(String.join(" ", plan.reasons()));
		return sentences;
	}

	private State prepare() throws IOException {
		final List<MacroLine> lines = new ArrayList<>();
		for (final String stage : inOrder())
			lines.add(MacroLine.of("nnU-Net Preprocess", "dataset", dataset.folder(), "output", choices.results(),
				"configuration", stage, "recipe", recipe()));
		if (isPrepared() && Files.getLastModifiedTime(PlanFile.of(folder(), configuration())).compareTo(changed()) < 0)
			return new State(Stage.PREPARE, Status.BEGUN, List.of("The files have changed since they were prepared."), lines);
		if (isPrepared()) return new State(Stage.PREPARE, Status.DONE, List.of("All " + dataset.training().size() +
			" cases are prepared in " + PreprocessedDataset.folder(folder(), configuration()) + "."), lines);
		if (!done(Stage.LOOK)) return new State(Stage.PREPARE, Status.BLOCKED, List.of("Look at the data first."), lines);
		return new State(Stage.PREPARE, Status.READY, List.of("Next, the cases are cropped, resampled and normalised."),
			lines);
	}

	/** Whether all cases were prepared by a plan, at whatever time. */
	private boolean isPrepared() {
		if (plan == null) return false;
		for (final String stage : inOrder())
			for (final Case one : dataset.training())
				if (!Files.exists(PreprocessedDataset.folder(folder(), stage).resolve(one.name() + ".json"))) return false;
		return true;
	}

	/** The configurations that are prepared and trained: the one that is used, after the previous one of a cascade. */
	private List<String> inOrder() {
		final String previous = previous();
		return previous == null ? List.of(configuration()) : List.of(previous, configuration());
	}

	/** The configuration before the one that is used if that is a cascade, or null. */
	private String previous() {
		return plan == null ? null : plan.previous();
	}

	/** The recipe of the plan if it is another than the usual one, which would plan anew. */
	private String recipe() {
		return plan == null || plan.recipe().name().equals(Recipe.names().get(0)) ? null : plan.recipe().name();
	}

	/** When the dataset's files last changed. */
	private FileTime changed() throws IOException {
		FileTime newest = FileTime.fromMillis(0);
		for (final Case one : dataset.training())
			for (final Path file : Stream.concat(one.images().stream(), Stream.ofNullable(one.label())).toList()) {
				if (!Files.exists(file)) continue;
				final FileTime time = Files.getLastModifiedTime(file);
				if (time.compareTo(newest) > 0) newest = time;
			}
		final Path description = dataset.folder().resolve(Datasets.FILE);
		if (!Files.exists(description)) return newest;
		final FileTime described = Files.getLastModifiedTime(description);
		return described.compareTo(newest) > 0 ? described : newest;
	}

	private State train() throws IOException {
		final TrainOptions options = training();
		final List<Integer> before = untrained();
		final List<MacroLine> lines = new ArrayList<>();
		for (final int fold : before)
			lines.add(trainLine(previous(), fold));
		lines.add(trainLine(configuration(), choices.fold()));
		final List<String> problems = new ArrayList<>(options.validate().stream().map(Object::toString).toList());
		if (choices.minutes() <= 0) problems.add("minutes: is " + number(choices.minutes()) + ". Give a positive number.");
		if (!problems.isEmpty()) return new State(Stage.TRAIN, Status.BLOCKED, problems, List.of());
		final Path last = options.foldFolder().resolve(ResultsFolder.LAST);
		if (!CheckpointFolder.isIn(last)) return new State(Stage.TRAIN, Status.READY, before.isEmpty()
			? List.of(cases(options)) : List.of(cases(options), before(before)), lines);
		final Path summary = options.foldFolder().resolve(SummaryFile.NAME);
		final boolean done = Files.exists(summary) && Files.getLastModifiedTime(summary).compareTo(Files
			.getLastModifiedTime(last)) >= 0;
		final String so = "Trained " + length(options);
		if (!done) return new State(Stage.TRAIN, Status.BEGUN, List.of(so +
			"; not to the end, or not tested yet. It goes on there."), lines);
		final Summary scores = scores(summary);
		return new State(Stage.TRAIN, Status.DONE, List.of(String.format(Locale.ROOT,
			"%s; mean Dice of the held-out cases%s %.3f.", so, scores.coverage().words(), scores.dice()),
			"More minutes, counted from the start, train it on."), lines);
	}

	private MacroLine trainLine(final String stage, final int fold) {
		return MacroLine.of("nnU-Net Train", "data", folder(), "configuration", stage, "fold", fold, "nfolds",
			folds == USUAL_FOLDS ? null : folds, "minutes", number(choices.minutes()), "preset", choices.preset());
	}

	/** The folds of a cascade's previous stage that have not predicted their held-out cases yet. */
	private List<Integer> untrained() {
		final String previous = previous();
		if (previous == null) return List.of();
		final ResultsFolder results = ResultsFolder.of(folder(), previous);
		return IntStream.range(0, folds).filter(fold -> !Files.exists(results.fold(fold).resolve(SummaryFile.NAME))).boxed()
			.toList();
	}

	private String before(final List<Integer> untrained) {
		return "Before it, " + previous() + " is trained on " + (untrained.size() == 1 ? "fold " : "folds ") + untrained
			.stream().map(String::valueOf).collect(Collectors.joining(", ")) +
			", as long each: the cascade continues from what it finds in the held-out cases.";
	}

	/** How long was trained, in words: as the log says, or the selection at the end of a training with another log. */
	private static String length(final TrainOptions options) throws IOException {
		final Path log = options.foldFolder().resolve(options.results().logName());
		final List<LogRecord> steps = Files.exists(log) ? LogReader.steps(LogReader.read(log)) : List.of();
		if (steps.isEmpty()) return Selection.read(options.foldFolder()).map(end -> "for " + end.step() + " steps").orElse(
			"for less than an epoch");
		final LogRecord end = steps.get(steps.size() - 1);
		final double seconds = end.value("seconds");
		return "for " + end.number() + " steps" + (Double.isNaN(seconds) ? "" : " in " + Seconds.words(seconds));
	}

	private String cases(final TrainOptions options) throws IOException {
		final List<String> names = PreprocessedDataset.open(folder(), configuration()).caseNames();
		final Splits.Split split = Splits.prepared(folder(), names, options.folds()).fold(options.fold());
		return count(split.train().size(), "case") + " to learn from, " + split.val().size() +
			" held out to test it. A training that is cancelled or dies goes on later.";
	}

	/** The scores of the held-out cases. NB: it is the end of a training that replaces a damaged file. */
	private static Summary scores(final Path summary) throws IOException {
		try {
			return SummaryFile.read(summary);
		}
		catch (final ProblemException e) {
			// NB: a file that cannot be opened may be whole
			if (e.getCause() instanceof IOException && !(e.getCause() instanceof CharacterCodingException)) throw e;
			throw new ProblemException(summary, e.problems().get(0).what(), "Delete it and train on.", e);
		}
	}

	private State predict() {
		final Path model = choices.model() != null ? choices.model() : training().foldFolder();
		if (choices.image() == null) return new State(Stage.PREDICT, Status.BLOCKED, List.of("The network is in " + model +
			".", "Open the image that is to be segmented, in ImageJ."), List.of());
		return new State(Stage.PREDICT, Status.READY, List.of("The labels appear as an image of their own."), List.of(
			MacroLine.of("nnU-Net Predict Image", "image", choices.image(), "model", model)));
	}

	/** Reads a state from files that others may have damaged. */
	private interface Reader {

		State read() throws IOException;
	}

	private static State orBlocked(final Stage stage, final Reader reader) throws IOException {
		try {
			return reader.read();
		}
		catch (final ProblemException e) {
			return blocked(stage, e.getMessage().split("\n"));
		}
	}

	private static State blocked(final Stage stage, final String... sentences) {
		return new State(stage, Status.BLOCKED, List.of(sentences), List.of());
	}

	private static String count(final int number, final String noun) {
		return number + " " + noun + (number == 1 ? "" : "s");
	}

	/** NB: 30 and not 30.0, as people write it. */
	private static String number(final double value) {
		return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
	}
}
