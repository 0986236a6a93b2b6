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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Machines that train each fold together: one of them compares. */
@Timeout(120)
class TeamCrossvalidationTest {

	@TempDir
	Path folder;

	private final List<String> trained = new CopyOnWriteArrayList<>();
	private boolean claimed;
	private ExecutorService executor;
	private Path data;
	private List<Case> cases;

	@BeforeEach
	void prepare() throws IOException {
		executor = Executors.newFixedThreadPool(3);
		final Path raw = folder.resolve("raw/Task98_Team");
		new Phantom(4, 0, 3).write(raw, Progress.none());
		cases = Datasets.open(raw).training();
		data = new Preprocessor(executor).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(folder
			.resolve("out")).configuration("3d").folds(2).build(), Progress.none()).folder();
	}

	@AfterEach
	void close() {
		executor.shutdownNow();
	}

	/** One of the machines; all have trained when the first one returns, as it writes the files. */
	private final class Machine implements FoldTrainer {

		private final Part part;

		Machine(final Part part) {
			this.part = part;
		}

		@Override
		public Part part() {
			return part;
		}

		@Override
		public void train(final String configuration, final int fold, final Progress progress) throws IOException {
			trained.add(part + " " + configuration + " " + fold);
			if (fold < 0 && part == Part.FIRST) claimed = !claims().isEmpty();
			if (fold < 0) return;
			final Path own = data.resolve("results_3d/fold_" + fold);
			Files.createDirectories(own.resolve("validation"));
			for (final Case one : cases)
				if (Splits.read(data.resolve("splits.json")).fold(fold).val().contains(one.name())) ImageFile.writeLabels(own
					.resolve("validation").resolve(one.name() + ".nii.gz"), ImageFile.readLabels(one.label()));
			Files.writeString(own.resolve("summary.json"), "{}");
		}
	}

	private CrossvalidateOptions options(final boolean allCases) {
		return CrossvalidateOptions.builder().data(data).folds(2).configurations(List.of("3d")).worst(0).allCases(allCases)
			.build();
	}

	private CrossvalidationResult run(final FoldTrainer.Part part, final boolean allCases, final Progress progress)
		throws IOException
	{
		return new Crossvalidation(options(allCases), new Machine(part), null, executor, progress).run();
	}

	private void trainFolds() throws IOException {
		for (int fold = 0; fold < 2; fold++)
			new Machine(FoldTrainer.Part.FIRST).train("3d", fold, Progress.none());
		trained.clear();
	}

	private List<Path> claims() throws IOException {
		try (Stream<Path> files = Files.list(data)) {
			return files.filter(file -> file.getFileName().toString().startsWith(".claim")).toList();
		}
	}

	/** A progress that gives the claim on the comparison back when somebody has waited for it that often. */
	private static Recorded releasing(final Claims claims, final int waits) {
		return new Recorded(one -> {
			if (one.statuses.stream().filter(status -> status.startsWith("waiting for ")).count() >= waits) try {
				claims.release(Crossvalidation.FOLDER);
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
			return false;
		});
	}

	private FileTime written() throws IOException {
		return Files.getLastModifiedTime(data.resolve("results_3d/crossval/summary.json"));
	}

	@Test
	void onlyTheFirstComparesAndTheOthersSayWhereTheResultWillBe() throws IOException {
		final Recorded told = new Recorded();
		trainFolds();
		assertEquals(CrossvalidationResult.LEFT, run(FoldTrainer.Part.OTHER, false, told));
		final Path result = data.resolve("results_3d/crossval");
		assertFalse(Files.exists(result));
		assertEquals("The first of the workers compares the folds and tells the result, which it writes to " + result + ".",
			told.lines.get(told.lines.size() - 1));
		assertEquals(1, run(FoldTrainer.Part.FIRST, false, new Recorded()).summary().dice());
		final FileTime compared = written();
		assertEquals(CrossvalidationResult.LEFT, run(FoldTrainer.Part.OTHER, false, new Recorded()));
		assertEquals(compared, written());
	}

	/** NB: the others must know which configuration is the best, or they would not meet. */
	@Test
	void theOthersWaitForTheComparisonIfAllTrainOnAllCases() throws Exception {
		trainFolds();
		final Recorded told = new Recorded();
		final Future<CrossvalidationResult> other = executor.submit(() -> run(FoldTrainer.Part.OTHER, true, told));
		while (told.statuses.isEmpty() && !other.isDone())
			Thread.sleep(10);
		assertEquals("waiting for the first of the workers, which compares the folds", told.statuses.get(0));
		assertEquals(List.of(), trained);
		final CrossvalidationResult first = run(FoldTrainer.Part.FIRST, true, new Recorded());
		assertEquals(List.of("3d"), other.get().best());
		assertEquals(first.summary().dice(), other.get().summary().dice());
		assertTrue(trained.contains("FIRST 3d -1") && trained.contains("OTHER 3d -1") && trained.size() == 2, trained
			.toString());
		final FileTime compared = written();
		run(FoldTrainer.Part.FIRST, true, new Recorded());
		assertEquals(compared, written(), "the others would not have waited for another comparison");
		assertEquals(List.of(), claims(), "a claim is left");
	}

	/** NB: if it was killed and has another name now, nobody knows that its claim is that of a process which is gone. */
	@Test
	void theFirstNeedsNoClaimIfTheFoldsAreCompared() throws IOException {
		trainFolds();
		run(FoldTrainer.Part.FIRST, false, new Recorded());
		final FileTime compared = written();
		try (Claims killed = new Claims(data, Claims.LIFE)) {
			assertTrue(killed.take(Crossvalidation.FOLDER));
			assertEquals(List.of("3d"), run(FoldTrainer.Part.FIRST, true, new Recorded()).best());
		}
		assertEquals(List.of("FIRST 3d -1"), trained);
		assertEquals(compared, written());
	}

	@Test
	void theFirstSaysThatItWaitsAndKeepsItsClaimNoLongerThanItCompares() throws IOException {
		trainFolds();
		try (Claims other = new Claims(data, Claims.LIFE)) {
			assertTrue(other.take(Crossvalidation.FOLDER));
			final Recorded told = releasing(other, 1);
			assertEquals(1, run(FoldTrainer.Part.FIRST, true, told).summary().dice());
			assertEquals("waiting for another process, which compares the folds or was killed a moment ago", told.statuses
				.get(0));
		}
		assertEquals(List.of("FIRST 3d -1"), trained);
		assertFalse(claimed, "this training may take hours");
	}

	@Test
	void theOthersGiveUpWhenTheFirstHasDoneNothingForAClaimsLife() throws IOException {
		trainFolds();
		try (Claims first = new Claims(data, Claims.LIFE); Claims own = new Claims(data, Duration.ofMillis(500))) {
			assertTrue(first.take(Crossvalidation.FOLDER));
			// NB: so that it does not expire
			Files.setLastModifiedTime(claims().get(0), FileTime.from(Instant.now().plusSeconds(3600)));
			final Recorded told = releasing(first, 3);
			final ProblemException e = assertThrows(ProblemException.class, () -> new EarlierComparison(options(true)).await(
				own, 0.5, told));
			assertTrue(e.getMessage().contains("does not work on it"), e.getMessage());
			assertEquals(3, told.statuses.size(), "while it has its claim they wait");
		}
	}
}
