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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import net.imglib2.RandomAccessible;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.type.NativeType;

import sc.fiji.nnunet.file.Half;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Golden;

class NpyFileTest {

	@TempDir
	Path folder;

	@Test
	void filesOfNumPyAreRead() throws Exception {
		final Golden golden = Golden.read("resample", "in_0.npy");
		final NpyFile array = NpyFile.open(resource("resample/in_0.npy"));
		assertArrayEquals(Arrays.stream(golden.shape()).asLongStream().toArray(), array.shape());
		final float[] values = new float[(int) array.elements()];
		copy(array.floats(values.length), 0, values);
		assertArrayEquals(golden.values(), values);
		final Golden labels = Golden.read("resample", "nnunet_label_in_0.npy");
		final NpyFile bytes = NpyFile.open(resource("resample/nnunet_label_in_0.npy"));
		final byte[] read = new byte[(int) bytes.elements()];
		copy(bytes.bytes(read.length), 0, read);
		for (int i = 0; i < read.length; i++)
			assertEquals(labels.values()[i], read[i]);
	}

	private static <T extends NativeType<T>> void copy(final RandomAccessible<T> numbers, final long first,
		final Object into)
	{
		PrimitiveBlocks.of(numbers, OnFallback.FAIL).copy(new long[] { first }, into, new int[] { Array.getLength(into) });
	}

	private static Path resource(final String name) throws Exception {
		return Path.of(NpyFileTest.class.getResource("/golden/" + name).toURI());
	}

	@Test
	void theHeaderIsTheOneNumPyWrites() throws Exception {
		final byte[] numpy = Files.readAllBytes(resource("resample/in_0.npy"));
		final byte[] ours = NpyHeader.bytes(NpyHeader.Type.FLOAT32, 12, 17, 9);
		assertEquals(0, ours.length % 64);
		assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 17, 9), }", new String(ours, 10, ours.length -
			10, StandardCharsets.ISO_8859_1).strip());
		assertArrayEquals(Arrays.copyOf(numpy, 74), Arrays.copyOf(ours, 74));
		assertTrue(new String(NpyHeader.bytes(NpyHeader.Type.INT64, 5), StandardCharsets.ISO_8859_1).contains(
			"'shape': (5,)"));
	}

	@Test
	void allTypesAreReadBack() throws Exception {
		final Random random = new Random(2);
		final float[] values = new float[2 * 3 * 50_000];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) random.nextGaussian();
		for (final NpyHeader.Type type : new NpyHeader.Type[] { NpyHeader.Type.FLOAT32, NpyHeader.Type.FLOAT16 }) {
			final Path file = folder.resolve(type + ".npy");
			try (NpyWriter writer = new NpyWriter(file, type, 2, 3, 50_000)) {
				writer.write(values, 0, 7);
				writer.write(values, 7, values.length - 7);
				writer.commit();
			}
			final float[] read = new float[values.length - 5];
			copy(NpyFile.open(file).floats(values.length), 5, read);
			for (int i = 5; i < values.length; i++)
				assertEquals(values[i], read[i - 5], type == NpyHeader.Type.FLOAT32 ? 0 : Math.abs(values[i]) / 2048 + 1e-7);
		}
		try (NpyWriter writer = new NpyWriter(folder.resolve("i8.npy"), NpyHeader.Type.INT64, 3)) {
			for (final long value : new long[] { -1, Long.MAX_VALUE, 1L << 40 })
				writer.write(value);
			writer.commit();
		}
		final long[] longs = new long[2];
		copy(NpyFile.open(folder.resolve("i8.npy")).longs(), 1, longs);
		assertArrayEquals(new long[] { Long.MAX_VALUE, 1L << 40 }, longs);
	}

	@Test
	void halvesAreIeee() {
		for (int bits = 0; bits < 1 << 16; bits++) {
			final float value = Half.toFloat((short) bits);
			if (Float.isNaN(value)) continue;
			assertEquals((short) bits, Half.of(value), Integer.toHexString(bits));
		}
		assertEquals(1f, Half.toFloat((short) 0x3c00));
		assertEquals(-2f, Half.toFloat((short) 0xc000));
		assertEquals(65504f, Half.toFloat((short) 0x7bff));
		assertEquals(0x1p-24f, Half.toFloat((short) 1));
		// ties to even, and overflow
		assertEquals((short) 0x3c00, Half.of(1 + 0x1p-11f));
		assertEquals((short) 0x3c02, Half.of(1 + 3 * 0x1p-11f));
		assertEquals((short) 0x7c00, Half.of(65520f));
		assertEquals((short) 0x7bff, Half.of(65519f));
		assertTrue(Float.isNaN(Half.toFloat(Half.of(Float.NaN))));
	}

	@Test
	void bigEndianIsRead() throws Exception {
		final byte[] head = NpyHeader.bytes(NpyHeader.Type.FLOAT32, 2);
		final Path file = folder.resolve("big.npy");
		final byte[] swapped = new String(head, StandardCharsets.ISO_8859_1).replace("<f4", ">f4").getBytes(
			StandardCharsets.ISO_8859_1);
		Files.write(file, ByteBuffer.allocate(head.length + 8).order(ByteOrder.BIG_ENDIAN).put(swapped).putFloat(1.5f)
			.putFloat(-3).array());
		final float[] values = new float[2];
		copy(NpyFile.open(file).floats(2), 0, values);
		assertArrayEquals(new float[] { 1.5f, -3 }, values);
	}

	@Test
	void aFileAppearsWholeOrNotAtAll() throws Exception {
		final Path file = folder.resolve("x.npy");
		try (NpyWriter writer = new NpyWriter(file, NpyHeader.Type.FLOAT32, 4)) {
			writer.write(new float[3], 0, 3);
			assertThrows(IllegalStateException.class, writer::commit);
		}
		assertFalse(Files.exists(file));
		assertEquals(0, folder.toFile().list().length);
	}

	@Test
	void truncatedAndMutatedFilesAreProblems() throws Exception {
		final byte[] good = Files.readAllBytes(resource("resample/nnunet_label_in_0.npy"));
		final Path file = folder.resolve("bad.npy");
		final Random random = new Random(3);
		int refused = 0;
		for (int trial = 0; trial < 600; trial++) {
			byte[] bad = good.clone();
			if (trial % 3 == 0) bad = Arrays.copyOf(bad, random.nextInt(bad.length));
			else for (int i = 0; i < 1 + random.nextInt(4); i++)
				bad[random.nextInt(128)] = (byte) (trial % 3 == 1 ? random.nextInt(256) : "0123456789,()'<>{}".charAt(random
					.nextInt(18)));
			Files.write(file, bad);
			try {
				final NpyFile array = NpyFile.open(file);
				assertTrue(array.elements() <= 8 * bad.length);
			}
			catch (final ProblemException e) {
				assertEquals(file.toString(), e.problems().get(0).where());
				refused++;
			}
		}
		assertTrue(refused > 300, refused + " refused");
	}

	@Test
	void sizesThatOverflowAreProblems() throws Exception {
		final Path file = folder.resolve("huge.npy");
		for (final String shape : new String[] { "4294967296, 4294967296", "999999999999999999, 9", "9, 9" }) {
			final String head = new String(NpyHeader.bytes(NpyHeader.Type.UINT8, 1, 1), StandardCharsets.ISO_8859_1);
			Files.write(file, head.replace("(1, 1)", "(" + shape + ")").getBytes(StandardCharsets.ISO_8859_1));
			assertThrows(ProblemException.class, () -> NpyFile.open(file), shape);
		}
		assertTrue(assertThrows(ProblemException.class, () -> NpyFile.open(folder.resolve("none.npy"))).getMessage()
			.contains("does not exist"));
	}
}
