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
package sc.fiji.nnunet.predict;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.imglib2.img.Img;
import net.imglib2.img.basictypeaccess.FloatAccess;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.nio.FloatBufferAccess;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Fraction;
import net.imglib2.util.Intervals;

import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.file.TemporaryFiles;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * A stack of planes of floats, all zero at first: on the heap if small, otherwise in a
 * mapped temporary file that is removed on {@link #close()}. It may round what is written to half precision, which takes
 * half the place.
 */
final class FloatPlanes implements Closeable {

	/** Stacks larger than this, in bytes, lie in a file, however large the heap is. */
	private static final long HEAP_LIMIT = 256L << 20;

	/** The share of the heap that may be used. */
	private static final int HEAP_SHARE = 8;

	/** Floats per mapped piece, at most; a piece must stay below 2 GiB. */
	private static final int PIECE = 1 << 27;

	private final int planeSize;
	private final int planesPerPiece;
	/** One of the two is used: single or half precision. */
	private final FloatBuffer[] pieces;
	private final ShortBuffer[] halves;
	private final List<ByteBuffer> mapped = new ArrayList<>();
	private final Path file;

	FloatPlanes(final int planes, final int planeSize) throws IOException {
		this(planes, planeSize, false, heapLimit());
	}

	/** @param half whether values are stored in half precision */
	FloatPlanes(final int planes, final int planeSize, final boolean half) throws IOException {
		this(planes, planeSize, half, heapLimit());
	}

	FloatPlanes(final int planes, final int planeSize, final boolean half, final long heapLimit) throws IOException {
		this.planeSize = planeSize;
		final int bytes = half ? Short.BYTES : Float.BYTES;
		final boolean heap = (long) planes * planeSize * bytes <= heapLimit;
		planesPerPiece = heap ? 1 : Math.max(1, PIECE / planeSize);
		final int count = (planes + planesPerPiece - 1) / planesPerPiece;
		pieces = half ? null : new FloatBuffer[count];
		halves = half ? new ShortBuffer[count] : null;
		file = heap ? null : new TemporaryFiles().file("nnunet-planes");
		if (!heap) map(planes, count, bytes);
		else for (int piece = 0; piece < count; piece++)
			if (half) halves[piece] = ShortBuffer.allocate(planeSize);
			else pieces[piece] = FloatBuffer.allocate(planeSize);
	}

	/** The size in bytes above which planes lie in a file. */
	static long heapLimit() {
		return Math.min(HEAP_LIMIT, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
	}

	private void map(final int planes, final int count, final int bytesEach) throws IOException {
		// NB: where a mapped file can be deleted, it has no name from here on, so that not even a kill leaves it behind
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
			StandardOpenOption.DELETE_ON_CLOSE))
		{
			requireSpace((long) planes * planeSize * bytesEach);
			for (int piece = 0; piece < count; piece++) {
				final long first = (long) piece * planesPerPiece;
				final long bytes = Math.min(planesPerPiece, planes - first) * planeSize * bytesEach;
				final ByteBuffer buffer = channel.map(MapMode.READ_WRITE, first * planeSize * bytesEach, bytes);
				mapped.add(buffer);
				buffer.order(ByteOrder.nativeOrder());
				if (halves != null) halves[piece] = buffer.asShortBuffer();
				else pieces[piece] = buffer.asFloatBuffer();
			}
		}
		catch (final IOException | RuntimeException e) {
			close();
			throw e;
		}
	}

	/** NB: writing to a mapped file on a full disk would end in an error of the JVM. */
	private void requireSpace(final long bytes) throws IOException {
		final Path folder = file.toAbsolutePath().getParent();
		final long free = Files.getFileStore(folder).getUsableSpace();
		if (free < bytes) throw new ProblemException(folder, "has " + (free >> 20) +
			" MB free, but " + (bytes >> 20) + " MB are needed for intermediate results.",
			"Free some space, or choose another folder with -Djava.io.tmpdir=FOLDER.");
	}

	/** Reads a run of values of one plane. */
	void read(final int plane, final int offset, final float[] values, final int count) {
		final int from = plane % planesPerPiece * planeSize + offset;
		if (halves == null) pieces[plane / planesPerPiece].get(from, values, 0, count);
		else {
			final ShortBuffer piece = halves[plane / planesPerPiece];
			for (int i = 0; i < count; i++)
				values[i] = Half.toFloat(piece.get(from + i));
		}
	}

	/** Writes a run of values of one plane. */
	void write(final int plane, final int offset, final float[] values, final int count) {
		final int to = plane % planesPerPiece * planeSize + offset;
		if (halves == null) pieces[plane / planesPerPiece].put(to, values, 0, count);
		else {
			final ShortBuffer piece = halves[plane / planesPerPiece];
			for (int i = 0; i < count; i++)
				piece.put(to + i, Half.of(values[i]));
		}
	}

	/**
	 * The planes in single precision as an image, not copied: its first two axes are a plane. It must not be used after
	 * {@link #close()}.
	 */
	Img<FloatType> img(final long... axes) {
		final int planes = (int) (Intervals.numElements(axes) / planeSize);
		if (file == null) return img(Arrays.stream(pieces).map(piece -> new FloatArray(piece.array())).toList(), axes);
		final List<FloatBufferAccess> slices = new ArrayList<>();
		for (int plane = 0; plane < planes; plane++)
			slices.add(new FloatBufferAccess(pieces[plane / planesPerPiece].slice(plane % planesPerPiece * planeSize,
				planeSize)));
		return img(slices, axes);
	}

	private static <A extends FloatAccess & ArrayDataAccess<A>> Img<FloatType> img(final List<A> planes,
		final long... axes)
	{
		final PlanarImg<FloatType, A> img = new PlanarImg<>(planes, axes, new Fraction());
		img.setLinkedType(new FloatType(img));
		return img;
	}

	/** The file that holds the planes, or null if they are on the heap. */
	Path file() {
		return file;
	}

	@Override
	public void close() throws IOException {
		if (file == null) return;
		Arrays.fill(halves == null ? pieces : halves, null);
		for (final ByteBuffer buffer : mapped)
			Unmapper.unmap(buffer);
		mapped.clear();
		Files.deleteIfExists(file);
	}
}
