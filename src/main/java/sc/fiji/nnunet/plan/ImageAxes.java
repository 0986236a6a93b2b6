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
package sc.fiji.nnunet.plan;

import sc.fiji.nnunet.volume.Axes;
import sc.fiji.nnunet.volume.Geometry;

/** How the axes of an image are read before anything else is done with it; results go back to the image's own axes. */
public enum ImageAxes {
		/** As they are stored, with the spacing that the file states. */
		STORED,
		/**
		 * To the right, to the front and up: axes are exchanged and mirrored without interpolation, as nnU-Net's readers
		 * with reorientation do.
		 */
		RAS,
		/** As they are stored, and every pixel has the size 1, as nnU-Net's reader for photographs does. */
		PIXELS;

	/** The size that nnU-Net gives to the slices of a photograph, so that nothing is interpolated across them. */
	private static final double THICK = 999;

	/** The axes z, y, x of an image. */
	Axes of(final Geometry image) {
		return this == RAS ? Axes.ras(image) : Axes.stored();
	}

	/** The spacing of an image along its own axes z, y, x. */
	double[] spacing(final Geometry image) {
		return this == PIXELS ? new double[] { THICK, 1, 1 } : image.spacingZyx();
	}
}
