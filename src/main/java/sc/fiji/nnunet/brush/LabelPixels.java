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
import java.util.BitSet;
import java.util.List;

import ij.ImagePlus;
import sc.fiji.nnunet.imagefile.ImagePlusVolume;
import sc.fiji.nnunet.imagefile.TimePoints;
import sc.fiji.nnunet.paint.Runs;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.LabelMap;

/** The pixels of an open label image, by value. */
final class LabelPixels {

	private LabelPixels() {
		// only static methods
	}

	/**
	 * The pixels of each value in each slice. What 0 means, unpainted or a class, is for the user to say.
	 *
	 * @param t the time point of the image that the labels belong to
	 * @throws ProblemException if the labels have another size than the image, or values that are no labels
	 */
	static List<FoundPaint> of(final ImagePlus labels, final ImagePlus image, final int t) throws ProblemException {
		if (!size(labels).equals(size(image))) throw new ProblemException(new Problem(labels.getTitle(), "has " +
			size(labels) + ", but " + image.getTitle() + " has " + size(image) + ".",
			"Give the label image that belongs to this image."));
		// NB: they lie where the image lies, whatever their own calibration says
		final ImagePlus placed = new ImagePlus(labels.getTitle(), labels.getStack());
		placed.setDimensions(labels.getNChannels(), labels.getNSlices(), labels.getNFrames());
		placed.getCalibration().pixelDepth = 1;
		placed.getCalibration().setUnit("mm");
		final boolean all = labels.getNFrames() == image.getNFrames(); // NB: as of the labels of a time-lapse
		final LabelMap map = all ? TimePoints.of(placed).labels(t) : ImagePlusVolume.labels(placed);
		final List<FoundPaint> found = new ArrayList<>();
		for (int z = 0; z < labels.getNSlices(); z++) {
			final short[] plane = map.plane(z);
			for (final int value : values(plane, labels))
				found.add(new FoundPaint("value " + value, new Place(z, t), Runs.of(labels.getWidth(), labels
					.getHeight(), index -> plane[index] == value)));
		}
		return found;
	}

	private static String size(final ImagePlus image) {
		return image.getWidth() + " x " + image.getHeight() + " pixels and " + image.getNSlices() + " slice(s)";
	}

	private static int[] values(final short[] plane, final ImagePlus labels) throws ProblemException {
		final BitSet values = new BitSet();
		for (final short value : plane) {
			if (value < 0) throw new ProblemException(new Problem(labels.getTitle(), "has the value " + value + ".",
				"Values of a label image are 0 or more."));
			values.set(value);
		}
		return values.stream().toArray();
	}
}
