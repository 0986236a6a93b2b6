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

/**
 * How a recipe resamples: with which kernels, and when slices count as too thick to interpolate across.
 *
 * @param volume kernel of an ordinary resize along all three axes
 * @param plane kernel within the planes if the thick axis is resampled separately, then always by nearest
 * @param anisotropy ratio of the largest to the smallest spacing from which an image is anisotropic
 * @param inclusive whether exactly that ratio counts as anisotropic
 * @param alwaysZ whether the thick axis is always z; otherwise it is the one with the largest spacing, and if
 *          several axes share that, none is resampled separately
 * @param planeKernelIfWidthKept whether a volume that keeps its x size is resized with the plane kernel
 * @param majority whether a voxel's label is the one with the largest share, instead of the last with one half
 */
public record ResampleRule(Kernel volume, Kernel plane, double anisotropy, boolean inclusive, boolean alwaysZ,
	boolean planeKernelIfWidthKept, boolean majority)
{

	/** NVIDIA's rule: recipe-nvidia.md 2.5 and 2.6. */
	public static final ResampleRule NVIDIA = new ResampleRule(Kernel.B_SPLINE, Kernel.CATMULL_ROM, 3, true, true, true,
		false);

	/** nnU-Net v2's rule: recipe-nnunet.md 2.2; labels as of nnU-Net 2.8, by the largest share. */
	public static final ResampleRule NNUNET = new ResampleRule(Kernel.B_SPLINE, Kernel.B_SPLINE, 3, false, false, false,
		true);

	/** The same rule with another kernel everywhere: {@link Kernel#LINEAR} for logits. */
	public ResampleRule with(final Kernel kernel) {
		return new ResampleRule(kernel, kernel, anisotropy, inclusive, alwaysZ, planeKernelIfWidthKept,
			majority);
	}

	/**
	 * The same rule with another ratio from which an image is anisotropic: 0 means always, infinity never.
	 */
	public ResampleRule withAnisotropy(final double ratio) {
		return new ResampleRule(volume, plane, ratio, inclusive, alwaysZ, planeKernelIfWidthKept, majority);
	}

	/**
	 * The axis across which nothing is interpolated: 0 = z, 1 = y, 2 = x, or -1 for none.
	 *
	 * @param from spacing of the image, z, y, x
	 * @param to spacing of the result, z, y, x
	 */
	public int separateAxis(final double[] from, final double[] to) {
		if (anisotropic(from)) return thickAxis(from);
		if (anisotropic(to)) return thickAxis(to);
		return -1;
	}

	private boolean anisotropic(final double[] spacing) {
		final double ratio = max(spacing) / Math.min(spacing[0], Math.min(spacing[1], spacing[2]));
		return inclusive ? ratio >= anisotropy : ratio > anisotropy;
	}

	private int thickAxis(final double[] spacing) {
		if (alwaysZ) return 0;
		int axis = -1;
		for (int d = 0; d < 3; d++) {
			if (spacing[d] != max(spacing)) continue;
			if (axis >= 0) return -1;
			axis = d;
		}
		return axis;
	}

	private static double max(final double[] spacing) {
		return Math.max(spacing[0], Math.max(spacing[1], spacing[2]));
	}
}
