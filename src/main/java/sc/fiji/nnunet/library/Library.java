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
package sc.fiji.nnunet.library;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import sc.fiji.nnunet.evaluate.SummaryFile;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.model.Models;
import sc.fiji.nnunet.plan.Plan;
import sc.fiji.nnunet.plan.PlanFile;
import sc.fiji.nnunet.predict.ExportedPackage;
import sc.fiji.nnunet.predict.FoldCases;
import sc.fiji.nnunet.predict.ModelFolder;
import sc.fiji.nnunet.predict.Selection;
import sc.fiji.nnunet.preprocess.ResultsFolder;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.report.LogReader;

/**
 * Finds the models in some folders.
 *
 * <pre>
 * for (final LibraryModel model : Library.of(List.of(Path.of("/data/out"))).models())
 * 	System.out.println(model.line());
 * </pre>
 *
 * @param models all that were found, by path
 * @param notes what looked like a model and is none, in a sentence each
 */
public record Library(List<LibraryModel> models, List<String> notes) {

	/** How deep below a folder a fold may lie: OUTPUT/DATASET/results_3d/fold_0, and a folder above. */
	private static final int DEPTH = 4;

	private static final String PLANS = "plans.json", DATASET = "dataset.json", CHECKPOINT = "(.*/)?" + Models.CHECKPOINT;

	/** The files of an exported SavedModel, the one without which it is none first; its folder of variables is empty. */
	private static final List<String> EXPORTED = List.of("saved_model.pb", PlanFile.NAME, FoldCases.FILE, "variables");

	public Library {
		models = List.copyOf(models);
		notes = List.copyOf(notes);
	}

	/** Looks into folders and the folders below them; one that is missing holds nothing. */
	public static Library of(final Collection<Path> folders) throws IOException {
		final Map<Path, LibraryModel> found = new LinkedHashMap<>();
		final List<String> notes = new ArrayList<>();
		for (final Path folder : folders)
			look(folder.toAbsolutePath().normalize(), DEPTH, found, notes);
		return new Library(new ArrayList<>(found.values()), notes);
	}

	private static void look(final Path folder, final int depth, final Map<Path, LibraryModel> found,
		final List<String> notes) throws IOException
	{
		if (!Files.isDirectory(folder)) {
			if (Files.exists(folder)) add(folder, found, notes, Library::imported);
			return;
		}
		if (Files.exists(folder.resolve(PlanFile.NAME))) {
			add(folder, found, notes, Library::trained);
			return;
		}
		if (Files.exists(folder.resolve(PLANS)) && Files.exists(folder.resolve(DATASET))) {
			add(folder, found, notes, Library::imported);
			return;
		}
		final List<Path> below = inside(folder);
		final boolean results = ResultsFolder.configuration(folder).isPresent();
		if (results && below.stream().filter(sub -> ResultsFolder.foldName(sub).isPresent() && Files.exists(sub.resolve(
			PlanFile.NAME)))
			// NB: folds of different plans are no model together, but each by itself
			.count() > 1) add(folder, found, new ArrayList<>(), Library::trained);
		if (depth == 0) return;
		for (final Path sub : below)
			if (Files.isDirectory(sub) || isArchive(sub)) look(sub, depth - 1, found, notes);
	}

	/** Opens one kind of model; null if there is none. */
	private interface Opener {

		LibraryModel open(Path path) throws IOException;
	}

	private static void add(final Path folder, final Map<Path, LibraryModel> found, final List<String> notes,
		final Opener opener) throws IOException
	{
		if (found.containsKey(folder)) return;
		try {
			final LibraryModel model = opener.open(folder);
			if (model != null) found.put(folder, model);
		}
		catch (final ProblemException e) {
			notes.add(e.getMessage());
		}
	}

	/** A model that was trained here; null if none of its folds has a checkpoint yet. */
	private static LibraryModel trained(final Path folder) throws IOException {
		final ModelFolder model = ModelFolder.open(folder);
		// NB: fails if its folds are no model together, to which a training on all cases does not belong
		final List<ModelFolder.Fold> averaged = model.byPatch("").stream().flatMap(group -> group.folds().stream()).toList();
		final List<String> folds = new ArrayList<>();
		long bytes = 0;
		double sum = 0;
		Path picture = null;
		for (final ModelFolder.Fold fold : model.folds()) {
			final Path checkpoint = checkpoint(fold);
			if (checkpoint == null || !averaged.contains(fold)) continue;
			folds.add(fold.name());
			bytes += size(checkpoint);
			sum += dice(fold.folder());
			if (picture == null) picture = picture(fold.folder());
		}
		final Plan plan = model.plan();
		if (model.isExported()) return new LibraryModel(folder, LibraryModel.Kind.EXPORTED, List.of(), plan, Double.NaN,
			bytes, "", null);
		return folds.isEmpty() ? null : new LibraryModel(folder, LibraryModel.Kind.TRAINED, folds, plan, sum / folds
			.size(), bytes, "", picture);
	}

	/** A model of nnU-Net v2, or a package that was exported here; null if a file is neither. */
	private static LibraryModel imported(final Path path) throws IOException {
		final ExportedPackage exported = ExportedPackage.find(path).orElse(null);
		if (exported != null) return new LibraryModel(path, LibraryModel.Kind.EXPORTED, List.of(), exported.plan(),
			Double.NaN, exported.bytes(), exported.licence(), path.resolve(ExportedPackage.COVER));
		return Models.outline(path).map(model -> new LibraryModel(path, LibraryModel.Kind.IMPORTED, model.folds(), model
			.plan(), Double.NaN, model.bytes(), model.licence(), null)).orElse(null);
	}

	private static Path checkpoint(final ModelFolder.Fold fold) throws IOException {
		try {
			return fold.checkpoint(ModelFolder.Which.AUTO);
		}
		catch (final ProblemException e) {
			return null; // a training that has begun only
		}
	}

	/**
	 * The mean Dice of a fold's test, or else of the validation at its end, or else of the last one before; NaN if there
	 * is none or it cannot be read.
	 */
	private static double dice(final Path fold) throws IOException {
		final Path summary = fold.resolve(SummaryFile.NAME), log = fold.resolve(ResultsFolder.LOG);
		try {
			if (Files.exists(summary)) return SummaryFile.read(summary).dice();
			// NB: it is there whatever the name of the log, and without a log
			final double selected = Selection.read(fold).map(Library::score).orElse(Double.NaN);
			if (!Double.isNaN(selected) || !Files.exists(log)) return selected;
			return LogReader.steps(LogReader.read(log)).stream().mapToDouble(record -> record.value("dice_value")).filter(
				dice -> !Double.isNaN(dice)).reduce(Double.NaN, (earlier, later) -> later);
		}
		catch (final ProblemException e) {
			return Double.NaN;
		}
	}

	/** The validation Dice of the weights that predict, as a training that has ended left it; NaN if there is none. */
	private static double score(final Selection selection) {
		final Double score = selection.weights() == Selection.Weights.AVERAGED ? selection.averaged() : selection
			.weights() == Selection.Weights.BEST ? selection.best() : selection.last();
		return score == null ? Double.NaN : score;
	}

	/** A picture of a fold's results: a held-out case, else the learning curve; null if there is none. */
	private static Path picture(final Path fold) throws IOException {
		final Path overlays = fold.resolve(ResultsFolder.OVERLAYS);
		if (Files.isDirectory(overlays)) try (Stream<Path> files = Files.list(overlays)) {
			final Path first = files.filter(file -> name(file).endsWith(".png")).min(Comparator.naturalOrder()).orElse(
				null);
			if (first != null) return first;
		}
		final Path curves = fold.resolve(ResultsFolder.CURVES);
		return Files.exists(curves) ? curves : null;
	}

	private static long size(final Path folder) throws IOException {
		long bytes = 0;
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : files.filter(Files::isRegularFile).toList())
				bytes += Files.size(file);
		}
		return bytes;
	}

	private static boolean isArchive(final Path file) {
		return name(file).toLowerCase(Locale.ROOT).endsWith(".zip");
	}

	private static List<Path> inside(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter(sub -> !name(sub).startsWith(".")).sorted().toList();
		}
		catch (final IOException e) {
			if (Files.isReadable(folder)) throw e;
			return List.of(); // another user's
		}
	}

	private static String name(final Path path) {
		return path.getFileName() == null ? "" : path.getFileName().toString();
	}

	/**
	 * Whether a folder or zip file looks like a model: from the names of its files only, since this is asked for every
	 * file that is opened.
	 */
	public static boolean looksLikeModel(final Path path) {
		if (Files.isDirectory(path)) return ResultsFolder.configuration(path).isPresent() || Files.exists(path.resolve(
			PlanFile.NAME)) || Files.exists(path.resolve(PLANS)) && Files.exists(path.resolve(DATASET));
		if (!isArchive(path)) return false;
		try (ZipFile zip = new ZipFile(path.toFile())) {
			return zip.getEntry(ExportedPackage.YAML) != null && zip.getEntry(ExportedPackage.SAVED_MODEL) != null ||
				zip.stream().anyMatch(entry -> entry.getName().matches(CHECKPOINT));
		}
		catch (final IOException e) {
			return false; // no zip file, or a damaged one
		}
	}

	/** Whether a model can be deleted: the folder of one fold that was trained here, or an exported model. */
	public static boolean canDelete(final LibraryModel model) {
		return switch (model.kind()) {
			case TRAINED -> Files.exists(model.path().resolve(PlanFile.NAME));
			case EXPORTED -> true;
			case IMPORTED -> false;
		};
	}

	/**
	 * Deletes a model that was made here: the folder of one fold, with its checkpoints, log and pictures; or the files
	 * of an exported model, and nothing that lies beside them.
	 *
	 * @throws ProblemException if it is neither, or is being trained
	 */
	public static void delete(final LibraryModel model) throws IOException {
		if (!canDelete(model)) throw new ProblemException(model.path(),
			"is not the folder of a fold that was trained here, and was not exported here.", "Delete it by hand.");
		if (model.kind() == LibraryModel.Kind.EXPORTED) {
			deleteExported(model.path());
			return;
		}
		try (FolderLock lock = FolderLock.take(model.path(), "is being trained by another process.",
			"Wait until it has ended, or cancel it."))
		{
			if (!Files.isSymbolicLink(model.path())) lock.clear();
		}
		try {
			Files.deleteIfExists(model.path());
		}
		catch (final DirectoryNotEmptyException e) {
			return; // NB: somebody has begun to work there again
		}
	}

	private static void deleteExported(final Path path) throws IOException {
		try {
			if (Files.isDirectory(path)) for (final String name : EXPORTED)
				Files.deleteIfExists(path.resolve(name));
			Files.delete(path);
		}
		catch (final DirectoryNotEmptyException e) {
			return; // NB: other files lie there, which are the user's
		}
	}
}
