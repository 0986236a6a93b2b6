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
package sc.fiji.nnunet.nifti;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Reads NIfTI-1, NIfTI-2 and Analyze files: single files and pairs, plain and gzipped,
 * both byte orders.
 * <p>
 * Opening reads the header only. Voxels come plane by plane, so memory is what the
 * caller asks for: one plane, a slab, or all. Data are in file order, x fastest;
 * nothing is flipped, the {@link Geometry} says where they lie. Axes four to seven and
 * the samples of colours become channels: channel = frame · samples + sample.
 * </p>
 * <pre>
 * try (NiftiReader in = NiftiReader.open(file)) {
 * 	Volume slab = in.read(100, 120);
 * }
 * </pre>
 */
public final class NiftiReader implements Closeable {

	/** Voxels that are decoded at a time, so that stored bytes stay in the processor's cache. */
	private static final int CHUNK = 1 << 15;

	private final ByteSource voxels;
	private final NiftiHeader header;
	private final Geometry geometry;
	private final int channels;
	private final VoxelDecoder decoder;
	private final List<String> warnings;
	private byte[] buffer = new byte[0];

	private NiftiReader(final ByteSource voxels, final NiftiHeader header, final Geometry geometry,
		final List<String> warnings)
	{
		this.voxels = voxels;
		this.header = header;
		this.geometry = geometry;
		this.warnings = warnings;
		channels = (int) (header.frames() * header.type().samples());
		decoder = new VoxelDecoder(header);
	}

	/**
	 * Opens a file and checks its header against what the file holds.
	 *
	 * @param file a .nii, .hdr or .img file, any of them gzipped
	 * @throws ProblemException if it is not a NIfTI file, not supported, or shorter than its header says
	 */
	public static NiftiReader open(final Path file) throws ProblemException {
		final Path head = NiftiPair.header(file);
		final ByteSource source = ByteSource.open(head);
		try {
			final byte[] start = HeaderReader.start(source);
			if (HeaderParser.order(start) == null) throw new ProblemException(head,
				"It is not a NIfTI file: it does not start with the length of a NIfTI header (348 or 540).",
				"Check that the path is right and the file is not of another format.");
			return open(head, source, start);
		}
		catch (final ProblemException | RuntimeException exc) {
			source.close();
			throw exc;
		}
	}

	/**
	 * Opens a file as {@link #open} does if {@link #accepts} does; so that it is opened once.
	 *
	 * @return null if the content is not NIfTI or Analyze
	 */
	public static NiftiReader openIfNifti(final Path file) throws ProblemException {
		final Path head = NiftiPair.header(file);
		final ByteSource source;
		final byte[] start;
		try {
			source = ByteSource.open(head);
			start = HeaderReader.startOrClose(source);
		}
		catch (final ProblemException exc) {
			return null; // too short or not readable
		}
		if (start == null) return null;
		try {
			return open(head, source, start);
		}
		catch (final ProblemException | RuntimeException exc) {
			source.close();
			throw exc;
		}
	}

	private static NiftiReader open(final Path head, final ByteSource source, final byte[] start)
		throws ProblemException
	{
		final List<String> warnings = new ArrayList<>();
		ByteSource voxels = source;
		try {
			NiftiHeader header = HeaderReader.read(source, start, warnings);
			if (header.pair()) {
				voxels = ByteSource.open(NiftiPair.voxels(head));
				source.close();
			}
			if (header.offset() > Long.MAX_VALUE - header.bytes()) throw new ProblemException(head,
				"Its header puts the first " + "voxel at byte " + header.offset() + " (vox_offset).",
				"The file is damaged; get it again from where it came from.");
			voxels.require(header.offset() + header.bytes());
			if (header.size(0) * header.size(1) > Integer.MAX_VALUE - 8 || header.size(2) > Integer.MAX_VALUE || header
				.frames() * header.type().samples() > Integer.MAX_VALUE / header.size(2)) throw new ProblemException(head,
					"One of its planes, or the number of its planes, is above 2^31.", "Split the image into parts.");
			final long[] size = { header.size(0), header.size(1), header.size(2) };
			final Geometry geometry = Orientation.geometry(size, header.forms(), warnings);
			if (geometry == null) throw new ProblemException(head, "Its header does not state the size of a voxel (pixdim " +
				header.forms().pixdim()[1] + ", " + header.forms().pixdim()[2] + ", " + header.forms().pixdim()[3] + ").",
				"Set pixdim in the header to the spacing in millimetres.");
			return new NiftiReader(voxels, header, geometry, warnings);
		}
		catch (final ProblemException | RuntimeException exc) {
			voxels.close();
			throw exc;
		}
	}

	/** The files that hold an image: the file itself, and both halves of a pair, whether they exist or not. */
	public static List<Path> files(final Path file) {
		return NiftiPair.isPair(file) ? List.of(NiftiPair.counterpart(file, "hdr"), NiftiPair.counterpart(file, "img"))
			: List.of(file);
	}

	/** Whether a file starts like NIfTI or Analyze; by its content, not by its name. */
	public static boolean accepts(final Path file) {
		if (!Files.isRegularFile(file)) return false;
		try (ByteSource source = ByteSource.open(NiftiPair.header(file))) {
			return HeaderParser.order(HeaderReader.start(source)) != null;
		}
		catch (final ProblemException exc) {
			return false; // too short or not readable
		}
	}

	/** The other half of a NIfTI or Analyze pair, the .hdr of an .img file or the reverse; null if there is none. */
	public static Path partner(final Path file) {
		return NiftiPair.partner(file);
	}

	/** The header. */
	public NiftiHeader header() {
		return header;
	}

	/** Where the voxels lie. */
	public Geometry geometry() {
		return geometry;
	}

	/** Channels: the sizes of axes four to seven multiplied, times 3 or 4 for colours. */
	public int channels() {
		return channels;
	}

	/** Warnings about the file, one sentence each; complete after reading to the end. */
	public List<String> warnings() {
		final List<String> all = new ArrayList<>(warnings);
		if (voxels.oddity() != null) all.add(voxels.oddity());
		return all;
	}

	/**
	 * The whole image as a view: of the mapped file if it is not compressed, so that reading a part costs no more than
	 * that part; otherwise of a copy in memory. It may be used after closing.
	 */
	public Volume view() throws ProblemException {
		try {
			final Volume mapped = MappedVoxels.open(voxels.file, header, geometry, channels);
			return mapped == null ? read() : mapped;
		}
		catch (final IOException exc) {
			throw ByteSource.unreadable(voxels.file, exc);
		}
	}

	/** Reads the whole image. */
	public Volume read() throws ProblemException {
		return read(0, (int) geometry.size()[2]);
	}

	/** Reads a slab: the planes from z0 up to but not including z1, all channels. */
	public Volume read(final int z0, final int z1) throws ProblemException {
		final Volume volume = new Volume(slab(z0, z1), channels);
		final int samples = header.type().samples();
		final float[][] planes = new float[samples][];
		for (int frame = 0; frame < channels / samples; frame++)
			for (int z = z0; z < z1; z++) {
				for (int sample = 0; sample < samples; sample++)
					planes[sample] = volume.plane(frame * samples + sample, z - z0);
				plane(frame, z, (raw, done, count) -> {
					for (int sample = 0; sample < samples; sample++)
						decoder.floats(raw, sample, count, planes[sample], done);
				});
			}
		return volume;
	}

	/** Reads one plane into rows of a float array. */
	public void readPlane(final int channel, final int z, final float[] into) throws ProblemException {
		final int samples = header.type().samples();
		plane(channel / samples, z, (raw, done, count) -> decoder.floats(raw, channel % samples, count, into, done));
	}

	/** Reads one plane into rows of a double array, which also holds 32-bit integers exactly. */
	public void readPlane(final int channel, final int z, final double[] into) throws ProblemException {
		final int samples = header.type().samples();
		plane(channel / samples, z, (raw, done, count) -> decoder.doubles(raw, channel % samples, count, into, done));
	}

	/** Reads the whole image as labels. */
	public LabelMap readLabels() throws ProblemException {
		return readLabels(0, (int) geometry.size()[2]);
	}

	/**
	 * Reads a slab as labels.
	 *
	 * @throws ProblemException if the file has several channels, or a value that is not a whole number of 16 bits
	 */
	public LabelMap readLabels(final int z0, final int z1) throws ProblemException {
		if (channels != 1) throw new ProblemException(voxels.file, "A label image has one number per voxel, this one has " +
			channels + ".", "Give the label image, not the image; merge one-hot channels into one first, or split time points with nnU-Net " +
				"Convert (timepoints=true).");
		final LabelMap labels = new LabelMap(slab(z0, z1));
		final float[] narrow = header.type().exactInFloat() && !header.scaled() ? new float[CHUNK] : null;
		final double[] wide = narrow == null ? new double[CHUNK] : null;
		for (int z = z0; z < z1; z++) {
			final int slice = z;
			final short[] plane = labels.plane(z - z0);
			plane(0, z, (raw, done, count) -> {
				if (narrow != null) decoder.floats(raw, 0, count, narrow, 0);
				else decoder.doubles(raw, 0, count, wide, 0);
				for (int n = 0; n < count; n++) {
					final double value = narrow != null ? narrow[n] : wide[n];
					short label = (short) value;
					if (label != value) label = (short) Math.rint(value);
					if (!(Math.abs(value - label) < LabelMap.ROUNDING)) throw badLabel(value, done + n, slice);
					plane[done + n] = label;
				}
			});
		}
		return labels;
	}

	/**
	 * Reads the stored bytes of one plane, unscaled and in the header's byte order.
	 *
	 * @param frame which x-y-z volume, see {@link NiftiHeader#frames()}
	 */
	public void readPlane(final int frame, final int z, final byte[] into) throws ProblemException {
		final long area = header.size(0) * header.size(1) * header.type().bytes();
		readRaw((frame * header.size(2) + z) * area, into, Math.toIntExact(area));
	}

	/** Reads stored bytes as they are, for copying. */
	void readRaw(final long position, final byte[] into, final int length) throws ProblemException {
		voxels.read(header.offset() + position, into, length);
	}

	private ProblemException badLabel(final double value, final int at, final int z) {
		final long width = geometry.size()[0];
		return new ProblemException(voxels.file, "Voxel x=" + at % width + ", y=" + at / width + ", z=" + z +
			" has the value " + value + ", which is not a label.",
			"Labels are whole numbers from 0 to 32767; check that this is a label image.");
	}

	private Geometry slab(final int z0, final int z1) {
		final int[] size = geometry.sizeZyx();
		if (z0 == 0 && z1 == size[0]) return geometry;
		return geometry.crop(new Box(new int[] { z0, 0, 0 }, new int[] { z1, size[1], size[2] }));
	}

	private interface Sink {

		void take(byte[] raw, int done, int count) throws ProblemException;
	}

	/** Passes the stored bytes of one plane to a decoder, chunk by chunk. */
	private void plane(final int frame, final int z, final Sink sink) throws ProblemException {
		final int area = (int) (header.size(0) * header.size(1));
		final int width = header.type().bytes();
		final long start = header.offset() + (frame * header.size(2) + z) * area * width;
		if (buffer.length == 0) buffer = new byte[Math.min(CHUNK, area) * width];
		for (int done = 0; done < area; done += CHUNK) {
			final int count = Math.min(CHUNK, area - done);
			voxels.read(start + (long) done * width, buffer, count * width);
			try {
				sink.take(buffer, done, count);
			}
			catch (final ProblemException exc) {
				throw located(exc);
			}
		}
	}

	private ProblemException located(final ProblemException exc) {
		final Problem first = exc.problems().get(0);
		return first.where().equals("voxels") ? new ProblemException(voxels.file, first.what(), first.cure(), exc) : exc;
	}

	@Override
	public void close() throws ProblemException {
		voxels.close();
	}
}
