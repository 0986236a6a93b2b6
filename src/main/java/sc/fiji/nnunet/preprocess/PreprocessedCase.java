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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * A prepared case on disk: patches are read from mapped files, by any number of threads
 * at once. All boxes are in voxels of the stored array, z, y, x of the network's grid.
 */
public final class PreprocessedCase {

	/** How "outside of the mask" (-1) is stored in a byte; so a dataset may use the labels 0 to 254. */
	public static final int OUTSIDE = 255;

	private static final String CURE = "Preprocess the case again.";

	private final Path folder;
	private final CaseRecord record;
	private final NpyFile x;
	private final NpyFile y;

	private PreprocessedCase(final Path folder, final CaseRecord record, final NpyFile x, final NpyFile y) {
		this.folder = folder;
		this.record = record;
		this.x = x;
		this.y = y;
	}

	static PreprocessedCase open(final Path folder, final String name) throws IOException {
		final CaseRecord record = check(folder, name);
		final Path labels = folder.resolve(name + "_y.npy");
		return new PreprocessedCase(folder, record, NpyFile.open(folder.resolve(name + "_x.npy")), record.label() == null
			? null : NpyFile.open(labels));
	}

	/** The record of a case whose files are all there and whole; nothing stays open. */
	static CaseRecord check(final Path folder, final String name) throws IOException {
		final Path json = folder.resolve(name + ".json");
		final CaseRecord record = JsonFile.read(json, CaseRecord.class, "the record of a prepared case", CURE);
		if (record.format() != CaseRecord.FORMAT) throw new ProblemException(json, "has the form " + record.format() +
			", this version reads " + CaseRecord.FORMAT + ".", CURE);
		check(folder.resolve(name + "_x.npy"), record, record.channels());
		if (record.label() != null) check(folder.resolve(name + "_y.npy"), record, 1);
		return record;
	}

	private static void check(final Path file, final CaseRecord record, final int channels) throws IOException {
		final long[] shape = NpyFile.shape(file);
		final int[] size = record.storedSize();
		if (shape.length != 4 || shape[0] != size[0] || shape[1] != size[1] || shape[2] != size[2] ||
			shape[3] != channels) throw new ProblemException(file, "does not have the shape that " + record.name() +
				".json states.", CURE);
	}

	/** The case's name. */
	public String name() {
		return record.name();
	}

	/** Voxels along z, y, x. */
	public int[] size() {
		return record.storedSize().clone();
	}

	/** Image channels. */
	public int channels() {
		return record.channels();
	}

	/** Whether there are labels. */
	public boolean labelled() {
		return y != null;
	}

	/** Where the case comes from and how it was prepared. */
	public CaseRecord record() {
		return record;
	}

	/**
	 * Copies a box of the image; what lies outside of the stored array is zero.
	 *
	 * @param start first voxel, z, y, x; may be negative
	 * @param size voxels along z, y, x
	 * @param into receives size[0] * size[1] * size[2] * channels numbers, channels last
	 * @param offset where in {@code into} the box begins
	 */
	public void readPatch(final int[] start, final int[] size, final float[] into, final int offset) {
		final int channels = record.channels();
		rows(start, size, channels, (from, to, count) -> {
			if (from >= 0) x.read(from, into, offset + to, count);
			else Arrays.fill(into, offset + to, offset + to + count, 0);
		});
	}

	/**
	 * Copies a box of the labels; what lies outside of the stored array, or was marked as outside of the mask, is 0.
	 *
	 * @param start first voxel, z, y, x; may be negative
	 * @param size voxels along z, y, x
	 * @param into receives size[0] * size[1] * size[2] label values, to be read as unsigned
	 * @param offset where in {@code into} the box begins
	 */
	public void readLabels(final int[] start, final int[] size, final byte[] into, final int offset) {
		readMarkedLabels(start, size, into, offset);
		final int end = offset + size[0] * size[1] * size[2];
		for (int i = offset; i < end; i++)
			if (into[i] == (byte) OUTSIDE) into[i] = 0;
	}

	/** As {@link #readLabels}, but what was marked as outside of the mask is {@link #OUTSIDE}. */
	public void readMarkedLabels(final int[] start, final int[] size, final byte[] into, final int offset) {
		requireLabels();
		rows(start, size, 1, (from, to, count) -> {
			if (from >= 0) y.read(from, into, offset + to, count);
			else Arrays.fill(into, offset + to, offset + to + count, (byte) 0);
		});
	}

	/** The whole image, in memory. */
	public Volume image() {
		final int[] size = size();
		final int channels = record.channels();
		final Volume image = new Volume(geometry(), channels);
		final float[] row = new float[size[2] * channels];
		for (int z = 0; z < size[0]; z++)
			for (int line = 0; line < size[1]; line++) {
				x.read(((long) z * size[1] + line) * row.length, row, 0, row.length);
				for (int channel = 0; channel < channels; channel++) {
					final float[] plane = image.plane(channel, z);
					for (int i = 0; i < size[2]; i++)
						plane[line * size[2] + i] = row[i * channels + channel];
				}
			}
		return image;
	}

	/** The whole segmentation, in memory; outside of nnU-Net's mask it is -1. */
	public LabelMap labels() {
		requireLabels();
		final int[] size = size();
		final LabelMap labels = new LabelMap(geometry());
		final byte[] bytes = new byte[size[1] * size[2]];
		for (int z = 0; z < size[0]; z++) {
			y.read((long) z * bytes.length, bytes, 0, bytes.length);
			final short[] plane = labels.plane(z);
			for (int i = 0; i < bytes.length; i++) {
				final int label = bytes[i] & 0xff;
				plane[i] = (short) (label == OUTSIDE ? -1 : label);
			}
		}
		return labels;
	}

	/**
	 * The listed voxels of a class or region.
	 *
	 * @param list index into {@link CaseRecord#locations}
	 * @return ascending indices (z * height + y) * width + x into the stored array
	 */
	public long[] locations(final int list) throws IOException {
		final CaseRecord.Locations locations = record.locations().get(list);
		final long[] voxels = new long[locations.listed()];
		if (voxels.length == 0) return voxels;
		long first = 0;
		for (int i = 0; i < list; i++)
			first += record.locations().get(i).listed();
		final Path file = folder.resolve(record.name() + "_locations.npy");
		final NpyFile array = NpyFile.open(file);
		if (array.elements() < first + voxels.length) throw new ProblemException(file, "has fewer voxels than " + record
			.name() + ".json states.", CURE);
		array.read(first, voxels, 0, voxels.length);
		return voxels;
	}

	private Geometry geometry() {
		return Geometry.ofZyx(record.storedSize(), record.spacing());
	}

	private void requireLabels() {
		if (y == null) throw new IllegalStateException(record.name() + " was prepared without labels");
	}

	/** Receives stretches of a row: {@code from} is -1 for zeros. */
	@FunctionalInterface
	private interface Stretch {

		void copy(long from, int to, int count);
	}

	private void rows(final int[] start, final int[] size, final int channels, final Stretch stretch) {
		final int[] whole = record.storedSize();
		final int before = Math.min(size[2], Math.max(0, -start[2]));
		final int inside = Math.max(0, Math.min(size[2], whole[2] - start[2]) - before);
		int to = 0;
		for (int z = start[0]; z < start[0] + size[0]; z++)
			for (int line = start[1]; line < start[1] + size[1]; line++, to += size[2] * channels) {
				if (z < 0 || z >= whole[0] || line < 0 || line >= whole[1] || inside == 0) {
					stretch.copy(-1, to, size[2] * channels);
					continue;
				}
				final long from = (((long) z * whole[1] + line) * whole[2] + start[2] + before) * channels;
				if (before > 0) stretch.copy(-1, to, before * channels);
				stretch.copy(from, to + before * channels, inside * channels);
				final int after = size[2] - before - inside;
				if (after > 0) stretch.copy(-1, to + (before + inside) * channels, after * channels);
			}
	}
}
