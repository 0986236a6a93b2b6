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
package sc.fiji.nnunet.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.file.NamedRows;
import sc.fiji.nnunet.progress.Progress;

/**
 * Tells which rows of earlier runs stay in tables: those of images that have label files and get no new rows. It notes
 * whose rows do not stay for want of a label file, since these may be gone by mistake: a spreadsheet makes 1 of the name
 * 001.
 */
public final class EarlierRows implements Predicate<String> {

	/** So many names are told. */
	private static final int TOLD = 5;

	private final Set<String> labelled;
	private final Predicate<String> replaced;
	private final Set<String> others = new TreeSet<>();
	private final Set<String> unknown = new TreeSet<>();

	/**
	 * @param labelled the images with label files, by {@link NamedRows#nameOf(String) the names of their lines}
	 * @param replaced whether no earlier row of an image stays
	 */
	EarlierRows(final Set<String> labelled, final Predicate<String> replaced) {
		this.labelled = labelled;
		this.replaced = replaced;
	}

	/**
	 * Those of the images whose label files lie in a folder.
	 *
	 * @param labels whether a file is one
	 * @param replaced whether no earlier row of an image stays
	 */
	public static EarlierRows of(final Path folder, final Predicate<Path> labels, final Predicate<String> replaced)
		throws IOException
	{
		final Set<String> labelled = new HashSet<>();
		for (final Path file : FileNames.all(folder))
			if (labels.test(file)) labelled.add(NamedRows.nameOf(FileNames.stem(file)));
		return new EarlierRows(labelled, replaced);
	}

	@Override
	public boolean test(final String image) {
		if (replaced.test(image)) return false;
		final boolean stays = labelled.contains(image);
		if (stays) others.add(image);
		else if (!image.isBlank()) unknown.add(image); // NB: a spreadsheet may leave empty lines
		return stays;
	}

	/** Of how many images rows stay. */
	public int images() {
		return others.size();
	}

	/**
	 * Tells whose rows did not stay since no label file has their name, if there are any.
	 *
	 * @param tables where the rows were
	 * @param option the option by which rows are written, such as "table=true"
	 */
	public void tell(final String tables, final String option, final Progress progress) {
		final int number = unknown.size();
		if (number == 0) return;
		progress.message("Left out of " + tables + ": rows of " + number + (number == 1 ? " image whose name" :
			" images whose names") + " no label file has (" + unknown.stream().limit(TOLD).collect(Collectors.joining(", ")) +
			(number > TOLD ? ", …" : "") + "). If their labels were not removed, a spreadsheet may have changed the names, as " +
			"001 becomes 1; a run with " + option + " that includes these images measures them again.");
	}
}
