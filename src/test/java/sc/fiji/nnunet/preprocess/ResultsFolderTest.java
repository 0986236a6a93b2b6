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
package sc.fiji.nnunet.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names are on users' disks, so they are spelled here once more. */
class ResultsFolderTest {

	private static final Path OUTPUT = Path.of("OUT", "Task04_Hippocampus");

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "2d,0,results_2d,fold_0", "3d,4,results_3d,fold_4", "3d_lowres,12,results_3d_lowres,fold_12",
		"3d_cascade,-1,results_3d_cascade,fold_all", "ensemble_2d_3d,1,results_ensemble_2d_3d,fold_1" })
	void foldersAreNamedAndReadBack(final String configuration, final int number, final String results,
		final String fold)
	{
		final ResultsFolder named = ResultsFolder.of(OUTPUT, configuration);
		assertEquals(OUTPUT.resolve(results), named.path());
		assertEquals(OUTPUT.resolve(results).resolve(fold), named.fold(number));
		assertEquals(named.fold(number), named.fold(ResultsFolder.foldName(number)));
		assertEquals(Optional.of(configuration), ResultsFolder.configuration(named.path()));
		assertEquals(Optional.of(ResultsFolder.foldName(number)), ResultsFolder.foldName(named.fold(number)));
	}

	/** NB: a folder that somebody has copied or renamed is still a fold, if its name begins like one. */
	@ParameterizedTest
	@CsvSource(nullValues = "none", value = { "results_3d,3d,none", "results_,'',none", "results_my_own,my_own,none",
		"results,none,none", "Results_3d,none,none", "my_results_3d,none,none", "preprocessed_3d,none,none",
		"fold_0,none,0", "fold_007,none,007", "fold_all,none,all", "fold_0_old,none,0_old", "fold_,none,''",
		"fold,none,none", "fold0,none,none", "Fold_0,none,none", "a_fold_0,none,none", "crossval,none,none",
		"OUT/results_3d/fold_2,none,2", "OUT/fold_2/results_2d,2d,none", "results_3d/..,none,none", "/,none,none",
		"'',none,none" })
	void anyNameIsReadOrRefused(final String path, final String configuration, final String fold) {
		assertEquals(Optional.ofNullable(configuration), ResultsFolder.configuration(Path.of(path)));
		assertEquals(Optional.ofNullable(fold), ResultsFolder.foldName(Path.of(path)));
	}

	@Test
	void whatLiesInAFoldHasTheNamesThatItAlwaysHad() {
		assertEquals(List.of("checkpoint_last", "checkpoint_best", "log.jsonl", "curves.png", "overlays", "validation",
			"evaluation"), List.of(ResultsFolder.LAST, ResultsFolder.BEST, ResultsFolder.LOG, ResultsFolder.CURVES,
				ResultsFolder.OVERLAYS, ResultsFolder.VALIDATION, ResultsFolder.EVALUATION));
	}

	@Test
	void thePreviousStageLiesBeside() {
		assertEquals(ResultsFolder.of(OUTPUT, "3d_lowres"), ResultsFolder.of(OUTPUT, "3d_cascade").beside("3d_lowres"));
		final Path root = Path.of("/").toAbsolutePath();
		assertEquals(Path.of("results_3d_lowres"), new ResultsFolder(root).beside("3d_lowres").path(), "a mounted fold");
	}

	@Test
	void onlyFoldersAreListedAndByName() throws IOException {
		for (final String name : List.of("results_3d", "results_2d", "preprocessed_3d", "crossval"))
			Files.createDirectory(folder.resolve(name));
		Files.createFile(folder.resolve("results_notes"));
		assertEquals(List.of(ResultsFolder.of(folder, "2d"), ResultsFolder.of(folder, "3d")), ResultsFolder.in(folder));
	}

	/** A training on all cases knows nothing of a split. */
	@Test
	void onlyFoldsWithANumberHoldCasesOut() throws IOException {
		final ResultsFolder results = new ResultsFolder(folder);
		for (final String name : List.of("fold_all", "fold_", "crossval", "a_fold_0"))
			Files.createDirectory(folder.resolve(name));
		assertFalse(results.hasHeldOut());
		Files.createDirectory(results.fold(0));
		assertTrue(results.hasHeldOut());
	}
}
