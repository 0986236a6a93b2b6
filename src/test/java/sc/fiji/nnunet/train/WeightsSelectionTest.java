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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.engine.Device;
import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.engine.Network;
import sc.fiji.nnunet.engine.Precision;
import sc.fiji.nnunet.engine.tensorflow.TensorFlowEngine;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.predict.Selection.Choice;
import sc.fiji.nnunet.predict.Selection.Weights;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** Trains networks of 4 features on patches of 16 voxels, to see which weights predict afterwards. */
class WeightsSelectionTest {

	private static final String KERNEL = "enc0/conv0/kernel";

	@TempDir
	private static Path temp;

	private static Engine engine;
	private static ExecutorService executor;
	private static Path data;

	@BeforeAll
	static void prepare() throws IOException {
		executor = Executors.newFixedThreadPool(2);
		engine = TensorFlowEngine.open(new Device(-1, 1));
		final Path raw = temp.resolve("raw").resolve("Task78_Small");
		new Preprocessor(executor).run(new Phantom(5, 0, 7).write(raw, Progress.none()), PreprocessOptions.builder()
			.dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16, 16)).batchSize(2).build(), Progress.none());
		data = temp.resolve("out").resolve("Task78_Small");
	}

	@AfterAll
	static void close() {
		engine.close();
		executor.shutdownNow();
	}

	private static TrainOptions.Builder options(final int fold) {
		return TrainOptions.builder().data(data).fold(fold).steps(6).stepsPerEpoch(3).features(4).amp("fp32")
			.finalValidation(false);
	}

	private static TrainResult train(final TrainOptions options, final Recorded progress) throws IOException {
		return new Trainer(options, engine, executor, progress).run();
	}

	@Test
	void averagedWeightsPredictAndNothingWasChosenForThem() throws IOException {
		final Recorded progress = new Recorded();
		final TrainResult result = train(options(0).build(), progress);
		final Selection selection = Selection.read(result.folder()).orElseThrow();
		assertEquals(6, selection.step());
		assertEquals(Weights.AVERAGED, selection.weights());
		assertEquals(Choice.NOTHING, selection.selectedOn());
		assertNotEquals(selection.last(), selection.averaged());
		assertTrue(selection.best() >= selection.averaged(), "the averaged weights are those that are validated");
		assertEquals("checkpoint_last", new ModelFolder.Fold("0", result.folder()).checkpoint(ModelFolder.Which.AUTO)
			.getFileName().toString());
		assertTrue(progress.lines.stream().anyMatch(line -> line.contains("averaged") && line.contains("chosen on nothing")),
			progress.lines.toString());
		final String log = Files.readString(result.folder().resolve("log.jsonl"));
		assertTrue(log.contains("\"dice_last\"") && log.contains("\"dice_averaged\"") && log.contains("\"nothing\""), log);
		assertArrayEquals(averages(result), predicting(result));
		// NB: the same command again finds the training finished
		Files.delete(result.folder().resolve("log.jsonl"));
		assertEquals(6, train(options(0).build(), new Recorded()).steps());
		assertEquals(selection, Selection.read(result.folder()).orElseThrow());
	}

	@Test
	void withoutAveragesTheBestValidationDecidesWhichTheFoldSays() throws IOException {
		final TrainResult result = train(options(1).averaging("false").build(), new Recorded());
		final Selection selection = Selection.read(result.folder()).orElseThrow();
		assertEquals(Weights.BEST, selection.weights());
		assertEquals(Choice.HELD_OUT_CASES, selection.selectedOn());
		assertNull(selection.averaged());
		assertEquals("checkpoint_best", new ModelFolder.Fold("1", result.folder()).checkpoint(ModelFolder.Which.AUTO)
			.getFileName().toString());
	}

	@Test
	void aStoppedTrainingHasNoSelectionAndPatienceIsAChoice() throws IOException {
		final TrainResult stopped = train(options(2).build(), Recorded.until(2, "epoch"));
		assertTrue(stopped.cancelled());
		assertFalse(Files.exists(stopped.folder().resolve(Selection.FILE)));
		final TrainResult early = train(options(3).steps(600).patience(1).skipEval(1).build(), new Recorded());
		assertTrue(early.steps() < 600);
		assertEquals(Choice.HELD_OUT_CASES, Selection.read(early.folder()).orElseThrow().selectedOn());
	}

	/** Else weights of the middle of a training would be used as if they were those of its end. */
	@Test
	void aTrainingThatGoesOnIsNotFinishedUntilItEndsAgain() throws IOException {
		final TrainOptions.Builder options = options(4).averaging("false").finalValidation(true);
		final Path fold = train(options.steps(3).build(), new Recorded()).folder();
		final Path summary = fold.resolve("summary.json");
		assertEquals(3, Selection.read(fold).orElseThrow().step());
		assertTrue(Files.exists(summary));
		assertEquals(3, train(options.steps(6).build(), Recorded.cancelledAtOnce()).steps());
		assertTrue(Files.exists(summary) && Files.exists(fold.resolve(Selection.FILE)), "no further step was taken");
		final TrainResult stopped = train(options.build(), Recorded.until(1, "epoch"));
		assertTrue(stopped.cancelled() && stopped.steps() > 3, stopped.steps() + " steps");
		assertFalse(Files.exists(summary) || Files.exists(fold.resolve("summary.csv")));
		assertEquals("checkpoint_best", new ModelFolder.Fold("4", fold).checkpoint(ModelFolder.Which.AUTO).getFileName()
			.toString());
		assertFalse(Files.exists(fold.resolve(Selection.FILE)));
		assertEquals(6, train(options.build(), new Recorded()).steps());
		assertEquals(6, Selection.read(fold).orElseThrow().step());
		assertTrue(Files.exists(summary));
	}

	private static float[] averages(final TrainResult result) throws IOException {
		final TrainSettings settings = TrainSettings.of(options(0).build(), PlanFile.read(result.folder().resolve(
			"plan.json")), 4, true, Precision.FP32);
		try (Network network = engine.network(settings.plan().network(), settings.training(), 3)) {
			network.restore(result.folder().resolve("checkpoint_last"), true);
			network.exchange();
			return network.weights().get(KERNEL);
		}
	}

	private static float[] predicting(final TrainResult result) throws IOException {
		return ModelFolder.open(result.folder()).weights(engine, ModelFolder.Which.AUTO).get(0).get(KERNEL);
	}
}
