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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.file.Csv;
import sc.fiji.nnunet.file.WholeFile;

/**
 * The table of structures beside label files, {@code statistics.csv}: the rows of a run, and those that earlier runs
 * have written of other images whose label files are still there.
 */
final class StructureTable {

	/** The ending of label files. */
	static final String ENDING = ".nii.gz";

	private static final String FILE = "statistics.csv";

	/** A line: its first cell, with quotes if it has some, and the others. */
	private static final Pattern LINE = Pattern.compile("\\G(\"(?:[^\"]++|\"\")*+\"|[^\",\n]*+)(,[^\n]*+)\n");

	private final Path file;

	/** The lines by the names of images. */
	private final Map<String, String> lines = new TreeMap<>();

	/** Reads the rows of earlier runs; of a table of another form, none. */
	StructureTable(final Path folder) throws IOException {
		file = folder.resolve(FILE);
		if (!Files.exists(file)) return;
		// NB: somebody may have edited it
		final String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
		if (!text.startsWith(StructureRow.HEADER)) return;
		final Map<String, String> images = images(folder);
		final Matcher line = LINE.matcher(text).region(StructureRow.HEADER.length(), text.length());
		while (line.find()) {
			final String image = images.get(line.group(1));
			if (image != null) lines.merge(image, line.group(1) + line.group(2) + "\n", String::concat);
		}
	}

	/** The images that have label files, by the cells of their names. */
	private static Map<String, String> images(final Path folder) throws IOException {
		final Map<String, String> images = new HashMap<>();
		for (final Path labels : FileNames.all(folder)) {
			final String name = labels.getFileName().toString();
			if (!name.endsWith(ENDING)) continue;
			final String image = name.substring(0, name.length() - ENDING.length());
			images.put(Csv.cell(image), image);
		}
		return images;
	}

	/** Replaces the rows of an image. */
	void put(final String image, final List<StructureRow> rows) {
		lines.put(image, StructureRow.lines(rows));
	}

	/** Removes the rows of an image whose labels are about to be replaced, also from the file. */
	void forget(final String image) throws IOException {
		if (lines.remove(image) != null) write();
	}

	/** Writes the table, sorted by the names of images. */
	void write() throws IOException {
		WholeFile.write(file, StructureRow.HEADER + String.join("", lines.values()));
	}
}
