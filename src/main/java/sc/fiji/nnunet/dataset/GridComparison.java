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
package sc.fiji.nnunet.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.Geometry;

/** Compares the grid of a file with the grid it should have: shape, then spacing, then position. */
final class GridComparison {

	private GridComparison() {
		// static methods only
	}

	/** A difference that makes the file unusable. */
	static Optional<Problem> problem(final Path file, final Geometry grid, final Geometry expected, final String other,
		final double tolerance)
	{
		if (!Arrays.equals(grid.size(), expected.size())) return Optional.of(Problem.of(file, "Its shape is " + times(grid
			.size()) + " voxels, that of " + other + " " + times(expected.size()) + ".",
			"Both must lie on one grid: export it again, or resample it to the grid of " + other + "."));
		if (!grid.sameSpacing(expected)) return Optional.of(Problem.of(file, "Its spacing is " + grid.voxelSize() +
			", that of " + other + " " + expected.voxelSize() + ".",
			"Correct the header that is wrong, or export it again."));
		if (grid.distance(expected) <= tolerance) return Optional.empty();
		return Optional.of(Problem.of(file, grid.apart(expected, other), "Copy the affine of " + other +
			" into its header if the voxels do match, or resample it to that grid."));
	}

	/** A difference that is worth a look. */
	static Optional<Problem> oddity(final Path file, final Geometry grid, final Geometry expected, final String other,
		final double tolerance)
	{
		if (!Arrays.equals(grid.size(), expected.size()) || !grid.sameSpacing(expected)) return Optional.empty();
		final double distance = grid.distance(expected);
		if (distance <= Geometry.TOLERANCE || distance > tolerance) return Optional.empty();
		return Optional.of(Problem.of(file, grid.apart(expected, other),
			"It is used as it is; copy the affine of " + other + " into its header to be sure."));
	}

	private static String times(final long[] numbers) {
		return numbers[0] + " x " + numbers[1] + " x " + numbers[2];
	}
}
