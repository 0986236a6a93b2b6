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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

import net.imglib2.RandomAccess;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.Img;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedImageTest {

	private static final long[] SIZE = { 5, 4, 3, 2 };

	@TempDir
	Path folder;

	@Test
	void everyNumberIsReadFromItsPlaceInTheFile() throws Exception {
		for (final ByteOrder order : new ByteOrder[] { ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN })
			// cells of one row, of two rows, of a plane, of all
			for (final int voxels : new int[] { 1, 5, 11, 40, 1000 }) {
				check(new UnsignedByteType(), order, voxels, (buffer, value) -> buffer.put((byte) value), 1);
				check(new ShortType(), order, 2 * voxels, (buffer, value) -> buffer.putShort((short) value), 2);
				check(new IntType(), order, 4 * voxels, ByteBuffer::putInt, 4);
				check(new LongType(), order, 8 * voxels, (buffer, value) -> buffer.putLong(value), 8);
				check(new FloatType(), order, 4 * voxels, (buffer, value) -> buffer.putFloat(value), 4);
				check(new DoubleType(), order, 8 * voxels, (buffer, value) -> buffer.putDouble(value), 8);
			}
	}

	private interface Put {

		void value(ByteBuffer buffer, int value);
	}

	private <T extends NativeType<T> & RealType<T>> void check(final T type, final ByteOrder order, final int cellBytes,
		final Put put, final int bytes) throws Exception
	{
		final ByteBuffer buffer = ByteBuffer.allocate(7 + 120 * bytes).order(order);
		buffer.position(7);
		for (int i = 0; i < 120; i++)
			put.value(buffer, i);
		final Img<T> img = open(buffer.array(), type, order, cellBytes, SIZE);
		final RandomAccess<T> access = img.randomAccess();
		for (int i = 0; i < 120; i++) {
			access.setPosition(new long[] { i % 5, i / 5 % 4, i / 20 % 3, i / 60 });
			assertEquals(i, access.get().getRealDouble(), type.getClass().getSimpleName());
		}
	}

	private <T extends NativeType<T>> Img<T> open(final byte[] content, final T type, final ByteOrder order,
		final int cellBytes, final long... size) throws Exception
	{
		final Path file = Files.write(folder.resolve("numbers"), content);
		try (FileChannel channel = FileChannel.open(file)) {
			return MappedImage.open(channel, 7, order, type, cellBytes, size);
		}
	}

	/** NB: PrimitiveBlocks moves the position of a buffer, which threads must not share. */
	@Test
	void severalThreadsReadAtOnce() throws Exception {
		final int width = 50;
		final ByteBuffer buffer = ByteBuffer.allocate(7 + 4 * width * width * width).order(ByteOrder.LITTLE_ENDIAN);
		buffer.position(7);
		for (int i = 0; i < width * width * width; i++)
			buffer.putFloat(i);
		final PrimitiveBlocks<FloatType> blocks = PrimitiveBlocks.of(open(buffer.array(), new FloatType(),
			ByteOrder.LITTLE_ENDIAN, 1 << 20, width, width, width), OnFallback.FAIL).threadSafe();
		IntStream.range(0, 2000).parallel().forEach(trial -> {
			final Random random = new Random(trial);
			final int x = random.nextInt(20);
			final int y = random.nextInt(20);
			final int z = random.nextInt(20);
			final float[] block = new float[30 * 30 * 30];
			blocks.copy(new int[] { x, y, z }, block, new int[] { 30, 30, 30 });
			final float[] expected = new float[block.length];
			for (int i = 0; i < expected.length; i++)
				expected[i] = ((z + i / 900) * width + y + i / 30 % 30) * width + x + i % 30;
			assertArrayEquals(expected, block);
		});
	}
}
