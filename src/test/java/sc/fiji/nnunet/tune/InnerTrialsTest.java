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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainingFold;

class InnerTrialsTest {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	@AfterEach
	void close() {
		executor.shutdownNow();
	}

	@Test
	void heldOutCasesAreInNeitherPartOfTheInnerSplit() {
		final TrainingFold fold = new TrainingFold(IntStream.range(0, 20).mapToObj(i -> "train" + i).toList(), List.of(
			"held"));
		final TrainingFold inner = InnerTrials.split(fold, 1);
		assertEquals(16, inner.training().size());
		assertEquals(4, inner.validation().size());
		final List<String> all = new ArrayList<>(inner.training());
		all.addAll(inner.validation());
		assertEquals(fold.training().stream().sorted().toList(), all.stream().sorted().toList());
		assertEquals(inner, InnerTrials.split(fold, 1));
		assertNotEquals(inner, InnerTrials.split(fold, 2));
	}

	/** Two real trainings of four steps on three cases each, measured on a fourth one. */
	@Test
	void aRealSearchLeavesItsResultsAndNoCheckpoints(@TempDir final Path temp) throws IOException {
		final Recorded progress = new Recorded();
		final TuneResult result = search(TuneOptions.builder().data(data(temp)).steps(4).trials(2).build(), progress);
		assertEquals(List.of(4L, 4L), result.outcomes().stream().map(Outcome::steps).toList());
		assertEquals(2, validations(progress), "one at the end of each");
		assertTrue(progress.lines.stream().noneMatch(line -> line.contains("best validation")), "there is no other");
	}

	/** The first training of a process is slow, which must not be the first trial's misfortune. */
	@Test
	void aSearchInMinutesBeginsWithATrainingThatCountsForNothing(@TempDir final Path temp) throws IOException {
		final Recorded progress = new Recorded();
		final TuneResult result = search(TuneOptions.builder().data(data(temp)).minutes(0.02).trials(1).build(), progress);
		assertEquals(2, validations(progress), "its own and one at the end of the trial");
		assertTrue(progress.lines.get(2).contains("counts for nothing"), progress.lines.toString());
		assertTrue(result.outcomes().stream().allMatch(one -> one.steps() > 0));
	}

	/** The number of validations, each of one case; those of weights that are not used would count, too. */
	private static long validations(final Recorded progress) {
		return progress.statuses.stream().filter(status -> status.contains("validating case 1 of 1")).count();
	}

	/** A preprocessed dataset of five small cases. */
	private Path data(final Path temp) throws IOException {
		final Path raw = temp.resolve("raw").resolve("Task80_Small");
		new Preprocessor(executor).run(new Phantom(5, 0, 7).write(raw, Progress.none()), PreprocessOptions.builder().dataset(
			raw).output(temp.resolve("out")).patch(List.of(16, 16, 16)).batchSize(2).build(), Progress.none());
		return temp.resolve("out").resolve("Task80_Small");
	}

	private TuneResult search(final TuneOptions options, final Progress progress) throws IOException {
		try (Engine engine = TensorFlowEngine.open(new Device(-1, 1))) {
			final TuneResult result = new Tuning(options, new InnerTrials(options, engine, executor), progress).run();
			assertEquals(options.trials(), result.outcomes().size());
			for (final Outcome one : result.outcomes()) {
				assertNull(one.problem());
				assertTrue(one.dice() >= 0 && one.dice() <= 1);
			}
			assertFalse(Files.exists(options.data().resolve("results_3d")), "the folds are left alone");
			try (var files = Files.list(options.folder())) {
				assertTrue(files.noneMatch(Files::isDirectory), "checkpoints of trials are removed");
			}
			return result;
		}
	}
}
