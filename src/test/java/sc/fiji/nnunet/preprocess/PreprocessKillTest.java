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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.file.Kills;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Preprocessing that is killed, run twice at once, or finds damaged files. */
class PreprocessKillTest {

	private static final String CASE = "Task04_Hippocampus/preprocessed_3d/case_a";

	@TempDir
	private Path temp;

	@Test
	void killedNowAndThenItIsCompletedByTheNextRun() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 2, 0, "MRI", 1, 1, 1);
		final int events = Kills.atEvents(temp.resolve("out"), 2, 9, output -> run(dataset, output), (output, event) -> {});
		assertTrue(events > 20, events + " events");
	}

	@Test
	@Tag("slow")
	void killedAtAnyFileEventItIsCompletedByTheNextRun() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 5, 0, "MRI", 1, 1, 1);
		final int events = Kills.atEveryEvent(temp.resolve("out"), output -> run(dataset, output), (output, event) -> {});
		System.out.println("preprocess: killed at each of " + events + " file events");
	}

	@Test
	@Timeout(300)
	void twoAtOnceInOneFolderAreRefused() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 2, 0, "MRI", 1, 1, 1);
		final CountDownLatch begun = new CountDownLatch(1), over = new CountDownLatch(1);
		final AtomicReference<Throwable> failure = new AtomicReference<>();
		final Thread first = new Thread(() -> {
			try {
				new Preprocessor(null).run(dataset, options(dataset, temp.resolve("out")), new Waiting(begun, over));
			}
			catch (final IOException e) {
				failure.set(e);
			}
		});
		first.start();
		begun.await();
		final String message = assertThrows(ProblemException.class, () -> run(dataset, temp.resolve("out"))).getMessage();
		assertEquals(temp.resolve("out/Task04_Hippocampus") +
			": is being prepared by another process. Wait for it, stop it, or give another output folder.", message);
		assertThrows(ProblemException.class, () -> new Preprocessor(null).plan(dataset, options(dataset, temp.resolve(
			"out")), Progress.none()));
		over.countDown();
		first.join();
		assertEquals(null, failure.get());
		assertEquals(List.of(), run(dataset, temp.resolve("out")).written());
	}

	@Test
	void aPreparedFileOfAnotherSizeOrTypeIsMadeAgain() throws Exception {
		final Dataset dataset = Sample.write(temp.resolve("Task04_Hippocampus"), 2, 0, "MRI", 1, 1, 1);
		final Path out = temp.resolve("out");
		run(dataset, out);
		for (final String ending : List.of("_x.npy", "_y.npy", "_locations.npy")) {
			final Path file = out.resolve(CASE + ending);
			final byte[] whole = Files.readAllBytes(file);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.truncate(whole.length - 8);
			}
			assertEquals(List.of("case_a"), run(dataset, out).written(), ending + " was cut short");
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				channel.write(ByteBuffer.wrap("'descr': '<f8'".getBytes()), new String(whole, 0, 60,
					java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("'descr'"));
			}
			assertEquals(List.of("case_a"), run(dataset, out).written(), ending + " has another type");
			Files.delete(file);
			assertEquals(List.of("case_a"), run(dataset, out).written(), ending + " is missing");
			assertEquals(new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1), Files.readString(file,
				java.nio.charset.StandardCharsets.ISO_8859_1));
		}
	}

	@Test
	void theFilesOfACaseAreStoredSoThatTheyAreFoundFromAnyFolder() throws Exception {
		Sample.write(temp.resolve("Task04_Hippocampus"), 2, 0, "MRI", 1, 1, 1);
		final Path relative = Path.of("").toAbsolutePath().relativize(temp.resolve("Task04_Hippocampus"));
		final Path out = temp.resolve("out");
		run(Datasets.open(relative), out);
		final CaseRecord record = PreprocessedCase.check(out.resolve("Task04_Hippocampus/preprocessed_3d"), "case_a");
		for (final String file : List.of(record.images().get(0), record.label())) {
			assertTrue(Path.of(file).isAbsolute(), file);
			assertTrue(Files.exists(Path.of(file)), file);
		}
	}

	private static PreprocessResult run(final Dataset dataset, final Path output) throws IOException {
		return new Preprocessor(null).run(dataset, options(dataset, output), Progress.none());
	}

	private static PreprocessOptions options(final Dataset dataset, final Path output) {
		return PreprocessOptions.builder().dataset(dataset.folder()).output(output).folds(2).build();
	}

	/** Stops a run at its first report until it may continue. */
	private static final class Waiting extends Recorded {

		private final CountDownLatch begun;
		private final CountDownLatch over;

		private Waiting(final CountDownLatch begun, final CountDownLatch over) {
			this.begun = begun;
			this.over = over;
		}

		@Override
		public void update(final double fraction, final String status) {
			begun.countDown();
			try {
				over.await();
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
		}
	}
}
