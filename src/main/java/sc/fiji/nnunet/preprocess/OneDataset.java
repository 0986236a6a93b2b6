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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.Dataset;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.problem.ProblemException;

/** Keeps the prepared cases of one dataset from those of another whose folder has the same name. */
final class OneDataset {

	private final Dataset dataset;
	private final List<Case> cases;
	private final Path folder;
	private final Set<Path> images = new HashSet<>();

	/**
	 * @param cases the cases that are to be prepared
	 */
	OneDataset(final Dataset dataset, final List<Case> cases) {
		this.dataset = dataset;
		this.cases = cases;
		folder = absolute(dataset.folder());
		for (final Path file : dataset.files())
			images.add(absolute(file));
	}

	/**
	 * Requires that a folder of prepared cases holds none, or any of this dataset.
	 *
	 * @throws ProblemException if all that it holds are those of another dataset
	 */
	void requireIn(final Path data) throws IOException {
		Path other = null;
		for (final String name : CaseWriter.names(data)) {
			final CaseRecord record = record(data, name);
			if (record == null || record.images().isEmpty()) continue;
			other = Path.of(record.images().get(0));
			if (isOurs(other) || hasMoved(record)) return;
		}
		if (other != null) throw new ProblemException(data, "holds the prepared cases of another dataset of the name " +
			dataset.name() + ", such as that of " + other + ", which would be deleted.",
			"Give another output folder, or force=true to throw them away.");
	}

	private static CaseRecord record(final Path data, final String name) {
		try {
			return PreprocessedCase.check(data, name);
		}
		catch (final IOException e) {
			// NB: what is damaged is prepared again, and is no loss
			return null;
		}
	}

	private boolean isOurs(final Path image) {
		return absolute(image).startsWith(folder) || images.contains(absolute(image));
	}

	/** Whether a case was prepared from what is elsewhere now, in a dataset's folder that was moved or is linked. */
	private boolean hasMoved(final CaseRecord record) throws IOException {
		if (record.contents() == null) return true;
		for (final Case one : cases)
			if (one.name().equals(record.name())) {
				final Path image = one.images().get(0);
				final String content = record.contents().isEmpty() ? "" : record.contents().get(0);
				// NB: the size comes first in it, so that most of what differs need not be read
				return Files.exists(image) && content.startsWith(Files.size(image) + "-") && content.equals(FileIdentity.of(
					image).content());
			}
		return false;
	}

	private static Path absolute(final Path file) {
		return file.toAbsolutePath().normalize();
	}
}
