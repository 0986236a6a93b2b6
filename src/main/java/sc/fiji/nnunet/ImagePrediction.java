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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;

/**
 * A prediction of an image in memory.
 *
 * @param <T> its result
 */
@FunctionalInterface
interface ImagePrediction<T> {

	/** Predicts the image. */
	T by(Predictor predictor) throws IOException;

	/**
	 * Opens the model and the engine, and predicts.
	 *
	 * @param image what will be predicted, which must not be null
	 * @param grids its grid, or that of each time point
	 * @throws ProblemException if the options, the model or the image cannot be used
	 */
	static <I, T> T run(final PredictOptions options, final I image, final Grids<I> grids, final ExecutorService executor,
		final Progress progress, final ImagePrediction<T> prediction) throws IOException
	{
		final Checks checks = new Checks(options.validateModel());
		checks.given("image", image, "Open an image first.");
		checks.that(!options.uncertainty(), "uncertainty", "is not computed for an image in memory.",
			"Leave it out, or predict image files.");
		if (!checks.problems().isEmpty()) throw new ProblemException(checks.problems());
		final ModelFolder model = ModelFolder.open(options.model());
		final List<Geometry> images = grids.of(image);
		try (Engine engine = Engines.open(options.hardware());
				Predictor predictor = Predictor.open(options, model, images, engine, executor, progress))
		{
			return prediction.by(predictor);
		}
	}

	/** Tells the grids of an image. */
	@FunctionalInterface
	interface Grids<I> {

		/** @throws ProblemException if the image cannot be used */
		List<Geometry> of(I image) throws ProblemException;
	}
}
