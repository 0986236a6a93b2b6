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

/** A warning that an image's voxels differ much in size from those of a model, often because of a wrong unit. */
final class SpacingRemark {

	/** Another camera or scanner does not change the spacing by more than this factor. */
	private static final double FAR = 10;

	private SpacingRemark() {
		// static methods only
	}

	/** The warning, or null if the spacings are similar. */
	static String of(final Geometry image, final Plan plan) {
		final double[] own = image.spacingZyx();
		for (int axis = plan.is2d() ? 1 : 0; axis < 3; axis++) {
			final int which = plan.transpose().get(axis);
			final double ratio = own[which] / plan.spacing().get(axis);
			if (ratio <= FAR && ratio >= 1 / FAR) continue;
			return "Along " + "zyx".charAt(which) + " the image's voxels measure " + (float) own[which] +
				" mm, those of the model's images " + plan.spacing().get(axis).floatValue() +
				" mm. If the unit of the image is " +
				"wrong, correct it (in Fiji, Image > Properties...); the image will be resampled to the model's voxels.";
		}
		return null;
	}
}
