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
package sc.fiji.nnunet.objects;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import sc.fiji.nnunet.dataset.Labels;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Components;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * One object of a segmentation: a connected part of a class, where voxels that touch by an edge or a corner belong
 * together, in 2D and in 3D; or, in a label image that numbers objects one by one, all voxels of one number.
 *
 * @param label the class; 1 for all numbered objects
 * @param number counts the objects of a class from 1, in the order of their first voxel; of a numbered object, its
 *          number in the label image
 * @param box the smallest box that holds it, z, y, x
 * @param voxels its size
 * @param centre the mean position of its voxels, x, y, z; the middle of the first voxel is at 0.5, as in ImageJ
 * @param slices the voxels of each slice of the box, rows of the box's width
 */
public record LabelObject(int label, int number, Box box, long voxels, double[] centre, List<BitSet> slices) {

	/** A smallest size that was divided by that of a voxel may be off in its last digits. */
	private static final double ROUNDING = 1e-9;

	/**
	 * The objects of a label image: numbered ones if its labels are numbers of objects, else connected parts.
	 *
	 * @param least objects of fewer voxels are left out
	 */
	public static List<LabelObject> of(final LabelMap map, final Labels labels, final double least) {
		return labels.instances() ? numbered(map, least) : in(map, least);
	}

	/**
	 * The connected parts of all classes, by class and then by place.
	 *
	 * @param least objects of fewer voxels are left out
	 */
	public static List<LabelObject> in(final LabelMap labels, final double least) {
		final List<LabelObject> objects = new ArrayList<>();
		for (final int label : present(labels)) {
			final Components parts = Components.in(labels, value -> value == label, false);
			int number = 0;
			for (final Growing one : grown(parts))
				if (one.isAtLeast(least)) objects.add(one.object(label, ++number));
		}
		return objects;
	}

	/**
	 * The objects of a label image that numbers them one by one, by number. The time does not grow with their count.
	 *
	 * @param least objects of fewer voxels are left out
	 */
	public static List<LabelObject> numbered(final LabelMap labels, final double least) {
		final Growing[] byNumber = new Growing[Short.MAX_VALUE + 1];
		LabelBoxes.of(labels, null).forEach((number, box) -> {
			if (number > 0) byNumber[number] = new Growing(box);
		});
		final int width = labels.size()[2];
		for (int z = 0; z < labels.size()[0]; z++) {
			final short[] plane = labels.plane(z);
			int start = 0;
			while (start < plane.length) {
				final int row = start - start % width;
				int end = start + 1;
				while (end < row + width && plane[end] == plane[start])
					end++;
				if (plane[start] > 0) byNumber[plane[start]].add(z, start / width, start - row, end - row);
				start = end;
			}
		}
		final List<LabelObject> objects = new ArrayList<>();
		for (int number = 1; number < byNumber.length; number++)
			if (byNumber[number] != null && byNumber[number].isAtLeast(least)) objects.add(byNumber[number].object(1, number));
		return objects;
	}

	/** The classes that occur, background excepted. */
	private static int[] present(final LabelMap labels) {
		final BitSet present = new BitSet();
		for (int z = 0; z < labels.size()[0]; z++)
			for (final short label : labels.plane(z))
				if (label > 0) present.set(label);
		return present.stream().toArray();
	}

	private static List<Growing> grown(final Components parts) {
		final List<Growing> grown = new ArrayList<>();
		for (final Components.Component part : parts.list())
			grown.add(new Growing(part.box()));
		parts.forEachRun((part, z, y, start, end) -> grown.get(part).add(z, y, start, end));
		return grown;
	}

	/** An object whose runs are still being collected. */
	private static final class Growing {

		private final Box box;
		private final List<BitSet> slices = new ArrayList<>();
		private final double[] sum = new double[3];
		private long voxels;

		Growing(final Box box) {
			this.box = box;
			for (int z = box.start()[0]; z < box.end()[0]; z++)
				slices.add(new BitSet());
		}

		void add(final int z, final int y, final int start, final int end) {
			final int[] corner = box.start();
			final int width = box.end()[2] - corner[2];
			final int row = (y - corner[1]) * width - corner[2];
			slices.get(z - corner[0]).set(row + start, row + end);
			final double count = end - start;
			sum[0] += count * (start + end) / 2;
			sum[1] += count * (y + 0.5);
			sum[2] += count * (z + 0.5);
			voxels += end - start;
		}

		boolean isAtLeast(final double least) {
			return voxels >= least * (1 - ROUNDING);
		}

		LabelObject object(final int label, final int number) {
			final double[] centre = new double[3];
			for (int axis = 0; axis < 3; axis++)
				centre[axis] = sum[axis] / voxels;
			return new LabelObject(label, number, box, voxels, centre, slices);
		}
	}
}
