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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.Claims;
import sc.fiji.nnunet.file.Share;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

/** Predictions that share an output folder, here in threads of one process. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ShareTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);
	private static final int CASES = 12;

	@TempDir
	private Path folder;

	private Path labels;
	private ExecutorService executor;

	@BeforeEach
	void prepare() throws IOException {
		labels = folder.resolve("labels");
		final Path images = Files.createDirectory(folder.resolve("images"));
		ToyEngine.fold(folder.resolve("results_3d"), "0", PLAN, "best", "last");
		for (int i = 0; i < CASES; i++) {
			final Volume volume = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
			for (int z = 0; z < 8; z++)
				for (int n = 0; n < 90; n++)
					volume.plane(0, z)[n] = 1 + n % 10;
			ImageFile.write(images.resolve("case" + i + ".nii"), volume);
		}
		executor = Executors.newCachedThreadPool();
	}

	@AfterEach
	void stop() {
		executor.shutdownNow();
	}

	private PredictResult run(final String share) throws IOException {
		return run(share, Progress.none());
	}

	private PredictResult run(final String share, final Progress progress) throws IOException {
		final PredictOptions options = PredictOptions.builder().model(folder.resolve("results_3d")).input(folder.resolve(
			"images")).output(labels).share(share).build();
		return Predictor.run(options, ModelFolder.open(options.model()), ToyEngine.threshold(5), null, progress);
	}

	private void assertEachOnce(final String... shares) throws Exception {
		final List<Future<PredictResult>> runs = new ArrayList<>();
		for (final String share : shares)
			runs.add(executor.submit(() -> run(share)));
		final List<Path> written = new ArrayList<>();
		for (final Future<PredictResult> one : runs) {
			assertEquals(List.of(), one.get().failures());
			written.addAll(one.get().written());
		}
		assertEquals(CASES, written.size(), "no case is predicted twice");
		assertEquals(CASES, new TreeSet<>(written).size());
		try (Stream<Path> files = Files.list(labels)) {
			assertEquals(CASES, files.filter(file -> file.toString().endsWith(".nii")).count());
		}
		try (Stream<Path> files = Files.list(labels)) {
			assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList(),
				"no claim or lock is left");
		}
		final PredictResult again = run("");
		assertEquals(CASES, again.skipped().size(), "the record knows all cases: " + again.written());
	}

	@Test
	void threeWithClaimsPredictEachCaseOnce() throws Exception {
		assertEachOnce("claims", "claims", "claims");
	}

	/** Whoever gets the claim of the last case finds its labels. */
	@Test
	void aClaimIsHeldUntilTheLabelsAreWritten() throws Exception {
		for (int i = 1; i < CASES; i++)
			Files.delete(folder.resolve("images/case" + i + ".nii"));
		Files.createDirectories(labels);
		final CountDownLatch begun = new CountDownLatch(1);
		final Future<PredictResult> run = executor.submit(() -> run("claims", new Recorded() {

			@Override
			public void update(final double fraction, final String status) {
				begun.countDown();
			}
		}));
		begun.await();
		try (Claims other = new Claims(labels, Claims.LIFE)) {
			while (!other.take("case0"))
				Thread.onSpinWait();
			assertTrue(Files.exists(labels.resolve("case0.nii")));
		}
		assertEquals(1, run.get().written().size());
	}

	/** A file lies where the folder of probabilities should. */
	@Test
	void aCaseThatCannotBeWrittenIsNotTakenAgain() throws IOException {
		Files.writeString(Files.createDirectories(labels).resolve("probabilities"), "x");
		final PredictOptions options = PredictOptions.builder().model(folder.resolve("results_3d")).input(folder.resolve(
			"images")).output(labels).share("claims").saveProbabilities("byte").build();
		final PredictResult result = Predictor.run(options, ModelFolder.open(options.model()), ToyEngine.threshold(5),
			executor, new Recorded(log -> log.lines.stream().filter(line -> line.startsWith("FAILED")).count() > CASES));
		assertEquals(CASES, result.failures().size());
		try (Stream<Path> files = Files.list(labels)) {
			assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".claim")).toList());
		}
	}

	@Test
	void fixedSharesCoverAllCases() throws Exception {
		assertEachOnce("1/3", "2/3", "3/3");
	}

	/** Labels that exist are not those of the image that has taken its place. */
	@Test
	void whoeverClaimsCasesPredictsThoseWhoseImagesWereReplaced() throws IOException {
		run("claims");
		final Volume other = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 8; z++)
			for (int n = 0; n < 90; n++)
				other.plane(0, z)[n] = 10 - n % 10;
		ImageFile.write(folder.resolve("images/case3.nii"), other);
		final PredictResult again = run("claims");
		assertEquals(List.of(labels.resolve("case3.nii")), again.written());
		assertEquals(1, ImageFile.readLabels(labels.resolve("case3.nii")).plane(0)[0]);
		assertEquals(CASES, run("claims").skipped().size());
	}

	/** NB: or the time for it would grow with the square of the number of cases. */
	@Test
	void oneLookAtTheRecordTellsOfAllCases() throws IOException {
		run("claims");
		final PredictOptions options = PredictOptions.builder().model(folder.resolve("results_3d")).input(folder.resolve(
			"images")).output(labels).share("claims").build();
		final List<ModelFolder> models = List.of(ModelFolder.open(options.model()));
		final CaseRecorder recorder = new CaseRecorder(options, new ResultFiles(options, CASES), null, RunRecord.of(options,
			models), Progress.none());
		final RunRecord seen = recorder.stored();
		final List<Case> cases = InputCases.of(options, InputCases.dataset(options.input()), models);
		final List<Case> withoutRecord = new AbstractList<>() {

			@Override
			public Case get(final int index) {
				try {
					Files.deleteIfExists(labels.resolve("prediction.json"));
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
				return cases.get(index);
			}

			@Override
			public int size() {
				return cases.size();
			}
		};
		try (Claims claims = new Claims(labels, Claims.LIFE)) {
			assertEquals(CASES, recorder.free(withoutRecord, 0, claims), "none is free, as the record said at the first look");
			assertEquals(3, recorder.free(cases, 3, claims), "now nothing says that they are finished");
		}
		for (final Case one : cases) {
			assertTrue(recorder.isDone(one, seen));
			assertFalse(recorder.isDone(one, recorder.stored()));
		}
	}

	@Test
	void casesOfADeadProcessAreTakenLater() throws Exception {
		Files.createDirectories(labels);
		final var dead = new Claims(labels, Claims.LIFE);
		assertTrue(dead.take("case3"));
		assertEquals(CASES - 1, run("claims").written().size());
		try (Stream<Path> files = Files.list(labels)) {
			for (final Path file : files.filter(one -> one.getFileName().toString().startsWith(".claim")).toList())
				Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(
					1000)));
		}
		assertEquals(1, run("claims").written().size());
	}

	@Test
	void sharesAreReadOrRefused() {
		assertEquals(new Share(false, 2, 4), Share.of(new Checks(), "2/4"));
		assertEquals(Share.CLAIMS, Share.of(new Checks(), "claims"));
		assertEquals(Share.ALL, Share.of(new Checks(), ""));
		for (final String text : List.of("0/4", "5/4", "2", "a/b", "2/4/6", "-1/4")) {
			final Checks checks = new Checks();
			assertNull(Share.of(checks, text));
			assertEquals("share", checks.problems().get(0).where());
		}
		assertThrows(ProblemException.class, () -> run("4/3"));
	}
}
