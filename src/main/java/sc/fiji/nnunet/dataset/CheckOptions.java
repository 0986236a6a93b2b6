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
package sc.fiji.nnunet.dataset;

import java.util.List;

import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.Crop;
import sc.fiji.nnunet.volume.Geometry;

/**
 * What {@link DatasetCheck} tolerates.
 *
 * @param tolerance how far a label's (or another channel's) voxels may lie from the image's before it is an error, in
 *          voxels; from {@link Geometry#TOLERANCE} on it is a warning
 * @param negativeIsBackground whether negative label values are treated as background, with a warning
 * @param foreground which voxels an image must have some of, as the recipe crops to them
 */
public record CheckOptions(double tolerance, boolean negativeIsBackground, Crop.Foreground foreground) {

	/** Options for NVIDIA's recipe, the default of preprocessing. */
	public CheckOptions(final double tolerance, final boolean negativeIsBackground) {
		this(tolerance, negativeIsBackground, Crop.Foreground.POSITIVE);
	}

	/** An offset of more than {@link Geometry#ACCEPTED} is an error, and so is a negative label. */
	public static CheckOptions defaults() {
		return new CheckOptions(Geometry.ACCEPTED, false);
	}

	/** These options with negative label values treated as background. */
	public CheckOptions withNegativeAsBackground() {
		return new CheckOptions(tolerance, true, foreground);
	}

	/** These options for a recipe that crops to another foreground. */
	public CheckOptions withForeground(final Crop.Foreground other) {
		return new CheckOptions(tolerance, negativeIsBackground, other);
	}

	/** Everything that is wrong with these options. */
	public List<Problem> validate() {
		final Checks checks = new Checks();
		checks.atLeast("tolerance", tolerance, 0, "Give a number of voxels, 0 or more.");
		checks.given("recipe", foreground, "Give one of nvidia, nnunet.");
		return checks.problems();
	}
}
