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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
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

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.file.Share;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.LabelMap;

/** Preprocessing by several processes, most of which are threads here. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PreprocessShareTest {

	private static final int CASES = 7;

	@TempDir
	private Path temp;

	private Dataset dataset;
	private ExecutorService executor;

	@BeforeEach
	void prepare() throws IOException {
		// NB: planned from the intensities of CT, so that the fingerprint needs all cases to the last bit
		dataset = Sample.write(temp.resolve("Body"), CASES, 0, "CT", 1, 1, 1.5);
		executor = Executors.newCachedThreadPool();
	}

	@AfterEach
	void stop() {
		executor.shutdownNow();
	}

	private static PreprocessResult run(final Path folder, final Path output, final String share, final Progress progress)
		throws IOException
	{
		final PreprocessOptions options = PreprocessOptions.builder().dataset(folder).output(output).recipe("nnunet").share(
			share).build();
		return new Preprocessor(null).run(Datasets.open(folder), options, progress);
	}

	private Map<String, byte[]> alone() throws IOException {
		run(dataset.folder(), temp.resolve("alone"), "", Progress.none());
		return files(temp.resolve("alone"));
	}

	private static Map<String, byte[]> files(final Path folder) throws IOException {
		final Map<String, byte[]> files = new TreeMap<>();
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path file : all.filter(Files::isRegularFile).toList())
				files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
		}
		return files;
	}

	private static void assertSame(final Map<String, byte[]> expected, final Path folder) throws IOException {
		final Map<String, byte[]> actual = files(folder);
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
	}

	private void assertEachOnce(final String... shares) throws Exception {
		final List<Future<PreprocessResult>> runs = new ArrayList<>();
		for (final String share : shares)
			runs.add(executor.submit(() -> run(dataset.folder(), temp.resolve("shared"), share, Progress.none())));
		final List<String> written = new ArrayList<>();
		for (final Future<PreprocessResult> one : runs) {
			written.addAll(one.get().written());
			assertEquals(CASES, one.get().written().size() + one.get().kept().size());
		}
		assertEquals(dataset.training().stream().map(one -> one.name()).toList(), written.stream().sorted().toList(),
			"each case is prepared, and by one process");
		assertSame(alone(), temp.resolve("shared"));
	}

	@Test
	void threeWithClaimsWriteWhatOneWrites() throws Exception {
		assertEachOnce("claims", "claims", "claims");
	}

	@Test
	void fixedSharesWaitForEachOtherAndWriteWhatOneWrites() throws Exception {
		assertEachOnce("2/3", "1/3", "3/3");
	}

	@Test
	void aProcessThatComesLaterHasNothingToDo() throws Exception {
		run(dataset.folder(), temp.resolve("shared"), "claims", Progress.none());
		assertEquals(List.of(), run(dataset.folder(), temp.resolve("shared"), "claims", Progress.none()).written());
		assertEquals(List.of(), run(dataset.folder(), temp.resolve("shared"), "2/2", Progress.none()).written());
	}

	@Test
	void theCasesOfAKilledProcessAreTakenOver() throws Exception {
		for (final String moment : List.of("checked case_b", "prepared case_c")) {
			final Path output = temp.resolve(moment.replace(' ', '_'));
			final Process dying = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Dying.class.getName(), dataset.folder().toString(), output.toString(),
				moment).inheritIO().start();
			assertEquals(9, dying.waitFor());
			final PreprocessResult rest = run(dataset.folder(), output, "claims", Progress.none());
			assertTrue(rest.kept().size() < CASES, "the other one was killed before its end");
			assertSame(alone(), output);
		}
	}

	/** A process that dies after a step of a case, whose claim it still holds. */
	static final class Dying {

		public static void main(final String... args) throws IOException {
			PreprocessShareTest.run(Path.of(args[0]), Path.of(args[1]), "claims", new Recorded() {

				@Override
				public void update(final double fraction, final String status) {
					if (status.equals(args[2])) Runtime.getRuntime().halt(9);
				}
			});
		}
	}

	@Test
	void aProblemIsReportedByAllAndNothingIsPrepared() throws Exception {
		final Path label = dataset.folder().resolve("labelsTr/case_d.nii.gz");
		final LabelMap labels = ImageFile.readLabels(label);
		labels.plane(3)[7] = 9;
		ImageFile.writeLabels(label, labels);
		final List<Future<PreprocessResult>> runs = new ArrayList<>();
		for (int i = 0; i < 2; i++)
			runs.add(executor.submit(() -> run(dataset.folder(), temp.resolve("shared"), "claims", Progress.none())));
		for (final Future<PreprocessResult> one : runs) {
			final Throwable cause = assertThrows(ExecutionException.class, one::get).getCause();
			assertTrue(cause instanceof ProblemException && cause.getMessage().contains("case_d"), cause.toString());
		}
		assertEquals(List.of(), files(temp.resolve("shared")).keySet().stream().filter(name -> name.endsWith(".npy"))
			.toList());
	}

	@Test
	void processesWithOtherOptionsDoNotReplaceEachOthersCasesForEver() {
		final CaseWork work = new CaseWork(dataset.training(), Share.CLAIMS, temp, null, 1, Progress.none());
		final String message = assertThrows(ProblemException.class, () -> work.each(dataset.training(), Progress.none(),
			"prepared", one -> false, one -> {})).getMessage();
		assertTrue(message.contains("is being prepared by another process with other options, which replaced case_a."),
			message);
	}

	@Test
	void shareAndForceAreRefusedTogether() {
		final PreprocessOptions options = PreprocessOptions.builder().dataset(dataset.folder()).output(temp).share("1/2")
			.force(true).build();
		assertEquals(List.of("share"), options.validate().stream().map(problem -> problem.where()).toList());
		assertEquals(List.of("share"), PreprocessOptions.builder().dataset(dataset.folder()).output(temp).share("3/2").build()
			.validate().stream().map(problem -> problem.where()).toList());
	}
}
