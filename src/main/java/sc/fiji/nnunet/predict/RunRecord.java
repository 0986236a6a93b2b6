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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import sc.fiji.nnunet.dataset.Case;
import sc.fiji.nnunet.file.FileIdentity;
import sc.fiji.nnunet.file.FolderLock;
import sc.fiji.nnunet.file.Json;
import sc.fiji.nnunet.file.JsonFile;
import sc.fiji.nnunet.file.WholeFile;
import sc.fiji.nnunet.problem.Checks;
import sc.fiji.nnunet.problem.Difference;
import sc.fiji.nnunet.problem.ProblemException;

/**
 * The models and settings that made the labels in a folder, stored there as {@code prediction.json}, so that a second
 * run skips a case only if the same models and settings have predicted it.
 *
 * @param format version of this file format; 1
 * @param models the folders of the checkpoints and when they were written
 * @param overlap overlap of the windows
 * @param blend gaussian or constant; with "fp16" behind it if windows were added up in half precision, and the
 *          arithmetic of the networks if the options name one
 * @param flips whether mirrored copies were averaged
 * @param preset the preset, or what a step without presets was asked for
 * @param postProcessing the post-processing that was applied, or null
 * @param cases the images of each finished case; null in records of earlier versions
 */
public record RunRecord(int format, List<String> models, double overlap, String blend, boolean flips, String preset,
	String postProcessing, Map<String, List<FileIdentity>> cases)
{

	private static final String FILE = "prediction.json";

	/** Held while the file is read and written by one of several processes. */
	private static final String LOCK = ".prediction.lock";

	private static final Duration PATIENCE = Duration.ofMinutes(2);

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
		return new RunRecord(1, names, windows.effectiveOverlap(), Checks.word(windows.blend()) +
			(windows.accumulation() == Accumulation.FP16 ? " fp16" : "") +
			(windows.precision() == Arithmetic.AUTO ? "" : " with networks in " + Checks.word(windows.precision())),
			windows.effectiveFlips(), Checks.word(windows.preset()), options.postProcessing() == null ? null :
				options.postProcessing().toAbsolutePath().normalize().toString(), new TreeMap<>());
	}

	/** This record of a step that has no presets. */
	public RunRecord asked(final String what) {
		return new RunRecord(format, models, overlap, blend, flips, what, postProcessing, cases);
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
	 * @param finished how many cases would be skipped
	 * @throws ProblemException if they were made by another model or other settings
	 */
	public RunRecord continued(final Path output, final boolean overwrite, final long finished) throws IOException {
		final Path file = output.resolve(FILE);
		if (overwrite) return this;
		if (!Files.exists(file)) return holding(null);
		final RunRecord other = JsonFile.read(file, RunRecord.class, "the record of a prediction",
			"Delete it, or give overwrite=true.");
		final boolean same = settings().equals(other.settings());
		if (finished > 0 && !same) throw new ProblemException(output, "holds " + finished +
			" predictions by another model or with other settings (" + Difference.words(
				other.settings().toString(), settings().toString()) + ").",
			"Give another output folder, or overwrite=true to replace them.");
		return same ? holding(other.cases) : this;
	}

	/** This record without the cases. */
	private RunRecord settings() {
		return holding(null);
	}

	private RunRecord holding(final Map<String, List<FileIdentity>> some) {
		return new RunRecord(format, models, overlap, blend, flips, preset, postProcessing, some == null ? null
			: new TreeMap<>(some));
	}

	/**
	 * Whether a case's results were made from its images as they are now. If nothing says so, as for results of earlier
	 * versions, the images must not be newer than the result.
	 *
	 * @param labels the case's result, which exists
	 */
	public boolean isOf(final Case one, final Path labels) throws IOException {
		if (cases == null) {
			for (final Path image : one.images())
				if (Files.getLastModifiedTime(image).compareTo(Files.getLastModifiedTime(labels)) > 0) return false;
			return true;
		}
		final List<FileIdentity> images = cases.get(one.name());
		if (images == null || images.size() != one.images().size()) return false;
		for (int i = 0; i < images.size(); i++)
			if (!images.get(i).matches(one.images().get(i))) return false;
		return true;
	}

	/** This record with the images of some finished cases. */
	public RunRecord with(final Collection<Case> finished) throws IOException {
		final Map<String, List<FileIdentity>> known = cases == null ? new TreeMap<>() : new TreeMap<>(cases);
		for (final Case one : finished)
			if (!known.containsKey(one.name())) known.put(one.name(), images(one));
		return holding(known);
	}

	/** What identifies the images of a case as they are now. */
	public static List<FileIdentity> images(final Case one) throws IOException {
		final List<FileIdentity> images = new ArrayList<>();
		for (final Path image : one.images())
			images.add(FileIdentity.of(image));
		return images;
	}

	/** Records that a case is finished. */
	public void add(final Case one, final List<FileIdentity> images) {
		cases.put(one.name(), images);
	}

	/** Writes this record together with what other processes have recorded of the same prediction. */
	void join(final Path folder) throws IOException {
		try (FolderLock lock = FolderLock.await(folder, LOCK, PATIENCE)) {
			final Path file = folder.resolve(FILE);
			if (Files.exists(file)) {
				final RunRecord other = JsonFile.read(file, RunRecord.class, "the record of a prediction",
					"Delete it, or give another output folder.");
				if (other.cases != null && settings().equals(other.settings())) other.cases.forEach(cases::putIfAbsent);
			}
			write(folder);
		}
	}

	/** Writes this record into the folder of the results. */
	public void write(final Path folder) throws IOException {
		WholeFile.write(folder.resolve(FILE), Json.escaped(Json.pageWithNulls(this)));
	}
}
