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
package sc.fiji.nnunet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsKeptTest {

	@TempDir
	private Path folder;

	private Path images;

	@BeforeEach
	void prepare() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		Files.writeString(images.resolve("a.nii"), "a");
	}

	@Test
	void allSpellingsOfAPathAreRecognized() throws IOException {
		Files.createSymbolicLink(folder.resolve("link"), images);
		Files.createSymbolicLink(folder.resolve("b.nii"), images.resolve("a.nii"));
		for (final String other : List.of("images/a.nii", "images/../images/./a.nii", "link/a.nii", "b.nii")) {
			assertTrue(InputsKept.same(images.resolve("a.nii"), folder.resolve(other)), other);
			assertEquals(1, InputsKept.replaced(List.of(images.resolve("a.nii")), List.of(folder.resolve(other))).size(),
				other);
		}
		assertFalse(InputsKept.same(images.resolve("a.nii"), images.resolve("b.nii")));
	}

	@Test
	void filesThatDoNotExistYetAreComparedByTheirFolder() throws IOException {
		Files.createSymbolicLink(folder.resolve("link"), images);
		assertTrue(InputsKept.same(folder.resolve("link/new/x.nii"), images.resolve("new/x.nii")));
		assertTrue(InputsKept.same(folder.resolve("none/../images/y"), images.resolve("y")));
		assertFalse(InputsKept.same(folder.resolve("link/new/x.nii"), images.resolve("new/z.nii")));
	}

	@Test
	void anOutputFolderIsNotTheFolderOfAnInput() throws IOException {
		Files.createSymbolicLink(folder.resolve("link"), images);
		// the files themselves are links, as in a folder of selected cases
		final Path chosen = Files.createDirectory(folder.resolve("chosen"));
		Files.createSymbolicLink(chosen.resolve("a.nii"), images.resolve("a.nii"));
		final List<Path> inputs = List.of(chosen.resolve("a.nii"));
		for (final String output : List.of("images", "link", "chosen", "chosen/.", "images/sub/.."))
			assertEquals(1, InputsKept.mixed(inputs, folder.resolve(output)).size(), output);
		for (final String output : List.of("labels", "chosen/labels", "."))
			assertEquals(List.of(), InputsKept.mixed(inputs, folder.resolve(output)), output);
	}
}
