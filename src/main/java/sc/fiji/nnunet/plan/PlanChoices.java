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

import sc.fiji.nnunet.problem.Checks;

/**
 * What a user overrides in the recipe; empty, 0 or null keeps the recipe's choice.
 *
 * @param spacing target spacing in millimetres, z, y, x of the network's grid
 * @param patch patch size, z, y, x or y, x
 * @param batchSize samples per step
 * @param normalization the scheme of all channels
 * @param memory gigabytes of device memory that nnU-Net's planner aims at
 * @param architecture the family of networks
 */
public record PlanChoices(List<Double> spacing, List<Integer> patch, int batchSize,
	Normalization.Scheme normalization, double memory, Architecture architecture)
{

	/** Overrides nothing. */
	public static final PlanChoices NONE = new PlanChoices(List.of(), List.of(), 0, null, 0, Architecture.PLAIN);

	/** The largest batch size accepted: no device holds so many samples of even the smallest patch. */
	private static final int MOST_SAMPLES = 1 << 16;

	/** The largest patch accepted: the 32 feature maps of its finest stage alone take 17 GB. */
	private static final int MOST_VOXELS = 512 * 512 * 512;

	/** The smallest and largest voxel edge accepted, in millimetres: less than an atom, and a kilometre. */
	private static final double LEAST_SPACING = 1e-8, MOST_SPACING = 1e6;

	public PlanChoices {
		spacing = Checks.copy(spacing);
		patch = Checks.copy(patch);
	}

	/**
	 * Checks the values.
	 *
	 * @param axes the number of the patch's axes
	 */
	public void check(final Checks checks, final int axes) {
		if (!spacing.isEmpty()) {
			final String cure = "Give three positive numbers: z, y, x in millimetres.";
			checks.positive("spacing", spacing, 3, cure);
			for (final Double edge : spacing)
				if (edge != null && edge > 0 && edge < Double.POSITIVE_INFINITY) checks.range("spacing", edge,
					LEAST_SPACING, MOST_SPACING, cure);
		}
		if (!patch.isEmpty()) {
			final String cure = "Give " + (axes == 3 ? "three positive whole numbers: z, y, x."
				: "two positive whole numbers: y, x.");
			checks.positive("patch", patch, axes, cure);
			double voxels = 1;
			for (final Integer edge : patch)
				voxels *= edge == null ? 1 : edge;
			checks.that(voxels <= MOST_VOXELS, "patch", "is " + patch + ", too large for any device's memory.",
				"Give smaller numbers: 512 x 512 x 512 voxels at most.");
		}
		checks.range("batchsize", batchSize, 0, MOST_SAMPLES, "Give a positive number up to " + MOST_SAMPLES +
			", or 0 for the recipe's.");
		checks.atLeast("memorytarget", memory, 0, "Give a number of gigabytes, or 0 for the recipe's.");
	}
}
