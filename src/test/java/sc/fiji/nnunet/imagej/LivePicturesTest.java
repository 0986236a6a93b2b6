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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pictures of a training are new. */
class LivePicturesTest {

	@TempDir
	Path folder;

	private Path write(final String name, final long second) throws IOException {
		final Path file = folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, "picture");
		return Files.setLastModifiedTime(file, FileTime.fromMillis(1000 * second));
	}

	@Test
	void onlyWhatChangedAndTheNewestOverlay() throws IOException {
		final LivePictures pictures = new LivePictures(folder);
		assertEquals(List.of(), pictures.news());
		final Path curve = write("curves.png", 10);
		write("overlays/b.png", 11);
		final Path a = write("overlays/a.png", 12);
		write("overlays/notes.txt", 13);
		assertEquals(List.of(curve, a), pictures.news());
		assertEquals(List.of(), pictures.news());
		final Path b = write("overlays/b.png", 20);
		assertEquals(List.of(b), pictures.news());
		write("curves.png", 21);
		assertEquals(List.of(curve), pictures.news());
	}

	@Test
	void aWindowBearsTheNameOfTheDataset() {
		assertEquals("Task04_Hippocampus, fold_0", LivePictures.name(Path.of("/out/Task04_Hippocampus/results_3d/fold_0")));
		assertEquals("fold_0", LivePictures.name(Path.of("/fold_0")));
	}

	@Test
	void nothingHappensWithoutADisplay() throws IOException {
		LivePictures.watch(folder).close();
		LivePictures.watch(null).close();
	}
}
