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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.dataset.Datasets;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.phantom.Phantom;
import sc.fiji.nnunet.preprocess.PreprocessOptions;
import sc.fiji.nnunet.preprocess.Preprocessor;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;

/** A fold whose process was so slow that its claim has expired. */
class LockedFoldTest {

	@TempDir
	Path folder;

	@Test
	void itIsLeftToItsProcessAndTheOthersAreTrained() throws IOException {
		final Path raw = folder.resolve("raw/Task99_Slow");
		new Phantom(4, 0, 3).write(raw, Progress.none());
		final List<Integer> tried = new ArrayList<>();
		final Recorded told = new Recorded();
		final ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			new Preprocessor(executor).run(Datasets.open(raw), PreprocessOptions.builder().dataset(raw).output(folder.resolve(
				"out")).configuration("3d").folds(2).build(), Progress.none());
			final Path data = folder.resolve("out/Task99_Slow"), slow = data.resolve("results_3d/fold_0");
			final CrossvalidateOptions options = CrossvalidateOptions.builder().data(data).folds(2).configurations(List.of("3d"))
				.share("claims").build();
			try (FolderLock owner = FolderLock.take(slow, "is being trained.", "Wait.")) {
				assertEquals(CrossvalidationResult.LEFT, new Crossvalidation(options, (configuration, fold, progress) -> {
					tried.add(fold);
					final Path own = data.resolve("results_3d/fold_" + fold);
					FolderLock.take(own, "is being trained.", "Wait.").close();
					for (final String name : Datasets.open(raw).training().stream().map(one -> one.name()).toList())
						Files.writeString(Files.createDirectories(own.resolve("validation")).resolve(name + ".nii.gz"), "");
					Files.writeString(own.resolve("summary.json"), "");
				}, null, executor, told).run());
			}
			assertEquals(List.of(0, 1), tried, "it is not tried again while the others are trained");
			assertEquals(1, told.lines.stream().filter(line -> line.equals(slow + ": is being trained. Wait.")).count(),
				told.lines.toString());
		}
		finally {
			executor.shutdownNow();
		}
	}
}
