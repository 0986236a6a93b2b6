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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The kernels and strides of a U-Net's stages, derived from patch and spacing.
 *
 * @param kernels per stage, finest first
 * @param strides per stage; that of the first stage is all ones
 * @param patch the patch, made larger where the strides need it
 */
record Topology(List<List<Integer>> kernels, List<List<Integer>> strides, List<Integer> patch) {

	/** NVIDIA's rule: recipe-nvidia.md 4.1. The patch stays as it is. */
	static Topology nvidia(final List<Integer> patch, final List<Double> spacing) {
		final int axes = patch.size();
		final double[] size = patch.stream().mapToDouble(n -> n).toArray();
		final double[] millimetres = spacing.stream().mapToDouble(s -> s).toArray();
		final List<List<Integer>> kernels = new ArrayList<>();
		final List<List<Integer>> strides = new ArrayList<>();
		strides.add(repeat(1, axes));
		while (kernels.size() < 5) {
			final double finest = min(millimetres);
			final List<Integer> kernel = new ArrayList<>();
			final List<Integer> stride = new ArrayList<>();
			for (int d = 0; d < axes; d++) {
				final boolean near = millimetres[d] / finest <= 2;
				kernel.add(near ? 3 : 1);
				stride.add(near && size[d] >= 8 ? 2 : 1);
			}
			if (!stride.contains(2)) break;
			for (int d = 0; d < axes; d++) {
				size[d] /= stride.get(d);
				millimetres[d] *= stride.get(d);
			}
			kernels.add(kernel);
			strides.add(stride);
		}
		kernels.add(repeat(3, axes));
		return new Topology(kernels, strides, patch);
	}

	/**
	 * nnU-Net's rule: recipe-nnunet.md 1.6.
	 *
	 * @param patch may be fractional, as medians of shapes are
	 */
	static Topology nnunet(final double[] patch, final double[] spacing) {
		final int axes = patch.length;
		final double[] size = patch.clone();
		final double[] millimetres = spacing.clone();
		final int[] kernel = new int[axes];
		Arrays.fill(kernel, 1);
		final int[] divisor = new int[axes];
		Arrays.fill(divisor, 1);
		final List<List<Integer>> kernels = new ArrayList<>();
		final List<List<Integer>> strides = new ArrayList<>();
		strides.add(repeat(1, axes));
		for (List<Integer> pooled = pooled(size, millimetres); !pooled.isEmpty(); pooled = pooled(size, millimetres)) {
			final double finest = min(millimetres);
			for (int d = 0; d < axes; d++)
				if (millimetres[d] / finest < 2) kernel[d] = 3;
			kernels.add(list(kernel));
			final int[] stride = new int[axes];
			for (int d = 0; d < axes; d++) {
				stride[d] = pooled.contains(d) ? 2 : 1;
				if (stride[d] == 1) continue;
				millimetres[d] *= 2;
				size[d] = Math.ceil(size[d] / 2);
				divisor[d] *= 2;
			}
			strides.add(list(stride));
		}
		kernels.add(repeat(3, axes));
		final List<Integer> padded = new ArrayList<>();
		for (int d = 0; d < axes; d++)
			padded.add((int) Math.ceil(patch[d] / divisor[d]) * divisor[d]);
		return new Topology(kernels, strides, padded);
	}

	/** The axes that the next stage halves. */
	private static List<Integer> pooled(final double[] size, final double[] spacing) {
		final List<Integer> candidates = new ArrayList<>();
		double finest = Double.POSITIVE_INFINITY;
		for (int d = 0; d < size.length; d++) {
			if (size[d] < 8) continue;
			candidates.add(d);
			finest = Math.min(finest, spacing[d]);
		}
		final double limit = finest;
		candidates.removeIf(d -> spacing[d] / limit >= 2);
		if (candidates.size() == 1 && size[candidates.get(0)] < 12) candidates.clear();
		return candidates;
	}

	/** The product of the strides per axis. */
	int[] divisor() {
		final int[] divisor = new int[patch.size()];
		Arrays.fill(divisor, 1);
		for (final List<Integer> stride : strides)
			for (int d = 0; d < divisor.length; d++)
				divisor[d] *= stride.get(d);
		return divisor;
	}

	/** Feature maps per stage: 32, doubled from stage to stage, up to 320 in 3D and 512 in 2D. */
	List<Integer> features() {
		final int most = patch.size() == 2 ? 512 : 320;
		final List<Integer> features = new ArrayList<>();
		for (int stage = 0; stage < strides.size(); stage++)
			features.add(stage > 10 ? most : Math.min(most, 32 << stage));
		return features;
	}

	private static double min(final double[] numbers) {
		double min = numbers[0];
		for (final double number : numbers)
			min = Math.min(min, number);
		return min;
	}

	private static List<Integer> list(final int[] numbers) {
		return Arrays.stream(numbers).boxed().toList();
	}

	private static List<Integer> repeat(final int number, final int times) {
		return Collections.nCopies(times, number);
	}
}
