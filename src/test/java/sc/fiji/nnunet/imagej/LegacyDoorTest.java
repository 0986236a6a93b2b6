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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

import net.imagej.legacy.DefaultLegacyHooks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.io.location.FileLocation;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

/** Through which of imagej-legacy's hooks an image is shown; a stand-in of theirs calls the plugin. */
class LegacyDoorTest {

	private static final Path GOLDEN = Path.of("src/test/resources/golden/nifti");

	@TempDir
	Path folder;

	/** NB: in batch mode an image that is shown needs no window. */
	@BeforeEach
	void enterBatchMode() {
		Interpreter.batchMode = true;
	}

	@AfterEach
	void leaveBatchMode() {
		for (final int id : Interpreter.getBatchModeImageIDs())
			WindowManager.getImage(id).close();
		Interpreter.batchMode = false;
	}

	private static Callable<Object> opener(final Path file) {
		return () -> new NiftiIOPlugin().open(new FileLocation(file.toFile()));
	}

	private static int shown() {
		return Interpreter.getBatchModeImageCount();
	}

	@Test
	void openingAndDroppingShowTheImage() throws Exception {
		final Callable<Object> opener = opener(GOLDEN.resolve("simpleitk.nii.gz"));
		DefaultLegacyHooks.interceptFileOpen(opener);
		assertEquals(1, shown(), "File > Open and open()");
		DefaultLegacyHooks.interceptOpenRecent(opener);
		assertEquals(2, shown(), "Open Recent");
		DefaultLegacyHooks.interceptDragAndDropFile(opener);
		assertEquals(3, shown(), "drag and drop");
		DefaultLegacyHooks.interceptRunPlugIn(() -> DefaultLegacyHooks.interceptFileOpen(opener));
		assertEquals(4, shown(), "open() of a macro that a command runs");
	}

	@Test
	void whoeverWantsTheImageOnlyGetsNoSecondWindow() throws Exception {
		final Callable<Object> opener = opener(GOLDEN.resolve("simpleitk.nii.gz"));
		assertInstanceOf(ImagePlus.class, DefaultLegacyHooks.interceptOpenImage(opener));
		assertInstanceOf(ImagePlus.class, DefaultLegacyHooks.interceptRunPlugIn(opener));
		assertInstanceOf(ImagePlus.class, opener.call());
		assertEquals(0, shown());
	}

	@Test
	void aDamagedFileIsDealtWithInOneMessage() throws Exception {
		final byte[] whole = Files.readAllBytes(GOLDEN.resolve("big_endian.nii"));
		final Path cut = Files.write(folder.resolve("cut.nii"), Arrays.copyOf(whole, 200));
		final Object answer = DefaultLegacyHooks.interceptFileOpen(opener(cut));
		assertNotNull(answer, "null would send it to ImageJ's own readers");
		assertFalse(answer instanceof String || answer instanceof ImagePlus, "what imagej-legacy would go on with");
		assertTrue(IJ.getErrorMessage().contains("cut.nii"), IJ.getErrorMessage());
		assertFalse(DefaultLegacyHooks.interceptOpenImage(opener(cut)) instanceof ImagePlus);
		assertThrows(IOException.class, () -> opener(cut).call(), "a script gets the exception");
	}
}
