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

import java.util.Arrays;

import com.google.gson.annotations.SerializedName;

/**
 * A line of the journal: a stroke, an accepted slice, or the undoing of an earlier line.
 *
 * @param id counts the lines of an image, from 1
 * @param kind what it is
 * @param label the class of a stroke, or {@link #ERASER}; 0 for the other kinds
 * @param z the slice, from 0
 * @param runs of a stroke: y, x, length of each run (see {@link Runs}); of a slice: label and length of each run of
 *          equal labels, in the order of the pixels; none for an undo
 * @param undone the line that an undo takes back; 0 for the other kinds
 */
public record Mark(int id, Kind kind, int label, int z, int[] runs, int undone) {

	/** The label of a stroke that removes paint. */
	public static final int ERASER = -1;

	/** What a line of the journal is. */
	public enum Kind {
			/** Pixels of one class, or of none. */
			@SerializedName("stroke")
			STROKE,
			/** The labels of a whole slice. */
			@SerializedName("slice")
			SLICE,
			/** An earlier line does not count. */
			@SerializedName("undo")
			UNDO
	}

	static Mark stroke(final int id, final int label, final int z, final Runs runs) {
		return new Mark(id, Kind.STROKE, label, z, runs.yxn(), 0);
	}

	static Mark slice(final int id, final int z, final short[] labels) {
		int[] runs = new int[256];
		int count = 0;
		for (int i = 0; i < labels.length;) {
			final int start = i;
			while (i < labels.length && labels[i] == labels[start])
				i++;
			if (count == runs.length) runs = Arrays.copyOf(runs, 2 * count);
			runs[count++] = labels[start];
			runs[count++] = i - start;
		}
		return new Mark(id, Kind.SLICE, 0, z, Arrays.copyOf(runs, count), 0);
	}

	static Mark undo(final int id, final Mark of) {
		return new Mark(id, Kind.UNDO, 0, of.z, new int[0], of.id);
	}

	/** The pixels of a stroke. */
	public Runs pixels() {
		return new Runs(runs);
	}

	/** Whether the line makes sense for an image of a size z, y, x and a number of classes. */
	boolean fits(final int[] size, final int classes) {
		if (kind == null || runs == null || z < 0 || z >= size[0]) return false;
		return switch (kind) {
			case STROKE -> label >= ERASER && label < classes && pixels().within(size[2], size[1]);
			case SLICE -> fillsSlice(size[1] * size[2], classes);
			case UNDO -> undone > 0 && undone < id;
		};
	}

	private boolean fillsSlice(final int area, final int classes) {
		long sum = 0;
		boolean fine = runs.length % 2 == 0;
		for (int i = 0; i + 1 < runs.length; i += 2) {
			fine &= runs[i] >= 0 && runs[i] < classes && runs[i + 1] > 0;
			sum += runs[i + 1];
		}
		return fine && sum == area;
	}
}
