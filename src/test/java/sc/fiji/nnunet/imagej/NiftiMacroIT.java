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
package sc.fiji.nnunet.imagej;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.nifti.NiftiReader;
import sc.fiji.nnunet.volume.Volume;

/** NIfTI in a macro of plain ImageJ: open, look at the calibration, save; and convert. */
class NiftiMacroIT {

	private static final Path FILE = Path.of("src/test/resources/golden/nifti/simpleitk.nii.gz").toAbsolutePath();

	@TempDir
	static Path folder;

	private static PlainImageJ imagej;

	@BeforeAll
	static void install() throws Exception {
		imagej = new PlainImageJ(folder.resolve("ImageJ"));
	}

	@AfterAll
	static void uninstall() throws IOException {
		imagej.uninstall();
	}

	@Test
	void openedAndSavedItHasTheSameAffine() throws Exception {
		final Path copy = folder.resolve("a copy.nii.gz");
		assertEquals("5 6 1 4 1 0.800 0.900 3.200 mm", imagej.run("run(\"nnU-Net Import NIfTI\", \"input=[" + PlainImageJ
			.path(FILE) +
			"]\"); getDimensions(w, h, c, s, f); getVoxelSize(x, y, z, unit); run(\"nnU-Net Export NIfTI\", \"output=[" +
			PlainImageJ.path(copy) + "]\"); return \"\" + w + \" \" + h + \" \" + c + \" \" + s + \" \" + f + \" \" + " +
			"d2s(x, 3) + \" \" + d2s(y, 3) + \" \" + d2s(z, 3) + \" \" + unit;", ""));
		assertSame(copy);
	}

	@Test
	void convertedToTiffAndBackItHasTheSameAffine() throws Exception {
		final Path tiff = folder.resolve("a.tif"), back = folder.resolve("back.nii");
		assertEquals("done", imagej.run("run(\"nnU-Net Convert\", \"input=[" + PlainImageJ.path(FILE) + "] output=[" +
			PlainImageJ.path(tiff) + "]\"); open(\"" + PlainImageJ.path(tiff) +
			"\"); run(\"nnU-Net Export NIfTI\", \"output=[" + PlainImageJ.path(back) + "]\"); return \"done\";", ""));
		assertSame(back);
	}

	@Test
	void aMissingFileStopsTheMacro() throws Exception {
		assertEquals(PlainImageJ.ABORTED, imagej.run(
			"run(\"nnU-Net Import NIfTI\", \"input=/no/such/file.nii\"); return \"went on\";", ""));
	}

	private static void assertSame(final Path actual) throws IOException {
		try (NiftiReader a = NiftiReader.open(FILE); NiftiReader b = NiftiReader.open(actual)) {
			assertEquals(a.geometry(), b.geometry());
			assertArrayEquals(a.header().forms().srow(), b.header().forms().srow());
			assertArrayEquals(a.header().forms().quaternion(), b.header().forms().quaternion());
			final Volume x = a.read(), y = b.read();
			for (int z = 0; z < x.size()[0]; z++)
				assertArrayEquals(x.plane(0, z), y.plane(0, z));
		}
	}
}
