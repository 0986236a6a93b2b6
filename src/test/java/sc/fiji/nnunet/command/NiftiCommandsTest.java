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
package sc.fiji.nnunet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.module.Module;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import sc.fiji.nnunet.call.Commands;
import sc.fiji.nnunet.progress.Recorded;

class NiftiCommandsTest {

	@TempDir
	Path folder;

	@Test
	void aTimeLapseIsOpenedAndSavedWithAWordOnItsTime() throws Exception {
		final ImagePlus film = IJ.createHyperStack("film", 5, 4, 2, 1, 3, 8);
		final Path file = folder.resolve("film.tif");
		assertTrue(new FileSaver(film).saveAsTiff(file.toString()));
		final Module open = Commands.find("import nifti").createModule();
		open.setInput("input", file.toFile());
		((NnUNetCommand) open.getDelegateObject()).execute(new Recorded());
		final ImagePlus image = (ImagePlus) open.getOutput("image");
		assertEquals("2 3", image.getNChannels() + " " + image.getNFrames());
		assertTrue(image.isHyperStack());
		final Module save = Commands.find("export nifti").createModule();
		save.setInput("image", image);
		save.setInput("output", folder.resolve("film.nii.gz").toFile());
		final Recorded told = new Recorded();
		((NnUNetCommand) save.getDelegateObject()).execute(told);
		assertTrue(told.lines.stream().anyMatch(line -> line.startsWith("The 3 time points became the fourth axis")),
			told.lines.toString());
	}
}
