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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import sc.fiji.nnunet.engine.Engine;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.PredictOptions;
import sc.fiji.nnunet.predict.Predictor;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.NumberedObjects;

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

	/**
	 * Predicts each time point of an image. The labels of one that cannot be predicted, such as a black one, are empty, and
	 * it is told which.
	 *
	 * @throws ProblemException if none can be predicted
	 */
	static List<LabelMap> each(final TimePoints image, final Predictor predictor, final Progress progress)
		throws IOException
	{
		if (image.count() == 1) return List.of(predictor.predict(image.volume(0), progress));
		final Set<String> told = new HashSet<>();
		final List<LabelMap> labels = new ArrayList<>();
		ProblemException first = null;
		int failed = 0;
		for (int t = 0; t < image.count(); t++) {
			final Progress point = progress.part((double) t / image.count(), (t + 1.0) / image.count()).prefixed("time point " +
				(t + 1) + " of " + image.count() + ": ").without(told);
			point.check();
			try {
				labels.add(predictor.predict(image.volume(t), point));
			}
			catch (final ProblemException e) {
				if (first == null) first = e;
				if (++failed == image.count()) throw first;
				labels.add(new LabelMap(image.geometry()));
				point.message("Its labels are empty, since it cannot be predicted. " + e.getMessage());
			}
			told.remove(NumberedObjects.FULL); // NB: which is a loss in each of them
		}
		return labels;
	}

	/** Tells the grids of an image. */
	@FunctionalInterface
	interface Grids<I> {

		/** @throws ProblemException if the image cannot be used */
		List<Geometry> of(I image) throws ProblemException;
	}
}
