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
package sc.fiji.nnunet.preprocess;

import java.util.Optional;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.MemoryBudget;

/** How much memory a case needs. */
final class CaseMemory {

	private CaseMemory() {
		// static methods only
	}

	/** The bytes that a case takes in memory after reading. */
	static long loaded(final Geometry grid, final int channels, final boolean labelled) {
		return grid.voxels() * (4L * channels + (labelled ? 2 : 0));
	}

	/**
	 * The bytes while a case is read.
	 *
	 * @param labels what its labels mean, or null if it has none
	 */
	static long reading(final Geometry grid, final int channels, final Labels labels) {
		// NB: of numbered objects it is found out which voxels are near others, a byte each, and what is inside, two bytes
		return loaded(grid, channels, labels != null) + (labels != null && labels.instances() ? 3 * grid.voxels() : 0);
	}

	/** The bytes at the peak of preparing a case: its planes, those between two axes of one channel, and the result. */
	static long peak(final Geometry grid, final int channels, final boolean labelled, final Plan plan) {
		final long loaded = loaded(grid, channels, labelled);
		if (plan.is2d()) return 2 * loaded;
		final double[] from = grid.spacingZyx();
		final int[] order = plan.transpose().stream().mapToInt(axis -> axis).toArray();
		final double across = from[order[0]] / plan.spacing().get(0);
		final double inPlane = from[order[1]] / plan.spacing().get(1) * from[order[2]] / plan.spacing().get(2);
		final double between = across == 1 || inPlane == 1 ? 0 : 4 * grid.voxels() * Math.min(across, inPlane);
		final long reading = reading(grid, channels, labelled ? plan.labels() : null);
		return Math.max(reading, (long) (loaded + loaded * across * inPlane + between));
	}

	/**
	 * Whether a case needs more memory than there is.
	 *
	 * @param grid the grid of its images
	 * @return empty if it fits
	 */
	static Optional<Problem> tooLarge(final MemoryBudget budget, final Case one, final Geometry grid,
		final boolean labelled, final Plan plan)
	{
		final long peak = peak(grid, plan.channels().size(), labelled, plan);
		if (peak <= budget.heap()) return Optional.empty();
		return Optional.of(Problem.of(one.images().get(0), "needs about " + gigabytes(peak) +
			" GB of memory, but Java may use only " + gigabytes(budget.heap()) + " GB.", "Start with a larger heap: -Xmx" +
				(long) Math.ceil(peak / MemoryBudget.SHARE / (1 << 30)) + "g; in Fiji: Edit > Options > Memory & Threads."));
	}

	private static String gigabytes(final long bytes) {
		return String.valueOf(Math.round(bytes / 1e8) / 10.0);
	}
}
