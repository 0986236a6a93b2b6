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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import org.scijava.io.location.FileLocation;

import ij.ImagePlus;
import sc.fiji.nnunet.imagefile.ImageFile;

/** SciJava's IOService finds the plugin, as Fiji's File &gt; Open does, and gets images with their geometry. */
class NiftiIOPluginTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	@TempDir
	Path folder;

	private Context context;
	private IOService io;

	@BeforeEach
	void start() {
		context = new Context(IOService.class);
		io = context.service(IOService.class);
	}

	@AfterEach
	void stop() {
		context.dispose();
	}

	@Test
	void opensAndSavesWithTheSameAffine() throws IOException {
		final Path file = GOLDEN.resolve("simpleitk.nii.gz");
		final ImagePlus image = assertInstanceOf(ImagePlus.class, io.open(file.toString()));
		assertEquals(3.2, image.getCalibration().pixelDepth, 1e-6);
		final Path copy = folder.resolve("copy.nii");
		io.save(image, copy.toString());
		assertEquals(ImageFile.geometry(file), ImageFile.geometry(copy));
		assertArrayEquals(ImageFile.geometry(file).forms().srow(), ImageFile.geometry(copy).forms().srow());
	}

	@Test
	void isEager() throws IOException {
		final IOPlugin<?> opener = io.getOpener(GOLDEN.resolve("nifti2.nii.gz").toString());
		assertEquals(NiftiIOPlugin.class, opener.getClass());
		assertTrue(opener.getInfo().is("eager"));
	}

	@Test
	void takesNiftiPairsAndLeavesOthers() throws IOException {
		final NiftiIOPlugin plugin = new NiftiIOPlugin();
		assertTrue(plugin.supportsOpen(new FileLocation(GOLDEN.resolve("pair.img").toFile())));
		assertTrue(plugin.supportsOpen(new FileLocation(GOLDEN.resolve("gzpair.hdr.gz").toFile())));
		assertFalse(plugin.supportsOpen(new FileLocation(GOLDEN.resolve("index.json").toFile())));
		// an Analyze header is a NIfTI header without the magic word
		final byte[] header = Files.readAllBytes(GOLDEN.resolve("pair.hdr"));
		header[344] = 0;
		Files.write(folder.resolve("a.hdr"), header);
		Files.copy(GOLDEN.resolve("pair.img"), folder.resolve("a.img"));
		assertTrue(ImageFile.warnings(folder.resolve("a.hdr")).get(0).contains("Analyze"));
		assertFalse(plugin.supportsOpen(new FileLocation(folder.resolve("a.hdr").toFile())));
	}
}
