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

import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LengthUnit;

/** A warning that an image's voxels differ much in size from those of a model, often because of a wrong unit. */
final class SpacingRemark {

	/** Another camera or scanner does not change the spacing by more than this factor. */
	private static final double FAR = 10;

	/** The same where nothing is resampled: pixels that the camera has joined two by two are told. */
	private static final double FAR_AS_THEY_ARE = 1.9;

	private SpacingRemark() {
		// static methods only
	}

	/** The warning, or null if the spacings are similar. */
	static String of(final Geometry image, final Plan plan) {
		final boolean resampled = plan.isResampled();
		final double far = resampled ? FAR : FAR_AS_THEY_ARE;
		final double[] own = plan.spacing(image);
		for (int axis = plan.is2d() ? 1 : 0; axis < 3; axis++) {
			final double learned = plan.spacing().get(axis);
			final double ratio = own[axis] / learned;
			if (ratio <= far && ratio >= 1 / far) continue;
			final LengthUnit unit = image.peoplesUnit();
			final boolean stated = unit != LengthUnit.PIXEL;
			final String sizes = sizes(unit, own[axis], learned, " along " + "zyx".charAt(plan.axes(image)
				.order()[axis]));
			if (resampled) return sizes + (stated ? " If the unit of the image is wrong, correct it" : " State it") +
				" (in Fiji, Image > Properties...); the image will be resampled to the model's voxels.";
			return sizes + " This network does not resample images: objects " + (!stated || learned == 1 ? "may look " +
				"larger or smaller" : ratio > 1 ? "look smaller" : "look larger") +
				" to it than those that it has learned. Scale the image (in Fiji, Image > Scale...) until they have the same " +
				"size in pixels, or train with such images.";
		}
		return null;
	}

	private static String sizes(final LengthUnit unit, final double own, final double learned, final String along) {
		// NB: the size 1 is also that of training images whose files state none
		final String or = learned == 1 ? ", or had no stated size" : "";
		if (unit == LengthUnit.PIXEL) return "The image states no size of its voxels, so that one counts as " +
			LengthUnit.MILLIMETRE.text(own) + along + "; those of the model's images measure " + LengthUnit.readable(learned)
				.text(learned) + or + ".";
		return "The image's voxels measure " + unit.text(own) + along + ", those of the model's images " + unit.text(
			learned) + or + ".";
	}
}
