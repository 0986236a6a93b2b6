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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.predict.PostProcessing;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * What a cross-validation compared and chose: the content of {@code crossval.json}.
 *
 * @param format version of the file format; 1
 * @param best the chosen configurations
 * @param models their results folders
 * @param scores mean foreground Dice of all candidates before post-processing; of numbered objects, panoptic quality
 * @param dice the best's mean foreground Dice after post-processing
 * @param postProcessing the file with the rules
 * @param folds how the weights of each fold were selected
 */
record Comparison(int format, List<String> best, List<String> models, Map<String, Double> scores, double dice,
	String postProcessing, List<FoldScores> folds)
{

	/** The rules of the post-processing. */
	static final String RULES = "postprocessing.json";

	private static final String FILE = "crossval.json";

	Comparison {
		best = List.copyOf(best);
		scores = new LinkedHashMap<>(scores);
	}

	/** Writes the file in the folder of the results. */
	void write(final Path folder) throws IOException {
		JsonFile.write(folder.resolve(FILE), this);
	}

	/**
	 * The result that a cross-validation left in a folder.
	 *
	 * @return empty if there is none, or one that was not written to its end
	 * @throws ProblemException if a file is damaged
	 */
	static Optional<CrossvalidationResult> read(final Path folder) throws IOException {
		final Path file = folder.resolve(FILE);
		final Path summary = folder.resolve(SummaryFile.NAME); // NB: it is written last
		if (!Files.exists(file) || !Files.exists(summary)) return Optional.empty();
		if (Files.getLastModifiedTime(summary).compareTo(Files.getLastModifiedTime(file)) < 0) return Optional.empty();
		final Comparison written = JsonFile.read(file, Comparison.class, "the result of a cross-validation",
			"Remove it, and run the cross-validation again.");
		return Optional.of(new CrossvalidationResult(written.best, written.scores, PostProcessing.read(folder.resolve(
			RULES)), SummaryFile.read(summary), folder));
	}
}
