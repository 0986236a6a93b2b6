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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.img.Img;
import net.imglib2.img.NativeImg;
import net.imglib2.img.basictypeaccess.nio.BufferAccess;
import net.imglib2.img.basictypeaccess.nio.ByteBufferAccess;
import net.imglib2.img.basictypeaccess.nio.DoubleBufferAccess;
import net.imglib2.img.basictypeaccess.nio.FloatBufferAccess;
import net.imglib2.img.basictypeaccess.nio.IntBufferAccess;
import net.imglib2.img.basictypeaccess.nio.LongBufferAccess;
import net.imglib2.img.basictypeaccess.nio.ShortBufferAccess;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.CellImg;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.img.list.ListImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.PrimitiveType;
import net.imglib2.util.Cast;
import net.imglib2.util.Fraction;
import net.imglib2.util.Intervals;

/**
 * Opens the numbers in a file as an ImgLib2 image. The file is mapped into memory, so that
 * reading a part of it costs no more than that part.
 * <p>
 * The image has cells of up to a gigabyte, as a mapping is limited to two; each cell is
 * one contiguous part of the file. Any number of threads may read it at once.
 * </p>
 */
public final class MappedImage {

	/** Bytes per cell at most. */
	private static final long CELL = 1L << 30;

	private MappedImage() {
		// static methods only
	}

	/**
	 * Maps a file for reading.
	 *
	 * @param channel the open file; it may be closed afterwards
	 * @param offset bytes in front of the first number
	 * @param order byte order of the numbers
	 * @param type type of a number
	 * @param size the image's axes, fastest first
	 */
	public static <T extends NativeType<T>> Img<T> open(final FileChannel channel, final long offset,
		final ByteOrder order, final T type, final long... size) throws IOException
	{
		return open(channel, offset, order, type, CELL, size);
	}

	static <T extends NativeType<T>> Img<T> open(final FileChannel channel, final long offset, final ByteOrder order,
		final T type, final long cellBytes, final long... size) throws IOException
	{
		final PrimitiveType primitive = type.getNativeTypeFactory().getPrimitiveType();
		final CellGrid grid = new CellGrid(size, cell(size, cellBytes / primitive.getByteCount()));
		final List<Cell<Object>> cells = new ArrayList<>();
		final long[] min = new long[size.length];
		final int[] extent = new int[size.length];
		long start = offset;
		for (long index = 0; index < Intervals.numElements(grid.getGridDimensions()); index++) {
			grid.getCellDimensions(index, min, extent);
			long bytes = primitive.getByteCount();
			for (final int n : extent)
				bytes *= n;
			cells.add(new Cell<>(extent, min, access(channel.map(MapMode.READ_ONLY, start, bytes).order(order), primitive)));
			start += bytes;
		}
		return image(type, grid, Cast.unchecked(cells));
	}

	private static <T extends NativeType<T>, A extends BufferAccess<A>> Img<T> image(final T type, final CellGrid grid,
		final List<Cell<A>> cells)
	{
		final CellImg<T, A> img = new CellImg<>(new CellImgFactory<>(type), grid, new ListImg<>(cells, grid
			.getGridDimensions()), new Fraction());
		img.setLinkedType(Cast.unchecked(type.getNativeTypeFactory().createLinkedType(Cast.<NativeImg>unchecked(img))));
		return img;
	}

	/** The largest cells that are contiguous in the file: whole along the fast axes, one voxel along the slow ones. */
	private static int[] cell(final long[] size, final long most) {
		final int[] cell = new int[size.length];
		long left = most;
		for (int d = 0; d < size.length; d++) {
			cell[d] = (int) Math.max(1, Math.min(size[d], left));
			left = cell[d] < size[d] ? 1 : left / cell[d];
		}
		return cell;
	}

	/**
	 * NB: PrimitiveBlocks moves the position of the buffer that it copies from, so each copy gets a buffer object of
	 * its own; otherwise threads would interfere.
	 */
	private static BufferAccess<?> access(final ByteBuffer bytes, final PrimitiveType primitive) {
		if (primitive == PrimitiveType.FLOAT || primitive == PrimitiveType.DOUBLE) return floating(bytes, primitive);
		return integers(bytes, primitive);
	}

	private static BufferAccess<?> integers(final ByteBuffer bytes, final PrimitiveType primitive) {
		return switch (primitive) {
			case BYTE -> new ByteBufferAccess(bytes, true) {

				@Override
				public ByteBuffer getCurrentStorageArray() {
					return super.getCurrentStorageArray().duplicate();
				}
			};
			case SHORT -> new ShortBufferAccess(bytes) {

				@Override
				public ShortBuffer getCurrentStorageArray() {
					return super.getCurrentStorageArray().duplicate();
				}
			};
			case INT -> new IntBufferAccess(bytes) {

				@Override
				public IntBuffer getCurrentStorageArray() {
					return super.getCurrentStorageArray().duplicate();
				}
			};
			case LONG -> new LongBufferAccess(bytes) {

				@Override
				public LongBuffer getCurrentStorageArray() {
					return super.getCurrentStorageArray().duplicate();
				}
			};
			default -> throw new IllegalArgumentException("cannot map numbers of type " + primitive);
		};
	}

	private static BufferAccess<?> floating(final ByteBuffer bytes, final PrimitiveType primitive) {
		return primitive == PrimitiveType.FLOAT ? new FloatBufferAccess(bytes) {

			@Override
			public FloatBuffer getCurrentStorageArray() {
				return super.getCurrentStorageArray().duplicate();
			}
		} : new DoubleBufferAccess(bytes) {

			@Override
			public DoubleBuffer getCurrentStorageArray() {
				return super.getCurrentStorageArray().duplicate();
			}
		};
	}
}
