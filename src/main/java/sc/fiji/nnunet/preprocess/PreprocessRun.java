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
package sc.fiji.nnunet.preprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Finding;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.InputsKept;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.CaseFingerprint;
import sc.fiji.nnunet.plan.Fingerprint;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.plan.Planner;
import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.MemoryBudget;

/**
 * One preprocessing run of a dataset: find out what is missing, read and check it, plan, prepare, write.
 * <p>
 * The plan file is removed before the first case changes and written after the last, so a
 * folder with a plan holds cases that all belong to it.
 * </p>
 */
final class PreprocessRun {

	/** The share of the check in the overall progress. */
	private static final double CHECK = 0.4;

	private final Preprocessor preprocessor;
	private final Dataset dataset;
	private final PreprocessOptions options;
	private final Progress progress;
	private final Plan existing;
	private final Recipe recipe;
	private final Planner planner;
	private final boolean training;
	private final List<Case> cases;
	private final Path folder;
	private final Path data;
	private final CaseReader reader;
	private final CheckedCases checked;
	private final CaseWork work;
	private final PreparedSplit split;

	PreprocessRun(final Preprocessor preprocessor, final ExecutorService executor, final Dataset dataset,
		final PreprocessOptions asked, final Progress progress) throws IOException
	{
		final List<Problem> problems = asked.validate();
		if (!problems.isEmpty()) throw new ProblemException(problems);
		this.preprocessor = preprocessor;
		this.dataset = dataset;
		options = asked.decided(dataset);
		requirePatch();
		this.progress = progress;
		training = options.mode() == PreprocessOptions.Mode.TRAINING;
		folder = options.output().resolve(dataset.name());
		final Path plan = PlanFile.of(folder, options.configuration());
		existing = training || !Files.exists(plan) ? null : PlanFile.read(plan);
		recipe = existing == null ? options.recipe() : existing.recipe();
		if (!recipe.name().equals(options.recipe().name())) progress.message("Note: the cases are prepared by recipe " +
			recipe.name() + ", as " + plan + " says.");
		planner = new Planner(dataset, recipe, options.choices());
		cases = options.mode() == PreprocessOptions.Mode.TEST ? dataset.test() : dataset.training();
		if (cases.isEmpty()) throw new ProblemException(dataset.folder(), "has no " + Checks.word(options
			.mode()) + " cases.",
			"Check the folder and its dataset.json.");
		final Path arrays = PreprocessedDataset.folder(folder, options.configuration());
		data = training ? arrays : arrays.resolve(Checks.word(options.mode()));
		requireOtherFolder();
		reader = new CaseReader(dataset, recipe, training, options.negativeIsBackground(), new MemoryBudget(Runtime
			.getRuntime().maxMemory()));
		checked = new CheckedCases(data);
		split = new PreparedSplit(folder, data, dataset, options.folds());
		work = new CaseWork(cases, options.share(), data, executor, options.jobs(), progress);
	}

	/** A patch must have the axes of the configuration that auto stands for. */
	private void requirePatch() throws ProblemException {
		final int axes = options.choices().patch().size();
		if (axes == 0 || axes == options.dim()) return;
		throw new ProblemException(new Problem("patch", "is " + options.choices().patch() + ", but configuration auto is " +
			options.configuration() + " for " + dataset.name() + ", whose images " + (options.dim() == 2
				? "have a single slice." : "are volumes."), options.dim() == 2 ? "Give two numbers: y, x."
					: "Give three numbers: z, y, x; or the configuration 2d."));
	}

	/** Nothing is written into the dataset's own folders. */
	private void requireOtherFolder() throws ProblemException {
		final List<Path> inputs = dataset.files();
		final List<Problem> problems = new ArrayList<>();
		for (final Path output : List.of(folder, data, options.output()))
			problems.addAll(InputsKept.mixed(inputs, output));
		if (InputsKept.same(folder, dataset.folder())) problems.add(Problem.of(folder,
			"is the dataset itself, so results would be mixed with its files.", "Give another output folder."));
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	PreprocessResult run() throws IOException {
		if (options.share().several()) return prepare();
		try (FolderLock lock = lock()) {
			return prepare();
		}
	}

	private FolderLock lock() throws IOException {
		return FolderLock.take(folder, "is being prepared by another process.",
			"Wait for it, stop it, or give another output folder.");
	}

	/** What one of several processes does for all of them. NB: a process that is alone has the lock already. */
	private FolderLock briefly() throws IOException {
		return options.share().several() ? FolderLock.await(folder, FolderLock.PATIENCE, progress) : null;
	}

	private PreprocessResult prepare() throws IOException {
		final long start = System.nanoTime();
		WholeFile.createFolder(data);
		try (FolderLock lock = briefly()) {
			Leftovers.remove(data);
		}
		if (options.force()) CaseWriter.clear(data, Set.of());
		else new OneDataset(dataset, cases).requireIn(data);
		if (training) split.check(progress);
		final Map<String, String> files = files();
		Fingerprint fingerprint = known(files);
		Map<String, Plan> plans = plans(fingerprint);
		List<Case> stale = plans == null ? cases : stale(files, plan(plans));
		final Map<String, CaseFingerprint> prints = read(stale, files, plans);
		if (training && fingerprint == null && stale.size() == cases.size()) fingerprint = store(prints, files);
		if (plans == null) {
			plans = plans(fingerprint);
			stale = stale(files, plan(plans));
		}
		final Plan plan = plan(plans);
		final Set<String> written = stale.isEmpty() ? Set.of() : write(stale, files, plan);
		try (FolderLock lock = briefly()) {
			finish(plans);
		}
		final Map<Boolean, List<String>> names = cases.stream().map(Case::name).collect(Collectors.partitioningBy(
			written::contains));
		return new PreprocessResult(folder, plan, names.get(true), names.get(false), (System.nanoTime() - start) / 1e9);
	}

	/** Only plans, and writes the plans of all configurations that make sense. */
	Map<String, Plan> plan() throws IOException {
		try (FolderLock lock = lock()) {
			return decide();
		}
	}

	private Map<String, Plan> decide() throws IOException {
		final Map<String, String> files = files();
		final Fingerprint fingerprint = known(files);
		Map<String, Plan> plans = plans(fingerprint);
		if (plans == null) plans = plans(store(read(cases, files, null), files));
		for (final Plan plan : plans.values())
			PlanFile.write(PlanFile.of(folder, plan.configuration()), plan);
		return plans;
	}

	/** What identifies each case's files as they are now. */
	private Map<String, String> files() throws IOException {
		final Map<String, String> files = new LinkedHashMap<>();
		for (final Case one : cases)
			files.put(one.name(), CaseKey.files(one, training));
		return files;
	}

	/** The cases that are missing or out of date on disk. */
	private List<Case> stale(final Map<String, String> files, final Plan plan) throws ProblemException {
		final List<Case> stale = new ArrayList<>();
		for (final Case one : cases)
			if (!upToDate(one, key(files.get(one.name()), plan))) stale.add(one);
		return stale;
	}

	/** @param prints those of this process's cases */
	private Fingerprint store(final Map<String, CaseFingerprint> prints, final Map<String, String> files)
		throws IOException
	{
		try (FolderLock lock = briefly()) {
			final Fingerprint stored = options.share().several() ? known(files) : null;
			if (stored != null) return stored;
			final List<CaseFingerprint> all = new ArrayList<>();
			for (final Case one : cases)
				all.add(prints.containsKey(one.name()) ? prints.get(one.name()) : checked.get(checkKey(one, files)));
			final Fingerprint fingerprint = CaseFingerprint.combine(all, printKey(files), recipe.planning()
				.channels());
			JsonFile.write(folder.resolve("fingerprint.json"), fingerprint);
			return fingerprint;
		}
	}

	/** The fingerprint on disk if it is up to date, or null. */
	private Fingerprint known(final Map<String, String> files) throws IOException {
		final Path file = folder.resolve("fingerprint.json");
		if (!training || options.force() || !Files.exists(file)) return null;
		final Fingerprint stored = JsonFile.read(file, Fingerprint.class, "a fingerprint", "Remove the file.");
		// NB: earlier versions did not measure objects
		if (dataset.labels().instances() && stored.smallestObject() == null) return null;
		return stored.format() == Fingerprint.FORMAT && printKey(files).equals(stored.key()) ? stored : null;
	}

	private String printKey(final Map<String, String> files) {
		final List<String> texts = new ArrayList<>(files.values());
		texts.add(recipe.foreground() + "|" + planner.needsIntensities());
		return CaseKey.digest(texts);
	}

	/** All plans, or null if that needs a fingerprint and there is none yet. */
	private Map<String, Plan> plans(final Fingerprint fingerprint) throws IOException {
		if (existing != null) return Map.of(options.configuration(), existing);
		final boolean blind = planner.needsFingerprint() || planner.needsIntensities();
		if (blind && !training) throw new ProblemException(PlanFile.of(folder, options.configuration()), "does not exist, " +
			"and " + Checks.word(options.mode()) + " cases are prepared as the training cases were.",
			"Run preprocess with mode=training first, or correct the output folder.");
		return fingerprint == null && blind ? null : planner.plan(fingerprint);
	}

	private Plan plan(final Map<String, Plan> plans) throws ProblemException {
		final Plan plan = plans.get(options.configuration());
		if (plan == null) throw new ProblemException(new Problem("configuration", "is " + options.configuration() +
			", which makes no sense for " + dataset.name() + ".", "Give one of " + String.join(", ", plans.keySet()) + "."));
		return plan;
	}

	private String key(final String files, final Plan plan) throws ProblemException {
		return CaseKey.digest(List.of(files, CaseKey.settings(plan), Checks.word(options.mode()), options.float16() +
			"|" + options.negativeIsBackground()));
	}

	private boolean upToDate(final Case one, final String key) {
		try {
			final CaseRecord stored = PreprocessedCase.check(data, one.name());
			return key.equals(stored.key()) && (stored.label() != null) == training && !stored.isNormalisedTwice(recipe);
		}
		catch (final IOException e) {
			// NB: whatever is wrong with the case, it is prepared again
			return false;
		}
	}

	/** What a case is checked for. */
	private String checkKey(final Case one, final Map<String, String> files) {
		return CaseKey.digest(List.of(one.name(), files.get(one.name()), recipe.foreground() + "|" + planner
			.needsIntensities() + "|" + options.negativeIsBackground(), cases.size() + "", CheckedCases.FORM));
	}

	/** Whether another process has checked a case. */
	private boolean isChecked(final Case one, final Map<String, String> files, final Map<String, Plan> plans)
		throws IOException
	{
		if (checked.has(checkKey(one, files))) return true;
		// NB: or more than that, after which the files of checked cases are removed
		return plans == null ? known(files) != null : upToDate(one, key(files.get(one.name()), plan(plans)));
	}

	/**
	 * Reads and checks cases; all problems of all cases are reported at once.
	 *
	 * @param plans null if they are not known yet
	 * @return what this process's cases add to the fingerprint
	 */
	private Map<String, CaseFingerprint> read(final List<Case> stale, final Map<String, String> files,
		final Map<String, Plan> plans) throws IOException
	{
		final Map<String, CaseFingerprint> prints = new ConcurrentHashMap<>();
		final Map<String, List<Problem>> problems = new ConcurrentHashMap<>();
		work.each(stale, progress.part(0, CHECK), "checked", one -> prints.containsKey(one.name()) || problems.containsKey(one
			.name()) || isChecked(one, files, plans), one -> {
				final List<Problem> found = new ArrayList<>();
				final CaseFingerprint print = reader.check(one, planner.needsIntensities(), cases.size(), found, progress);
				if (!found.isEmpty()) problems.put(one.name(), found);
				else prints.put(one.name(), print);
				if (found.isEmpty() && options.share().several()) checked.add(checkKey(one, files), print);
			});
		final Set<Problem> all = new LinkedHashSet<>();
		for (final Finding finding : stale.isEmpty() ? List.<Finding>of() : Datasets.layout(dataset.folder()).look(dataset))
			if (finding.severity() == Finding.Severity.ERROR) all.add(finding.problem());
			else progress.message("Note: " + finding.problem());
		for (final Case one : stale)
			all.addAll(problems.getOrDefault(one.name(), List.of()));
		if (!all.isEmpty()) throw new ProblemException(List.copyOf(all));
		return prints;
	}

	/** Returns the names of the cases that this process has prepared. */
	private Set<String> write(final List<Case> stale, final Map<String, String> files, final Plan plan)
		throws IOException
	{
		final List<Problem> tooLarge = reader.tooLarge(stale, plan);
		if (!tooLarge.isEmpty()) throw new ProblemException(tooLarge);
		final CaseWriter writer = new CaseWriter(data, plan, options.float16());
		final Set<String> written = ConcurrentHashMap.newKeySet();
		final List<Case> order = new ArrayList<>(stale);
		// NB: what this process has in memory comes first, since others must read it again
		if (options.share().several()) order.sort(Comparator.comparing(one -> !reader.holds(one)));
		work.each(order, progress.part(CHECK, 1), "prepared", one -> upToDate(one, key(files.get(one.name()), plan)),
			one -> {
				if (training) for (final String name : PreprocessedDataset.sharing(options.configuration()))
					Files.deleteIfExists(PlanFile.of(folder, name));
				final String key = key(files.get(one.name()), plan);
				reader.use(one, plan, cropped -> {
					final PreparedCase prepared = preprocessor.take(cropped, plan);
					// NB: another process may have taken a claim that had expired
					if (options.share().several() && upToDate(one, key)) return;
					writer.write(one, prepared, writer.window(prepared, recipe, training), key);
					written.add(one.name());
				});
			});
		return written;
	}

	private void finish(final Map<String, Plan> plans) throws IOException {
		CaseWriter.clear(data, new HashSet<>(cases.stream().map(Case::name).toList()));
		checked.clear();
		if (!training) return;
		for (final String name : PreprocessedDataset.sharing(options.configuration()))
			if (plans.containsKey(name)) PlanFile.write(PlanFile.of(folder, name), plans.get(name));
		split.write(progress);
	}
}
