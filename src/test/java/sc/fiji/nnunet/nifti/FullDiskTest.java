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
package sc.fiji.nnunet.nifti;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.Geometry.Extension;
import sc.fiji.nnunet.volume.Geometry.Forms;
import sc.fiji.nnunet.volume.Geometry.Notes;
import sc.fiji.nnunet.volume.Volume;

/** Files that cannot be written to their end: that is reported, and nothing of them stays on the disk. */
@EnabledOnOs(OS.LINUX) // NB: its device /dev/full behaves like a full disk
class FullDiskTest {

	@TempDir
	Path folder;

	/** Lets the disk be full for what this thread writes to a file. */
	private void fill(final Path file) throws IOException {
		Files.createSymbolicLink(new WholeFile(file).temporary(), Path.of("/dev/full"));
	}

	private void assertLeft(final String... expected) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of(expected), files.map(file -> file.getFileName().toString()).sorted().toList());
		}
	}

	/** One slice that a gzip cannot make much smaller. */
	private static Volume noise(final int width) {
		final Volume volume = new Volume(Geometry.of(new long[] { width, width, 1 }, 1, 1, 1), 1);
		final Random random = new Random(1);
		for (int n = 0; n < width * width; n++)
			volume.plane(0, 0)[n] = random.nextFloat();
		return volume;
	}

	/** A small file fails when its stream is closed, one larger than all buffers before that. */
	@ParameterizedTest
	@ValueSource(strings = { "a.nii", "a.nii.gz", "a.img", "a.img.gz" })
	void whatCannotBeWrittenIsRemoved(final String name) throws IOException {
		final Path file = folder.resolve(name);
		for (final int width : new int[] { 4, 300 }) {
			fill(file);
			final String message = assertThrows(ProblemException.class, () -> NiftiWriter.write(file, noise(width)))
				.getMessage();
			assertTrue(message.contains("No space left on device"), message);
			assertLeft();
		}
	}

	@Test
	void aFileThatIsGivenUpIsRemoved() throws IOException {
		final Path file = folder.resolve("a.nii.gz");
		fill(file);
		final NiftiWriter out = NiftiWriter.create(file, NiftiWriter.header(noise(4).geometry(), 1, NiftiType.UINT8));
		assertThrows(ProblemException.class, out::close);
		assertLeft();
		out.close();
	}

	@Test
	void aFileWhoseHeaderCannotBeWrittenIsRemoved() throws IOException {
		final Path file = folder.resolve("a.nii");
		fill(file);
		final NiftiHeader plain = NiftiWriter.header(noise(4).geometry(), 1, NiftiType.UINT8);
		final Notes notes = new Notes("", "", List.of(new Extension(6, new byte[1 << 18])));
		final Forms f = plain.forms();
		final Forms forms = new Forms(f.qformCode(), f.sformCode(), f.pixdim(), f.quaternion(), f.srow(), f.units(), notes);
		final NiftiHeader large = new NiftiHeader(plain.version(), plain.order(), plain.pair(), plain.type(), plain.dims(),
			forms, plain.slope(), plain.intercept(), plain.offset(), plain.intent(), plain.acquisition());
		assertThrows(ProblemException.class, () -> NiftiWriter.create(file, large));
		assertLeft();
	}

	@Test
	void aFileThatCannotBeRenamedIsRemoved() throws IOException {
		final Path file = folder.resolve("a.nii");
		Files.createDirectories(file.resolve("full"));
		assertThrows(ProblemException.class, () -> NiftiWriter.write(file, noise(4)));
		assertLeft("a.nii");
	}

	/** A file that is open keeps its place on the disk even if it is removed. */
	@Test
	void aGzipThatCannotBeFinishedClosesItsFile() throws IOException {
		final boolean[] closed = new boolean[1];
		final OutputStream gzip = new NiftiWriter.FastGzip(new OutputStream() {

			private int written;

			@Override
			public void write(final int value) throws IOException {
				// NB: there is room for the ten bytes that a gzip begins with
				if (++written > 10) throw new IOException("No space left on device");
			}

			@Override
			public void close() {
				closed[0] = true;
			}
		});
		assertThrows(IOException.class, gzip::close);
		assertTrue(closed[0]);
		gzip.close();
	}
}
