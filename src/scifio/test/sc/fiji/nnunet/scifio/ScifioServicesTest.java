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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scif.config.SCIFIOConfig;
import io.scif.config.SCIFIOConfig.ImgMode;
import io.scif.img.ImgOpener;
import io.scif.img.ImgSaver;
import io.scif.img.SCIFIOImgPlus;
import io.scif.services.DatasetIOService;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import net.imagej.Dataset;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.io.location.FileLocation;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.volume.Volume;

/** What ImageJ2's own services open and save: the same values, in the file's own type and at the same place. */
class ScifioServicesTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	@TempDir
	Path folder;

	private Context context;

	@BeforeEach
	void start() {
		context = new Context();
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	@ParameterizedTest
	@ValueSource(strings = { "type_int8.nii.gz", "type_uint8.nii.gz", "type_int16.nii.gz", "type_uint16.nii.gz",
		"type_int32.nii.gz", "type_uint32.nii.gz", "type_float32.nii.gz", "type_float64.nii.gz", "type_int64.nii.gz",
		"scaled.nii.gz", "big_endian.nii", "rgb.nii.gz", "dims_4x5x6x3.nii.gz", "dims_8x9.nii.gz", "form_q2_s3.nii.gz" })
	void aDatasetIsSavedAsItWasOpened(final String name) throws IOException {
		final DatasetIOService service = context.service(DatasetIOService.class);
		final Path to = folder.resolve("saved.nii.gz");
		final Dataset dataset = service.open(new FileLocation(GOLDEN.resolve(name).toFile()));
		service.save(dataset, new FileLocation(to.toFile()));
		assertSame(GOLDEN.resolve(name), to);
	}

	@ParameterizedTest
	@ValueSource(strings = { "type_int8.nii.gz", "type_uint8.nii.gz", "type_int16.nii.gz", "type_uint16.nii.gz",
		"type_int32.nii.gz", "type_uint32.nii.gz", "type_float32.nii.gz", "type_float64.nii.gz", "big_endian.nii" })
	void anImgIsSavedAsItWasOpened(final String name) throws Exception {
		for (final ImgMode mode : new ImgMode[] { ImgMode.ARRAY, ImgMode.PLANAR, ImgMode.CELL }) {
			final SCIFIOImgPlus<?> image = new ImgOpener(context).openImgs(new FileLocation(GOLDEN.resolve(name).toFile()),
				new SCIFIOConfig(context).imgOpenerSetImgModes(mode)).get(0);
			final Path to = folder.resolve("saved_" + mode + ".nii");
			new ImgSaver(context).saveImg(new FileLocation(to.toFile()), image, 0);
			assertSame(GOLDEN.resolve(name), to);
		}
	}

	@Test
	void aDamagedFileIsReported() throws IOException {
		final byte[] whole = Files.readAllBytes(GOLDEN.resolve("big_endian.nii"));
		final Path cut = Files.write(folder.resolve("cut.nii"), Arrays.copyOf(whole, 200));
		final DatasetIOService service = context.service(DatasetIOService.class);
		assertTrue(service.canOpen(cut.toString()));
		final IOException failure = assertThrows(IOException.class, () -> service.open(cut.toString()));
		assertTrue(failure.toString().contains("cut.nii"), failure::toString);
	}

	private static void assertSame(final Path expected, final Path actual) throws IOException {
		try (NiftiReader a = NiftiReader.open(expected); NiftiReader b = NiftiReader.open(actual)) {
			assertEquals(a.geometry(), b.geometry());
			final Volume x = a.read(), y = b.read();
			assertEquals(x.channels(), y.channels());
			for (int c = 0; c < x.channels(); c++)
				for (int z = 0; z < x.size()[0]; z++)
					assertArrayEquals(x.plane(c, z), y.plane(c, z));
		}
	}
}
