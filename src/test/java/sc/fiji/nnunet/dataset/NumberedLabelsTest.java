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
package sc.fiji.nnunet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.progress.Recorded;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/** How many label files are read to find out whether they number objects; what is found out: TwoFoldersLayoutTest. */
class NumberedLabelsTest {

	@TempDir
	Path folder;

	@Test
	void eachFileIsNamedAndTheBarWaits() throws IOException {
		final List<Path> files = List.of(save("a", 1, 9), save("b", 1, 12));
		final Recorded progress = new Recorded();
		assertTrue(NumberedLabels.in(files, progress));
		assertEquals(List.of("Looking at the numbers in a.png", "Looking at the numbers in b.png"), progress.statuses);
		assertEquals(List.of(0.0, 0.0), progress.fractions);
	}

	@Test
	void theFirstFileThatDoesNotLookSoIsTheLast() throws IOException {
		final Path missing = folder.resolve("missing.png");
		assertFalse(NumberedLabels.in(List.of(save("a", 1, 9), save("b", 30, 12), missing), Progress.none()));
		final List<Path> without = List.of(save("a", 1, 9), missing);
		assertThrows(ProblemException.class, () -> NumberedLabels.in(without, Progress.none()));
	}

	@Test
	void aSingleFileIsNotRead() throws IOException {
		assertFalse(NumberedLabels.in(List.of(folder.resolve("missing.png")), Progress.none()));
		assertFalse(NumberedLabels.in(List.of(), Progress.none()));
	}

	@Test
	void theUserMayEndIt() throws IOException {
		final List<Path> files = List.of(save("a", 1, 9), save("b", 1, 12));
		final Recorded after = Recorded.until(1, "Looking");
		assertThrows(CancelledException.class, () -> NumberedLabels.in(files, after));
		assertEquals(1, after.statuses.size());
		// both are counted by then, and read again for the shapes of their objects
		assertThrows(CancelledException.class, () -> NumberedLabels.in(files, Recorded.until(2, "Looking")));
	}

	/** Writes objects of two pixels each, numbered from first on. */
	private Path save(final String name, final int first, final int count) throws IOException {
		final LabelMap labels = new LabelMap(Geometry.of(new long[] { 40, 3, 1 }, 1, 1, 1));
		for (int n = 0; n < count; n++)
			for (int x = 0; x < 2; x++)
				labels.plane(0)[3 * n + x] = (short) (first + n);
		final Path file = folder.resolve(name + ".png");
		ImageFile.writeLabels(file, labels);
		return file;
	}
}
