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
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.volume.Box;
import sc.fiji.nnunet.volume.LabelBoxes;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * Finds out whether label files without a description number objects one by one, as those for StarDist and Cellpose do,
 * or hold classes. All rules and numbers are our own.
 * <p>
 * Objects are counted anew in each file, so that the highest number differs from file to file and few numbers below it
 * are missing; classes keep their numbers. An object fills a fair part of its bounding box; grey values and most
 * classes, which occur in several places, do not. Of a single file nothing can be told.
 * </p>
 */
public final class NumberedLabels {

	/** With fewer numbers than this in all files together nothing can be told: two or three cells look like classes. */
	private static final int FEWEST = 8;

	/** Numbers that may be missing below the highest of a file, as a share. */
	private static final double GAPS = 0.2;

	/** By how much the highest numbers of two files differ at least. */
	private static final double SPREAD = 1.2;

	/** The part of its bounding box that an object fills; a thin oblique rod fills little of it. */
	private static final double FILLED = 0.1;

	/** The share of the numbers in a file that have to do so. */
	private static final double COMPACT = 0.9;

	/** So many files, those with most numbers, are read again for their boxes. */
	private static final int READ = 3;

	/** A label file and its number of voxels of each value. */
	record Counted(Path file, SortedMap<Integer, Long> voxels) {

		private int highest() {
			return numbers().isEmpty() ? 0 : numbers().lastKey();
		}

		private SortedMap<Integer, Long> numbers() {
			return voxels.tailMap(1);
		}
	}

	private NumberedLabels() {
		// static methods only
	}

	/**
	 * Whether label files seem to number objects one by one.
	 *
	 * @throws ProblemException if a file cannot be read
	 */
	public static boolean in(final List<Path> files) throws ProblemException {
		return areIn(counted(files));
	}

	/** The values in label files, each of which is read. */
	static List<Counted> counted(final List<Path> files) throws ProblemException {
		final List<Counted> counted = new ArrayList<>();
		for (final Path file : files) {
			final LabelCounts counts = new LabelCounts();
			PlaneScan.labels(file, counts);
			counted.add(new Counted(file, counts.labels()));
		}
		return counted;
	}

	/** Whether files whose values are known seem to number objects one by one. */
	static boolean areIn(final List<Counted> files) throws ProblemException {
		final TreeSet<Integer> all = new TreeSet<>();
		files.forEach(one -> all.addAll(one.numbers().keySet()));
		if (all.size() < FEWEST || !countsAnew(files)) return false;
		final List<Counted> most = new ArrayList<>(files);
		most.sort(Comparator.comparing(one -> -one.numbers().size()));
		for (final Counted one : most.subList(0, Math.min(READ, most.size())))
			if (!isCompact(one)) return false;
		return true;
	}

	private static boolean countsAnew(final List<Counted> files) {
		int least = Integer.MAX_VALUE, most = 0;
		for (final Counted one : files) {
			if (one.numbers().isEmpty()) continue;
			if (one.numbers().size() < (1 - GAPS) * one.highest()) return false;
			least = Math.min(least, one.highest());
			most = Math.max(most, one.highest());
		}
		return most >= SPREAD * least;
	}

	private static boolean isCompact(final Counted one) throws ProblemException {
		final LabelMap labels = ImageFile.readLabels(one.file());
		int compact = 0, numbers = 0;
		for (final Map.Entry<Integer, Box> entry : LabelBoxes.of(labels, null).entrySet()) {
			if (entry.getKey() <= 0) continue;
			double voxels = 1;
			for (final int length : entry.getValue().size())
				voxels *= length;
			numbers++;
			if (one.voxels().getOrDefault(entry.getKey(), 0L) >= FILLED * voxels) compact++;
		}
		return compact >= COMPACT * numbers;
	}
}
