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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.evaluate.SummaryTable;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.preprocess.ResultsFolder;

/** The folder of one fold's results. */
public final class FoldFolder {

	/** What is wrong with the folder if another process trains in it, and what the user can do then. */
	public static final String TAKEN = "is being trained by another process.",
			CURE = "Wait for it, stop it, or train another fold.";

	/** What a training writes, and a test of it; only these and logs are ever deleted. */
	private static final List<String> OURS = List.of(ResultsFolder.LAST, ResultsFolder.BEST, ResultsFolder.CURVES,
		ResultsFolder.OVERLAYS, ResultsFolder.VALIDATION, ResultsFolder.EVALUATION, PlanFile.NAME, FoldCases.FILE,
		SummaryFile.NAME, SummaryTable.NAME, Selection.FILE);

	private FoldFolder() {
		// static methods only
	}

	/**
	 * Removes the files of an earlier training, to start over; other files in the folder are kept.
	 *
	 * @param logName the name of the new training's log, in which no line of an earlier one stays; a log outside of the
	 *          folder may be that of other folds, too, and is kept
	 */
	static void clear(final Path folder, final String logName) throws IOException {
		for (final String name : OURS)
			Leftovers.delete(folder.resolve(name));
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.filter(FoldFolder::isLog).toList())
				Files.delete(file);
		}
		final Path log = folder.resolve(logName).normalize();
		if (log.startsWith(folder.normalize()) && Files.isRegularFile(log)) Files.delete(log);
	}

	/** A fold's log, if it has one: under a name that its training may have been given, else under the usual one. */
	static Path log(final Path folder, final String logName) {
		final Path named = folder.resolve(logName);
		return Files.isRegularFile(named) ? named : folder.resolve(ResultsFolder.LOG);
	}

	/**
	 * Removes what tells how a shorter training ended, since the weights are about to change: what is not there is made
	 * again at the end. NB: the summary comes first, without which a fold does not count as finished.
	 */
	static void goOn(final Path folder) throws IOException {
		for (final String name : List.of(SummaryFile.NAME, SummaryTable.NAME, Selection.FILE))
			Leftovers.delete(folder.resolve(name));
	}

	private static boolean isLog(final Path file) {
		final String name = file.getFileName().toString();
		return name.endsWith(".jsonl") || name.startsWith("events.out.tfevents");
	}
}
