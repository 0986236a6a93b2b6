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
package sc.fiji.nnunet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.PreprocessedDataset;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.report.LogReader;
import sc.fiji.nnunet.report.LogRecord;

/** Tests what a training records and reports about its training and validation cases. */
class TrainedCasesTest {

	@TempDir
	private static Path temp;

	private static Engine engine;
	private static ExecutorService executor;

	private final Recorded progress = new Recorded();

	@BeforeAll
	static void prepare() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		engine = TensorFlowEngine.open(new Device(-1, 1));
		preprocess(new Phantom(5, 0, 7).write(temp.resolve("Task77_Small"), Progress.none()).folder());
	}

	@AfterAll
	static void close() {
		engine.close();
		executor.shutdownNow();
	}

	private static Path preprocess(final Path raw) throws IOException {
		return new Preprocessor(executor).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(temp
			.resolve("out")).patch(List.of(16, 16, 16)).batchSize(2).build(), Progress.none()).folder();
	}

	private static TrainOptions.Builder options() {
		return TrainOptions.builder().data(temp.resolve("out/Task77_Small")).steps(1).stepsPerEpoch(3).features(4).amp(
			"fp32").finalValidation(false);
	}

	private TrainResult train(final TrainOptions options) throws IOException {
		return new Trainer(options, engine, executor, progress).run();
	}

	@Test
	void theFoldRecordsItsCases() throws IOException {
		final TrainResult first = train(options().folds(2).build());
		final FoldCases cases = FoldCases.read(first.folder(), List.of()).orElseThrow();
		final Splits.Split split = Splits.of(PreprocessedDataset.open(temp.resolve("out/Task77_Small"), "3d").caseNames(),
			2).fold(0);
		assertEquals(split.train(), cases.training().stream().map(FoldCases.Member::name).toList());
		assertEquals(split.val(), cases.validation().stream().map(FoldCases.Member::name).toList());
		assertEquals(2, cases.folds());
		assertTrue(cases.training().stream().allMatch(one -> one.contents().size() == 1));
		// a fold of an earlier version gets the file when it is resumed
		Files.delete(first.folder().resolve(FoldCases.FILE));
		train(options().folds(2).build());
		assertEquals(cases, FoldCases.read(first.folder(), List.of()).orElseThrow());
	}

	@Test
	void aFoldDoesNotStartFromItselfAndWarnsIfItsHeldOutCasesWereLearned() throws IOException {
		final TrainOptions source = options().fold(1).build();
		train(source);
		final ProblemException e = assertThrows(ProblemException.class, () -> train(options().fold(1)
			.pretrained(source.foldFolder()).force(true).build()));
		assertTrue(e.getMessage().contains("its weights would be replaced"), e.getMessage());
		assertTrue(Files.exists(source.foldFolder().resolve("checkpoint_last")));
		train(options().fold(2).pretrained(source.foldFolder()).build());
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith("Warning: ") && line.contains(
			"has learned from 1 of the cases that this fold holds out")), progress.lines.toString());
	}

	/** The second class of the phantom represents voxels that are not annotated. */
	@Test
	void diceOfPartlyAnnotatedCasesIsLabelledAsSuch() throws IOException {
		final Path raw = temp.resolve("Dataset078_Painted");
		new Phantom(5, 0, 7).write(raw, Progress.none());
		try (Stream<Path> images = Files.list(raw.resolve("imagesTr"))) {
			for (final Path image : images.toList())
				Files.move(image, image.resolveSibling(image.getFileName().toString().replace(".nii", "_0000.nii")));
		}
		Files.writeString(raw.resolve("dataset.json"), """
			{"channel_names": {"0": "MRI"}, "labels": {"background": 0, "a": 1, "ignore": 2}, "numTraining": 5,
			 "file_ending": ".nii.gz"}""");
		final Path out = preprocess(raw);
		final TrainOptions options = TrainOptions.builder().data(out).steps(3).stepsPerEpoch(3).features(4).amp("fp32")
			.build();
		final TrainResult result = train(options);
		assertTrue(progress.lines.stream().anyMatch(line -> line.startsWith(
			"validation at step 3: mean Dice on annotated voxels only ")), progress.lines.toString());
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains(
			"All scores are on annotated voxels only")), progress.lines.toString());
		final List<LogRecord> records = LogReader.read(result.folder().resolve("log.jsonl"));
		assertTrue(records.stream().anyMatch(one -> one.data().has("scope") && one.data().get("scope").getAsString().equals(
			"annotated voxels only")));
	}
}
