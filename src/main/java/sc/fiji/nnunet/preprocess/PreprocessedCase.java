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
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.preprocess.NpyHeader.Type;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * A prepared case on disk: patches are read from mapped files, by any number of threads
 * at once. All boxes are in voxels of the stored array, z, y, x of the network's grid.
 */
public final class PreprocessedCase {

	/** How "outside of the mask" (-1) is stored in a byte, so that a dataset may use the labels 0 to 254. */
	public static final int OUTSIDE = 255;

	private static final String CURE = "Preprocess the case again.";

	private final Path folder;
	private final CaseRecord record;
	private final RandomAccessibleInterval<FloatType> x;
	private final RandomAccessibleInterval<UnsignedByteType> y;
	private final PrimitiveBlocks<FloatType> image;
	private final PrimitiveBlocks<UnsignedByteType> labels;

	/** NB: the channels of a voxel lie side by side in the file, so a row with all channels is contiguous. */
	private PreprocessedCase(final Path folder, final CaseRecord record, final NpyFile x, final NpyFile y)
		throws IOException
	{
		this.folder = folder;
		this.record = record;
		final int[] size = record.storedSize();
		this.x = x.floats((long) record.channels() * size[2], size[1], size[0]);
		this.y = y == null ? null : y.bytes(size[2], size[1], size[0]);
		image = PrimitiveBlocks.of(this.x, OnFallback.FAIL).threadSafe();
		labels = y == null ? null : PrimitiveBlocks.of(this.y, OnFallback.FAIL).threadSafe();
	}

	static PreprocessedCase open(final Path folder, final String name) throws IOException {
		final CaseRecord record = check(folder, name);
		final Path labels = folder.resolve(name + "_y.npy");
		return new PreprocessedCase(folder, record, NpyFile.open(folder.resolve(name + "_x.npy")), record.label() == null
			? null : NpyFile.open(labels));
	}

	/** Checks that all files of a case exist and are complete, and returns its record; nothing stays open. */
	static CaseRecord check(final Path folder, final String name) throws IOException {
		final Path json = folder.resolve(name + ".json");
		final CaseRecord record = JsonFile.read(json, CaseRecord.class, "the record of a prepared case", CURE);
		if (record.format() != CaseRecord.FORMAT) throw new ProblemException(json, "has format " + record.format() +
			"; this version reads format " + CaseRecord.FORMAT + ".", CURE);
		final int[] size = record.storedSize();
		check(folder.resolve(name + "_x.npy"), record, List.of(Type.FLOAT32, Type.FLOAT16), size[0], size[1], size[2],
			record.channels());
		if (record.label() == null) return record;
		check(folder.resolve(name + "_y.npy"), record, List.of(Type.UINT8), size[0], size[1], size[2], 1);
		check(folder.resolve(name + "_locations.npy"), record, List.of(Type.INT64), record.locations().stream().mapToLong(
			CaseRecord.Locations::listed).sum());
		return record;
	}

	private static void check(final Path file, final CaseRecord record, final List<Type> types, final long... shape)
		throws IOException
	{
		final NpyFile array = NpyFile.open(file);
		if (!Arrays.equals(shape, array.shape()) || !types.contains(array.type())) throw new ProblemException(file,
			"does not have the shape that " + record.name() + ".json states.", CURE);
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
	 * Copies a box of the image that lies within the stored array.
	 *
	 * @param start first voxel, z, y, x
	 * @param size voxels along z, y, x
	 * @param into receives size[0] * size[1] * size[2] * channels numbers, channels last
	 */
	public void readPatch(final int[] start, final int[] size, final float[] into) {
		final int channels = record.channels();
		image.copy(new int[] { start[2] * channels, start[1], start[0] }, into, new int[] { size[2] * channels, size[1],
			size[0] });
	}

	/**
	 * Copies a box of the labels that lies within the stored array; what was marked as outside of the mask is 0.
	 *
	 * @param start first voxel, z, y, x
	 * @param size voxels along z, y, x
	 * @param into receives size[0] * size[1] * size[2] label values, to be read as unsigned
	 */
	public void readLabels(final int[] start, final int[] size, final byte[] into) {
		readMarkedLabels(start, size, into);
		final int end = size[0] * size[1] * size[2];
		for (int i = 0; i < end; i++)
			if (into[i] == (byte) OUTSIDE) into[i] = 0;
	}

	/** Like {@link #readLabels}, but what was marked as outside of the mask is {@link #OUTSIDE}. */
	public void readMarkedLabels(final int[] start, final int[] size, final byte[] into) {
		requireLabels();
		labels.copy(new int[] { start[2], start[1], start[0] }, into, new int[] { size[2], size[1], size[0] });
	}

	/** The whole image; with one channel a view of the mapped file. */
	public Volume image() {
		final int[] size = size();
		final int channels = record.channels();
		if (channels == 1) return Volume.of(geometry(), x);
		final Volume all = new Volume(geometry(), channels);
		final float[] mixed = new float[size[1] * size[2] * channels];
		for (int z = 0; z < size[0]; z++) {
			readPatch(new int[] { z, 0, 0 }, new int[] { 1, size[1], size[2] }, mixed);
			for (int channel = 0; channel < channels; channel++) {
				final float[] plane = all.plane(channel, z);
				for (int i = 0; i < plane.length; i++)
					plane[i] = mixed[i * channels + channel];
			}
		}
		return all;
	}

	/** The whole segmentation, as a view of the mapped file; outside of nnU-Net's mask it is -1. */
	public LabelMap labels() {
		requireLabels();
		return LabelMap.of(geometry(), y.view().convert(ShortType::new, (
			stored, label) -> label.set((short) (stored.get() == OUTSIDE ? -1 : stored.get()))));
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
		PrimitiveBlocks.of(array.longs()).copy(new long[] { first }, voxels, new int[] { voxels.length });
		return voxels;
	}

	private Geometry geometry() {
		return Geometry.ofZyx(record.storedSize(), record.spacing());
	}

	private void requireLabels() {
		if (y == null) throw new IllegalStateException(record.name() + " was prepared without labels");
	}
}
