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
package sc.fiji.nnunet.volume;

import java.util.concurrent.ExecutorService;

/**
 * Normalizes the intensities of one channel in place: recipe-nvidia.md 2.7, recipe-nnunet.md 2.3.
 * <p>
 * Sums are taken in double, plane by plane, and added in the order of the planes, so
 * that the result does not depend on the number of threads.
 * </p>
 */
public final class Normalize {

	/** Decides which voxels of a plane count. */
	@FunctionalInterface
	public interface Mask {

		/** Every voxel. */
		Mask ALL = (z, index, value) -> true;

		/** Every voxel whose value is not zero. */
		Mask NON_ZERO = (z, index, value) -> value != 0;

		/**
		 * @param z the plane
		 * @param index where in the plane, y * width + x
		 * @param value the voxel's value
		 */
		boolean counts(int z, int index, float value);
	}

	private Normalize() {
		// static methods only
	}

	/**
	 * Scales to zero mean and unit standard deviation (of the population) of the voxels that count; others do not change.
	 *
	 * @param floor the smallest standard deviation to divide by
	 */
	public static void zScore(final Volume image, final int channel, final Mask mask, final double floor,
		final ExecutorService executor)
	{
		final int planes = image.size()[0];
		final double[] sums = new double[planes];
		final long[] counts = new long[planes];
		Chunks.run(executor, planes, z -> {
			final float[] plane = image.plane(channel, z);
			double sum = 0;
			long count = 0;
			for (int i = 0; i < plane.length; i++)
				if (mask.counts(z, i, plane[i])) {
					sum += plane[i];
					count++;
				}
			sums[z] = sum;
			counts[z] = count;
		});
		long count = 0;
		for (final long one : counts)
			count += one;
		if (count == 0) return;
		final double mean = total(sums) / count;
		Chunks.run(executor, planes, z -> {
			final float[] plane = image.plane(channel, z);
			double sum = 0;
			for (int i = 0; i < plane.length; i++)
				if (mask.counts(z, i, plane[i])) sum += (plane[i] - mean) * (plane[i] - mean);
			sums[z] = sum;
		});
		final double std = Math.max(floor, Math.sqrt(total(sums) / count));
		Chunks.run(executor, planes, z -> {
			final float[] plane = image.plane(channel, z);
			for (int i = 0; i < plane.length; i++)
				if (mask.counts(z, i, plane[i])) plane[i] = (float) ((plane[i] - mean) / std);
		});
	}

	private static double total(final double[] sums) {
		double total = 0;
		for (final double sum : sums)
			total += sum;
		return total;
	}

	/** Clips every voxel, subtracts the mean and divides by the standard deviation, in single precision. */
	public static void ct(final Volume image, final int channel, final double min, final double max,
		final double mean, final double std, final ExecutorService executor)
	{
		final float low = (float) min;
		final float high = (float) max;
		final float shift = (float) mean;
		final float scale = (float) (1 / std);
		Chunks.run(executor, image.size()[0], z -> {
			final float[] plane = image.plane(channel, z);
			for (int i = 0; i < plane.length; i++)
				plane[i] = (Math.max(low, Math.min(high, plane[i])) - shift) * scale;
		});
	}

	/** Subtracts a number from every voxel and divides by another. */
	public static void linear(final Volume image, final int channel, final double subtract, final double divide,
		final ExecutorService executor)
	{
		ct(image, channel, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, subtract, divide, executor);
	}

	/** The smallest and largest voxel of a channel. */
	public static float[] range(final Volume image, final int channel) {
		Range range = Range.of(image.plane(channel, 0));
		for (int z = 1; z < image.size()[0]; z++)
			range = range.and(Range.of(image.plane(channel, z)));
		return new float[] { range.min(), range.max() };
	}
}
