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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;

/** Compares the cases of a dataset with the files that lie in its folder. */
final class FolderLook {

	private final Dataset dataset;
	private final String why;
	private final Set<Path> used = new HashSet<>();
	private final List<Finding> findings = new ArrayList<>();

	/**
	 * @param dataset the dataset
	 * @param why why a file is not used, as the end of a sentence
	 */
	FolderLook(final Dataset dataset, final String why) {
		this.dataset = dataset;
		this.why = why;
		for (final List<Case> cases : List.of(dataset.training(), dataset.test()))
			for (final Case one : cases) {
				for (final Path image : one.images())
					use(image);
				if (one.label() != null) use(one.label());
			}
	}

	private void use(final Path file) {
		used.add(file.toAbsolutePath().normalize());
		ImageFile.companions(file).forEach(other -> used.add(other.toAbsolutePath().normalize()));
	}

	List<Finding> findings() {
		return findings;
	}

	/** Compares a number that the description states with the number found. */
	void count(final DatasetJson json, final String key, final int found) {
		final OptionalInt stated = json.number(key);
		if (stated.isEmpty() || stated.getAsInt() == found) return;
		findings.add(Finding.warning("", Problem.of(json.file(), "\"" + key + "\" says " + stated.getAsInt() +
			", but there are " + found + " cases.", "Correct the number, or add what is missing.")));
	}

	/** Finds names that two cases share. */
	void duplicates(final List<Case> cases) {
		final Set<String> seen = new HashSet<>();
		for (final Case one : cases)
			if (!seen.add(one.name())) findings.add(Finding.error(one.name(), Problem.of(one.images().get(0),
				"Two cases have the name " + one.name() + ".", "Rename one, or list it once.")));
	}

	/**
	 * Finds files that no case uses.
	 *
	 * @param subfolder where to look; nothing happens if there is no such folder
	 * @param cure what the user can do about a file
	 */
	void unused(final String subfolder, final Function<Path, String> cure) throws ProblemException {
		final Path folder = dataset.folder().resolve(subfolder);
		if (!Files.isDirectory(folder)) return;
		for (final Path file : FileNames.list(folder))
			if (!used.contains(file.toAbsolutePath().normalize())) findings.add(Finding.warning("", Problem.of(file,
				"The file is not used: " + why + ".", cure.apply(file))));
		for (final Path file : FileNames.skipped(folder))
			findings.add(Finding.warning("", Problem.of(file,
				"The file is not used: names that begin with _ or . are skipped.", "Rename it if it is one of the cases.")));
	}
}
