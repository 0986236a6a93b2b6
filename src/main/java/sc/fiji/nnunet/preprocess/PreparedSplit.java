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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.dataset.Splits;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * The split in a dataset's output folder. A seeded split follows the cases of the dataset; one that the user put there
 * stays, unless the dataset's own folder has another one.
 */
final class PreparedSplit {

	/** So many names of cases are listed. */
	private static final int LISTED = 10;

	private final Path folder;
	private final Path data;
	private final Path file;
	private final Dataset dataset;
	private final List<String> names;
	private final int folds;

	/**
	 * @param folder the dataset's output folder
	 * @param data the folder in it with the cases that are prepared now
	 * @param folds the number of folds of a seeded split
	 */
	PreparedSplit(final Path folder, final Path data, final Dataset dataset, final int folds) {
		this.folder = folder;
		this.data = data;
		this.dataset = dataset;
		this.folds = folds;
		file = folder.resolve(Splits.FILES.get(0));
		names = dataset.training().stream().map(Case::name).toList();
	}

	/**
	 * Checks a split of the user's own.
	 *
	 * @param progress receives a warning if it leaves cases out
	 * @throws ProblemException if it does not fit the dataset's cases
	 */
	void check(final Progress progress) throws ProblemException {
		final Optional<Splits> theirs = Splits.own(dataset, folds);
		if (theirs.isPresent()) {
			warn(dataset.folder(), theirs.get(), progress);
			return;
		}
		final Splits own = written();
		if (own == null || own.isSeeded()) {
			if (names.size() < folds) progress.message("Note: " + Problem.of(dataset.folder(), "There are " + names.size() +
				" training cases, too few for " + folds + " folds.", Splits.cure(names.size())));
			return;
		}
		// NB: the dataset's own was compared with its cases as it was read
		final List<Problem> problems = own.problems(file, names);
		if (!problems.isEmpty()) throw new ProblemException(problems);
		warn(file, own, progress);
	}

	/** Says which cases a split leaves out, if any. */
	private void warn(final Path where, final Splits own, final Progress progress) {
		final List<String> left = new ArrayList<>(names);
		left.removeAll(own.names());
		if (left.isEmpty()) return;
		progress.message("Note: " + Problem.of(where, "Your own split leaves out " + left.size() + " of " + names.size() +
			" training cases: " + String.join(", ", left.subList(0, Math.min(LISTED, left.size()))) + (left.size() > LISTED
				? " ..." : "") + ".",
			"What no fold names is neither learned from nor tested: add it, or remove the split to get a random one."));
	}

	/** The split in the output folder, or null. */
	private Splits written() throws ProblemException {
		return Files.exists(file) ? Splits.read(file) : null;
	}

	/**
	 * Writes the split.
	 *
	 * @param progress is told if that changes an earlier one
	 */
	void write(final Progress progress) throws IOException {
		final Optional<Splits> own = Splits.own(dataset, folds);
		final Splits before = written();
		if (own.isEmpty() && before != null && !before.isSeeded()) return;
		if (own.isEmpty() && names.size() < folds) {
			// NB: a split for cases that are gone would make every training fail
			if (before != null && !before.names().equals(names)) remove(before, progress);
			return;
		}
		final Splits splits = own.isPresent() ? own.get() : Splits.of(dataset, folds);
		splits.write(file);
		if (before != null && !before.equals(splits)) progress.message(changed(own.isPresent(), before, splits) +
			trained() + lacking(splits));
	}

	private void remove(final Splits before, final Progress progress) throws IOException {
		Files.delete(file);
		progress.message(file + " is removed: it was for " + before.names().size() + " cases, and the " + names.size() +
			" that there are now are too few for " + folds + " folds; nfolds may be smaller." + trained());
	}

	private String changed(final boolean own, final Splits before, final Splits now) {
		return own ? file + " is replaced by the split in " + dataset.folder() + "." : file + " is made anew for " + now
			.names().size() + " cases in " + now.folds().size() + " folds; it was for " + before.names().size() +
			(before.names().size() == now.names().size() ? " in " + before.folds().size() : "") + ".";
	}

	/** What the split, which all configurations share, means for others that are prepared, if they lack cases of it. */
	private String lacking(final Splits now) throws IOException {
		final TreeSet<String> lacking = new TreeSet<>();
		try (DirectoryStream<Path> prepared = Files.newDirectoryStream(folder, "preprocessed_*")) {
			for (final Path one : prepared)
				if (Files.isDirectory(one) && !one.getFileName().equals(data.getFileName()) && !new HashSet<>(CaseWriter.names(
					one)).containsAll(now.names())) lacking.add(one.getFileName().toString());
		}
		return lacking.isEmpty() ? "" : " Cases that it names are missing in " + String.join(", ", lacking) +
			": preprocess that configuration again before you train it.";
	}

	/** What the folds mean that were trained before, if there are any. */
	private String trained() throws IOException {
		final TreeSet<String> results = new TreeSet<>();
		for (final ResultsFolder one : ResultsFolder.in(folder))
			if (one.hasHeldOut()) results.add(one.path().getFileName().toString());
		return results.isEmpty() ? "" : " The folds in " + String.join(", ", results) + " were trained by the earlier " +
			"split and may have learned from cases that are held out now: train them again with force=true.";
	}
}
