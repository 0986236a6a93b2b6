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
package sc.fiji.nnunet.brush;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.gui.Roi;
import sc.fiji.nnunet.problem.Problem;

/**
 * A slice of an image, at one time.
 *
 * @param z from 0
 * @param t from 0
 */
record Place(int z, int t) {

	/** What is visible. */
	static Place shown(final ImagePlus image) {
		// NB: what ImageJ calls a stack without dimensions is one of slices
		return new Place(image.getNSlices() > 1 ? image.getSlice() - 1 : 0, image.getFrame() - 1);
	}

	/**
	 * Where a selection says that it lies. ImageJ counts from 1, and 0 stands for all slices or all times.
	 *
	 * @param problems gets a sentence if that is no single slice of the image
	 * @return null if there is a problem
	 */
	static Place of(final Roi roi, final ImagePlus image, final List<Problem> problems) {
		if (roi.hasHyperStackPosition()) return of(roi, roi.getZPosition(), roi.getTPosition(), image, problems);
		return of(roi, roi.getPosition(), image, problems);
	}

	/** The same for a position in the stack, such as that of a single point. */
	static Place of(final Roi roi, final int position, final ImagePlus image, final List<Problem> problems) {
		if (position <= 0) return of(roi, 0, 0, image, problems);
		if (position > image.getStackSize()) return of(roi, position, 1, image, problems);
		final int[] czt = image.convertIndexToPosition(position);
		return of(roi, czt[1], czt[2], image, problems);
	}

	private static Place of(final Roi roi, final int z, final int t, final ImagePlus image,
		final List<Problem> problems)
	{
		final List<Problem> found = new ArrayList<>();
		check(roi, z, image.getNSlices(), "slice", found);
		check(roi, t, image.getNFrames(), "time point", found);
		problems.addAll(found);
		return found.isEmpty() ? new Place(Math.max(0, z - 1), Math.max(0, t - 1)) : null;
	}

	private static void check(final Roi roi, final int number, final int count, final String what,
		final List<Problem> problems)
	{
		if (number == 0 && count > 1) problems.add(new Problem(name(roi), "belongs to no " + what +
			", but to all of them.", "Select it in the ROI Manager and give it a position with More > Properties..., " +
				"or go to its " + what + " and add it again."));
		else if (number > count) problems.add(new Problem(name(roi), "lies at " + what + " " + number +
			", but the image has " + count + ".", "Check that it belongs to this image."));
	}

	/** How messages call a selection. */
	static String name(final Roi roi) {
		return roi.getName() == null ? "a selection without a name (" + roi.getTypeAsString() + ")" : "selection " + roi
			.getName();
	}
}
