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
package sc.fiji.nnunet.tune;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.problem.Difference;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * What a search is about, as stored in its folder, so that trials of two searches are never compared.
 *
 * @param format version of the file format and of how trials are measured; 3, where 2 had Adam in preset
 *          cpu, and 1 validated on the way
 * @param fold the fold whose training cases are divided
 * @param folds the number of folds
 * @param minutes the length of a training, or 0
 * @param steps the same in steps, or 0
 * @param trials the number of trials
 * @param preset the preset that is varied
 * @param seed of the draws
 */
record Search(int format, int fold, int folds, double minutes, long steps, int trials, String preset, long seed) {

	private static final String FILE = "search.json";

	private static Search of(final TuneOptions options) {
		return new Search(3, options.fold(), options.folds(), options.minutes(), options.steps(), options.trials(), options
			.preset(), options.seed());
	}

	/**
	 * Makes sure that the trials in a folder belong to this search.
	 *
	 * @throws ProblemException if they belong to another one
	 */
	static void require(final Path folder, final TuneOptions options) throws IOException {
		final Path file = folder.resolve(FILE);
		final Search now = of(options);
		if (options.force()) clear(folder);
		else if (Files.exists(file)) {
			final Search earlier = JsonFile.read(file, Search.class, "a search", "Start over with force=true.");
			if (earlier.equals(now)) return;
			if (earlier.format() != now.format()) throw new ProblemException(folder,
				"holds a search of another version of nnU-Net, which measured trials differently.",
				"Start over with force=true.");
			throw new ProblemException(folder, "holds another search (" + Difference.words(earlier.toString(), now
				.toString()) + ").", "Repeat it with the same options to resume it, or start over with force=true.");
		}
		JsonFile.write(file, now);
	}

	/** Removes results, and what an unfinished trial left, from which one of another search would resume. */
	private static void clear(final Path folder) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{trial_*_round_*,warm_up}")) {
			for (final Path file : files)
				Leftovers.delete(file);
		}
	}
}
