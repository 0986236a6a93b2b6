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
package sc.fiji.nnunet.scifio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scif.Format;
import io.scif.FormatException;
import io.scif.Plane;
import io.scif.Reader;
import io.scif.Translator;
import io.scif.Writer;
import io.scif.config.SCIFIOConfig;
import io.scif.services.FormatService;
import io.scif.services.TranslatorService;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import net.imagej.axis.Axes;
import net.imagej.axis.AxisType;
import net.imglib2.FinalInterval;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.io.handle.DataHandleService;
import org.scijava.io.location.FileLocation;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.volume.Volume;

/** SCIFIO's view of NIfTI files, and writing by way of SCIFIO. */
class NiftiFormatTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	@TempDir
	Path folder;

	private Context context;
	private FormatService formats;

	@BeforeEach
	void start() {
		context = new Context(FormatService.class, TranslatorService.class, DataHandleService.class);
		formats = context.service(FormatService.class);
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	private static FileLocation at(final Path file) {
		return new FileLocation(file.toFile());
	}

	private Reader open(final Path file) throws FormatException, IOException {
		final Reader reader = formats.getFormat(at(file), new SCIFIOConfig().checkerSetOpen(true)).createReader();
		reader.setSource(at(file));
		return reader;
	}

	@Test
	void axesAreCalibrated() throws FormatException, IOException {
		final var image = open(GOLDEN.resolve("simpleitk.nii.gz")).getMetadata().get(0);
		assertEquals(4, image.getAxisLength(Axes.Z));
		assertEquals(3.2, image.getAxis(Axes.Z).averageScale(0, 1), 1e-6);
		assertEquals("mm", image.getAxis(Axes.X).unit());
		final var channels = open(GOLDEN.resolve("dims_4x5x6x3.nii.gz")).getMetadata().get(0);
		assertEquals(3, channels.getAxisLength(Axes.CHANNEL));
		final var rgb = open(GOLDEN.resolve("rgb.nii.gz")).getMetadata().get(0);
		assertEquals(3, rgb.getPlanarAxisCount());
	}

	@Test
	void aPartOfAPlaneIsRead() throws FormatException, IOException {
		final Reader reader = open(GOLDEN.resolve("type_uint8.nii.gz")); // 5 x 3 x 6
		final byte[] whole = reader.openPlane(0, 2).getBytes();
		final byte[] part = reader.openPlane(0, 2, new FinalInterval(new long[] { 1, 1 }, new long[] { 3, 2 })).getBytes();
		assertArrayEquals(new byte[] { whole[6], whole[7], whole[8], whole[11], whole[12], whole[13] }, part);
	}

	@Test
	void writingKeepsTheGeometry() throws FormatException, IOException {
		for (final String name : new String[] { "form_q2_s3.nii.gz", "rgb.nii.gz", "dims_4x5x6x3.nii.gz",
			"big_endian.nii" })
		{
			final Path copy = folder.resolve("copy_" + name);
			copy(GOLDEN.resolve(name), copy, false);
			assertSame(GOLDEN.resolve(name), copy);
			Files.delete(copy);
			copy(GOLDEN.resolve(name), copy, true);
			assertSame(GOLDEN.resolve(name), copy);
		}
	}

	/** Copies plane by plane, backwards if asked for. */
	private void copy(final Path from, final Path to, final boolean backwards) throws FormatException, IOException {
		final Reader reader = open(from);
		final Format format = formats.getFormatFromClass(NiftiFormat.class);
		final Writer writer = format.createWriter();
		final io.scif.Metadata dest = format.createMetadata();
		final Translator translator = context.service(TranslatorService.class).findTranslator(reader.getMetadata(), dest,
			false);
		translator.translate(reader.getMetadata(), dest);
		dest.get(0).setLittleEndian(reader.getMetadata().get(0).isLittleEndian());
		writer.setMetadata(dest);
		writer.setDest(at(to));
		final int planes = (int) reader.getPlaneCount(0);
		for (int n = 0; n < planes; n++) {
			final int index = backwards ? planes - 1 - n : n;
			final Plane plane = reader.openPlane(0, index);
			writer.savePlane(0, index, plane);
		}
		writer.close();
		reader.close();
	}

	private static void assertSame(final Path expected, final Path actual) throws IOException {
		try (NiftiReader a = NiftiReader.open(expected); NiftiReader b = NiftiReader.open(actual)) {
			assertEquals(a.geometry(), b.geometry());
			assertArrayEquals(a.header().forms().srow(), b.header().forms().srow());
			final Volume x = a.read(), y = b.read();
			assertEquals(x.channels(), y.channels());
			for (int c = 0; c < x.channels(); c++)
				for (int z = 0; z < x.size()[0]; z++)
					assertArrayEquals(x.plane(c, z), y.plane(c, z));
		}
	}

	@Test
	void everyKnownUnitIsTakenAndAnotherRefused() throws FormatException, IOException {
		final Path from = GOLDEN.resolve("type_uint8.nii.gz"), to = folder.resolve("inches.nii");
		final Reader reader = open(from);
		final Writer writer = writer(reader, "inch");
		writer.setDest(at(to));
		for (int n = 0; n < reader.getPlaneCount(0); n++)
			writer.savePlane(0, n, reader.openPlane(0, n));
		writer.close();
		try (NiftiReader a = NiftiReader.open(from); NiftiReader b = NiftiReader.open(to)) {
			for (int axis = 0; axis < 3; axis++)
				assertEquals(25.4, b.geometry().spacing()[axis] / a.geometry().spacing()[axis], 1e-4);
		}
		final Writer refused = writer(reader, "parsec");
		final String message = assertThrows(FormatException.class, () -> refused.setDest(at(folder.resolve("far.nii"))))
			.getMessage();
		assertTrue(message.contains("\"parsec\""), message);
		reader.close();
	}

	/** A writer for the planes of a reader, with another unit of their axes. */
	private Writer writer(final Reader reader, final String unit) throws FormatException {
		final Format format = formats.getFormatFromClass(NiftiFormat.class);
		final io.scif.Metadata dest = format.createMetadata();
		context.service(TranslatorService.class).findTranslator(reader.getMetadata(), dest, false).translate(reader
			.getMetadata(), dest);
		for (final AxisType axis : new AxisType[] { Axes.X, Axes.Y, Axes.Z })
			dest.get(0).getAxis(axis).setUnit(unit);
		final Writer writer = format.createWriter();
		writer.setMetadata(dest);
		return writer;
	}

	@Test
	void anIncompleteFileIsNotWritten() throws FormatException, IOException {
		final Path to = folder.resolve("half.nii");
		final Reader reader = open(GOLDEN.resolve("type_uint8.nii.gz"));
		final Format format = formats.getFormatFromClass(NiftiFormat.class);
		final Writer writer = format.createWriter();
		final io.scif.Metadata dest = format.createMetadata();
		context.service(TranslatorService.class).findTranslator(reader.getMetadata(), dest, false).translate(reader
			.getMetadata(), dest);
		writer.setMetadata(dest);
		writer.setDest(at(to));
		writer.savePlane(0, 0, reader.openPlane(0, 0));
		assertThrows(IOException.class, writer::close);
		assertFalse(NiftiReader.accepts(to));
	}

	@Test
	void otherFilesAreNotAccepted() throws FormatException, IOException {
		final byte[] header = Files.readAllBytes(GOLDEN.resolve("pair.hdr"));
		header[344] = 0; // Analyze
		final Path file = Files.write(folder.resolve("a.hdr"), header);
		Files.copy(GOLDEN.resolve("pair.img"), folder.resolve("a.img"));
		final Format format = formats.getFormat(at(file), new SCIFIOConfig().checkerSetOpen(true));
		assertFalse(format instanceof NiftiFormat);
	}
}
