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
package sc.fiji.nnunet.paint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The paint of one image as its journal tells: strokes lie over accepted slices, later strokes over earlier ones.
 * Not for several threads at once.
 */
public final class ImagePaint {

	/** The label of a voxel that nobody painted. */
	public static final short UNPAINTED = -1;

	private final Geometry geometry;
	private final int[] size;
	private final List<Mark> marks = new ArrayList<>();
	private final Set<Integer> undone = new HashSet<>();
	private final Map<Integer, short[]> slices = new TreeMap<>();

	ImagePaint(final Geometry geometry, final List<Mark> marks) {
		this.geometry = geometry;
		size = geometry.sizeZyx();
		for (final Mark mark : marks)
			add(mark);
	}

	/** The grid that is painted on. */
	public Geometry geometry() {
		return geometry;
	}

	/** Takes a line of the journal in. */
	void add(final Mark mark) {
		marks.add(mark);
		if (mark.kind() == Mark.Kind.UNDO) undone.add(mark.undone());
		slices.remove(mark.z());
	}

	/** The strokes and accepted slices that were not undone, in their order. */
	public List<Mark> marks() {
		return marks.stream().filter(mark -> mark.kind() != Mark.Kind.UNDO && !undone.contains(mark.id())).toList();
	}

	/** The number of the journal's last line; 0 if there is none. */
	public int last() {
		return marks.isEmpty() ? 0 : marks.get(marks.size() - 1).id();
	}

	/** The slices that hold paint or were accepted, ascending. */
	public List<Integer> painted() {
		return marks().stream().map(Mark::z).distinct().sorted().toList();
	}

	/** The accepted slices, ascending. */
	public List<Integer> accepted() {
		return marks().stream().filter(mark -> mark.kind() == Mark.Kind.SLICE).map(Mark::z).distinct()
			.sorted().toList();
	}

	/** The labels of a slice, row by row, {@link #UNPAINTED} where there is no paint; not to be changed. */
	public short[] slice(final int z) {
		return slices.computeIfAbsent(z, plane -> labels(marks(), plane));
	}

	/** What the strokes alone give a slice, without what was accepted; an array of the caller's. */
	public short[] strokes(final int z) {
		return labels(marks().stream().filter(mark -> mark.kind() == Mark.Kind.STROKE).toList(), z);
	}

	/** The labels that some strokes and slices give a slice; an array of the caller's. */
	short[] labels(final List<Mark> some, final int z) {
		final short[] accepted = plane(), strokes = plane();
		for (final Mark mark : some) {
			if (mark.z() != z) continue;
			if (mark.kind() == Mark.Kind.SLICE) accept(mark.runs(), accepted);
			else mark.pixels().forEach(size[2], (index, length) -> Arrays.fill(strokes, index, index + length,
				(short) mark.label()));
		}
		for (int i = 0; i < strokes.length; i++)
			if (strokes[i] == UNPAINTED) strokes[i] = accepted[i];
		return strokes;
	}

	private short[] plane() {
		final short[] plane = new short[size[1] * size[2]];
		Arrays.fill(plane, UNPAINTED);
		return plane;
	}

	private static void accept(final int[] runs, final short[] into) {
		int at = 0;
		for (int i = 0; i < runs.length; i += 2)
			Arrays.fill(into, at, at += runs[i + 1], (short) runs[i]);
	}

	/** All labels, with a value for what nobody painted. */
	public LabelMap labels(final int unpainted) {
		final LabelMap map = new LabelMap(geometry);
		final Set<Integer> painted = new HashSet<>(painted());
		for (int z = 0; z < size[0]; z++) {
			final short[] plane = map.plane(z);
			Arrays.fill(plane, (short) unpainted);
			if (!painted.contains(z)) continue;
			final short[] slice = slice(z);
			for (int i = 0; i < plane.length; i++)
				if (slice[i] != UNPAINTED) plane[i] = slice[i];
		}
		return map;
	}
}
