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
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.dataset.FileNames;
import sc.fiji.nnunet.file.DiskProblem;
import sc.fiji.nnunet.file.Leftovers;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.problem.Problem;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.CancelledException;
import sc.fiji.nnunet.progress.Progress;
import sc.fiji.nnunet.volume.Geometry;
import sc.fiji.nnunet.volume.LabelMap;

/**
 * The tables of the objects in predicted label files: {@code objects.csv} with a line for each object, and
 * {@code counts.csv} with a line for each image and class. If the output is a single file, they lie next to it, and their
 * names begin with its name.
 * <p>
 * They are made after the prediction from the files of images and labels, so that cases of an earlier run are in them
 * too. Of several processes that share a folder, each writes the tables of all cases that are finished when it ends,
 * unless others have finished more meanwhile, which then write them: so the last one to end writes them all.
 * </p>
 */
final class ObjectTables {

	/** The bytes that are looked at for a first line. */
	private static final int START = 1 << 16;

	/** Bytes of a voxel besides those of its channels: its label, and what is noted of the objects. */
	private static final int BYTES_PER_VOXEL = 8;

	/** Bytes of a voxel's channel: as it is in the file, and as a float. */
	private static final int BYTES_PER_CHANNEL = 2 * Float.BYTES;

	/** Tells which cases are finished. */
	@FunctionalInterface
	interface Finished {

		/** Those that are finished now. */
		List<Case> now() throws IOException;
	}

	private record Table(Path file, Pattern columns) {

		/** Whether the file is such a table: by its first line, as somebody may have a file of this name. */
		boolean isOurs() throws IOException {
			if (!Files.isRegularFile(file)) return false;
			try (InputStream in = Files.newInputStream(file)) {
				final String start = new String(in.readNBytes(START), StandardCharsets.UTF_8);
				return columns.matcher(start.lines().findFirst().orElse("")).matches();
			}
			catch (final NoSuchFileException e) {
				return false; // NB: another process has removed it
			}
		}
	}

	private final PredictOptions options;
	private final Plan plan;
	private final ResultFiles files;
	private final ExecutorService executor;
	private final int processors;
	private final long heap;
	private final Table objects;
	private final Table counts;

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
		this.options = options;
		this.plan = plan;
		this.files = files;
		this.executor = executor;
		this.processors = processors;
		this.heap = heap;
		objects = new Table(file("objects.csv"), Pattern.compile(Pattern.quote(ObjectRows.OBJECTS) +
			"(,mean_\\d+,min_\\d+,max_\\d+)*"));
		counts = new Table(file("counts.csv"), Pattern.compile(Pattern.quote(ObjectRows.COUNTS)));
	}

	private Path file(final String name) {
		final Path output = options.output();
		if (!ResultFiles.isFile(output)) return output.resolve(name);
		return output.resolveSibling(FileNames.stem(output) + "_" + name);
	}

	/** The files of the tables; none if no tables are wanted. */
	List<Path> files() {
		return options.tables().wanted() ? List.of(objects.file, counts.file) : List.of();
	}

	/** Makes sure that no other file of these names would be replaced. */
	void requireOwn() throws IOException {
		if (!options.tables().wanted()) return;
		final List<Problem> problems = new ArrayList<>();
		for (final Table table : List.of(objects, counts))
			if (Files.exists(table.file) && !table.isOurs()) problems.add(Problem.of(table.file,
				"is not a table that a prediction has written, and would be replaced by one.",
				"Move it away, or give another output folder."));
		if (!problems.isEmpty()) throw new ProblemException(problems);
	}

	/** Removes tables that an earlier prediction has left, as labels are about to be replaced; other files stay. */
	void remove() throws IOException {
		for (final Table table : List.of(objects, counts))
			if (table.isOurs()) Files.deleteIfExists(table.file);
	}

	/**
	 * Measures the objects of all cases that are finished, and writes the tables.
	 *
	 * @param failed is told of each case that cannot be measured, and why
	 */
	void write(final Finished finished, final BiConsumer<Case, Throwable> failed, final Progress progress)
		throws IOException
	{
		final List<Case> cases = new ArrayList<>(finished.now());
		if (cases.isEmpty()) return;
		cases.sort(Comparator.comparing(Case::name));
		for (final Path file : files())
			Leftovers.removeOf(file);
		try (WholeFile all = new WholeFile(objects.file); WholeFile sums = new WholeFile(counts.file)) {
			final long number;
			try (Writer lines = Files.newBufferedWriter(all.temporary()); Writer classes = Files.newBufferedWriter(sums
				.temporary()))
			{
				lines.write(ObjectRows.columns(plan.channels().size()) + "\n");
				classes.write(ObjectRows.COUNTS + "\n");
				number = measure(cases, lines, classes, failed, progress);
			}
			if (options.share().several() && !new HashSet<>(cases).containsAll(finished.now())) {
				progress.message("Other processes have finished more cases meanwhile; the last one writes the tables.");
				return;
			}
			sums.commit();
			all.commit();
			progress.message("Measured " + number + (number == 1 ? " object" : " objects") + " in " + cases.size() + (cases
				.size() == 1 ? " case: " : " cases: ") + objects.file + ", " + counts.file.getFileName());
		}
		catch (final IOException e) {
			throw DiskProblem.of(objects.file, e);
		}
	}

	/** Measures cases in their order, several at a time where memory and processors allow. */
	private long measure(final List<Case> cases, final Writer lines, final Writer classes,
		final BiConsumer<Case, Throwable> failed, final Progress progress) throws IOException
	{
		// NB: no engine needs the processors any more, which is as if a GPU computed
		final int ahead = executor == null ? 0 : CasesInFlight.ahead(processors, true, heap, bytes(cases), false);
		long number = 0;
		int next = 0;
		try (CasesInFlight<ObjectRows> measuring = new CasesInFlight<>(ahead + 1, ahead == 0 ? null : executor, progress)) {
			for (int i = 0; i < cases.size(); i++) {
				for (; next < cases.size() && !measuring.isFull(); next++) {
					final Case one = cases.get(next);
					measuring.add(next, () -> rows(one, progress));
				}
				progress.check();
				progress.update((double) i / cases.size(), "measuring case " + (i + 1) + " of " + cases.size() + " (" + cases
					.get(i).name() + ")");
				final ObjectRows rows = taken(measuring, cases.get(i), failed);
				if (Thread.currentThread().isInterrupted()) throw new CancelledException();
				if (rows == null) continue;
				lines.write(rows.objects());
				classes.write(rows.counts());
				number += rows.number();
			}
		}
		progress.update(1, "measured " + cases.size() + (cases.size() == 1 ? " case" : " cases"));
		return number;
	}

	/** The rows of the oldest case in flight, or null if it cannot be measured. */
	private static ObjectRows taken(final CasesInFlight<ObjectRows> measuring, final Case one,
		final BiConsumer<Case, Throwable> failed)
	{
		try {
			return measuring.take();
		}
		catch (final ExecutionException e) {
			if (e.getCause() instanceof CancellationException cancelled) throw cancelled;
			failed.accept(one, e.getCause());
			return null;
		}
	}

	private ObjectRows rows(final Case one, final Progress progress) throws IOException {
		final LabelMap map = ImageFile.readLabels(files.labels(one));
		progress.check();
		return ObjectRows.of(one.name(), plan.labels(), map, ImageFile.read(one.images()), options.tables().minimumSize());
	}

	/** About how many bytes of heap the largest case needs. */
	private double bytes(final List<Case> cases) {
		double voxels = 0;
		for (final Optional<Geometry> grid : Forecast.grids(cases))
			if (grid.isPresent()) voxels = Math.max(voxels, grid.get().voxels());
		return voxels * (BYTES_PER_VOXEL + BYTES_PER_CHANNEL * plan.channels().size());
	}
}
