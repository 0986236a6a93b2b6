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
package sc.fiji.nnunet.totalsegmentator;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.NamedRows;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.predict.EarlierRows;
import sc.fiji.nnunet.progress.Progress;

/**
 * The table of structures beside label files, {@code statistics.csv}: the rows of a run, and those that earlier runs
 * have written of other images whose label files are still there.
 */
final class StructureTable {

	/** The ending of label files. */
	static final String ENDING = ".nii.gz";

	private static final String FILE = "statistics.csv";

	private final Path folder;
	private final boolean wanted;
	private final Progress progress;
	private final NamedRows table;

	/** The lines of this run by the names in their first cells. */
	private final Map<String, String> lines = new TreeMap<>();

	/** Whether the file is as it should be after this run. */
	private boolean complete;

	/**
	 * Only looks at the file, as the run may still be refused.
	 *
	 * @param wanted whether it will be written; else rows are removed only, and a file that is no such table stays
	 * @throws sc.fiji.nnunet.problem.ProblemException if it is wanted, and a file that is no such table would be replaced
	 */
	StructureTable(final Path folder, final boolean wanted, final Progress progress) throws IOException {
		this.folder = folder;
		this.wanted = wanted;
		this.progress = progress;
		table = new NamedRows(folder.resolve(FILE), Pattern.compile(Pattern.quote(StructureRow.HEADER.strip())));
		if (wanted) NamedRows.refuseOthers(List.of(table));
	}

	/**
	 * Makes sure that the table can be written, or that rows of images that are about to be segmented can be removed from
	 * it. It is to be called when all else is found to be in order, since the file may be written anew. NB: rows stay until
	 * their images are segmented, as they are of the labels that are there.
	 *
	 * @param images those that are about to be segmented
	 * @throws sc.fiji.nnunet.problem.ProblemException if the table cannot be replaced
	 */
	void begin(final List<Case> images) throws IOException {
		if (wanted) NamedRows.requireOwn(List.of(table));
		if (wanted || images.isEmpty()) return;
		NamedRows.tellOtherForms(List.of(table), progress);
		final Set<String> names = table.names();
		if (images.stream().anyMatch(one -> names.contains(NamedRows.nameOf(one.name())))) table.keep(image -> true);
	}

	/** Replaces the rows of an image. */
	void put(final String image, final List<StructureRow> rows) {
		lines.put(NamedRows.nameOf(image), StructureRow.lines(rows));
		complete = false;
	}

	/** Removes the rows of an image whose labels are about to be replaced from the file. */
	void forget(final String image) throws IOException {
		final String gone = NamedRows.nameOf(image);
		if (table.names().contains(gone)) table.keep(name -> !name.equals(gone));
	}

	/** Writes the table: the rows of this run, sorted by the names of their images, among those that stay. */
	void write() throws IOException {
		final EarlierRows earlier = EarlierRows.of(folder, file -> file.toString().endsWith(ENDING), lines::containsKey);
		try (WholeFile whole = new WholeFile(table.file())) {
			table.write(whole.temporary(), earlier, new StringReader(StructureRow.HEADER + String.join("", lines.values())),
				name -> true);
			table.commit(whole);
		}
		catch (final IOException e) {
			throw DiskProblem.of(table.file(), e);
		}
		complete = true;
		earlier.tell(table.file().toString(), "statistics=true", progress);
	}

	/** Writes the table at the end of the run, unless nothing is new since it was written. */
	void end() throws IOException {
		if (wanted && !complete) write();
	}
}
