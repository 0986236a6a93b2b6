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

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scif.FormatException;
import io.scif.Reader;
import io.scif.config.SCIFIOConfig;
import io.scif.services.FormatService;
import io.scif.services.TranslatorService;
import io.scif.util.FormatTools;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.scijava.Context;
import org.scijava.io.handle.DataHandleService;
import org.scijava.io.location.FileLocation;

import sc.fiji.nnunet.scifio.NiftiFormat;

/** The contract for SCIFIO's way of reading. */
class ScifioRoundTripTest extends RoundTripContract {

	private static Context context;

	@BeforeAll
	static void start() {
		context = new Context(FormatService.class, TranslatorService.class, DataHandleService.class);
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	@Override
	void write(final Path file, final NiftiHeader header, final double[] values) throws IOException {
		new NiftiRoundTripTest().write(file, header, values);
	}

	@Override
	Content read(final Path file) throws IOException {
		final FileLocation location = new FileLocation(file.toFile());
		try {
			final var format = context.service(FormatService.class).getFormat(location, new SCIFIOConfig().checkerSetOpen(
				true));
			assertEquals(NiftiFormat.class, format.getClass());
			final Reader reader = format.createReader();
			reader.setSource(location);
			final var meta = (NiftiFormat.Metadata) reader.getMetadata();
			final NiftiHeader header = meta.getHeader();
			final int area = (int) (header.size(0) * header.size(1)) * header.type().samples();
			final double[] values = new double[area * (int) reader.getPlaneCount(0)];
			for (int plane = 0; plane < reader.getPlaneCount(0); plane++) {
				final ByteBuffer bytes = ByteBuffer.wrap(reader.openPlane(0, plane).getBytes()).order(meta.get(0)
					.isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
				for (int n = 0; n < area; n++)
					values[plane * area + n] = value(bytes, n, meta.get(0).getPixelType());
			}
			reader.close();
			return new Content(header, values);
		}
		catch (final FormatException exc) {
			throw new IOException(exc);
		}
	}

	private static double value(final ByteBuffer bytes, final int n, final int type) {
		return switch (type) {
			case FormatTools.INT8 -> bytes.get(n);
			case FormatTools.UINT8 -> bytes.get(n) & 255;
			case FormatTools.INT16 -> bytes.getShort(2 * n);
			case FormatTools.UINT16 -> bytes.getShort(2 * n) & 0xffff;
			case FormatTools.INT32 -> bytes.getInt(4 * n);
			case FormatTools.UINT32 -> bytes.getInt(4 * n) & 0xffffffffL;
			case FormatTools.FLOAT -> bytes.getFloat(4 * n);
			default -> bytes.getDouble(8 * n);
		};
	}
}
