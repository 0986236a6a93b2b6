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
package sc.fiji.nnunet.crossval;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import sc.fiji.nnunet.predict.PostProcessing;
import sc.fiji.nnunet.predict.PostProcessing.Rule;

class CrossvalidationReportTest {

	private static String howTo(final Path data, final PostProcessing rules, final String... best) {
		final CrossvalidateOptions options = CrossvalidateOptions.builder().data(data).build();
		final CrossvalidationResult result = new CrossvalidationResult(List.of(best), Map.of(), rules, null, data.resolve(
			"results_" + best[0]).resolve("crossval"));
		return new CrossvalidationReport(result, Candidate.of(data, best[0]), null, options, List.of()).howTo();
	}

	private static String escaped(final Path path) {
		return path.toString().replace("\\", "\\\\");
	}

	/** As in the folders of Windows; ImageJ would read a new line and a tab. */
	@Test
	void backslashesAreEscapedInTheMacro() {
		final Path data = Path.of("C:\\Users\\bob\\new\\my tasks");
		final String how = howTo(data, PostProcessing.of(Rule.foreground()), "2d", "3d");
		assertTrue(how.contains("model=[" + escaped(data.resolve("results_2d")) + "] ensemble=[" + escaped(data.resolve(
			"results_3d")) + "] input=[IMAGE FOLDER] output=[LABEL FOLDER] postprocessing=["), how);
		assertTrue(how.contains("--model \"" + data.resolve("results_2d") + "\" --ensemble"), how);
	}

	@Test
	void theNetworkOfAllCasesIsNamedAsTheAlternative() {
		final String how = howTo(Path.of("data"), PostProcessing.of(), "3d");
		assertTrue(how.contains("--folds all") && how.contains("folds=all"), how);
		assertFalse(how.contains("ensemble") || how.contains("postprocessing"), how);
	}
}
