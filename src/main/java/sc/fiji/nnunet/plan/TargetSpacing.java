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

/** Chooses the spacing to which a dataset is resampled. */
public enum TargetSpacing {

		/**
		 * Medians; if they differ by a factor of 3 or more, the 10th percentile along the coarsest axis. NVIDIA's nnU-Net
		 * takes the finest, against its own documentation (recipe-nvidia.md 2.9 and Q11). Single slices: y and x only.
		 */
		NVIDIA {

			@Override
			double[] of(final Fingerprint fingerprint) {
				return nvidia(fingerprint);
			}
		},

		/** Medians; a much coarser axis with few slices is made finer (recipe-nnunet.md 1.2). */
		NNUNET {

			@Override
			double[] of(final Fingerprint fingerprint) {
				return nnunet(fingerprint);
			}
		};

	/** The spacing for the images of a fingerprint, in the files' axis order. */
	abstract double[] of(Fingerprint fingerprint);

	/**
	 * Whether the images are single slices. NB: their spacing along z means nothing, so it is not compared with the size
	 * of their pixels.
	 */
	static boolean isFlat(final Fingerprint fingerprint) {
		return medians(fingerprint.shapesAfterCrop())[0] == 1;
	}

	private static double[] nvidia(final Fingerprint fingerprint) {
		final double[] target = medians(fingerprint.spacings());
		final int first = isFlat(fingerprint) ? 1 : 0;
		int coarsest = first, finest = first;
		for (int d = first; d < target.length; d++) {
			if (target[d] > target[coarsest]) coarsest = d;
			if (target[d] < target[finest]) finest = d;
		}
		if (target[coarsest] / target[finest] >= 3) target[coarsest] = Statistics.percentile(column(fingerprint.spacings(),
			coarsest), 10);
		return target;
	}

	private static double[] nnunet(final Fingerprint fingerprint) {
		final double[] target = medians(fingerprint.spacings());
		// NB: nnU-Net reads slices with 999 mm along z, which then is the coarsest axis and stays
		if (isFlat(fingerprint)) return target;
		final double[] size = medians(fingerprint.shapesAfterCrop());
		final int worst = largest(target);
		double coarsestOther = 0;
		double smallestOther = Double.POSITIVE_INFINITY;
		for (int d = 0; d < 3; d++) {
			if (d == worst) continue;
			coarsestOther = Math.max(coarsestOther, target[d]);
			smallestOther = Math.min(smallestOther, size[d]);
		}
		if (target[worst] <= 3 * coarsestOther || 3 * size[worst] >= smallestOther) return target;
		double fine = Statistics.percentile(column(fingerprint.spacings(), worst), 10);
		if (fine < coarsestOther) fine = Math.max(fine, coarsestOther) + 1e-5;
		target[worst] = fine;
		return target;
	}

	/** The axis with the largest number; the first of several. */
	static int largest(final double[] numbers) {
		int axis = 0;
		for (int d = 1; d < numbers.length; d++)
			if (numbers[d] > numbers[axis]) axis = d;
		return axis;
	}

	/** The median of each axis. */
	static double[] medians(final List<? extends List<? extends Number>> rows) {
		final double[] medians = new double[3];
		for (int d = 0; d < 3; d++)
			medians[d] = Statistics.median(column(rows, d));
		return medians;
	}

	private static double[] column(final List<? extends List<? extends Number>> rows, final int axis) {
		return rows.stream().mapToDouble(row -> row.get(axis).doubleValue()).toArray();
	}
}
