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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.engine.OptimizerSpec;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** A cross-validation that goes on after an update, in which a preset got another optimizer. */
class FoldOptimizersTest {

	@TempDir
	Path folder;

	private Path data;
	private List<Case> cases;

	private void train(final int fold, final String optimizer) throws IOException {
		final Path own = data.resolve("results_3d/fold_" + fold);
		for (final Case one : cases)
			Files.writeString(Files.createDirectories(own.resolve("validation")).resolve(one.name() + ".nii.gz"), "");
		Files.writeString(own.resolve("summary.json"), "");
		if (optimizer.isEmpty()) return;
		final Path last = own.resolve("checkpoint_last");
		Files.writeString(Files.createDirectories(last.resolve("1/notes")).resolve("training.json"),
			"{\"identity\": [\"batch 2\", \"optimizer " + OptimizerSpec.of(OptimizerSpec.Rule.valueOf(optimizer), 0, false, 0, 0,
				false) + "\"]}");
		Files.writeString(last.resolve("checkpoint"), "model_checkpoint_path: \"1/weights\"\n");
	}

	@Test
	void thatFoldsWereTrainedWithDifferentOptimizersIsToldOnce() throws IOException {
		final Path raw = folder.resolve("raw/Task97_Updated");
		new Phantom(6, 0, 3).write(raw, Progress.none());
		cases = Datasets.open(raw).training();
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			data = new Preprocessor(executor).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(folder
				.resolve("out")).configuration("3d").folds(3).build(), Progress.none()).folder();
		}
		finally {
			executor.shutdownNow();
		}
		final String told = "3d, fold 1 was trained with optimizer=muon, fold 0 with optimizer=adam, ";
		for (final String earlier : List.of("ADAM", "MUON", "")) {
			for (int fold = 0; fold < 3; fold++)
				Files.deleteIfExists(data.resolve("results_3d/fold_" + fold + "/summary.json"));
			Files.deleteIfExists(data.resolve("results_3d/fold_0/checkpoint_last/checkpoint"));
			train(0, earlier);
			final CrossvalidateOptions options = CrossvalidateOptions.builder().data(data).folds(3).configurations(List.of("3d"))
				.build();
			final Recorded progress = new Recorded();
			new FoldTraining(options, HeldOut.of(options, "3d"), (configuration, fold, own) -> train(fold, "MUON"), progress)
				.train(Candidate.of(data, List.of("3d")));
			final List<String> lines = progress.lines.stream().filter(line -> line.contains("optimizer")).toList();
			assertEquals(earlier.equals("ADAM") ? 1 : 0, lines.size(), progress.lines.toString());
			if (!lines.isEmpty()) assertEquals(told, lines.get(0).substring(0, told.length()));
		}
	}
}
