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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.plugin.Parameter;

import sc.fiji.nnunet.command.Train;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;

/** Searches with a stand-in for the trainings, whose Dice is known beforehand. */
class TuningTest {

	@TempDir
	private static Path temp;

	private static Path data;
	private static ExecutorService executor;

	private final List<String> calls = new ArrayList<>();

	@BeforeAll
	static void prepare() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		final Path raw = temp.resolve("raw").resolve("Task79_Small");
		new Preprocessor(executor).run(new Phantom(5, 0, 7).write(raw, Progress.none()), PreprocessOptions.builder()
			.dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16, 16)).batchSize(2).build(), Progress.none());
		data = temp.resolve("out").resolve("Task79_Small");
	}

	@AfterAll
	static void close() {
		executor.shutdownNow();
	}

	@AfterEach
	void remove() throws IOException {
		final Path folder = options(1).folder();
		if (!Files.exists(folder)) return;
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : files.sorted(Comparator.reverseOrder()).toList())
				Files.delete(file);
		}
	}

	private static TuneOptions options(final int trials) {
		return builder(trials).build();
	}

	private static TuneOptions.Builder builder(final int trials) {
		return TuneOptions.builder().data(data).minutes(9).trials(trials);
	}

	/** The higher a trial's number, the better it is. */
	private Outcome.Score score(final Trial trial, final double share, final Path folder, final Progress progress) {
		calls.add(trial.number() + " @ " + Math.round(1 / share));
		return new Outcome.Score(0.5 + 0.01 * trial.number(), 100, 60);
	}

	@Test
	void aThirdOfTheTrialsGetsThreeTimesTheBudgetAndThePresetAlways() throws IOException {
		final TuneResult result = new Tuning(options(9), this::score, Progress.none()).run();
		assertEquals(List.of("0 @ 3", "1 @ 3", "2 @ 3", "3 @ 3", "4 @ 3", "5 @ 3", "6 @ 3", "7 @ 3", "8 @ 3", "8 @ 1",
			"7 @ 1", "6 @ 1", "0 @ 1"), calls);
		assertEquals(8, result.best().trial());
		assertEquals(0.58, result.best().dice());
		assertEquals(0.5, result.preset().dice());
		assertEquals(13, result.outcomes().size());
	}

	@Test
	void nineTimesTheBudgetIsEnoughForTwentySevenTrials() {
		final List<Rung> rungs = Rung.of(27);
		assertEquals(List.of(27, 9, 3), rungs.stream().map(Rung::trials).toList());
		assertEquals(9, rungs.stream().mapToDouble(rung -> rung.trials() * rung.share()).sum(), 1e-12);
		assertEquals(1, Rung.of(1).size());
		assertEquals(1, Rung.of(3).get(0).share());
	}

	@Test
	void aKilledSearchResumesAtTheTrialWhereItWas() throws IOException {
		final TuneResult straight = new Tuning(options(9), this::score, Progress.none()).run();
		final List<String> all = List.copyOf(calls);
		remove();
		calls.clear();
		final TrialRunner killed = (trial, share, folder, progress) -> {
			if (calls.size() == 10) throw new CancelledException();
			return score(trial, share, folder, progress);
		};
		assertThrows(CancelledException.class, () -> new Tuning(options(9), killed, Progress.none()).run());
		assertEquals(straight, new Tuning(options(9), this::score, Progress.none()).run());
		assertEquals(all, calls, "no trial is repeated");
	}

	/** The bar, from which the time left is told, covers the whole search. */
	@Test
	void theProgressIsThatOfTheWholeSearch() throws IOException {
		final Recorded shown = new Recorded();
		final TrialRunner half = (trial, share, folder, progress) -> {
			progress.update(0.5, "half");
			return score(trial, share, folder, progress);
		};
		new Tuning(options(9), half, shown).run();
		final double all = 3 + 4; // nine thirds, and at most the preset and three others
		assertEquals(13, shown.fractions.size());
		assertEquals(0.5 / 3 / all, shown.fractions.get(0), 1e-9);
		assertEquals(8.5 / 3 / all, shown.fractions.get(8), 1e-9);
		assertEquals(3.5 / all, shown.fractions.get(9), 1e-9);
		assertEquals(6.5 / all, shown.fractions.get(12), 1e-9);
		assertEquals("Trial 0: half", shown.statuses.get(12));
	}

	@Test
	void aTrialThatCannotBeTrainedIsTheLowestAndTheReasonIsKept() throws IOException {
		final TuneResult result = new Tuning(options(3), (trial, share, folder, progress) -> {
			if (trial.number() == 2) throw new ProblemException(folder, "needs too much memory.", "Give a smaller batch.");
			return score(trial, share, folder, progress);
		}, Progress.none()).run();
		assertEquals(1, result.best().trial());
		final Outcome failed = result.outcomes().get(2);
		assertNull(failed.dice());
		assertTrue(failed.problem().contains("too much memory"));
		assertTrue(Files.readString(result.folder().resolve("trials.csv")).contains("too much memory"));
	}

	@Test
	void theHoursEndTheSearch() throws IOException {
		final TuneOptions brief = builder(9).hours(0.05).build();
		final TuneResult result = new Tuning(brief, this::score, Progress.none()).run();
		assertEquals(3, result.outcomes().size(), "three trials of a minute in three minutes");
		assertEquals(2, result.best().trial());
	}

	@Test
	void anotherSearchInTheFolderIsRefusedUnlessItStartsOver() throws IOException {
		new Tuning(options(3), this::score, Progress.none()).run();
		final ProblemException refused = assertThrows(ProblemException.class, () -> new Tuning(options(4), this::score,
			Progress.none()).run());
		assertTrue(refused.getMessage().contains("another search (trials 3, now 4)"), refused.getMessage());
		final Path file = options(3).folder().resolve("search.json");
		for (int format = 1; format <= 2; format++) {
			Files.writeString(file, Files.readString(file).replaceFirst("\"format\": \\d", "\"format\": " + format));
			assertTrue(assertThrows(ProblemException.class, () -> new Tuning(options(3), this::score, Progress.none()).run())
				.getMessage().contains("holds a search of another version of nnU-Net"));
		}
		calls.clear();
		new Tuning(builder(3).seed(2).force(true).build(), this::score, Progress.none()).run();
		assertEquals(3, calls.size());
	}

	/** A cancelled trial leaves a checkpoint, from which a trial of another search would resume. */
	@Test
	void aSearchThatStartsOverFindsNothingOfTheEarlierOnesTrainings() throws IOException {
		assertThrows(CancelledException.class, () -> new Tuning(options(3), (trial, share, folder, progress) -> {
			Files.createDirectories(folder.resolve("checkpoint_last"));
			throw new CancelledException();
		}, Progress.none()).run());
		final List<Path> left = new ArrayList<>();
		new Tuning(builder(3).seed(2).force(true).build(), (trial, share, folder, progress) -> {
			if (Files.exists(folder)) left.add(folder);
			return score(trial, share, folder, progress);
		}, Progress.none()).run();
		assertEquals(List.of(), left);
	}

	@Test
	void theBestIsLeftAsAMacroWithATableAndAPicture() throws IOException {
		final TuneResult result = new Tuning(options(4), this::score, Progress.none()).run();
		final Trial best = Trial.draw(PlanFile.read(PlanFile.of(data, "3d")), 4, 1).get(3);
		assertEquals("run(\"nnU-Net Train\", \"data=" + data + " configuration=3d fold=0 minutes=9 preset=cpu " + best
			.words() + "\");", result.macro());
		final List<String> table = Files.readAllLines(result.folder().resolve("trials.csv"));
		assertEquals("round,trial,dice,steps,seconds,options,problem", table.get(0));
		assertTrue(table.get(1).startsWith("2,3,0.53000,100,60.0," + best.words()), table.get(1));
		assertTrue(Files.size(result.folder().resolve("trials.png")) > 1000);
		assertTrue(Files.readString(result.folder().resolve("trials.json")).contains("\"dice\": 0.53"));
		assertTrue(Files.readString(result.folder().resolve("best.txt")).contains("./nnunet train --data"));
	}

	/** NB: the held-out cases of this fold of five have been searched on. */
	@Test
	void theBestIsTrainedOnTheFoldThatTheSearchKeptAside() throws IOException {
		final TuneResult result = new Tuning(builder(3).folds(3).fold(2).seed(5).build(), this::score, Progress.none())
			.run();
		assertTrue(result.macro().contains(" fold=2 nfolds=3 minutes=9 preset=cpu seed=5 "), result.macro());
		final String best = Files.readString(result.folder().resolve("best.txt"));
		assertTrue(best.contains(" --fold 2 --nfolds 3 --minutes 9 --preset cpu --seed 5 --"), best);
	}

	/** As in the folders of Windows; ImageJ would read a new line. */
	@Test
	void backslashesInTheMacroAreEscaped() throws IOException {
		final Path odd = temp.resolve("out\\new");
		final TuneOptions options = builder(1).data(odd).build();
		Files.createDirectories(options.folder());
		final Outcome one = Outcome.of(new Trial(0, Map.of()), Rung.of(1).get(0), new Outcome.Score(0.5, 100, 60));
		final String macro = new TuneReport(options, List.of(one)).write(Progress.none()).macro();
		assertTrue(macro.contains("\"data=" + odd.toString().replace("\\", "\\\\") + " "), macro);
		assertTrue(Files.readString(options.folder().resolve("best.txt")).contains(macro));
	}

	@Test
	void aTrialThatFailedIsTriedAgain() throws IOException {
		final TuneOptions options = builder(3).build();
		new Tuning(options, (trial, share, folder, progress) -> {
			if (trial.number() == 2) throw new ProblemException(folder, "cannot be written.", "Make room on the disk.");
			return score(trial, share, folder, progress);
		}, Progress.none()).run();
		calls.clear();
		assertEquals(2, new Tuning(options, this::score, Progress.none()).run().best().trial());
		assertEquals(List.of("2 @ 1"), calls);
	}

	@Test
	void aTrialThatFailedIsNotTriedAgainAfterTheHours() throws IOException {
		final TuneOptions.Builder builder = builder(3);
		new Tuning(builder.build(), (trial, share, folder, progress) -> {
			if (trial.number() == 0) throw new ProblemException(folder, "cannot be written.", "Make room on the disk.");
			return score(trial, share, folder, progress);
		}, Progress.none()).run();
		calls.clear();
		new Tuning(builder.hours(1e-9).build(), this::score, Progress.none()).run();
		assertEquals(List.of(), calls);
	}

	@Test
	void drawsDependOnSeedAndNumberOnlyAndChangeOneOptionEachAtFirst() throws IOException {
		final Plan plan = PlanFile.read(PlanFile.of(data, "3d"));
		final List<Trial> few = Trial.draw(plan, 10, 3);
		final List<Trial> many = Trial.draw(plan, 60, 3);
		assertEquals(few, many.subList(0, 10));
		assertNotEquals(few, Trial.draw(plan, 10, 4));
		assertTrue(few.get(0).options().isEmpty());
		final Set<String> changed = new HashSet<>();
		for (int i = 1; i < 10; i++) {
			assertEquals(1, few.get(i).options().size());
			changed.addAll(few.get(i).options().keySet());
		}
		assertEquals(9, changed.size(), "a different option each time");
		assertTrue(many.get(59).options().size() >= 2);
	}

	/** Each option is one of the command's, and each of its values is accepted. */
	@Test
	void allValuesOfTheSearchAreOptionsOfATraining() {
		final Set<String> parameters = new HashSet<>();
		for (Class<?> type = Train.class; type != null; type = type.getSuperclass())
			Stream.of(type.getDeclaredFields()).filter(field -> field.isAnnotationPresent(Parameter.class)).forEach(
				field -> parameters.add(field.getName()));
		for (final Dimension one : Dimension.ALL) {
			assertTrue(parameters.contains(one.option()), one.option());
			for (final String value : one.values()) {
				final Trial trial = new Trial(1, Map.of(one.option(), value));
				final TrainOptions training = options(1).training(trial, 1);
				assertEquals(List.of(), training.validate());
				assertFalse(training.equals(options(1).training(new Trial(0, Map.of()), 1)), one.option() + "=" +
					value);
			}
		}
	}
}
