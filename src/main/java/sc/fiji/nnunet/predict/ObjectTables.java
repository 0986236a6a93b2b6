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
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.LockedException;
import sc.fiji.nnunet.file.NamedRows;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;

/**
 * The tables of the objects in predicted label files: {@code objects.csv} with a line for each object, and
 * {@code counts.csv} with a line for each image and class. If the output is a single file, they lie next to it, and
 * their names begin with its name.
 * <p>
 * They are made after the prediction from the files of images and labels, so that cases of an earlier run are in them
 * too. Rows of other images stay as they are while their label files lie there. Rows of a case are removed before its
 * labels are replaced, whether or not new ones are wanted.
 * </p>
 * <p>
 * Of several processes that share a folder, each puts in the cases that are finished when it begins to measure, if
 * nobody has replaced their labels when it is done. They read and write the tables one at a time.
 * </p>
 */
final class ObjectTables {

	/** Held while the tables are read and written by one of several processes. */
	private static final String LOCK = ".tables.lock";

	/** Tells which cases are finished. */
	@FunctionalInterface
	interface Finished {

		/** Those that are finished now. */
		List<Case> now() throws IOException;
	}

	private final PredictOptions options;
	private final ResultFiles files;
	private final ObjectMeasurer measurer;
	private final boolean single;
	private final NamedRows objects;
	private final NamedRows counts;
	private final Duration patience;

	/** Whether others were waited for in vain, and have not given the tables back since. */
	private boolean hung;

	/** Whether it was told that rows are removed. NB: like the two beside it, of one thread at a time. */
	private boolean told;

	/** Why rows could not be removed, as it was told. */
	private final Set<String> reasons = new HashSet<>();

	/**
	 * @param plan that of the model
	 * @param files where the labels are
	 * @param executor its threads measure, or null
	 * @param processors of the machine
	 * @param heap the memory that Java may use, in bytes
	 */
	ObjectTables(final PredictOptions options, final Plan plan, final ResultFiles files, final ExecutorService executor,
		final int processors, final long heap)
	{
		this(options, files, new ObjectMeasurer(plan, files, options.tables().minimumSize(), executor, processors, heap),
			FolderLock.PATIENCE);
	}

	/** @param patience how long others may hold the tables */
	ObjectTables(final PredictOptions options, final ResultFiles files, final ObjectMeasurer measurer,
		final Duration patience)
	{
		this.options = options;
		this.files = files;
		this.measurer = measurer;
		this.patience = patience;
		single = ResultFiles.isFile(options.output());
		objects = new NamedRows(file("objects.csv"), Pattern.compile(Pattern.quote(ObjectRows.OBJECTS) +
			"(,mean_\\d+,min_\\d+,max_\\d+)*"));
		counts = new NamedRows(file("counts.csv"), Pattern.compile(Pattern.quote(ObjectRows.COUNTS)));
	}

	private Path file(final String name) {
		final Path output = options.output();
		return single ? output.resolveSibling(FileNames.stem(output) + "_" + name) : output.resolve(name);
	}

	/** The files of the tables; none if no tables are wanted. */
	List<Path> files() {
		return options.tables().wanted() ? List.of(objects.file(), counts.file()) : List.of();
	}

	/** Waits until no other process reads or writes the tables; null if no other shares them. */
	private FolderLock lock(final Duration longest, final Progress progress) throws IOException {
		if (!options.share().several() || single) return null;
		try {
			return FolderLock.await(options.output(), LOCK, longest, progress);
		}
		catch (final LockedException e) {
			hung = true;
			throw e;
		}
	}

	/** Makes sure that no other file of these names would be replaced, and that tables which are there can be. */
	void requireOwn(final Progress progress) throws IOException {
		if (files().stream().noneMatch(Files::exists)) return;
		try (FolderLock lock = lock(patience, progress)) {
			NamedRows.requireOwn(List.of(objects, counts));
		}
	}

	/**
	 * Removes the rows of cases that are about to be predicted, all at once. NB: where processes claim cases, others may
	 * have finished some of these meanwhile, so that {@link #forget} is left to remove rows.
	 *
	 * @throws ProblemException if a table cannot be replaced
	 */
	void begin(final List<Case> cases, final Progress progress) throws IOException {
		if (options.tables().wanted() && options.share().claims()) return;
		final Set<String> replaced = new HashSet<>();
		cases.forEach(one -> replaced.add(NamedRows.nameOf(one.name())));
		try (FolderLock lock = lock(patience, progress)) {
			if (!options.tables().wanted()) NamedRows.tellOtherForms(List.of(objects, counts), progress);
			if (!options.share().claims()) remove(image -> single || replaced.contains(image), progress);
		}
	}

	/**
	 * Removes rows that another process may have written of a case, whose labels are about to be replaced. It is to be
	 * called when nobody takes the case for finished any more, or its rows could be written again. NB: by one thread at a
	 * time, so that the next ones know if it has waited in vain: a process that hangs would hold up each case.
	 */
	synchronized void forget(final Case one, final Progress progress) {
		if (!options.share().several()) return;
		final String image = NamedRows.nameOf(one.name());
		try (FolderLock lock = lock(hung ? Duration.ZERO : patience, progress)) {
			hung = false;
			// NB: they are short, and who has objects is in them, unless somebody has removed them or saved them otherwise
			if (counts.names().contains(image) || !counts.isTable()) remove(image::equals, progress);
		}
		catch (final IOException e) {
			if (Thread.currentThread().isInterrupted()) throw new CancelledException();
			progress.message("Rows of case " + one.name() + " in the tables could not be removed" + (reasons.add(e
				.getMessage()) ? ", and are not of its new labels: " + e.getMessage() + " Then run this again with table=true."
					: " either."));
		}
	}

	/** Removes rows. NB: the counts last, so that who has objects is in them, also if the process is killed between. */
	private void remove(final Predicate<String> gone, final Progress progress) throws IOException {
		final Set<String> images = objects.names();
		images.addAll(counts.names());
		final long lost = images.stream().filter(gone).count();
		if (lost == 0) return;
		for (final NamedRows table : List.of(objects, counts))
			if (lost == images.size()) table.delete();
			else table.keep(gone.negate());
		if (told || options.tables().wanted()) return;
		told = true;
		progress.message("Rows of images whose labels are replaced now are removed from " + objects.file() + " and " +
			counts.file().getFileName() + "; table=true writes them again.");
	}

	/**
	 * Measures the objects of all cases that are finished, and puts them into the tables. Earlier rows of a case that cannot
	 * be measured stay, unless its labels are of another size than its image.
	 *
	 * @param failed is told of each case that cannot be measured, and why
	 */
	void write(final Finished finished, final BiConsumer<Case, Throwable> failed, final Progress progress)
		throws IOException
	{
		final List<Case> cases = new ArrayList<>(finished.now());
		if (cases.isEmpty()) return;
		cases.sort(Comparator.comparing(one -> NamedRows.nameOf(one.name())));
		final Map<Case, FileTime> times = new HashMap<>();
		for (final Case one : cases)
			times.put(one, time(one));
		final Set<Case> measured = new HashSet<>(cases), misfits = new HashSet<>();
		try (WholeFile lines = part(objects); WholeFile sums = part(counts)) {
			final long number = measurer.measure(cases, lines.temporary(), sums.temporary(), (one, cause) -> {
				measured.remove(one);
				if (cause instanceof ObjectMeasurer.OtherSizeException) misfits.add(one);
				failed.accept(one, cause);
			}, progress);
			final Map<String, Boolean> known = new HashMap<>();
			EarlierRows earlier = null;
			int left = 0;
			try (FolderLock lock = lock(patience, progress)) {
				final Set<Case> valid = valid(times, finished);
				for (final Case one : cases) {
					final boolean comes = measured.contains(one);
					if (comes && !valid.contains(one)) {
						left++;
						measured.remove(one);
					}
					else if (comes || misfits.contains(one) && valid.contains(one)) known.put(NamedRows.nameOf(one.name()),
						comes);
				}
				if (measured.isEmpty()) remove(known::containsKey, progress);
				else earlier = merge(lines.temporary(), sums.temporary(), known);
			}
			if (left > 0) progress.message(ObjectMeasurer.words(left) +
				" left out of the tables, since other processes replace these labels; run this again when they are done.");
			if (earlier == null) return;
			final int others = earlier.images();
			earlier.tell(objects.file() + " and " + counts.file().getFileName(), "table=true", progress);
			progress.message("Measured " + (left > 0 ? "" : number + (number == 1 ? " object in " : " objects in ")) +
				ObjectMeasurer.words(measured.size()) + ": " + objects.file() + ", " + counts.file().getFileName() + (others == 0 ? ""
					: ", beside the rows of " + others + (others == 1 ? " other image" : " other images")));
		}
		catch (final IOException e) {
			throw DiskProblem.of(objects.file(), e);
		}
	}

	/** Those of some cases whose labels no other process has replaced since they had these times, or is about to. */
	private Set<Case> valid(final Map<Case, FileTime> times, final Finished finished) throws IOException {
		if (!options.share().several()) return times.keySet();
		final Set<Case> valid = new HashSet<>(finished.now());
		valid.retainAll(times.keySet());
		for (final Map.Entry<Case, FileTime> one : times.entrySet())
			if (!Objects.equals(one.getValue(), time(one.getKey()))) valid.remove(one.getKey());
		return valid;
	}

	/** When the labels of a case were written; null if they are not there. */
	private FileTime time(final Case one) throws IOException {
		return files.isLabelled(one) ? Files.getLastModifiedTime(files.labels(one)) : null;
	}

	/** A file for the rows of this run, which is removed when it is closed. */
	private static WholeFile part(final NamedRows table) {
		final Path file = table.file();
		return new WholeFile(file.resolveSibling(file.getFileName() + ".part"));
	}

	/**
	 * Puts rows into the tables.
	 *
	 * @param lines the file with rows of objects
	 * @param sums the file with their counts
	 * @param known the images of which no earlier rows stay, and whether new ones come
	 * @return which rows have stayed
	 */
	private EarlierRows merge(final Path lines, final Path sums, final Map<String, Boolean> known) throws IOException {
		final EarlierRows earlier = EarlierRows.of(options.output(), ResultFiles::isFile, known::containsKey);
		final Predicate<String> comes = image -> known.getOrDefault(image, false);
		try (WholeFile all = new WholeFile(objects.file()); WholeFile some = new WholeFile(counts.file());
				Reader newObjects = Files.newBufferedReader(lines); Reader newCounts = Files.newBufferedReader(sums))
		{
			objects.write(all.temporary(), earlier, newObjects, comes);
			counts.write(some.temporary(), earlier, newCounts, comes);
			counts.commit(some); // NB: first, so that who has objects is in it
			objects.commit(all);
			return earlier;
		}
	}
}
