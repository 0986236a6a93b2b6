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
package sc.fiji.nnunet.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;
import sc.fiji.nnunet.volume.Volume;

/** Which label image belongs to which image. */
class SparseLabelsTest {

	private static final Geometry GRID = Geometry.of(new long[] { 6, 4, 1 }, 1, 1, 1);

	@TempDir
	Path folder;

	private Path images, labels;

	@BeforeEach
	void createFolders() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		labels = Files.createDirectory(folder.resolve("labels"));
	}

	private void image(final String name) throws IOException {
		ImageFile.write(images.resolve(name), new Volume(GRID, 1));
	}

	/** A stroke of the background and one of a class. */
	private void labels(final String name) throws IOException {
		final LabelMap map = new LabelMap(GRID);
		map.plane(0)[0] = 1;
		map.plane(0)[20] = 2;
		ImageFile.writeLabels(labels.resolve(name), map);
	}

	private PaintProject project() throws IOException {
		final Path project = folder.resolve("project");
		new SparseLabels(new LearnOptions.Paint(images, labels, Unpainted.UNKNOWN, -1, "")).write(project, Progress.none());
		return PaintProject.read(project);
	}

	@Test
	void imageAndLabelsMayHaveAnyEndings() throws IOException {
		for (final String name : List.of("a.ome.tif", "b.tif", "c.nii", "d.NII.GZ"))
			image(name);
		for (final String name : List.of("a.tif", "b.ome.tiff", "c.img.gz", "d.png"))
			labels(name);
		final PaintProject project = project();
		assertEquals(4, project.images().size());
		for (final String image : project.images())
			assertEquals(2, project.paint(image).marks().size(), image);
	}

	/** macOS writes files such as ._a.tif to disks of other systems. */
	@Test
	void hiddenFilesAreNoImages() throws IOException {
		for (final String name : List.of("a.tif", "._a.tif", "_b.tif"))
			image(name);
		labels("a.tif");
		labels("._a.tif");
		final PaintProject project = project();
		assertEquals(List.of("a"), project.images());
		assertFalse(project.paint("a").marks().isEmpty());
	}
}
