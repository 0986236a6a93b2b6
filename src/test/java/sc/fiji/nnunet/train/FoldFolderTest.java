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
package sc.fiji.nnunet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldFolderTest {

	@TempDir
	Path folder;

	/** Scores and predictions too, since the next training may hold out other cases. */
	@Test
	void whatATrainingAndItsTestWroteIsRemovedAndNothingElse() throws IOException {
		for (final String name : List.of("validation", "evaluation", "overlays", "checkpoint_last"))
			Files.writeString(Files.createDirectories(folder.resolve(name)).resolve("case1.nii.gz"), "x");
		for (final String name : List.of("summary.json", "summary.csv", "selection.json", "log.jsonl", "notes.txt"))
			Files.writeString(folder.resolve(name), "x");
		FoldFolder.clear(folder, "log.jsonl");
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of("notes.txt"), files.map(file -> file.getFileName().toString()).toList());
		}
	}

	/** An existing log is continued, so that its lines would be those of the new training. */
	@Test
	void aLogWithANameOfItsOwnIsRemovedWhereverItLiesInTheFolder() throws IOException {
		final Path fold = Files.createDirectories(folder.resolve("results_3d/fold_0"));
		for (final String name : List.of("a.json", "logs/a.json", "b.json", "../all.json")) {
			final Path log = fold.resolve(name);
			Files.createDirectories(log.getParent());
			Files.writeString(log, "x");
			FoldFolder.clear(fold, "none.json");
			assertTrue(Files.exists(log), name);
		}
		for (final String name : List.of("a.json", "logs/a.json", "../all.json", ""))
			FoldFolder.clear(fold, name);
		assertFalse(Files.exists(fold.resolve("a.json")));
		assertFalse(Files.exists(fold.resolve("logs/a.json")));
		assertTrue(Files.exists(fold.resolve("b.json")), "the user's own");
		assertTrue(Files.exists(fold.resolve("../all.json")), "other folds' too");
	}

	@Test
	void aLogIsLookedForUnderBothNames() throws IOException {
		final Path usual = folder.resolve("log.jsonl"), named = folder.resolve("a.json");
		assertEquals(usual, FoldFolder.log(folder, "a.json"));
		assertEquals(usual, FoldFolder.log(folder, ""), "without a log");
		Files.createFile(named);
		assertEquals(named, FoldFolder.log(folder, "a.json"));
	}
}
