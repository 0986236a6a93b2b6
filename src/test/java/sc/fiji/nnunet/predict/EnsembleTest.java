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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Volume;

class EnsembleTest {

	private static final Plan PLAN = ToyNetwork.plan("nvidia", 2, 1, 6, 6, 6);

	@TempDir
	private Path folder;

	/** Networks with a logit of class 1 everywhere: 3 in results_2d, else -1 in fold 4 and 1 in other folds. */
	private static ToyEngine engine() {
		return new ToyEngine(spec -> {
			final ToyNetwork[] network = new ToyNetwork[1];
			network[0] = new ToyNetwork(spec, (images, base, voxels, size, logits, out) -> {
				final String path = network[0].restored.toString();
				final float logit = path.contains("results_2d") ? 3 : path.contains("fold_4") ? -1 : 1;
				for (int v = 0; v < voxels; v++) {
					logits[out + 2 * v] = -logit;
					logits[out + 2 * v + 1] = logit;
				}
			});
			return network[0];
		});
	}

	private static double probability(final PredictOptions options) throws IOException {
		final Volume image = new Volume(Geometry.ofZyx(new int[] { 8, 9, 10 }, new double[] { 1, 1, 1 }), 1);
		for (int z = 0; z < 8; z++)
			for (int i = 0; i < 90; i++)
				image.plane(0, z)[i] = 1 + i % 10;
		try (Predictor predictor = Predictor.open(options, ModelFolder.open(options.model()), List.of(image.geometry()),
			engine(), null, Progress.none());
				Prediction prediction = predictor.predict(predictor.prepare(image), true, false, Progress.none()))
		{
			return prediction.probabilities().volume().plane(1, 4)[44];
		}
	}

	private static double sigmoid(final double x) {
		return 1 / (1 + Math.exp(-x));
	}

	/** The fifth fold has other patches, so it is averaged as probabilities. */
	@Test
	void allFoldsOfAConfigurationCountAlikeAndSoDoConfigurations() throws IOException {
		final Path results = folder.resolve("results_3d");
		for (int fold = 0; fold < 5; fold++)
			ToyEngine.fold(results, Integer.toString(fold), fold < 4 ? PLAN : PLAN.withPatch(List.of(4, 4, 4)), "best");
		final double folds = 0.8 * sigmoid(2) + 0.2 * sigmoid(-2);
		assertEquals(folds, probability(PredictOptions.builder().model(results).build()), 1e-5);
		final Path flat = folder.resolve("results_2d");
		ToyEngine.fold(flat, "0", ToyNetwork.plan("nvidia", 2, 2, 6, 6), "best");
		assertEquals((folds + sigmoid(6)) / 2, probability(PredictOptions.builder().model(results).ensemble(List.of(flat))
			.build()), 1e-5);
		assertEquals((folds + sigmoid(6)) / 2, probability(PredictOptions.builder().model(flat).ensemble(List.of(results))
			.build()), 1e-5);
	}
}
