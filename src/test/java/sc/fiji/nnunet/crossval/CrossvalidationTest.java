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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.file.Kills;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.PostProcessing;
import sc.fiji.nnunet.predict.PostProcessing.Rule;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

class CrossvalidationTest {

	private static final int CASES = 6;
	private static final int SIZE = 12;

	@TempDir
	static Path folder;

	private static ExecutorService executor;
	private static Path data;

	private final List<String> trained = new ArrayList<>();
	private final List<String> paired = new ArrayList<>();
	/**
	 * The number of voxels of each case that a configuration misses; if it misses any, there is also an island of two
	 * voxels.
	 */
	private final Map<String, Integer> missed = new TreeMap<>(Map.of("2d", 8, "3d", 5, "pair", 6));

	@BeforeAll
	static void setUp() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		final Path raw = folder.resolve("raw/Cubes");
		Files.createDirectories(raw.resolve("imagesTr"));
		Files.createDirectories(raw.resolve("labelsTr"));
		final String list = IntStream.range(0, CASES).mapToObj(i -> "{\"image\": \"./imagesTr/case" + i +
			".nii.gz\", \"label\": \"./labelsTr/case" + i + ".nii.gz\"}").collect(Collectors.joining(", "));
		Files.writeString(raw.resolve("dataset.json"), "{\"name\": \"Cubes\", \"modality\": {\"0\": \"MRI\"}, " +
			"\"labels\": {\"0\": \"background\", \"1\": \"cube\"}, \"numTraining\": " + CASES + ", \"training\": [" + list +
			"], \"numTest\": 0, \"test\": []}");
		for (int i = 0; i < CASES; i++) {
			final LabelMap label = cube(0, false);
			final Volume image = new Volume(label.geometry(), 1);
			for (int z = 0; z < SIZE; z++)
				for (int v = 0; v < SIZE * SIZE; v++)
					image.plane(0, z)[v] = 10 + 5 * label.plane(z)[v] + (7 * v + 3 * z + i) % 4;
			ImageFile.write(raw.resolve("imagesTr/case" + i + ".nii.gz"), image);
			ImageFile.writeLabels(raw.resolve("labelsTr/case" + i + ".nii.gz"), label);
		}
		for (final String configuration : List.of("2d", "3d"))
			new Preprocessor(executor).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(folder.resolve(
				"out")).configuration(configuration).build(), Progress.none());
		data = folder.resolve("out/Cubes");
	}

	@AfterAll
	static void tearDown() {
		executor.shutdownNow();
	}

	@AfterEach
	void removeResults() throws IOException {
		try (Stream<Path> files = Files.walk(data)) {
			for (final Path file : files.filter(path -> data.relativize(path).toString().startsWith("results_")).sorted(
				Comparator.reverseOrder()).toList())
				Files.delete(file);
		}
	}

	@Test
	void theBestIsChosenAndItsPostProcessingFound() throws IOException {
		final CrossvalidationResult result = run(options().worst(2).build());
		assertEquals(List.of("3d"), result.best());
		assertEquals(List.of("2d", "3d", "2d + 3d"), List.copyOf(result.scores().keySet()));
		// NB: 64 voxels, of which 59 are found, and 2 more that are wrong
		assertEquals(2.0 * 59 / (64 + 61), result.scores().get("3d"), 1e-12);
		assertEquals(2.0 * 58 / (64 + 60), result.scores().get("2d + 3d"), 1e-12);
		assertEquals(List.of(Rule.foreground()), result.postProcessing().rules());
		assertEquals(2.0 * 59 / (64 + 59), result.summary().dice(), 1e-12);
		assertEquals(10, trained.size());
		assertEquals(5, paired.size());

		final Path crossval = data.resolve("results_3d/crossval");
		assertEquals(crossval, result.folder());
		assertEquals(CASES, SummaryFile.read(crossval.resolve("summary.json")).cases().size());
		assertEquals(result.postProcessing(), PostProcessing.read(crossval.resolve("postprocessing.json")));
		assertEquals(0, ImageFile.readLabels(crossval.resolve("predictions/case3.nii.gz")).plane(0)[0]);
		final String how = Files.readString(crossval.resolve("how_to_predict.txt"));
		assertTrue(how.contains("--model \"" + data.resolve("results_3d") + "\"") && how.contains("postprocessing.json"),
			how);
		final String page = Files.readString(crossval.resolve("report.html"));
		assertTrue(page.contains("Best: 3d") && page.contains("<td>2d + 3d</td>") && page.contains("case0, mean Dice"),
			how);
		assertTrue(Files.readString(crossval.resolve("crossval.json")).contains("\"3d\""));
	}

	@Test
	void whatKilledProcessesLeftIsRemoved() throws IOException {
		final Path left = Files.createDirectories(data.resolve("results_3d/crossval/predictions")).resolve(
			".case1.nii.gz.999999999.1.tmp");
		final Path pair = Files.createDirectories(data.resolve("results_ensemble_2d_3d/fold_0/validation")).resolve(
			".case1.nii.gz.999999999.1.tmp");
		for (final Path file : List.of(left, pair))
			Files.writeString(file, "x");
		run(options().build());
		assertFalse(Files.exists(left));
		assertFalse(Files.exists(pair));
	}

	@Test
	void completeFoldsAndPredictionsAreReused() throws IOException {
		run(options().build());
		trained.clear();
		paired.clear();
		Files.delete(data.resolve("results_2d/fold_3/summary.json"));
		run(options().build());
		assertEquals(List.of("2d fold 3"), trained);
		assertEquals(1, paired.size(), "only the pair whose member was trained again: " + paired);
	}

	/** Runs with shares at the same time, in threads; returns the results. */
	private List<CrossvalidationResult> together(final List<String> configurations, final FoldTrainer trainer,
		final String... shares) throws Exception
	{
		final ExecutorService processes = Executors.newCachedThreadPool();
		try {
			final List<Future<CrossvalidationResult>> runs = new ArrayList<>();
			for (final String share : shares)
				runs.add(processes.submit(() -> new Crossvalidation(options().configurations(configurations).ensembles(false)
					.share(share).build(), reporting(trainer), this::predict, executor, new Recorded()).run()));
			final List<CrossvalidationResult> results = new ArrayList<>();
			for (final Future<CrossvalidationResult> run : runs)
				results.add(run.get());
			return results;
		}
		finally {
			processes.shutdownNow();
		}
	}

	/** A trainer that fills its bar. */
	private static FoldTrainer reporting(final FoldTrainer trainer) {
		return (configuration, fold, progress) -> {
			progress.update(0, "begins");
			trainer.train(configuration, fold, progress);
			progress.update(1, "ends");
		};
	}

	@Test
	void severalProcessesTrainEachFoldOnceAndTheLastOneCompares() throws Exception {
		for (final String[] shares : new String[][] { { "claims", "claims", "claims" }, { "2/3", "3/3", "1/3" } }) {
			final List<String> folds = Collections.synchronizedList(new ArrayList<>());
			final List<String> cases = Collections.synchronizedList(new ArrayList<>());
			final List<CrossvalidationResult> results = together(List.of("2d", "3d"), (name, fold, progress) -> {
				folds.add(name + " " + fold);
				for (final String one : Splits.read(data.resolve("splits.json")).fold(fold).val())
					cases.add(name + " " + one);
				write(data, name, fold);
			}, shares);
			assertEquals(IntStream.range(0, 10).mapToObj(i -> (i < 5 ? "2d " : "3d ") + i % 5).toList(), folds.stream().sorted()
				.toList());
			assertEquals(IntStream.range(0, 2 * CASES).mapToObj(i -> (i < CASES ? "2d case" : "3d case") + i % CASES).toList(),
				cases.stream().sorted().toList(), "no case is validated twice or never");
			final List<CrossvalidationResult> compared = results.stream().filter(CrossvalidationResult::isCompared).toList();
			assertEquals(1, compared.size());
			assertEquals(List.of("3d"), compared.get(0).best());
			assertEquals(2.0 * 59 / (64 + 59), compared.get(0).summary().dice(), 1e-12);
			assertEquals(List.of(CrossvalidationResult.LEFT), together(List.of("2d", "3d"), (name, fold, progress) -> {
				throw new IOException("all folds are trained");
			}, "claims"), "it is compared already");
			assertEquals(List.of(), hidden());
			removeResults();
		}
	}

	@Test
	void aProcessWaitsForThePreviousStageOfACascadeButForNothingElse() throws Exception {
		for (final String name : List.of("3d_lowres", "3d_cascade"))
			Files.copy(data.resolve("plan_3d.json"), data.resolve("plan_" + name + ".json"));
		Files.createSymbolicLink(data.resolve("preprocessed_3d_lowres"), data.resolve("preprocessed_3d"));
		missed.putAll(Map.of("3d_lowres", 7, "3d_cascade", 4));
		try {
			final List<String> folds = Collections.synchronizedList(new ArrayList<>());
			final CountDownLatch others = new CountDownLatch(4);
			final List<CrossvalidationResult> results = together(List.of("3d_cascade"), (name, fold, progress) -> {
				folds.add(name + " " + fold);
				// NB: one process has this fold until the other one has trained the rest of this stage
				if (name.equals("3d_lowres") && fold == 0) await(others);
				others.countDown();
				write(data, name, fold);
			}, "claims", "claims");
			assertEquals(10, folds.size());
			assertTrue(folds.subList(0, 5).stream().allMatch(name -> name.startsWith("3d_lowres")), folds.toString());
			assertEquals(1, results.stream().filter(CrossvalidationResult::isCompared).count());
			removeResults();
			Files.createDirectories(data.resolve("results_3d"));
			assertEquals(List.of(CrossvalidationResult.LEFT), together(List.of("3d"), (name, fold, progress) -> write(data,
				name, fold), "1/2"), "the other half is not waited for");
		}
		finally {
			for (final String name : List.of("3d_lowres", "3d_cascade"))
				Files.delete(data.resolve("plan_" + name + ".json"));
			Files.delete(data.resolve("preprocessed_3d_lowres"));
		}
	}

	private static void await(final CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	/** The hidden files that are left in the dataset's folder. */
	private static List<String> hidden() throws IOException {
		try (Stream<Path> files = Files.list(data)) {
			return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".")).toList();
		}
	}

	@Test
	void aCascadeNeedsThePlanOfItsPreviousStageAndIsTrainedAfterIt() throws IOException {
		final Path cascade = data.resolve("plan_3d_cascade.json");
		final Path lowres = data.resolve("plan_3d_lowres.json");
		Files.copy(data.resolve("plan_3d.json"), cascade);
		try {
			assertEquals(List.of("2d", "3d"), options().build().compared());
			final List<Problem> problems = options().configurations(List.of("3d_cascade", "3d")).build().validate();
			assertEquals(1, problems.size(), problems.toString());
			assertTrue(problems.get(0).toString().contains("plan_3d_lowres.json: does not exist, but 3d_cascade continues from"),
				problems.toString());
			Files.copy(data.resolve("plan_3d.json"), lowres);
			assertEquals(List.of("2d", "3d", "3d_lowres", "3d_cascade"), options().build().compared());
			assertEquals(List.of("3d", "3d_lowres", "3d_cascade"), options().configurations(List.of("3d_cascade", "3d")).build()
				.trained());
		}
		finally {
			Files.delete(cascade);
			Files.deleteIfExists(lowres);
		}
	}

	@Test
	void aFoldThatWasTrainedWithAnotherSplitIsNotCounted() throws IOException {
		final Path fold = Files.createDirectories(data.resolve("results_3d/fold_1"));
		final List<FoldCases.Member> all = IntStream.range(0, CASES).mapToObj(i -> new FoldCases.Member("case" + i, null))
			.toList();
		FoldCases.of("Cubes", 1, 2, all.subList(3, 6), all.subList(0, 3)).write(fold);
		final ProblemException e = assertThrows(ProblemException.class, () -> run(options().configurations(List.of("3d"))
			.build()));
		assertTrue(e.getMessage().contains("another split"), e.getMessage());
	}

	/** As after dataset.json was corrected: the training itself is never asked, as the fold is complete. */
	@Test
	void aFoldOfCasesThatWerePreparedOtherwiseIsNotCounted() throws IOException {
		final String plan = Files.readString(data.resolve("plan_3d.json"));
		Files.writeString(Files.createDirectories(data.resolve("results_3d/fold_1")).resolve("plan.json"), plan.replace(
			"\"Z_SCORE\"", "\"NONE\""));
		assertTrue(assertThrows(ProblemException.class, () -> run(options().configurations(List.of("3d")).build()))
			.getMessage().contains("were prepared otherwise: normalization of channel 0"));
	}

	@Test
	void withoutRulesThePredictionsOfAnEarlierRunAreRemoved() throws IOException {
		run(options().configurations(List.of("3d")).build());
		final Path predictions = data.resolve("results_3d/crossval/predictions");
		assertTrue(Files.exists(predictions.resolve("case0.nii.gz")));
		missed.put("3d", 0);
		for (int fold = 0; fold < 5; fold++)
			Files.delete(data.resolve("results_3d/fold_" + fold + "/summary.json"));
		final CrossvalidationResult result = run(options().configurations(List.of("3d")).build());
		assertTrue(result.postProcessing().rules().isEmpty());
		assertEquals(1, result.summary().dice());
		assertFalse(Files.exists(predictions.resolve("case0.nii.gz")));
	}

	@Test
	void aPairWinsIfItIsBetter() throws IOException {
		missed.put("pair", 1);
		final CrossvalidationResult pair = run(options().build());
		assertEquals(List.of("2d", "3d"), pair.best());
		assertEquals(data.resolve("results_ensemble_2d_3d/crossval"), pair.folder());
		assertTrue(Files.readString(pair.folder().resolve("how_to_predict.txt")).contains("--ensemble \"" + data.resolve(
			"results_3d")));
	}

	@Test
	void theFirstOfEqualsWins() throws IOException {
		missed.put("pair", 5);
		missed.put("2d", 5);
		assertEquals(List.of("2d"), run(options().build()).best());
	}

	@Test
	void oneConfigurationNeedsNoPairs() throws IOException {
		assertEquals(List.of("2d"), run(options().configurations(List.of("2d")).build()).best());
		assertEquals(5, trained.size());
		assertTrue(paired.isEmpty());
	}

	@Test
	void foldsThatWereChosenByTheirTestCasesAreNamedAndAllCasesAreTrainedAtTheEnd() throws IOException {
		final Recorded recorded = new Recorded();
		final FoldTrainer trainer = (configuration, fold, progress) -> {
			if (fold < 0) trained.add("all");
			else {
				train(data, configuration, fold);
				Selection.of(10, fold == 1 ? Selection.Weights.BEST : Selection.Weights.AVERAGED, fold == 1
					? Selection.Choice.HELD_OUT_CASES : Selection.Choice.NOTHING, 0.81, fold == 1 ? Double.NaN : 0.82, 0.83).write(
						data.resolve("results_3d/fold_" + fold));
			}
		};
		new Crossvalidation(options().configurations(List.of("3d")).allCases(true).build(), reporting(trainer), null,
			executor, recorded).run();
		// five folds, a tenth of their time for the comparisons, and all cases
		final List<Long> way = recorded.fractions.stream().map(fraction -> Math.round(65 * fraction)).toList();
		assertEquals(List.of(0L, 10L, 10L, 20L), way.subList(0, 4));
		assertEquals(List.of(55L, 65L), way.subList(way.size() - 2, way.size()));
		assertEquals("all", trained.get(trained.size() - 1));
		final List<String> warnings = recorded.lines.stream().filter(line -> line.contains(
			"chosen on the cases that test them")).toList();
		assertEquals(1, warnings.size(), recorded.lines.toString());
		assertTrue(warnings.get(0).contains("3d, fold 1 were") && !warnings.get(0).contains("fold 0"), warnings.get(0));
		final String page = Files.readString(data.resolve("results_3d/crossval/report.html"));
		assertTrue(page.contains("0.8200") && page.contains("best validation"), page);
		assertTrue(Files.readString(data.resolve("results_3d/crossval/crossval.json")).contains("HELD_OUT_CASES"));
	}

	/** A training on all cases that was killed is not a comparison to do again; other candidates are. */
	@Test
	void whatTheLastProcessDidNotDoIsDoneByTheNextOne() throws Exception {
		final CrossvalidateOptions.Builder one = options().configurations(List.of("3d")).share("claims").allCases(true);
		for (int fold = 0; fold < 5; fold++)
			write(data, "2d", fold);
		assertThrows(IllegalStateException.class, () -> shared(one, (configuration, fold, progress) -> {
			if (fold < 0) throw new IllegalStateException("killed");
			write(data, configuration, fold);
		}));
		final Path summary = data.resolve("results_3d/crossval/summary.json");
		final FileTime compared = Files.getLastModifiedTime(summary);
		final FoldTrainer trainer = (configuration, fold, progress) -> {
			trained.add(configuration + " fold " + fold);
			Selection.of(10, Selection.Weights.LAST, Selection.Choice.NOTHING, Double.NaN, Double.NaN, Double.NaN).write(Files
				.createDirectories(data.resolve("results_" + configuration + "/fold_all")));
		};
		final CrossvalidationResult resumed = shared(one, trainer);
		assertEquals(List.of("3d fold -1"), trained);
		assertEquals(List.of("3d"), resumed.best());
		assertEquals(2.0 * 59 / (64 + 59), resumed.summary().dice(), 1e-12);
		assertEquals(compared, Files.getLastModifiedTime(summary), "it is not compared again");
		assertEquals(CrossvalidationResult.LEFT, shared(one, trainer), "all is done");
		final CrossvalidationResult both = shared(options().configurations(List.of("2d", "3d")).ensembles(false).share(
			"claims"), trainer);
		assertEquals(List.of("2d", "3d"), List.copyOf(both.scores().keySet()));
		assertEquals(1, trained.size(), "the folds were there");
	}

	private CrossvalidationResult shared(final CrossvalidateOptions.Builder shared, final FoldTrainer trainer)
		throws IOException
	{
		return new Crossvalidation(shared.build(), trainer, null, executor, Progress.none()).run();
	}

	@Test
	void missingPredictionsAreProblems() {
		final ProblemException failure = assertThrows(ProblemException.class, () -> new Crossvalidation(options().build(), (
			configuration, fold, progress) -> trained.add("nothing"), null, executor, Progress.none()).run());
		assertTrue(failure.getMessage().contains("fold_0"), failure.getMessage());
		assertEquals(1, trained.size());
	}

	@Test
	void wrongOptionsAndMissingLabelsAreReportedBeforeTraining() throws IOException {
		assertEquals(4, assertThrows(ProblemException.class, () -> run(options().configurations(List.of("4d")).folds(1)
			.worst(-1).tolerance(-1).build())).problems().size());
		final Path label = folder.resolve("raw/Cubes/labelsTr/case2.nii.gz");
		final Path away = label.resolveSibling("away");
		Files.move(label, away);
		try {
			final ProblemException failure = assertThrows(ProblemException.class, () -> run(options().build()));
			assertTrue(failure.getMessage().contains("case case2: has no label file"), failure.getMessage());
		}
		finally {
			Files.move(away, label);
		}
		assertTrue(trained.isEmpty());
		assertFalse(Files.exists(data.resolve("results_2d")));
	}

	@Test
	void killedNowAndThenItIsCompletedByTheNextRun() throws Exception {
		assertTrue(killed(7, 41) > 40);
	}

	@Test
	@Tag("slow")
	void killedAtAnyFileEventItIsCompletedByTheNextRun() throws Exception {
		System.out.println("cross-validation: killed at each of " + killed(1, 1) + " file events");
	}

	/** Kills a cross-validation at some of its file events; returns their number. */
	private int killed(final int first, final int stride) throws Exception {
		return Kills.atEvents(folder.resolve("kills" + stride), first, stride, output -> {
			copyPrepared(Path.of(output.toString(), "Cubes"));
			final Path own = output.resolve("Cubes");
			new Crossvalidation(CrossvalidateOptions.builder().data(own).worst(0).configurations(List.of("3d")).build(), (
				configuration, fold, progress) -> train(own, configuration, fold), this::predict, executor, Progress.none())
				.run();
		}, (output, event) -> {});
	}

	/** NB: on the disk itself, since preparing is not what is killed. */
	private static void copyPrepared(final Path target) throws IOException {
		if (Files.exists(target)) return;
		try (Stream<Path> files = Files.walk(data)) {
			for (final Path file : files.toList())
				Files.copy(file, target.resolve(data.relativize(file).toString()));
		}
	}

	private CrossvalidateOptions.Builder options() {
		return CrossvalidateOptions.builder().data(data).worst(0);
	}

	private CrossvalidationResult run(final CrossvalidateOptions options) throws IOException {
		return new Crossvalidation(options, this::train, this::predict, executor, Progress.none()).run();
	}

	private void train(final String configuration, final int fold, final Progress progress) throws IOException {
		train(data, configuration, fold);
	}

	private void train(final Path data, final String configuration, final int fold) throws IOException {
		trained.add(configuration + " fold " + fold);
		write(data, configuration, fold);
	}

	private void write(final Path data, final String configuration, final int fold) throws IOException {
		final Path output = data.resolve("results_" + configuration).resolve("fold_" + fold);
		Files.createDirectories(output.resolve("validation"));
		Leftovers.remove(output); // NB: as the lock of a training does
		for (final String name : Splits.read(data.resolve("splits.json")).fold(fold).val())
			ImageFile.writeLabels(output.resolve("validation/" + name + ".nii.gz"), cube(missed.get(configuration), true));
		WholeFile.write(output.resolve("summary.json"), "{}");
	}

	private void predict(final List<Path> folders, final List<Case> cases, final Path output, final Progress progress)
		throws IOException
	{
		paired.add(folders.toString());
		for (final Case one : cases)
			ImageFile.writeLabels(output.resolve(one.name() + ".nii.gz"), cube(missed.get("pair"), true));
	}

	/** A cube of 64 voxels that lacks some of its first row and beyond, with an island of two voxels in a corner. */
	private static LabelMap cube(final int missing, final boolean island) {
		final LabelMap map = new LabelMap(Geometry.ofZyx(new int[] { SIZE, SIZE, SIZE }, new double[] { 1, 1, 1 }));
		int left = missing;
		for (int z = 4; z < 8; z++)
			for (int y = 4; y < 8; y++)
				for (int x = 4; x < 8; x++)
					if (left-- <= 0) map.plane(z)[SIZE * y + x] = 1;
		if (island && missing > 0) map.plane(0)[0] = map.plane(0)[1] = 1;
		return map;
	}
}
