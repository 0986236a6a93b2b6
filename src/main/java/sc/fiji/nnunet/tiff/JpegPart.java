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
package sc.fiji.nnunet.tiff;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Unpacks a strip or tile that is a JPEG stream, the tables of which may be in a field of the page. Java's own decoder
 * is used, whatever others are registered.
 */
final class JpegPart {

	private JpegPart() {
	}

	/**
	 * @param tables the field JPEGTables, or empty
	 * @param out rows of pixels, samples next to each other; YCbCr becomes RGB
	 */
	static void unpack(final byte[] tables, final byte[] in, final byte[] out, final int width, final int rows,
		final TiffForm form) throws IOException
	{
		if (out.length / TiffReader.LARGEST_RATIO > in.length) throw new TiffException(
			"a part of its pixels has " + in.length + " bytes where " + out.length + " were packed");
		final ImageReader reader = reader();
		try (MemoryCacheImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(joined(tables,
			in))))
		{
			reader.setInput(stream, true, true);
			reader.addIIOReadWarningListener((source, warning) -> {
				throw new IllegalStateException(warning);
			});
			if (reader.getWidth(0) != width || reader.getHeight(0) < rows || reader.getHeight(0) > rows + 7)
				throw new TiffException("a JPEG stream in it is of " + reader.getWidth(0) + " x " + reader.getHeight(0) +
					" pixels instead of " + width + " x " + rows);
			final Raster raster = reader.readRaster(0, null);
			if (raster.getNumBands() != form.samples()) throw new TiffException("a JPEG stream in it has " + raster
				.getNumBands() + " channels");
			final int[] row = new int[width * form.samples()];
			for (int y = 0; y < rows; y++) {
				raster.getPixels(0, y, width, 1, row);
				if (form.photometric() == TiffForm.YCBCR) colours(row);
				for (int n = 0; n < row.length; n++)
					out[y * row.length + n] = (byte) row[n];
			}
		}
		catch (final TiffException exc) {
			throw exc;
		}
		catch (final IOException | RuntimeException exc) {
			throw new TiffException("a JPEG stream in it is wrong (" + exc.getMessage() + ")", exc);
		}
		finally {
			reader.dispose();
		}
	}

	private static ImageReader reader() throws IOException {
		final Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
		while (readers.hasNext()) {
			final ImageReader reader = readers.next();
			if ("java.desktop".equals(reader.getClass().getModule().getName())) return reader;
			reader.dispose();
		}
		throw new IOException("this Java has no decoder of JPEG");
	}

	/** The tables without their end mark and the stream without its start mark are one stream. */
	private static byte[] joined(final byte[] tables, final byte[] in) {
		if (tables.length < 4 || in.length < 2) return in;
		final byte[] whole = new byte[tables.length - 2 + in.length - 2];
		System.arraycopy(tables, 0, whole, 0, tables.length - 2);
		System.arraycopy(in, 2, whole, tables.length - 2, in.length - 2);
		return whole;
	}

	/** YCbCr with the factors of CCIR 601, the full range of each (JFIF 1.02). */
	private static void colours(final int[] row) {
		for (int n = 0; n < row.length; n += 3) {
			final double y = row[n], cb = row[n + 1] - 128, cr = row[n + 2] - 128;
			row[n] = clamp(y + 1.402 * cr);
			row[n + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
			row[n + 2] = clamp(y + 1.772 * cb);
		}
	}

	private static int clamp(final double value) {
		return (int) Math.max(0, Math.min(255, Math.rint(value)));
	}
}
