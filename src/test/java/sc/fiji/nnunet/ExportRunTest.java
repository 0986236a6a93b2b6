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
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.evaluate.CaseFiles;
import sc.fiji.nnunet.evaluate.CaseMetrics;
import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.evaluate.Summary;
import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.export.ExportOptions;
import sc.fiji.nnunet.export.ExportResult;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.train.TrainOptions;

/** Exports a fold that was trained for a moment, and evaluates the SavedModel on the cases that the fold held out. */
class ExportRunTest {

	@TempDir
	Path temp;

	@Test
	void theExportIsAsGoodAsItsFoldOnTheHeldOutCases() throws IOException {
		try (NnUNet nn = new NnUNet()) {
			final Path raw = temp.resolve("raw/Task95_Export");
			new Phantom(4, 1, 5).write(raw, Progress.none());
			nn.preprocess(PreprocessOptions.builder().dataset(raw).output(temp.resolve("out")).patch(List.of(16, 16,
				16)).batchSize(2).build(), Progress.none());
			final Path fold = nn.train(TrainOptions.builder().data(temp.resolve("out/Task95_Export")).folds(2).fold(0)
				.steps(2).stepsPerEpoch(2).features(4).amp("fp32").threads(1).finalValidation(false).build(), Progress
					.none()).folder();
			final Path labels = temp.resolve("labels");
			final PredictOptions held = PredictOptions.builder().model(fold).input(raw).part("validation").output(labels)
				.device("cpu").build();
			final Summary expected = nn.test(held, EvaluateOptions.builder().predictions(labels).references(raw
				.resolve("labelsTr")).dataset(raw).build(), Progress.none());
			leaveAnother(raw.resolve("labelsTr"), expected, labels);
			assertEquals(expected.cases(), nn.test(held, EvaluateOptions.builder().predictions(labels).references(raw.resolve(
				"labelsTr")).dataset(raw).build(), Progress.none()).cases(), "what was held out by another split does not count");
			leaveAnother(raw.resolve("labelsTr"), expected, temp.resolve("exported/validation"));
			final ExportOptions.Builder options = ExportOptions.builder().model(fold).formats("savedmodel").dataset(raw)
				.device("cpu");
			final ExportResult result = nn.export(options.output(temp.resolve("exported")).build(), Progress.none());
			assertEquals(2, result.summary().cases().size());
			assertEquals(2, SummaryFile.read(temp.resolve("exported/validation/summary.json")).cases().size());
			assertEquals(expected.dice(), result.summary().dice(), 1e-3);
			assertTrue(result.savedModel().endsWith("saved_model_task_95_dim_3_fp32"));
			options.precision("bf16");
			for (final boolean loadsm : new boolean[] { true, false }) {
				final ExportResult one = nn.export(options.loadsm(loadsm).output(temp.resolve("sm" + loadsm)).build(),
					Progress.none());
				assertEquals(2, one.summary().cases().size());
				assertEquals(loadsm, expected.dice() == one.summary().dice(), "whose masks were evaluated");
				assertTrue(one.savedModel().endsWith("saved_model_task_95_dim_3_" + (loadsm ? "fp32" : "amp")));
			}
			assertThrows(CancellationException.class, () -> nn.export(options.output(temp.resolve("other")).build(),
				Recorded.cancelledAtOnce()));
		}
	}

	/** Leaves a case that was not held out where the predictions go, as an export of another fold does. */
	private static void leaveAnother(final Path references, final Summary held, final Path folder) throws IOException {
		final List<String> names = held.cases().stream().map(CaseMetrics::name).toList();
		try (Stream<Path> files = Files.list(references)) {
			final Path other = files.filter(file -> file.toString().endsWith(".nii.gz") && !names.contains(CaseFiles.name(file
				.getFileName().toString()))).findFirst().orElseThrow();
			Files.copy(other, Files.createDirectories(folder).resolve(other.getFileName()));
		}
	}

	@Test
	void whatCannotBeEvaluatedIsRefusedBeforeAnythingIsWritten() throws Exception {
		final String plan = Files.readString(Path.of(ExportRunTest.class.getResource(
			"/formats/preprocessed_1/plan_3d.json").toURI()));
		final Path fold = Files.createDirectories(temp.resolve("results_3d_cascade/fold_0"));
		Files.writeString(fold.resolve("plan.json"), plan.replace("\"batchDice\"",
			"\"previous\": \"3d_lowres\", \"batchDice\""));
		final Path raw = temp.resolve("raw/Task95_Export");
		new Phantom(2, 1, 5).write(raw, Progress.none());
		refused(fold, raw, fold, "is the last stage of a cascade");
		Files.writeString(fold.resolve("plan.json"), plan);
		refused(fold, raw, fold, "does not say that it held out any cases");
		FoldCases.of("Task04_Hippocampus", -1, 5, List.of(), List.of()).write(fold);
		refused(fold, raw, fold, "does not say that it held out any cases");
		FoldCases.of("Task04_Hippocampus", 0, 5, List.of(), List.of(new FoldCases.Member("hippocampus_001", null))).write(
			fold);
		refused(fold, raw, raw, "has no case hippocampus_001");
		refused(fold, temp, temp, "This is not a dataset");
		Files.writeString(Files.createDirectories(fold.resolveSibling("fold_1")).resolve("plan.json"), plan);
		refused(fold.getParent(), raw, fold.getParent(), "the folds 0, 1");
	}

	private void refused(final Path model, final Path dataset, final Path where, final String reason) {
		final ExportOptions options = ExportOptions.builder().model(model).formats("savedmodel").dataset(dataset).output(temp
			.resolve("refused")).device("cpu").build();
		try (NnUNet nn = new NnUNet()) {
			final String message = assertThrows(ProblemException.class, () -> nn.export(options, Progress.none()))
				.getMessage();
			assertTrue(message.startsWith(where + ": ") && message.contains(reason), message);
		}
		assertFalse(Files.exists(temp.resolve("refused")));
	}
}
