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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sc.fiji.nnunet.problem.ProblemException;

class SplitsTest {

	private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

	@TempDir
	Path folder;
	private Dataset dataset;

	@BeforeEach
	void cases() {
		final List<Case> cases = new ArrayList<>();
		for (final String name : NAMES)
			cases.add(new Case(name, List.of(folder.resolve(name)), folder.resolve(name)));
		dataset = new Dataset("d", folder, List.of("MRI"), Labels.of("background", "x"), cases, List.of(), ".nii.gz");
	}

	@Test
	void withoutAFileTheSplitIsSeeded() throws IOException {
		final Splits splits = Splits.of(dataset, 5);
		assertEquals(List.of("a", "h"), splits.fold(0).val());
		assertEquals(List.of("b", "c", "d", "e", "f", "g", "i", "j"), splits.fold(0).train());
	}

	@Test
	void writtenSplitIsReadBack() throws IOException {
		final Splits splits = Splits.of(NAMES, 3);
		final Path file = folder.resolve("splits.json");
		splits.write(file);
		assertEquals(splits, Splits.read(file));
		try (var files = Files.list(folder)) {
			assertEquals(List.of(file), files.toList());
		}
	}

	@Test
	void theUsersSplitIsUsed() throws IOException {
		// the format that nnU-Net v2 writes
		Files.writeString(folder.resolve("splits_final.json"),
			"[{\"train\": [\"a\", \"b\"], \"val\": [\"c\"]}, {\"train\": [\"c\"], \"val\": [\"a\", \"b\"]}]");
		final Splits splits = Splits.of(dataset, 5);
		assertEquals(2, splits.folds().size());
		assertEquals(List.of("a", "b"), splits.fold(1).val());
	}

	@Test
	void everythingWrongWithAUsersSplitIsListed() throws IOException {
		Files.writeString(folder.resolve("splits.json"),
			"{\"folds\": [{\"train\": [\"a\", \"z\"], \"val\": [\"a\"]}, {\"train\": [], \"val\": [\"b\"]}]}");
		final ProblemException e = assertThrows(ProblemException.class, () -> Splits.of(dataset, 5));
		assertEquals(3, e.problems().size());
		assertTrue(e.getMessage().contains("case z"), e.getMessage());
		assertTrue(e.getMessage().contains("case a more than once"), e.getMessage());
		assertTrue(e.getMessage().contains("Fold 1 has no training case"), e.getMessage());
	}

	@Test
	void malformedFilesAreProblems() throws IOException {
		final Path file = folder.resolve("splits.json");
		for (final String text : List.of("", "[", "[]", "3", "{}", "[3]", "[{}]", "[{\"train\": 1, \"val\": []}]",
			"[{\"train\": [[]], \"val\": []}]", "{\"folds\": {}}"))
		{
			Files.writeString(file, text);
			final ProblemException e = assertThrows(ProblemException.class, () -> Splits.read(file), text);
			assertTrue(e.getMessage().contains(file.toString()), text);
		}
		assertThrows(ProblemException.class, () -> Splits.read(folder.resolve("none.json")));
	}

	@Test
	void foldsThatDoNotExistAreRefused() {
		final Splits splits = Splits.of(NAMES, 5);
		assertThrows(IllegalArgumentException.class, () -> splits.fold(5));
		assertThrows(IllegalArgumentException.class, () -> splits.fold(-1));
		assertThrows(ProblemException.class, () -> Splits.of(dataset, 11));
	}

	@Test
	void aSplitOfTheUsersOwnIsNeverReplacedSilently() throws IOException {
		assertEquals(Splits.of(NAMES, 5), Splits.prepared(folder, NAMES, 5));
		final Splits own = new Splits(List.of(new Splits.Split(NAMES.subList(2, 10), NAMES.subList(0, 2)), new Splits.Split(
			NAMES.subList(0, 8), NAMES.subList(8, 10))));
		own.write(folder.resolve("splits.json"));
		assertEquals(own, Splits.prepared(folder, NAMES, 5), "the usual number means: as written");
		assertEquals(own, Splits.prepared(folder, NAMES, 2));
		final ProblemException e = assertThrows(ProblemException.class, () -> Splits.prepared(folder, NAMES, 3));
		assertTrue(e.getMessage().contains("a split of your own into 2 folds"), e.getMessage());
		assertThrows(ProblemException.class, () -> Splits.prepared(folder, NAMES, 11));
		assertEquals(own, Splits.of(dataset, 5), "the dataset's own");
		assertThrows(ProblemException.class, () -> Splits.of(dataset, 4));
	}

	@Test
	void aRandomSplitIsReplacedForAnotherNumberOfFolds() throws IOException {
		Splits.of(NAMES, 5).write(folder.resolve("splits.json"));
		assertEquals(Splits.of(NAMES, 3), Splits.prepared(folder, NAMES, 3));
		assertThrows(ProblemException.class, () -> Splits.prepared(folder, NAMES, 11));
	}

	@Test
	void aRandomSplitOfFewerCasesIsNotTheUsersOwn() throws IOException {
		final Splits earlier = Splits.of(NAMES.subList(1, 9), 5);
		assertTrue(earlier.isSeeded());
		assertEquals(NAMES.subList(1, 9), earlier.names());
		earlier.write(folder.resolve("splits.json"));
		assertEquals(Splits.of(NAMES, 3), Splits.prepared(folder, NAMES, 3));
	}
}
