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

import java.util.List;

/**
 * What the planner knows about a dataset's training cases: plain data, stored as {@code fingerprint.json}.
 *
 * @param format version of the file format; 1
 * @param key changes when the cases' files or the crop rule change, or intensities are needed that were not; NB: not with
 *          the way in which intensities are counted, so that what was prepared and trained with earlier ones goes on
 * @param cases the cases' names
 * @param spacings per case: millimetres along z, y, x of the file
 * @param shapesAfterCrop per case: voxels along z, y, x inside the foreground box
 * @param medianRelativeSize median over cases of voxels after the crop / voxels before
 * @param intensities per channel: statistics of the voxels with a label above 0; empty if they were not needed
 * @param smallestObject how small objects are that are numbered one by one; null if they are not, and in files of
 *          earlier versions
 */
public record Fingerprint(int format, String key, List<String> cases, List<List<Double>> spacings,
	List<List<Integer>> shapesAfterCrop, double medianRelativeSize, List<Intensity> intensities,
	SmallestObject smallestObject)
{

	/** The version that this program writes. */
	public static final int FORMAT = 1;

	/**
	 * Statistics of one channel's foreground voxels over all cases.
	 *
	 * @param voxels the number of voxels
	 * @param mean their mean
	 * @param std their standard deviation (of the population)
	 * @param median their median
	 * @param min the smallest
	 * @param max the largest
	 * @param percentile005 0.5 % of them are smaller
	 * @param percentile995 99.5 % of them are smaller
	 */
	public record Intensity(long voxels, double mean, double std, double median, double min, double max,
		double percentile005, double percentile995)
	{
	}

	/**
	 * The size of the inside of the smallest object but for specks, before anything is resampled.
	 *
	 * @param voxels in voxels of its image
	 * @param volume in cubic millimetres
	 */
	public record SmallestObject(double voxels, double volume) {

		/** Where it is not known, since there are hardly any objects, or hardly any that no edge of an image may cut. */
		static final SmallestObject NONE = new SmallestObject(0, 0);
	}

	public Fingerprint {
		cases = List.copyOf(cases);
		spacings = spacings.stream().map(List::copyOf).toList();
		shapesAfterCrop = shapesAfterCrop.stream().map(List::copyOf).toList();
		intensities = List.copyOf(intensities);
	}

	/** A fingerprint without the sizes of objects. */
	public Fingerprint(final int format, final String key, final List<String> cases, final List<List<Double>> spacings,
		final List<List<Integer>> shapesAfterCrop, final double medianRelativeSize, final List<Intensity> intensities)
	{
		this(format, key, cases, spacings, shapesAfterCrop, medianRelativeSize, intensities, null);
	}
}
