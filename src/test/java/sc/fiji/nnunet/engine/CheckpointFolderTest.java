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
package sc.fiji.nnunet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.file.KilledFileSystem;
import sc.fiji.nnunet.file.Kills;
import sc.fiji.nnunet.problem.ProblemException;

class CheckpointFolderTest {

	@TempDir
	private Path temp;

	@Test
	void aFirstCheckpointInterruptedAtAnyFileOperationDoesNotCountAndCanBeWrittenAgain() throws Exception {
		final int events = Kills.atEveryEvent(temp, output -> write(output.resolve("c"), "first"), (output, event) -> {
			if (CheckpointFolder.isIn(output.resolve("c"))) assertEquals("first", text(output.resolve("c")));
			else assertThrows(ProblemException.class, () -> new CheckpointFolder(output.resolve("c")).current());
		});
		assertTrue(events >= 8, events + " events");
	}

	@Test
	void aLaterCheckpointInterruptedAtAnyFileOperationLeavesTheOneBeforeItOrItself() throws Exception {
		for (int event = 1;; event++) {
			final Path folder = temp.resolve("c" + event);
			write(folder, "first");
			final KilledFileSystem system = new KilledFileSystem(event);
			try {
				write(system.see(folder), "second");
			}
			catch (final KilledFileSystem.Killed e) {
				// NB: this is the simulated interruption
			}
			assertTrue(CheckpointFolder.isIn(folder));
			assertTrue(text(folder).matches("first|second"), text(folder));
			if (!system.killed()) {
				assertTrue(event > 5, event + " events");
				return;
			}
			write(folder, "third");
			assertEquals("third", text(folder));
		}
	}

	@Test
	void aDiskThatIsFullAtTheFirstCheckpointLeavesNoCheckpoint() throws IOException {
		final Path folder = temp.resolve("c");
		assertThrows(IOException.class, () -> new CheckpointFolder(folder).replace(fresh -> {
			Files.writeString(fresh.resolve("weights.index"), "half");
			throw new IOException("No space left on device");
		}));
		assertFalse(CheckpointFolder.isIn(folder));
		write(folder, "first");
		assertEquals("first", text(folder));
	}

	private static void write(final Path folder, final String text) throws IOException {
		new CheckpointFolder(folder).replace(fresh -> {
			Files.writeString(fresh.resolve("weights.index"), text);
			Files.createDirectory(fresh.resolve("notes"));
			Files.writeString(fresh.resolve("notes/training.json"), text);
		});
	}

	private static String text(final Path folder) {
		try {
			final Path current = new CheckpointFolder(folder).current();
			final String text = Files.readString(current.resolve("weights.index"));
			assertEquals(text, Files.readString(current.resolve("notes/training.json")));
			return text;
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}
}
