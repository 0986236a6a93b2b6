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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import sc.fiji.nnunet.plan.Recipe;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;

/**
 * The record of a prepared case, stored next to its arrays as {@code <case>.json}.
 *
 * @param format version of this file format; 1
 * @param name the case's name
 * @param key changes when an input file or an option changes
 * @param settings changes when the plan changes in a way that affects the arrays
 * @param images the files of the image
 * @param label the file of the labels, or null
 * @param grid the original grid
 * @param cropStart first voxel of the crop box, z, y, x of the file
 * @param cropEnd one past its last voxel
 * @param transpose for each axis of the network, which of the file's axes z, y, x it is
 * @param croppedSize size after crop and reordering, axes of the network
 * @param preparedSize size after resampling, before padding, axes of the network
 * @param storedStart where the stored array begins on the prepared grid: negative where padded, positive where cut
 * @param storedSize size of the stored array, axes of the network
 * @param spacing of the stored array, axes of the network
 * @param channels image channels
 * @param locations lists of foreground voxels in {@code <case>_locations.npy}, one after the other
 * @param contents size and checksum of each image file, which tell it from another file of the same name; null in
 *          cases of earlier versions
 * @param arithmetic which version of it has made the arrays, where not all of them change with it (else
 *          {@link CaseKey}); 0 in cases of earlier versions
 */
public record CaseRecord(int format, String name, String key, String settings, List<String> images, String label,
	Grid grid,
	int[] cropStart, int[] cropEnd, int[] transpose, int[] croppedSize, int[] preparedSize, int[] storedStart,
	int[] storedSize, double[] spacing, int channels, List<Locations> locations, List<String> contents,
	int arithmetic)
{

	/** The version that this program writes. */
	public static final int FORMAT = 1;

	/** What makes the arrays now; 1: each plane is normalised once. */
	public static final int ARITHMETIC = 1;

	/**
	 * A grid with everything that its file says about orientation.
	 *
	 * @param size x, y, z
	 * @param spacing x, y, z
	 * @param affine three rows of four
	 * @param forms the NIfTI fields, or null
	 */
	public record Grid(long[] size, double[] spacing, double[] affine, Geometry.Forms forms) {

		static Grid of(final Geometry geometry) {
			return new Grid(geometry.size(), geometry.spacing(), geometry.affine(), geometry.forms());
		}
	}

	/**
	 * A list of voxels of one class or region.
	 *
	 * @param name of the class or region
	 * @param labels the label values that belong to it
	 * @param voxels how many voxels it has in the stored array
	 * @param listed how many of them are listed
	 */
	public record Locations(String name, List<Integer> labels, long voxels, int listed) {

		private static final int LEAST = 10_000;
		private static final double SHARE = 0.01;

		/**
		 * How many of so many voxels are listed: at least 10 000, or one percent if that is more, all if there are fewer
		 * (recipe-nnunet.md 2.4).
		 */
		public static int listed(final long voxels) {
			return Math.toIntExact(Math.max(Math.min(LEAST, voxels), (long) Math.ceil(SHARE * voxels)));
		}

		public Locations {
			labels = List.copyOf(labels);
		}
	}

	public CaseRecord {
		images = List.copyOf(images);
		locations = List.copyOf(locations);
		contents = contents == null ? null : List.copyOf(contents);
		if (storedSize.length != 3 || cropStart.length != 3 || cropEnd.length != 3 || croppedSize.length != 3 ||
			preparedSize.length != 3 || storedStart.length != 3 || transpose.length != 3 || spacing.length != 3 ||
			grid == null || name == null) throw new IllegalArgumentException("a size, box or grid is missing");
	}

	/**
	 * Whether an earlier version has normalised some planes several times: those of a slice that became three or more and
	 * was resized in its plane.
	 *
	 * @param recipe the recipe that it was prepared by
	 */
	boolean isNormalisedTwice(final Recipe recipe) {
		if (arithmetic > 0 || recipe.normalizeFirst()) return false;
		for (int d = 0; d < 3; d++) {
			final int[] kept = preparedSize.clone();
			kept[d] = croppedSize[d];
			if (preparedSize[d] > 2 * croppedSize[d] && !Arrays.equals(croppedSize, kept)) return true;
		}
		return false;
	}

	/** What tells this prepared case from another one of the same name, wherever its files are. */
	public String content() {
		return CaseKey.digest(List.of(settings, String.valueOf(contents), Arrays.toString(storedSize), Arrays.toString(
			storedStart), Arrays.toString(cropStart), locations.toString()));
	}

	/** A problem for each original file that no longer exists. */
	public List<Problem> missing() {
		final List<Problem> missing = new ArrayList<>();
		for (final String file : images)
			if (!Files.exists(Path.of(file))) missing.add(missing("image", file));
		if (label != null && !Files.exists(Path.of(label))) missing.add(missing("label file", label));
		return missing;
	}

	private Problem missing(final String what, final String file) {
		return new Problem("case " + name, "has no " + what + ": " + file + " does not exist.",
			"Put the dataset back where it was when it was preprocessed, or preprocess it again.");
	}

	/** The part of the original grid that was kept; z, y, x of the file. */
	public Box cropBox() {
		return new Box(cropStart, cropEnd);
	}

	/** The original grid. */
	public Geometry original() {
		return new Geometry(grid.size(), grid.spacing(), grid.affine(), grid.forms());
	}
}
