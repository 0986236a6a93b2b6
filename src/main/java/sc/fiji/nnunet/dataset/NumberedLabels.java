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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Finds out whether label files without a description number objects one by one, as those for StarDist and Cellpose do,
 * or hold classes. All rules and numbers are our own.
 * <p>
 * Objects are counted anew in each file, so that files have different highest numbers and few numbers below them are
 * missing; classes keep their numbers, so that most files have the same highest one. An object fills a fair part of its
 * bounding box; grey values and most classes, which occur in several places, do not. Of a single file nothing can be
 * told.
 * </p>
 */
public final class NumberedLabels {

	/** With fewer different numbers than this in all files nothing can be told: up to seven cells look like classes. */
	static final int FEWEST = 8;

	/** Numbers that may be missing below the highest of a file, as a share; and files in which more are missing. */
	private static final double GAPS = 0.2;

	/** The share of the files that may have the same highest number. */
	private static final double SAME = 0.5;

	/** The part of its bounding box that an object fills; a thin oblique rod fills little of it. */
	private static final double FILLED = 0.1;

	/** The share of the numbers in a file that have to do so. */
	private static final double COMPACT = 0.9;

	/** So many files, those with most numbers, are read again for their boxes. */
	private static final int READ = 3;

	/** A label file and how many numbers above 0 it holds. */
	private record Counted(Path file, int numbers) {
	}

	private final List<Counted> files = new ArrayList<>();
	private final SortedSet<Integer> values = new TreeSet<>();
	private final Map<Integer, Integer> highest = new HashMap<>();
	private int labelled;
	private int withGaps;
	private int alike;

	private NumberedLabels() {
		// NB: by read
	}

	/**
	 * Reads the values of all files.
	 *
	 * @throws ProblemException if a file cannot be read
	 */
	static NumberedLabels read(final List<Path> files) throws ProblemException {
		final NumberedLabels read = new NumberedLabels();
		for (final Path file : files)
			read.add(file);
		return read;
	}

	/**
	 * Whether label files seem to number objects one by one. They are read one after the other, until too many do not look
	 * so.
	 *
	 * @param progress is told which file is read, and asked whether to end; its bar stays where it begins
	 * @throws ProblemException if a file cannot be read
	 */
	public static boolean in(final List<Path> files, final Progress progress) throws ProblemException {
		if (files.size() < 2) return false;
		final NumberedLabels read = new NumberedLabels();
		for (final Path file : files) {
			progress.check();
			progress.update(0, "Looking at the numbers in " + file.getFileName());
			read.add(file);
			if (read.cannotBe(files.size(), files.size())) return false;
		}
		return read.areObjects(progress);
	}

	private void add(final Path file) throws ProblemException {
		final LabelCounts counts = new LabelCounts();
		PlaneScan.labels(file, null, counts);
		final SortedSet<Integer> found = new TreeSet<>(counts.labels().keySet());
		values.addAll(found);
		final SortedSet<Integer> numbers = found.tailSet(1);
		files.add(new Counted(file, numbers.size()));
		if (numbers.isEmpty()) return;
		labelled++;
		if (numbers.size() < (1 - GAPS) * numbers.last()) withGaps++;
		alike = Math.max(alike, highest.merge(numbers.last(), 1, Integer::sum));
	}

	/** Whether too many of some files have gaps, or too many of those that hold numbers have the same highest one. */
	private boolean cannotBe(final int all, final int numbered) {
		return withGaps > GAPS * all || alike > SAME * numbered;
	}

	/** The values that are in the files, negative ones too. */
	SortedSet<Integer> values() {
		return values;
	}

	/** Whether the files seem to number objects one by one. */
	boolean areObjects(final Progress progress) throws ProblemException {
		if (values.tailSet(1).size() < FEWEST || labelled < 2 || cannotBe(files.size(), labelled)) return false;
		final List<Counted> most = new ArrayList<>(files);
		most.sort(Comparator.comparing(one -> -one.numbers()));
		for (final Counted one : most.subList(0, Math.min(READ, most.size()))) {
			progress.check();
			if (!isCompact(one.file())) return false;
		}
		return true;
	}

	private static boolean isCompact(final Path file) throws ProblemException {
		final LabelMap labels = ImageFile.readLabels(file, null, (which, warning) -> {
			// the check tells it
		});
		final long[] voxels = new long[Short.MAX_VALUE + 1];
		for (int z = 0; z < labels.size()[0]; z++)
			for (final short number : labels.plane(z))
				if (number > 0) voxels[number]++;
		int compact = 0, numbers = 0;
		for (final Map.Entry<Integer, Box> entry : LabelBoxes.of(labels, null).tailMap(1).entrySet()) {
			double box = 1;
			for (final int length : entry.getValue().size())
				box *= length;
			numbers++;
			if (voxels[entry.getKey()] >= FILLED * box) compact++;
		}
		return compact >= COMPACT * numbers;
	}
}
