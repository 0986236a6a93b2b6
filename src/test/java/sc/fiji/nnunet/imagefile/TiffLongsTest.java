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
package sc.fiji.nnunet.imagefile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

/** TIFF files of 64-bit whole numbers, in which scikit-image's labels usually are. */
class TiffLongsTest {

	private static final int UNSIGNED = 1, SIGNED = 2;

	@TempDir
	private Path folder;

	/** The smallest TIFF of one row and one strip. */
	private Path write(final int format, final long... row) throws IOException {
		// tag, type (3 = two bytes, 4 = four), value
		final int[][] fields = { { 256, 4, row.length }, { 257, 4, 1 }, { 258, 3, 64 }, { 259, 3, 1 }, { 262, 3, 1 }, { 273,
			4, 8 }, { 277, 3, 1 }, { 278, 4, 1 }, { 279, 4, 8 * row.length }, { 339, 3, format } };
		final int start = 8 + 8 * row.length;
		final ByteBuffer out = ByteBuffer.allocate(start + 2 + 12 * fields.length + 4).order(ByteOrder.LITTLE_ENDIAN);
		out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(start);
		for (final long value : row)
			out.putLong(value);
		out.putShort((short) fields.length);
		for (final int[] field : fields)
			out.putShort((short) field[0]).putShort((short) field[1]).putInt(1).putInt(field[2]);
		return Files.write(folder.resolve("longs.tif"), out.array());
	}

	@Test
	void labelsAreExact() throws IOException {
		for (final int format : new int[] { UNSIGNED, SIGNED })
			assertArrayEquals(new short[] { 0, 1, 255, 32767 }, ImageFile.readLabels(write(format, 0, 1, 255, 32767)).plane(
				0));
		final Path large = write(SIGNED, 0, 1L << 40);
		assertThrows(ProblemException.class, () -> ImageFile.readLabels(large));
	}

	@Test
	void largeNumbersAreTheNearestFloats() throws IOException {
		assertArrayEquals(new float[] { -0x1p63f, -3, 0x1p40f, 0x1p63f }, ImageFile.read(write(SIGNED, Long.MIN_VALUE, -3,
			1L << 40, Long.MAX_VALUE)).plane(0, 0));
		assertArrayEquals(new float[] { 7, 0x1p63f, 0x1p63f, 0x1.000002p63f, 0x1p64f }, ImageFile.read(write(UNSIGNED, 7,
			Long.MIN_VALUE, Long.MIN_VALUE + (1L << 39), Long.MIN_VALUE + (1L << 39) + 1, -1)).plane(0, 0));
		assertTrue(ImageFile.warnings(folder.resolve("longs.tif")).toString().contains("64-bit whole numbers"));
	}
}
