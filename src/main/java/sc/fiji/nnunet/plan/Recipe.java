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

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Crop;
import sc.fiji.nnunet.volume.ResampleRule;

/**
 * The rules by which a case is prepared and a network is planned: plain data.
 *
 * @param name how users call it
 * @param foreground what the crop keeps
 * @param normalizeFirst whether intensities are normalised before resampling (nnU-Net v2) or after (NVIDIA)
 * @param resampling kernels and anisotropy
 * @param resample2d whether 2D configurations are resampled in the plane
 * @param truncateShape whether a new size is truncated (NVIDIA, recipe-nvidia.md Q13) or rounded half to even
 * @param markOutside whether label 0 outside of the foreground mask becomes -1
 * @param stdFloor the least deviation that a z-score divides by
 * @param padToPatch whether training cases are stored padded to the patch (2D: cut to it)
 */
public record Recipe(String name, Crop.Foreground foreground, boolean normalizeFirst, ResampleRule resampling,
	boolean resample2d, boolean truncateShape, boolean markOutside, double stdFloor, boolean padToPatch)
{

	/** NVIDIA's nnU-Net: recipe-nvidia.md section 2. */
	public static final Recipe NVIDIA = new Recipe("nvidia", Crop.Foreground.POSITIVE, false, ResampleRule.NVIDIA, false,
		true, false, 1e-7, true);

	/** nnU-Net v2: recipe-nnunet.md sections 1 and 2. */
	public static final Recipe NNUNET = new Recipe("nnunet", Crop.Foreground.NON_ZERO, true, ResampleRule.NNUNET, true,
		false, true, 1e-8, false);

	/** All recipes, the default first. */
	public static final List<Recipe> ALL = List.of(NVIDIA, NNUNET);

	/** The recipe of a name, without regard to case. */
	public static Recipe named(final String name) throws ProblemException {
		for (final Recipe recipe : ALL)
			if (recipe.name.equalsIgnoreCase(name)) return recipe;
		throw new ProblemException(new Problem("recipe", "is '" + name + "'.", "Give nvidia or nnunet."));
	}

	/**
	 * The size of a grid after resampling: recipe-nvidia.md 2.5, recipe-nnunet.md 1.4.
	 *
	 * @param size old size, z, y, x
	 * @param spacing old spacing, z, y, x
	 * @param target new spacing, z, y, x
	 */
	public int[] newSize(final int[] size, final double[] spacing, final double[] target) {
		final int[] result = new int[size.length];
		for (int d = 0; d < size.length; d++) {
			final double exact = spacing[d] / target[d] * size[d];
			result[d] = Math.max(1, truncateShape ? (int) exact : (int) Math.rint(exact));
		}
		return result;
	}
}
