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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.imagefile.ImageFile;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Difference;
import sc.fiji.nnunet.problem.ProblemException;
import sc.fiji.nnunet.progress.Progress;

/**
 * The models and settings that made the labels in a folder, stored there as {@code prediction.json}, so that a second
 * run skips a case only if the same models and settings have predicted it.
 *
 * @param format version of this file format; 1
 * @param models the folders of the checkpoints and when they were written
 * @param overlap overlap of the windows
 * @param blend gaussian or constant; with "fp16" behind it if windows were added up in half precision, the arithmetic
 *          of the networks if the options name one, and how folds count if those of a model have different patches
 * @param flips whether mirrored copies were averaged
 * @param preset the preset, or what a step without presets was asked for
 * @param postProcessing the file of the post-processing that was applied, or null
 * @param postProcessingContent size and checksum of that file; null in records of earlier versions
 * @param cases the files from which each finished case was made, its images first; null in records of earlier versions
 * @param extras what was written beside the labels of each finished case; null in records of earlier versions
 */
public record RunRecord(int format, List<String> models, double overlap, String blend, boolean flips, String preset,
	String postProcessing, String postProcessingContent, Map<String, List<FileIdentity>> cases,
	Map<String, List<Extra>> extras)
{

	private static final String FILE = "prediction.json";

	/** Held while the file is read and written by one of several processes. */
	private static final String LOCK = ".prediction.lock";

	/** NB: of several processes each reads it, whatever the options say. */
	private static final String ALONE = "Give overwrite=true without share, or another output folder.";

	/** The record of a prediction that begins. */
	public static RunRecord of(final PredictOptions options, final List<ModelFolder> models) throws IOException {
		final List<String> names = new ArrayList<>();
		for (final ModelFolder model : models)
			for (final ModelFolder.Fold fold : model.folds()) {
				final Path checkpoint = fold.checkpoint(options.checkpoint()).toAbsolutePath().normalize();
				names.add(checkpoint + " of " + written(checkpoint));
			}
		for (final ModelFolder model : models)
			if (model.plan().previous() != null) names.addAll(previous(options, PreviousStage.of(options, model)));
		final PredictOptions.Windows windows = options.windows();
		final Path rules = options.postProcessing();
		return new RunRecord(1, names, windows.effectiveOverlap(), Checks.word(windows.blend()) +
			(windows.accumulation() == Accumulation.FP16 ? " fp16" : "") +
			(windows.precision() == Arithmetic.AUTO ? "" : " with networks in " + Checks.word(windows.precision())) + weights(
				models), windows.effectiveFlips(), Checks.word(windows.preset()), rules == null ? null : rules.toAbsolutePath()
					.normalize().toString(), rules == null ? null : FileIdentity.of(rules).content(), new TreeMap<>(),
			new TreeMap<>());
	}

	/** NB: earlier versions let groups of folds count alike, so what they began must not go on. */
	private static String weights(final List<ModelFolder> models) {
		for (final ModelFolder one : models)
			for (final ModelFolder other : models)
				if (one.folder().equals(other.folder()) && !one.plan().patch().equals(other.plan().patch()))
					return " with folds that count alike";
		return "";
	}

	/** This record of a step that has no presets. */
	public RunRecord asked(final String what) {
		return new RunRecord(format, models, overlap, blend, flips, what, postProcessing, postProcessingContent, cases,
			extras);
	}

	private static List<String> previous(final PredictOptions options, final PreviousStage stage) throws IOException {
		if (stage.model() == null) return List.of("labels in " + stage.labels().toAbsolutePath().normalize());
		final List<String> names = new ArrayList<>();
		for (final ModelFolder.Fold fold : stage.model().folds()) {
			final Path checkpoint = fold.checkpoint(options.checkpoint()).toAbsolutePath().normalize();
			names.add(checkpoint + " of " + written(checkpoint));
		}
		return names;
	}

	/** When a checkpoint was written: a resumed training yields another model. */
	private static Instant written(final Path checkpoint) throws IOException {
		Path nearest = checkpoint;
		while (!Files.exists(nearest) && nearest.getParent() != null)
			nearest = nearest.getParent();
		// NB: nnU-Net's checkpoints are files, perhaps within a zip file
		if (Files.isRegularFile(nearest)) return Files.getLastModifiedTime(nearest).toInstant().truncatedTo(
			ChronoUnit.SECONDS);
		Instant newest = Instant.EPOCH;
		try (Stream<Path> files = Files.list(checkpoint)) {
			for (final Path file : files.toList()) {
				final Instant time = Files.getLastModifiedTime(file).toInstant();
				if (time.isAfter(newest)) newest = time;
			}
		}
		return newest.truncatedTo(ChronoUnit.SECONDS);
	}

	/**
	 * This record with the cases that an output folder already holds; without them if everything is predicted again.
	 *
	 * @param output that folder
	 * @param overwrite whether everything is predicted again
	 * @param labelled how many cases have labels there
	 * @throws ProblemException if these were made by another model or other settings
	 */
	public RunRecord continued(final Path output, final boolean overwrite, final long labelled) throws IOException {
		final Path file = output.resolve(FILE);
		if (overwrite) return this;
		if (!Files.exists(file)) {
			if (labelled == 0) return this;
			throw new ProblemException(output, "holds " + labelled +
				" label files with the names of these cases, and nothing says that this model has predicted them.",
				"Give another output folder, or overwrite=true to replace them.");
		}
		final RunRecord other = read(file, "Give overwrite=true, or another output folder.");
		final boolean same = isSame(other, file);
		if (labelled > 0 && !same) throw new ProblemException(output, "holds " + labelled +
			" predictions by another model or with other settings (" + Difference.words(
				other.settings().toString(), settings().toString()) + ").",
			"Give another output folder, or overwrite=true to replace them.");
		return same ? holding(other.cases, other.extras) : this;
	}

	private static RunRecord read(final Path file, final String cure) throws IOException {
		return JsonFile.read(file, RunRecord.class, "the record of a prediction", cure);
	}

	/** Whether a record is of the same prediction. */
	private boolean isSame(final RunRecord other, final Path file) throws IOException {
		if (settings().equals(other.settings())) return true;
		if (postProcessing == null || other.postProcessingContent != null) return false;
		// NB: earlier versions kept only the path of the rules, which then must not be newer than what they were applied to
		final RunRecord known = new RunRecord(other.format, other.models, other.overlap, other.blend, other.flips,
			other.preset, other.postProcessing, postProcessingContent, null, null);
		return settings().equals(known) && !isNewer(Path.of(postProcessing), file);
	}

	private static boolean isNewer(final Path file, final Path than) throws IOException {
		return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
	}

	/** This record without the cases. */
	private RunRecord settings() {
		return holding(null, null);
	}

	private RunRecord holding(final Map<String, List<FileIdentity>> some, final Map<String, List<Extra>> beside) {
		return new RunRecord(format, models, overlap, blend, flips, preset, postProcessing, postProcessingContent,
			some == null ? null : new TreeMap<>(some), beside == null ? null : new TreeMap<>(beside));
	}

	/** Whether {@link #doubt} has nothing to say. */
	public boolean isOf(final Case one, final Path labels) throws IOException {
		return doubt(one, labels).isEmpty();
	}

	/**
	 * Why a case's results may not be those of its files as they are now, as the beginning of a sentence. A file of which
	 * an earlier version recorded nothing must not be newer than the result.
	 *
	 * @param one the case; its images may be followed by other files from which its results are made
	 * @param labels the case's result, which exists
	 * @return empty if they are those of its files
	 */
	public Optional<String> doubt(final Case one, final Path labels) throws IOException {
		final List<FileIdentity> known = cases == null ? List.of() : cases.get(one.name());
		if (known == null) return Optional.of(labels + " is not among the results that " + FILE + " knows to be finished");
		final List<Path> files = files(one);
		if (known.size() > files.size()) return Optional.of(labels + " was made from files of which one is missing now");
		// NB: earlier versions recorded neither extras nor files beside the images
		final boolean all = extras != null && extras.containsKey(one.name());
		for (int i = 0; i < files.size(); i++) {
			final Path file = files.get(i);
			final boolean same = i < known.size() ? known.get(i).matches(file) : !all && !isNewer(file, labels);
			if (!same) return Optional.of(file + " has changed since case " + one.name() + " was predicted");
		}
		return Optional.empty();
	}

	/** This record with the files of some finished cases. */
	public RunRecord with(final Collection<Case> finished) throws IOException {
		final RunRecord more = holding(cases == null ? Map.of() : cases, extras == null ? Map.of() : extras);
		for (final Case one : finished) {
			final List<FileIdentity> known = more.cases.get(one.name());
			if (known == null || known.size() < files(one).size()) more.cases.put(one.name(), images(one));
		}
		return more;
	}

	/** What identifies the files of a case as they are now. */
	public static List<FileIdentity> images(final Case one) throws IOException {
		final List<FileIdentity> images = new ArrayList<>();
		for (final Path file : files(one))
			images.add(FileIdentity.of(file));
		return images;
	}

	/** The images of a case, and the files that are read with them, such as the other half of a pair. */
	private static List<Path> files(final Case one) {
		final List<Path> files = new ArrayList<>(one.images());
		for (final Path image : one.images())
			for (final Path file : ImageFile.companions(image))
				if (!files.contains(file) && Files.isRegularFile(file)) files.add(file);
		return files;
	}

	/** What is known to lie beside the results of a case and to belong to them. */
	List<Extra> extras(final Case one) {
		final List<Extra> known = extras == null ? null : extras.get(one.name());
		// NB: a later version may know more of them
		return known == null ? List.of() : known.stream().filter(Objects::nonNull).toList();
	}

	/** Whether a case's results were made from files with these contents. */
	boolean isFrom(final Case one, final List<FileIdentity> files) {
		final List<FileIdentity> known = cases.get(one.name());
		return known != null && contents(known).equals(contents(files));
	}

	private static List<String> contents(final List<FileIdentity> files) {
		return files.stream().map(FileIdentity::content).toList();
	}

	/** Records that a case is finished, with nothing beside its labels. */
	public void add(final Case one, final List<FileIdentity> images) {
		add(one, images, List.of());
	}

	/** Records that a case is finished. */
	void add(final Case one, final List<FileIdentity> images, final List<Extra> beside) {
		cases.put(one.name(), images);
		extras.put(one.name(), beside);
	}

	/** Records that a case is not finished any more; returns whether it was. */
	boolean forget(final Case one) {
		extras.remove(one.name());
		return cases.remove(one.name()) != null;
	}

	/**
	 * What is recorded now of the same prediction, to which other processes may have added. NB: under the lock, since
	 * Windows lets nobody replace a file that is being read; so it takes a while.
	 */
	RunRecord stored(final Path folder, final Progress progress) throws IOException {
		try (FolderLock lock = FolderLock.await(folder, LOCK, FolderLock.PATIENCE, progress)) {
			final Path file = folder.resolve(FILE);
			final RunRecord nothing = holding(Map.of(), Map.of());
			if (!Files.exists(file)) return nothing;
			final RunRecord other = read(file, ALONE);
			return settings().equals(other.settings()) ? other : nothing;
		}
	}

	/**
	 * Writes this record together with what is recorded already of the same prediction, perhaps by other processes.
	 *
	 * @param mine the name of the only case of which this record knows more than the stored one; null if there is none
	 */
	void join(final Path folder, final String mine, final Progress progress) throws IOException {
		try (FolderLock lock = FolderLock.await(folder, LOCK, FolderLock.PATIENCE, progress)) {
			final Path file = folder.resolve(FILE);
			if (Files.exists(file)) {
				final RunRecord other = read(file, ALONE);
				if (other.cases != null && settings().equals(other.settings())) {
					replace(cases, other.cases, mine);
					replace(extras, other.extras == null ? Map.of() : other.extras, mine);
				}
			}
			write(folder);
		}
	}

	/** Makes a map equal to another one but for one key. */
	private static <T> void replace(final Map<String, T> map, final Map<String, T> by, final String mine) {
		map.keySet().removeIf(key -> !key.equals(mine));
		by.forEach((key, value) -> {
			if (!key.equals(mine)) map.put(key, value);
		});
	}

	/** Writes this record into the folder of the results. */
	public void write(final Path folder) throws IOException {
		WholeFile.write(folder.resolve(FILE), Json.escaped(Json.pageWithNulls(this)));
	}
}
