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
package sc.fiji.nnunet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.train.TeamOptions;
import sc.fiji.nnunet.train.TrainOptions;

class TogetherTrainingTest {

	@TempDir
	private Path data;

	/** NB: they would write another secret into the folder, with which those that are lost could not come back. */
	@Test
	void workersDoNotBeginInAFolderOfOthers() throws IOException {
		final TrainOptions options = TrainOptions.builder().data(data).fold(1).team(TeamOptions.builder().gpus(2).build())
			.build();
		try (FolderLock others = FolderLock.take(options.foldFolder(), TogetherTraining.LOCK, "is taken.", "Wait.")) {
			assertThrows(LockedException.class, () -> new TogetherTraining(options, null, Progress.none()).run());
			try (Stream<Path> files = Files.list(options.foldFolder())) {
				assertEquals(List.of(TogetherTraining.LOCK), files.map(file -> file.getFileName().toString()).toList());
			}
		}
	}
}
