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

import java.io.IOException;
import java.util.List;

import sc.fiji.nnunet.preprocess.BlankImageException;
import sc.fiji.nnunet.preprocess.PreparedCase;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * An image that is ready to be predicted. One of which cropping leaves nothing, such as an empty field of a well plate,
 * needs no network: it is background, as what is cropped away from other images.
 *
 * @param prepared what the networks get, as {@link Predictor#prepare(Volume)} returns it
 * @param blank the grid of an image of which nothing is left; null if something is
 */
record ReadyImage(List<PreparedCase> prepared, Geometry blank) {

	@FunctionalInterface
	private interface Preparation {

		List<PreparedCase> run() throws IOException;
	}

	/**
	 * Prepares an image, which is not changed.
	 *
	 * @param previous what the previous stage of a cascade predicted, or null
	 * @param progress is told if nothing is left
	 */
	static ReadyImage of(final Predictor predictor, final Volume image, final LabelMap previous, final Progress progress)
		throws IOException
	{
		return of(image.geometry(), () -> predictor.prepare(image, previous), progress);
	}

	/** Like {@link #of}, in less memory: image and labels must not be used afterwards. */
	static ReadyImage take(final Predictor predictor, final Volume image, final LabelMap previous,
		final Progress progress) throws IOException
	{
		return of(image.geometry(), () -> predictor.take(image, previous), progress);
	}

	private static ReadyImage of(final Geometry grid, final Preparation preparation, final Progress progress)
		throws IOException
	{
		try {
			return new ReadyImage(preparation.run(), null);
		}
		catch (final BlankImageException e) {
			progress.message("The image has no voxel above zero, so its labels are empty.");
			return new ReadyImage(List.of(), grid);
		}
	}

	/** Predicts it, like {@link Predictor#predict(List, boolean, boolean, Progress)}. */
	Prediction predict(final Predictor predictor, final boolean wantProbabilities, final boolean wantUncertainty,
		final Progress progress) throws IOException
	{
		if (blank == null) return predictor.predict(prepared, wantProbabilities, wantUncertainty, progress);
		return new Prediction(new LabelMap(blank), wantProbabilities ? new Probabilities(blank, predictor.labels()) : null,
			wantUncertainty ? new Volume(blank, 1) : null);
	}
}
