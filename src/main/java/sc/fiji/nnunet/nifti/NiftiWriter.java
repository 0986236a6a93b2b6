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

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.nifti.NiftiHeader.Acquisition;
import sc.fiji.nnunet.nifti.NiftiHeader.Intent;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Geometry.Forms;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/**
 * Writes NIfTI files plane by plane: .nii, .nii.gz, or a pair .hdr and .img.
 * <p>
 * Planes come in file order: all z of the first frame, then of the next. The file gets
 * its name only when {@link #commit()} is called; until then it has a temporary name in
 * the same folder, and {@link #close()} removes it.
 * </p>
 */
public final class NiftiWriter implements Closeable {

	/** The bits of xyzt_units that hold the unit of time. */
	public static final int TIME = 0x38;

	private static final int BUFFER = 1 << 17;

	/** NIfTI-1 stores sizes as 16-bit numbers. */
	private static final int LARGEST_1 = Short.MAX_VALUE;

	private final Path file;
	private final WholeFile whole;
	private final NiftiHeader header;
	private final OutputStream out;
	private final ByteBuffer buffer;
	private final VoxelEncoder encoder;
	private long written;
	private boolean open = true;

	private NiftiWriter(final WholeFile whole, final Path file, final NiftiHeader header, final OutputStream out) {
		this.file = file;
		this.whole = whole;
		this.header = header;
		this.out = out;
		buffer = ByteBuffer.allocate(BUFFER / 24 * 24).order(header.order());
		encoder = new VoxelEncoder(header);
	}

	/**
	 * Creates a file.
	 *
	 * @param file its name: .nii or .nii.gz for a single file, .hdr or .img (also .gz) for a pair
	 * @param header the header to write; pair and offset follow from the name
	 */
	public static NiftiWriter create(final Path file, final NiftiHeader header) throws ProblemException {
		final boolean pair = NiftiPair.isPair(file);
		final Path voxels = pair ? NiftiPair.counterpart(file, "img") : file;
		final NiftiHeader complete = new NiftiHeader(header.version(), header.order(), pair, header.type(), header.dims(),
			header.forms(), header.slope(), header.intercept(), 0, header.intent(), header.acquisition());
		final WholeFile whole = new WholeFile(voxels);
		final NiftiWriter writer;
		try {
			writer = new NiftiWriter(whole, voxels, complete, stream(whole.temporary(), gzipped(voxels)));
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
		try {
			final byte[] start = HeaderWriter.bytes(complete);
			if (!pair) writer.store(start, start.length);
			return writer;
		}
		catch (final ProblemException | RuntimeException exc) {
			writer.close();
			throw exc;
		}
	}

	/** A header for a grid: NIfTI-1 where it can hold size and orientation exactly, else NIfTI-2. */
	public static NiftiHeader header(final Geometry geometry, final int channels, final NiftiType type) {
		final Forms stated = Orientation.forms(geometry);
		final long[] size = geometry.size();
		final long[] dims = channels == 1 ? size : new long[] { size[0], size[1], size[2], channels };
		// NB: with a unit of time, the fourth axis would be time
		final Forms forms = channels == 1 ? stated : new Forms(stated.qformCode(), stated.sformCode(), stated.pixdim(), stated
			.quaternion(), stated.srow(), stated.units() & ~TIME, stated.notes());
		boolean small = geometry.forms() == null || exactInFloat(forms);
		for (final long dim : dims)
			small &= dim <= LARGEST_1;
		return new NiftiHeader(small ? 1 : 2, ByteOrder.LITTLE_ENDIAN, false, type, dims, forms, 1, 0, 0, Intent.NONE,
			Acquisition.NONE);
	}

	/** Writes an image as float32; channels become the fourth axis. */
	public static void write(final Path file, final Volume volume) throws ProblemException {
		write(file, volume, NiftiType.FLOAT32);
	}

	/** Writes an image as a given type. */
	public static void write(final Path file, final Volume volume, final NiftiType type) throws ProblemException {
		try (NiftiWriter out = create(file, header(volume.geometry(), volume.channels(), type))) {
			for (int channel = 0; channel < volume.channels(); channel++)
				for (int z = 0; z < volume.geometry().size()[2]; z++)
					out.write(volume.plane(channel, z));
			out.commit();
		}
	}

	/** Writes labels as uint8, as uint16 if one is above 255, or as int16 if one is negative. */
	public static void write(final Path file, final LabelMap labels) throws ProblemException {
		final int depth = (int) labels.geometry().size()[2];
		try (NiftiWriter out = create(file, header(labels.geometry(), 1, type(labels, depth)))) {
			for (int z = 0; z < depth; z++)
				out.write(labels.plane(z));
			out.commit();
		}
	}

	private static NiftiType type(final LabelMap labels, final int depth) {
		int highest = 0;
		for (int z = 0; z < depth; z++)
			for (final short label : labels.plane(z)) {
				if (label < 0) return NiftiType.INT16;
				highest = Math.max(highest, label);
			}
		return highest > 255 ? NiftiType.UINT16 : NiftiType.UINT8;
	}

	/**
	 * Copies a file into another container, which the name's ending decides; everything else is unchanged. Stored bytes
	 * are copied piece by piece.
	 */
	public static void copy(final NiftiReader in, final Path file, final Progress progress) throws ProblemException {
		final NiftiHeader from = in.header();
		final NiftiHeader to = from.version() > 0 ? from : new NiftiHeader(1, from.order(), false, from.type(), from.dims(),
			from.forms(), from.slope(), from.intercept(), 0, from.intent(), from.acquisition());
		final byte[] bytes = new byte[BUFFER];
		try (NiftiWriter out = create(file, to)) {
			for (long done = 0; done < to.bytes(); done += bytes.length) {
				progress.check();
				progress.update((double) done / to.bytes(), "Copying voxels");
				final int length = (int) Math.min(bytes.length, to.bytes() - done);
				in.readRaw(done, bytes, length);
				out.writeRaw(bytes, length);
			}
			progress.check();
			out.commit();
		}
	}

	/** Appends voxels. */
	public void write(final float[] values) throws ProblemException {
		for (final float value : values)
			put(value);
	}

	/** Appends voxels. */
	public void write(final double[] values) throws ProblemException {
		for (final double value : values)
			put(value);
	}

	/** Appends labels. */
	public void write(final short[] values) throws ProblemException {
		for (final short value : values)
			put(value);
	}

	/** Appends voxels that are in the header's type, byte order and scaling already. */
	public void write(final byte[] stored) throws ProblemException {
		writeRaw(stored, stored.length);
	}

	private void put(final double value) throws ProblemException {
		if (buffer.remaining() < 8) flush();
		try {
			encoder.put(value, buffer);
		}
		catch (final ProblemException exc) {
			throw new ProblemException(file, exc.problems().get(0).what(), exc.problems().get(0).cure(), exc);
		}
	}

	/** Appends bytes that are in the header's type and order already. */
	void writeRaw(final byte[] bytes, final int length) throws ProblemException {
		flush();
		store(bytes, length);
		written += length;
	}

	private void flush() throws ProblemException {
		store(buffer.array(), buffer.position());
		written += buffer.position();
		buffer.clear();
	}

	private void store(final byte[] bytes, final int length) throws ProblemException {
		try {
			out.write(bytes, 0, length);
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}

	/**
	 * Gives the file its name; until then it does not exist.
	 *
	 * @throws ProblemException if the last bytes cannot be written, or the file cannot be renamed
	 */
	public void commit() throws ProblemException {
		flush();
		if (written != header.bytes()) throw new IllegalStateException(written + " bytes of voxels were written to " +
			file + ", its header states " + header.bytes());
		try {
			out.close();
			whole.commit();
			open = false;
			if (header.pair()) replace(NiftiPair.counterpart(file, "hdr"), HeaderWriter.bytes(header));
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}

	@Override
	public void close() throws ProblemException {
		if (!open) return;
		open = false;
		// NB: on a full disk the stream cannot be closed, and its file must not stay there
		try (whole) {
			out.close();
		}
		catch (final IOException exc) {
			throw DiskProblem.of(file, exc);
		}
	}

	private static boolean exactInFloat(final Forms forms) {
		for (final double[] values : new double[][] { forms.pixdim(), forms.quaternion(), forms.srow() })
			for (final double value : values)
				if (value == value && value != (float) value) return false;
		return true;
	}

	private static boolean gzipped(final Path file) {
		return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
	}

	private static OutputStream stream(final Path file, final boolean gzipped) throws IOException {
		final OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
		return gzipped ? new FastGzip(raw) : raw;
	}

	/**
	 * A gzip of level 1, as nibabel's: more than twice as fast as the usual 6; images are as small, labels 1.5 times as
	 * large.
	 */
	static final class FastGzip extends GZIPOutputStream {

		private boolean closed;

		FastGzip(final OutputStream out) throws IOException {
			super(out, BUFFER);
			def.setLevel(Deflater.BEST_SPEED);
		}

		/** NB: a stream whose last bytes cannot be written does not close its file, which then keeps its place on disk. */
		@Override
		public void close() throws IOException {
			if (closed) return;
			closed = true;
			try {
				super.close();
			}
			finally {
				out.close();
			}
		}
	}

	private static void replace(final Path file, final byte[] bytes) throws IOException {
		try (WholeFile whole = new WholeFile(file)) {
			try (OutputStream out = stream(whole.temporary(), gzipped(file))) {
				out.write(bytes);
			}
			whole.commit();
		}
	}
}
