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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The connected components (parts) of some labels of a {@link LabelMap}.
 * <p>
 * The map is read once, row by row, as runs of voxels with these labels; runs that touch
 * are joined by union-find. Memory grows with the number of runs, not with the volume.
 * Parts are listed in the order of their first voxel (z, then y, then x).
 * </p>
 * <p>
 * A typical use is to drop all but the largest part:
 * </p>
 *
 * <pre>
 * final Components parts = Components.in(labels, label -&gt; label != 0, false);
 * parts.keepLargest(labels);
 * </pre>
 */
public final class Components {

	/**
	 * One connected part.
	 *
	 * @param box its bounding box, z, y, x
	 * @param voxels its number of voxels
	 */
	public record Component(Box box, long voxels) {
	}

	private final RunList runs;
	private final int[] partOfRun;
	private final List<Component> list;

	private Components(final RunList runs) {
		this.runs = runs;
		partOfRun = runs.numberedRoots();
		list = collect();
	}

	/**
	 * Finds the connected parts of the voxels whose label passes a test.
	 *
	 * @param faces true: voxels touch by their faces only (6 neighbours); false: by edges and corners too (26)
	 */
	public static Components in(final LabelMap labels, final IntPredicate member, final boolean faces) {
		return new Components(RunList.of(labels, member, faces));
	}

	/** The connected parts of one class, see {@link #in}. */
	public static List<Component> of(final LabelMap labels, final int label, final boolean faces) {
		return in(labels, value -> value == label, faces).list();
	}

	/** All parts in the order of their first voxel. */
	public List<Component> list() {
		return list;
	}

	/** Receives the runs of voxels that make up the parts. */
	public interface RunVisitor {

		/**
		 * Visits one run: the voxels of a row from start up to but not including end.
		 *
		 * @param part the part's index in the list
		 */
		void visit(int part, int z, int y, int start, int end);
	}

	/** Visits all runs of all parts, in the order of z, y and x. */
	public void forEachRun(final RunVisitor visitor) {
		for (int r = 0; r < runs.count(); r++)
			visitor.visit(partOfRun[r], runs.z(r), runs.y(r), runs.start(r), runs.end(r));
	}

	/** The number of voxels of the largest part, 0 if there is none. */
	public long largest() {
		long largest = 0;
		for (final Component component : list)
			largest = Math.max(largest, component.voxels());
		return largest;
	}

	/**
	 * Sets all voxels of parts smaller than the largest to background; parts that tie for the largest all stay.
	 *
	 * @param labels the map that the parts were found in, or a copy of it
	 * @return how many voxels were removed
	 */
	public long keepLargest(final LabelMap labels) {
		final long largest = largest();
		final int width = labels.size()[2];
		long removed = 0;
		for (int r = 0; r < runs.count(); r++) {
			if (list.get(partOfRun[r]).voxels() == largest) continue;
			final int row = runs.y(r) * width;
			Arrays.fill(labels.plane(runs.z(r)), row + runs.start(r), row + runs.end(r), (short) 0);
			removed += runs.end(r) - runs.start(r);
		}
		return removed;
	}

	private List<Component> collect() {
		int parts = 0;
		for (final int part : partOfRun)
			parts = Math.max(parts, part + 1);
		final int[][] start = new int[parts][];
		final int[][] end = new int[parts][];
		final long[] voxels = new long[parts];
		for (int r = 0; r < partOfRun.length; r++) {
			final int p = partOfRun[r];
			if (start[p] == null) {
				start[p] = new int[] { runs.z(r), runs.y(r), runs.start(r) };
				end[p] = new int[] { runs.z(r) + 1, runs.y(r) + 1, runs.end(r) };
			}
			// NB: runs come in the order of z, so the first run has the smallest z
			start[p][1] = Math.min(start[p][1], runs.y(r));
			start[p][2] = Math.min(start[p][2], runs.start(r));
			end[p][0] = runs.z(r) + 1;
			end[p][1] = Math.max(end[p][1], runs.y(r) + 1);
			end[p][2] = Math.max(end[p][2], runs.end(r));
			voxels[p] += runs.end(r) - runs.start(r);
		}
		final List<Component> components = new ArrayList<>(parts);
		for (int p = 0; p < parts; p++)
			components.add(new Component(new Box(start[p], end[p]), voxels[p]));
		return List.copyOf(components);
	}
}
