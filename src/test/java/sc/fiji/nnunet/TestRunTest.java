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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.evaluate.EvaluateOptions;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/** A network that is tested knows its labels before it predicts. */
class TestRunTest {

	@TempDir
	Path folder;

	@Test
	void aChoiceAmongNumberedObjectsIsRefusedBeforeThePrediction() throws IOException {
		final Path fold = Files.createDirectories(folder.resolve("results_3d/fold_0"));
		final String plan = Files.readString(Path.of("src/test/resources/earlier/fold_nnunet/plan.json"));
		Files.writeString(fold.resolve("plan.json"), plan.replace("\"striped\"", "\"border\"").replace("\"values\": []",
			"\"values\": [], \"numbered\": true"));
		final Path images = Files.createDirectories(folder.resolve("images"));
		final Path output = folder.resolve("output");
		final PredictOptions held = PredictOptions.builder().model(fold).input(images).output(output).build();
		final EvaluateOptions evaluation = EvaluateOptions.builder().predictions(output).references(images).labels(List.of(
			1)).build();
		try (NnUNet nn = new NnUNet()) {
			final ProblemException failure = assertThrows(ProblemException.class, () -> nn.test(held, evaluation, Progress
				.none()));
			assertEquals(List.of("labels"), failure.problems().stream().map(Problem::where).toList());
		}
		assertFalse(Files.exists(output));
	}
}
