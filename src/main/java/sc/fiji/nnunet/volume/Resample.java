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
 * Resizes images and label maps to another grid over the same extent.
 * <p>
 * The grids' outer borders coincide, so voxel centres are aligned as in
 * {@link Kernel}. There is no smoothing filter. Cubic results are clipped to the range
 * of the input: of each slice if the thick axis is resampled separately, otherwise of the
 * whole channel (recipe-nvidia.md 2.5, recipe-nnunet.md 2.2). Every resize is separable and runs
 * axis by axis, in parallel over planes and rows; the result does not depend on the
 * number of threads.
 * </p>
 */
public final class Resample {

	private Resample() {
		// static methods only
	}

	/**
	 * Resamples every channel of an image by a recipe's rule.
	 *
	 * @param size the new size, z, y, x
	 * @param spacing the new spacing, z, y, x; it decides on anisotropy and becomes that of the result
	 * @param executor whose threads may help, or null
	 */
	public static Volume image(final Volume image, final int[] size, final double[] spacing, final ResampleRule rule,
		final ExecutorService executor)
	{
		return image(image, size, spacing, rule, false, executor);
	}

	/** Like {@link #image}, in less memory: the image must not be used afterwards. */
	public static Volume take(final Volume image, final int[] size, final double[] spacing, final ResampleRule rule,
		final ExecutorService executor)
	{
		return image(image, size, spacing, rule, true, executor);
	}

	private static Volume image(final Volume image, final int[] size, final double[] spacing, final ResampleRule rule,
		final boolean consume, final ExecutorService executor)
	{
		final int axis = rule.separateAxis(image.geometry().spacingZyx(), spacing);
		if (axis > 0) {
			final int[] order = Transpose.toFront(axis);
			final Volume turned = image.turn(order).copy(executor);
			final Volume resized = image(turned, Transpose.apply(size, order), Transpose.apply(spacing, order), rule, true,
				executor);
			return resized.turn(Transpose.inverse(order)).copy(executor);
		}
		final boolean planeKernel = axis == 0 || rule.planeKernelIfWidthKept() && size[2] == image.size()[2];
		final Kernel kernel = planeKernel ? rule.plane() : rule.volume();
		final float[][] planes = new float[image.channels() * size[0]][];
		for (int channel = 0; channel < image.channels(); channel++) {
			final float[][] resized = axis == 0 ? slices(image, size, channel, kernel,
				consume, executor) : new ChannelResize(image,
				channel, size, kernel, consume, executor).run();
			System.arraycopy(resized, 0, planes, channel * size[0], size[0]);
		}
		return Volume.of(Geometry.ofZyx(size, spacing), planes);
	}

	/**
	 * Resamples a segmentation: the mask of each label is resized linearly, and in ascending order each label is
	 * written where its share reaches one half, or is the largest, as the rule says.
	 *
	 * @param size the new size, z, y, x
	 * @param spacing the new spacing, z, y, x
	 * @param executor whose threads may help, or null
	 */
	public static LabelMap labels(final LabelMap labels, final int[] size, final double[] spacing,
		final ResampleRule rule, final ExecutorService executor)
	{
		final int axis = rule.separateAxis(labels.geometry().spacingZyx(), spacing);
		if (axis > 0) {
			final int[] order = Transpose.toFront(axis);
			final LabelMap turned = labels.turn(order).copy(executor);
			final LabelMap resized = labels(turned, Transpose.apply(size, order), Transpose.apply(spacing, order), rule,
				executor);
			return resized.turn(Transpose.inverse(order)).copy(executor);
		}
		final LabelMap result = new LabelMap(Geometry.ofZyx(size, spacing));
		new LabelResize(labels, result, axis == 0, rule.majority()).run(executor);
		return result;
	}

	/** Every slice in its plane, clipped to its own range; then the nearest slice for each new one. */
	private static float[][] slices(final Volume image, final int[] size, final int channel, final Kernel kernel,
		final boolean consume, final ExecutorService executor)
	{
		final int[] from = image.size();
		final AxisResize y = new AxisResize(from[1], size[1], kernel);
		final AxisResize x = new AxisResize(from[2], size[2], kernel);
		final float[][] result = new float[size[0]][];
		Chunks.run(executor, from[0], z -> {
			final float[] plane = image.plane(channel, z);
			float[] resized = null;
			for (int o = 0; o < size[0]; o++) {
				if (Taps.nearest(o, from[0], size[0]) != z) continue;
				final boolean first = resized == null;
				if (first) resized = PlaneResize.resize(plane, y, x, from[1], from[2], Range.of(plane));
				// NB: results are changed in place, so each plane needs an array of its own
				result[o] = first && resized != plane ? resized : resized.clone();
			}
			if (consume) image.release(channel, z);
		});
		return result;
	}
}
